import { createHash } from 'node:crypto';
import type { ChildFacts, Need, ReferralFacts } from '../../../events/referral.ts';
import type { ReferralAmendedV2 } from '../../../events/referral-amended.v2.ts';
import type { ReferralReceivedV2 } from '../../../events/referral-received.v2.ts';
import { defined } from '../../../shared/core/defined.ts';

/** A synthetic referral as a council system would send it, with the sealed particulars and what makes it interesting. */
export interface SampleReferral {
  readonly label: string;
  /** Hours after the start of the working week (Monday 09:00) at which it is sent. */
  readonly hour: number;
  /** How many times the same message is sent. */
  readonly copies: number;
  readonly message: ReferralReceivedV2;
  /** Sent by the entry authority once it has been asked for what is missing. */
  readonly amendment?: ReferralAmendedV2;
  /** What happens to the child while the case is open, told by the entry authority on its page. */
  readonly story?: 'goes-missing' | 'withdrawn';
  readonly sealed: readonly {
    readonly number: number;
    readonly name: string;
    readonly dateOfBirth: string;
  }[];
}

/** Numbers in [0, 1) that depend on nothing but the seed and the question asked of it. */
export const chance = (seed: number, question: string): number =>
  createHash('sha256').update(`${seed}:${question}`).digest().readUInt32BE(0) / 2 ** 32;

const pick = <T>(seed: number, question: string, choices: readonly T[]): T => {
  const choice = choices[Math.floor(chance(seed, question) * choices.length)];
  if (choice === undefined) throw new RangeError(`Nothing to pick from for "${question}".`);
  return choice;
};

