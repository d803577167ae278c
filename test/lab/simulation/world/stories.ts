import type { EventOf } from '../../../../events/catalogue.ts';
import type { ChildFacts, ReferralFacts } from '../../../../events/referral.ts';
import { draftId } from '../../../../functions/pages/refer/keep-draft.ts';
import { readHead } from '../../../../functions/receive-email/mail-head.ts';
import { mailIdOf, referralIdOf } from '../../../../functions/receive-email/mail-id.ts';
import { isInForce } from '../../../../shared/core/calendar/in-force.ts';
import { addDays, londonDate } from '../../../../shared/core/calendar/working-days.ts';
import type { Council } from '../../../../shared/core/council/council.ts';
import { defined } from '../../../../shared/core/defined.ts';
import { fingerprintsOf } from '../../../../shared/core/referral/fingerprints.ts';
import type { ReferralRequest } from '../../../../shared/core/referral/referral-request.ts';
import type { Draw } from '../kernel/draw.ts';
import { asStored } from '../people/mail-program.ts';
import { deskAddress, entryAuthorities } from './scheme.ts';

const DAY = 86_400_000;

/** A referral and what is to happen to its children. Nobody in it exists. */
export interface Story {
  readonly number: number;
  readonly at: number;
  readonly message: EventOf<'referral-received.v2'>;
  /** Who the children are, in truth: a second referral of the same children has the same names here. */
  readonly children: readonly string[];
  readonly sealed: readonly Particulars[];
  readonly way: Way;
  /** As people and systems write it down who do not put it on the queue themselves. */
  readonly body: ReferralRequest;
  /** The key of the request to the API; the id of the mail is made of it too. */
  readonly key: string;
  /** What was left out at first, and is given when asked for. */
  readonly leftOut?: Partial<ReferralFacts>;
  readonly quirks: {
    readonly missingAfterDays?: number;
    readonly foundAfterDays?: number;
    readonly withdrawnAfterDays?: number;
    readonly amendedAfterDays?: number;
    readonly amendment?: Partial<ReferralFacts>;
    readonly refusesAfterDays?: number;
    readonly sentTwice?: boolean;
  };
}

/** How an authority refers: by the queue, by a system of its own that asks the API, by e-mail, or on the pages. */
export type Way = 'queue' | 'api' | 'email' | 'form';

/** The id that a mail program gives a mail. */
export const messageIdOf = (key: string): string => `<${key}@desks.example>`;

/** What names a child: in no queue and no e-mail may it ever stand. */
interface Particulars {
  readonly number: number;
  readonly name?: string;
  readonly dateOfBirth: string;
  readonly homeOfficeReference: string;
}

/** Signs everything in a simulated world, the fingerprints too: who puts a referral on the queue has them from a channel of ours. */
export const KEY = 'k'.repeat(64);
/** What the ids of referrals by e-mail are made from: in the table it is another for each mail. */
export const MAIL_SEED = 'a seed';

/** In every name and every reference of a child, and in nothing else: long enough to stand in no signature of a link by chance. */
export const NAMED = 'Zzyxvwkq';

/** A name that no other child has, nor one that sounds like it. */
const nameOf = (draw: Draw, child: string): string =>
  NAMED +
  Array.from({ length: 12 }, (_, at) => draw.pick(`${child} letter ${at}`, [...'bdfgklmnprsvz'])).join('');

/** When children come: a few at a time, now and then many at once. */
export function momentsOf(draw: Draw, start: number, days: number, referrals: number): readonly number[] {
  const moments: number[] = [];
  for (let burst = 0; moments.length < referrals; burst += 1) {
    const size = draw.pick(`burst ${burst}`, [1, 1, 2, 3, 6]);
    const day = start + draw.between(`burst day ${burst}`, 0, days - 1) * DAY;
    const hour = draw.between(`burst hour ${burst}`, 7, 18) * 3_600_000;
    const spread = draw.pick(`burst spread ${burst}`, [2_000, 60_000, 3_600_000]);
    for (let one = 0; one < size && moments.length < referrals; one += 1)
      moments.push(day + hour + draw.between(`moment ${burst} ${one}`, 0, spread));
  }
  return moments.sort((a, b) => a - b);
}

