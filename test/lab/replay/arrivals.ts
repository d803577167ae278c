/** The children of the published transfers, as referrals: how many, from where and in which quarter is real; everything else is drawn. */
import { byFirstCode } from '../../../events/former-codes.ts';
import type { Need, ReferralFacts } from '../../../events/referral.ts';
import { agesFrom } from '../../../shared/core/calendar/ages.ts';
import { addDays, isWorkingDay } from '../../../shared/core/calendar/working-days.ts';
import { dice } from '../../rota/rota-play.ts';
import { type Assumptions, assumptions as stated } from './assumptions.ts';
import { areas, daysOf, KENT, type Quarter, quarters } from './past.ts';

/** One referral, of one child or of siblings. Nobody is behind it. */
export interface Referral {
  readonly number: number;
  readonly facts: ReferralFacts & { readonly referredOn: string };
  /** Day of each child's 18th birthday, in the order of `facts.children`. */
  readonly eighteenth: readonly string[];
  /** Quarter it belongs to, from 0. */
  readonly quarter: number;
}

/** What the sealed dates of birth would say on a day. */
export const agesOn = ({ eighteenth }: Referral, today: string): ReturnType<typeof agesFrom> =>
  agesFrom(
    Object.fromEntries(
      eighteenth.map((day, at) => [at + 1, `${Number(day.slice(0, 4)) - 18}${day.slice(4)}`]),
    ),
    today,
  );

interface Asked {
  readonly seed: number;
  /** How many times the published number of children. */
  readonly times?: number;
  readonly assumptions?: Assumptions;
  /** Only these quarters; all when absent. */
  readonly of?: readonly Quarter[];
}

type Roll = () => number;

/** An index, with these chances. */
const drawn = (roll: Roll, chances: readonly number[]): number => {
  let left = roll() * chances.reduce((sum, chance) => sum + chance, 0);
  for (const [at, chance] of chances.entries()) {
    left -= chance;
    if (left < 0) return at;
  }
  return chances.length - 1;
};

const byChildren = areas.map(({ children }) => children);
const someCouncil = (roll: Roll, not: string): string => {
  for (;;) {
    const code = areas[drawn(roll, byChildren)]?.code;
    if (code !== undefined && code !== not) return code;
  }
};

const childOf = (roll: Roll, number: number, day: string, { ages, needs, ...rest }: Assumptions) => {
  const years = Object.keys(ages).map(Number);
  const age = years[drawn(roll, Object.values(ages))] ?? 17;
  const eighteenth = addDays(day, 1 + Math.floor((17 - age + roll()) * 365));
  const has: Need[] = [];
  if (roll() < needs.medicalCare) has.push('medical-care');
  if (roll() < needs.mentalHealthSupport) has.push('mental-health-support');
  if (roll() < needs.specialEducationalNeeds) has.push('special-educational-needs');
  if (roll() < needs.stepFreeAccess) has.push('step-free-access');
  const supported = roll() < rest.supportedAccommodation && age >= 16;
  return {
    eighteenth,
    facts: {
      number,
      sex: roll() < 0.95 ? ('male' as const) : ('female' as const),
      turns18Month: eighteenth.slice(0, 7),
      ageAssessment: 'not-required' as const,
      placementKind: supported ? ('supported-accommodation' as const) : ('foster-care' as const),
      needs: has,
    },
  };
};

const referralOf = (
  roll: Roll,
  { entry, inCare, size, day }: { entry: string; inCare: boolean; size: number; day: string },
  assumed: Assumptions,
): Omit<Referral, 'number' | 'quarter'> => {
  const children = Array.from({ length: size }, (_, at) => childOf(roll, at + 1, day, assumed));
  const links = (['sibling', 'family', 'community'] as const)
    .filter((kind) => roll() < assumed.links[kind])
    .map((kind) => ({ kind, council: someCouncil(roll, entry) }));
  const near = links.some(({ kind }) => kind !== 'community');
  return {
    eighteenth: children.map(({ eighteenth }) => eighteenth),
    facts: {
      entryAuthority: entry,
      referredOn: day,
      children: children.map(({ facts }) => facts),
      definition: {
        under18AtClaim: true,
        claimsInOwnRight: true,
        separatedFromParents: true,
        noResponsibleAdult: true,
      },
      asylumClaimOn: day,
      arrivedOn: day,
      inCareOfAuthority: inCare,
      familyInUk: near ? 'cannot-care' : 'none',
      links,
      areasToAvoid: [],
      trafficking: roll() < assumed.needs.trafficking ? 'nrm-referred' : 'no-indicators',
      wishesRecorded: true,
    },
  };
};

/** Whole groups of siblings that come to `children` in all. */
const groupsOf = (roll: Roll, children: number, { siblings }: Assumptions): readonly number[] => {
  const sizes: number[] = [];
  for (let left = children; left > 0; ) {
    const draw = roll();
    const size = draw < siblings.three ? 3 : draw < siblings.three + siblings.two ? 2 : 1;
    sizes.push(Math.min(size, left));
    left -= Math.min(size, left);
  }
  return sizes;
};

/** Every referral in order of day, the same for the same seed. In all as many children as were really transferred, times `times`. */
export const arrivals = ({
  seed,
  times = 1,
  assumptions = stated,
  of = quarters,
}: Asked): readonly Referral[] => {
  const roll = dice(seed);
  const found: Omit<Referral, 'number'>[] = [];
  for (const quarter of of) {
    const open = daysOf(quarter).filter((day) => isWorkingDay(day, 'England'));
    const sources = [
      ...[...quarter.out]
        .toSorted(([a], [b]) => byFirstCode(a, b))
        .map(([entry, children]) => ({ entry, children, inCare: true })),
      { entry: KENT, children: quarter.fromPorts, inCare: false },
    ];
    for (const { entry, children, inCare } of sources)
      for (const size of groupsOf(roll, Math.round(children * times), assumptions)) {
        const day = open[Math.floor(roll() * open.length)] ?? quarter.end;
        const referral = referralOf(roll, { entry, inCare, size, day }, assumptions);
        found.push({ ...referral, quarter: quarters.indexOf(quarter) });
      }
  }
  return found
    .sort((a, b) =>
      a.facts.referredOn < b.facts.referredOn ? -1 : a.facts.referredOn > b.facts.referredOn ? 1 : 0,
    )
    .map((referral, at) => ({ ...referral, number: at + 1 }));
};