const uuid = (seed: number, question: string): string => {
  const hex = createHash('sha256').update(`${seed}:uuid:${question}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-9${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
};

const addDays = (date: string, days: number): string =>
  new Date(Date.parse(`${date}T12:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

const KENT = 'E10000016';
const MANCHESTER = 'E08000003';
const CROYDON = 'E09000008';
const [BIRMINGHAM, LEEDS, GLASGOW, CARDIFF, OXFORDSHIRE] = [
  'E08000025',
  'E08000035',
  'S12000049',
  'W06000015',
  'E10000025',
];
const SMALL_COUNTY = 'E06000017';

interface Wish {
  readonly label: string;
  readonly ages: readonly number[];
  readonly from?: string;
  readonly copies?: number;
  /** Facts left out of the first message; they come with the amendment. */
  readonly leaveOut?: readonly (keyof ReferralFacts)[];
  readonly facts?: Partial<ReferralFacts>;
  readonly needs?: readonly Need[];
  readonly story?: SampleReferral['story'];
  /** Days until the first child's 18th birthday, in place of an age. */
  readonly daysTo18?: number;
}

const week: readonly Wish[] = [
  { label: 'one child, nothing unusual', ages: [15] },
  { label: 'one child of 16, supported accommodation', ages: [16] },
  { label: 'two siblings', ages: [13, 16], facts: { familyInUk: 'cannot-care' } },
  {
    label: 'an uncle in Leeds who cannot offer a home',
    ages: [14],
    facts: { familyInUk: 'cannot-care', links: [{ council: LEEDS, kind: 'family' }] },
  },
  {
    label: 'must not go to Birmingham',
    ages: [17],
    facts: { areasToAvoid: [BIRMINGHAM], trafficking: 'nrm-referred' },
    needs: ['trained-carers'],
  },
  { label: 'turns 18 within weeks', ages: [17], daysTo18: 40 },
  { label: 'referred by an authority below its threshold', ages: [15], from: SMALL_COUNTY },
  {
    label: 'says too little at first',
    ages: [15],
    leaveOut: ['trafficking', 'wishesRecorded', 'familyInUk'],
  },
  { label: 'the same message sent three times', ages: [16], copies: 3 },
  { label: 'an aunt in the UK who may care for the child', ages: [12], facts: { familyInUk: 'may-care' } },
  { label: 'goes missing for a day', ages: [16], from: CROYDON, story: 'goes-missing' },
  { label: 'settled with the same carer for two months', ages: [15], facts: { settledSince: '' } },
  { label: 'age assessment under way', ages: [17], facts: {} },
  { label: 'three siblings', ages: [9, 12, 15] },
  { label: 'uses a wheelchair', ages: [16], needs: ['step-free-access'] },
  {
    label: 'a brother already in Glasgow',
    ages: [15],
    facts: { links: [{ council: GLASGOW, kind: 'sibling' }] },
  },
  { label: 'assessed as an adult after referral', ages: [17], from: CROYDON, story: 'withdrawn' },
  { label: 'at the port, not yet in care', ages: [16], facts: { inCareOfAuthority: false } },
  {
    label: 'a community in Cardiff',
    ages: [16],
    facts: { links: [{ council: CARDIFF, kind: 'community' }] },
  },
  { label: 'dates that contradict each other', ages: [14], facts: { arrivedOn: 'after-referral' } },
  { label: 'needs medical care', ages: [13], needs: ['medical-care', 'mental-health-support'] },
  { label: 'one child, late on Thursday', ages: [17] },
  {
    label: 'must avoid Oxfordshire and Birmingham',
    ages: [16],
    facts: { areasToAvoid: [OXFORDSHIRE, BIRMINGHAM] },
  },
  { label: 'sent twice, a minute apart', ages: [15], copies: 2 },
  { label: 'five siblings', ages: [6, 8, 11, 13, 16] },
];

function children(seed: number, wish: Wish, today: string) {
  return wish.ages.map((age, index) => {
    const number = index + 1;
    const ask = `${wish.label}:child ${number}`;
    const daysTo18 =
      index === 0 && wish.daysTo18 !== undefined
        ? wish.daysTo18
        : Math.round((18 - age - 0.15 - 0.7 * chance(seed, `${ask}:birthday`)) * 365.25);
    // Who turns 18 on a leap day was not born on one.
    const eighteenth = addDays(today, daysTo18).replace(/-02-29$/, '-02-28');
    const facts: ChildFacts = {
      number,
      sex: chance(seed, `${ask}:sex`) < 0.92 ? 'male' : 'female',
      turns18Month: eighteenth.slice(0, 7),
      ageAssessment: wish.label.startsWith('age assessment') ? 'under-way' : 'not-required',
      ...(wish.label.startsWith('age assessment') ? { ageAssessmentLedBy: KENT } : {}),
      placementKind: age >= 16 && wish.ages.length === 1 ? 'supported-accommodation' : 'foster-care',
      needs: [...(wish.needs ?? [])],
    };
    const dateOfBirth = `${Number(eighteenth.slice(0, 4)) - 18}${eighteenth.slice(4)}`;
    return {
      facts,
      sealed: { number, name: `Synthetic Child ${uuid(seed, ask).slice(0, 4).toUpperCase()}`, dateOfBirth },
    };
  });
}

/**
 * A working week of synthetic referrals, the same for the same seed. No child in it exists.
 * @param monday the week's first day, YYYY-MM-DD
 */
export function sampleReferrals(seed: number, monday: string): readonly SampleReferral[] {
  return week.map((wish, index) => {
    const day = Math.min(4, Math.floor((index / week.length) * 4.4));
    const hourOfDay = Math.floor(chance(seed, `${wish.label}:hour`) * 7);
    const today = addDays(monday, day);
    const entryAuthority =
      wish.from ?? pick(seed, `${wish.label}:from`, [KENT, KENT, KENT, KENT, CROYDON, MANCHESTER]);
    const people = children(seed, wish, today);
    const arrivedOn = addDays(today, -5 - Math.floor(chance(seed, `${wish.label}:arrived`) * 10));
    const facts: ReferralFacts = {
      entryAuthority,
      referredOn: today,
      children: people.map((child) => child.facts),
      definition: {
        under18AtClaim: true,
        claimsInOwnRight: true,
        separatedFromParents: true,
        noResponsibleAdult: true,
      },
      asylumClaimOn: arrivedOn,
      arrivedOn,
      inCareOfAuthority: true,
      settledSince: arrivedOn,
      familyInUk: 'none',
      links: [],
      areasToAvoid: [],
      trafficking: 'no-indicators',
      wishesRecorded: true,
      ...wish.facts,
    };
    const right = { ...facts };
    if (wish.facts?.settledSince === '') {
      right.settledSince = addDays(today, -62);
      right.arrivedOn = addDays(today, -64);
      right.asylumClaimOn = addDays(today, -63);
    }
    if (wish.facts?.arrivedOn === 'after-referral') right.arrivedOn = arrivedOn;
    const sent: Record<string, unknown> = { ...right };
    for (const field of wish.leaveOut ?? []) delete sent[field];
    if (wish.facts?.arrivedOn === 'after-referral') sent.arrivedOn = addDays(today, 3);
    const amended = Object.fromEntries(
      Object.entries(right).filter(([field, value]) => sent[field] !== value),
    );
    const referralId = uuid(seed, wish.label);
    const at = `${today}T${String(9 + hourOfDay).padStart(2, '0')}:00:00.000Z`;
    const actor = { kind: 'entry-authority' as const, code: entryAuthority };
    return {
      label: wish.label,
      hour: day * 24 + hourOfDay,
      copies: wish.copies ?? 1,
      ...defined({ story: wish.story }),
      message: {
        id: referralId,
        type: 'referral-received.v2',
        at,
        actor,
        data: { referralId, channel: 'queue', facts: sent as ReferralFacts },
      },
      ...(Object.keys(amended).length > 0
        ? {
            amendment: {
              id: `${referralId}:amended`,
              type: 'referral-amended.v2' as const,
              at,
              actor,
              data: { referralId, facts: amended as Partial<ReferralFacts> },
            },
          }
        : {}),
      sealed: people.map((child) => child.sealed),
    };
  });
}