function childrenOf(
  draw: Draw,
  ask: string,
  today: string,
): { facts: ChildFacts[]; sealed: Story['sealed'] } {
  const count = draw.pick(`${ask} children`, [1, 1, 1, 1, 2, 3]);
  const both = Array.from({ length: count }, (_, index) => {
    const child = `${ask} child ${index + 1}`;
    const near = draw.chance(`${child} near 18`, 0.2);
    const daysTo18 = near ? draw.between(`${child} days`, 3, 60) : draw.between(`${child} days`, 100, 1500);
    const drawn = addDays(today, daysTo18);
    // 1 January is what is written of whom only the year is known: see `anothers`.
    const eighteenth = drawn.endsWith('-01-01') ? addDays(drawn, 1) : drawn;
    const old = daysTo18 < 700;
    const facts: ChildFacts = {
      number: index + 1,
      sex: 'male',
      turns18Month: eighteenth.slice(0, 7),
      ageAssessment: 'not-required',
      placementKind:
        old && draw.chance(`${child} kind`, 0.5)
          ? draw.pick(`${child} lodgings`, ['supported-accommodation', 'supported-lodgings'] as const)
          : draw.pick(`${child} care`, ['foster-care', 'foster-care', 'childrens-home'] as const),
      needs: [],
      languageCodes: draw
        .pick(`${child} language`, [['tir'], ['ckb', 'ara'], ['pus', 'prs']] as const)
        .slice(),
      faithGroup: draw.pick(`${child} faith`, ['muslim', 'christian', 'not-known'] as const),
      diet: draw.chance(`${child} food`, 0.5) ? ['halal'] : [],
      fitToMove: draw.pick(`${child} fitness`, ['fit', 'not-assessed'] as const),
    };
    const dateOfBirth = `${Number(eighteenth.slice(0, 4)) - 18}${eighteenth.slice(4).replace('-02-29', '-02-28')}`;
    const homeOfficeReference = `${NAMED}-${draw.uuid(`${child} reference`)}`;
    return {
      facts,
      sealed: { number: index + 1, name: nameOf(draw, child), dateOfBirth, homeOfficeReference },
    };
  });
  return { facts: both.map(({ facts }) => facts), sealed: both.map(({ sealed }) => sealed) };
}

/** Another day of the same month. */
const otherDay = (date: string): string =>
  date.endsWith('-02') ? date.replace(/-02$/, '-03') : `${date.slice(0, 8)}02`;

/**
 * Children who are mistaken for others: the first has the reference of one who was referred before, as all of a boat or a family
 * may, and much else of that child's, but is somebody else.
 */
function anothers(
  draw: Draw,
  ask: string,
  { facts, sealed }: ReturnType<typeof childrenOf>,
  { sealed: before, message }: Story,
  way: Way,
): ReturnType<typeof childrenOf> {
  const [there, theirs] = [before[0], message.data.facts.children[0]];
  const [child, said] = [facts[0], sealed[0]];
  if (!there || !theirs || !child || !said) return { facts, sealed };
  const { homeOfficeReference, dateOfBirth } = there;
  const born = { turns18Month: theirs.turns18Month } as const;
  const { name: _, ...unnamed } = said;
  const year = Number(dateOfBirth.slice(0, 4));
  const [first, itself] = draw.pick<readonly [ChildFacts, Particulars]>(`${ask} is taken for`, [
    [child, said],
    [
      { ...child, ...born },
      { ...said, dateOfBirth },
    ],
    // The form asks for a name.
    [
      { ...child, ...born },
      { ...(way === 'form' ? said : unnamed), dateOfBirth },
    ],
    [
      child,
      {
        ...said,
        ...defined({ name: there.name }),
        // Of one name and one day they would be the same child.
        ...(said.dateOfBirth === dateOfBirth ? { dateOfBirth: otherDay(dateOfBirth) } : {}),
      },
    ],
    // Of one who was made so from another: changed back it would be the other.
    theirs.sex === 'male'
      ? [
          { ...child, ...born, sex: 'female' },
          { ...there, number: 1 },
        ]
      : [child, said],
    // Where only the year is known; a year later, so that nobody is 18 by it.
    [
      { ...child, turns18Month: `${year + 19}-01` },
      { ...there, number: 1, dateOfBirth: `${year + 1}-01-01` },
    ],
  ]);
  return {
    // Of another age the placement that was drawn may be none for this child; foster care is for every age.
    facts: [
      itself.dateOfBirth === said.dateOfBirth ? first : { ...first, placementKind: 'foster-care' },
      ...facts.slice(1),
    ],
    sealed: [{ ...itself, homeOfficeReference }, ...sealed.slice(1)],
  };
}

const leftOutAtFirst = (
  draw: Draw,
  ask: string,
  facts: ReferralFacts,
): Partial<ReferralFacts> | undefined => {
  if (!draw.chance(`${ask} incomplete`, 0.25)) return undefined;
  const { trafficking, wishesRecorded, familyInUk } = facts;
  return draw.pick<Partial<ReferralFacts>>(`${ask} left out`, [
    { ...(trafficking ? { trafficking } : {}) },
    { ...(familyInUk ? { familyInUk } : {}), ...defined({ wishesRecorded }) },
  ]);
};

function quirksOf(draw: Draw, ask: string, receivers: readonly Council[]): Story['quirks'] {
  const sometimes = (what: string, probability: number, from: number, to: number): number | undefined =>
    draw.chance(`${ask} ${what}`, probability)
      ? from + draw.of(`${ask} ${what} when`) * (to - from)
      : undefined;
  const given = {
    missingAfterDays: sometimes('missing', 0.15, 0.05, 8),
    foundAfterDays: 0.5 + draw.of(`${ask} found`) * 25,
    withdrawnAfterDays: sometimes('withdrawn', 0.07, 0.05, 12),
    amendedAfterDays: sometimes('amended', 0.15, 0.01, 8),
    refusesAfterDays: sometimes('refuses', 0.06, 0.1, 8),
    sentTwice: draw.chance(`${ask} twice`, 0.15) ? true : undefined,
    amendment: draw.pick<Partial<ReferralFacts>>(`${ask} amendment`, [
      {
        areasToAvoid: draw
          .shuffle(`${ask} avoid`, receivers)
          .slice(0, 2)
          .map(({ code }) => code),
      },
      { familyInUk: 'may-care' },
      { wishesRecorded: false },
      { inCareOfAuthority: false },
      { trafficking: 'nrm-referred' },
    ]),
  };
  return Object.fromEntries(
    Object.entries(given).filter(([, value]) => value !== undefined),
  ) as Story['quirks'];
}

/** A referral as a council's system sends it: the month of the 18th birthday follows from the date of birth. */
const asRequest = (
  { entryAuthority: _, children, ...facts }: ReferralFacts,
  sealed: Story['sealed'],
): ReferralRequest => ({
  ...facts,
  children: children.map(({ turns18Month: __, ...child }, index) => ({ ...child, ...sealed[index] })),
});

/** Whether a second referral of the child is certain to be of the same one. */
const isKnown = ({ name, dateOfBirth }: Particulars): boolean =>
  name !== undefined && !dateOfBirth.endsWith('-01-01');

/**
 * The referrals of a world, in the order in which they come.
 *
 * @param wayOf how an authority refers
 */
export function storiesOf(
  draw: Draw,
  moments: readonly number[],
  councils: readonly Council[],
  wayOf: (authority: string) => Way,
): readonly Story[] {
  const receiversOn = (day: string) => councils.slice(2).filter(({ code }) => isInForce(code, day));
  const stories: Story[] = [];
  for (const [number, moment] of moments.entries()) {
    const ask = `referral ${number}`;
    const earlier = stories.at(-1);
    // The same children, referred a second time by the other authority.
    const doubled =
      earlier?.sealed.every(isKnown) === true && draw.chance(`${ask} is a second one`, 0.08)
        ? earlier
        : undefined;
    // Others, with a reference of theirs.
    const beside =
      doubled === undefined && draw.chance(`${ask} is taken for another`, 0.08) ? earlier : undefined;
    const before = doubled ?? beside;
    const at =
      before === undefined ? moment : before.at + draw.pick(`${ask} lag`, [0, 200, 60_000, 7_200_000]);
    const instant = new Date(at).toISOString();
    const today = londonDate(instant);
    const entryAuthority = doubled
      ? doubled.message.data.facts.entryAuthority
      : draw.pick(`${ask} from`, entryAuthorities);
    const way = wayOf(entryAuthority);
    const drawn = childrenOf(draw, ask, today);
    const { facts: own, sealed } = beside === undefined ? drawn : anothers(draw, ask, drawn, beside, way);
    const children = doubled?.children ?? own.map((child) => `${ask} child ${child.number}`);
    const facts: ReferralFacts = {
      entryAuthority,
      referredOn: today,
      children: doubled?.message.data.facts.children ?? own,
      definition: {
        under18AtClaim: true,
        claimsInOwnRight: true,
        separatedFromParents: true,
        noResponsibleAdult: true,
      },
      asylumClaimOn: addDays(today, -5),
      arrivedOn: addDays(today, -6),
      inCareOfAuthority: !draw.chance(`${ask} at a port`, 0.15),
      settledSince: addDays(today, draw.chance(`${ask} settled`, 0.05) ? -6 : -4),
      familyInUk: draw.chance(`${ask} family`, 0.06) ? 'may-care' : 'none',
      links: draw.chance(`${ask} link`, 0.1)
        ? [
            {
              council: draw.pick(`${ask} linked`, receiversOn(today)).code,
              kind: draw.pick(`${ask} kind`, ['family', 'community'] as const),
            },
          ]
        : [],
      areasToAvoid: [],
      trafficking: 'no-indicators',
      wishesRecorded: true,
    };
    // The form asks for everything.
    const leftOut = way === 'form' ? undefined : leftOutAtFirst(draw, ask, facts);
    const sent = Object.fromEntries(
      Object.entries(facts).filter(([name]) => leftOut === undefined || !(name in leftOut)),
    );
    const particulars = doubled?.sealed ?? sealed;
    const key = draw.uuid(ask);
    const body = asRequest(sent as ReferralFacts, particulars);
    const referralId = {
      queue: () => key,
      form: () => draftId(Buffer.from(KEY), entryAuthority, key),
      api: () => key,
      email: () => {
        const from = deskAddress(`council:${entryAuthority}`);
        const raw = asStored({ messageId: messageIdOf(key), from, body });
        return referralIdOf(MAIL_SEED, mailIdOf(entryAuthority, readHead(raw), raw), 1);
      },
    }[way]();
    stories.push({
      number,
      at,
      children,
      sealed: particulars,
      way,
      key,
      body,
      message: {
        id: referralId,
        type: 'referral-received.v2',
        at: instant,
        actor: { kind: 'entry-authority', code: entryAuthority },
        data: {
          referralId,
          channel: 'queue',
          facts: sent as ReferralFacts,
          fingerprints: [...fingerprintsOf(new TextEncoder().encode(KEY), particulars)],
        },
      } as EventOf<'referral-received.v2'>,
      ...defined({ leftOut }),
      // What is named later has to be a council then too.
      quirks: quirksOf(
        draw,
        ask,
        receiversOn(addDays(today, 60)).filter((one) => receiversOn(today).includes(one)),
      ),
    });
  }
  return stories;
}
