import { Need } from '../../../events/referral.ts';
import { addDays } from '../calendar/working-days.ts';
import { beforeAnybody, type CouncilFigures, type Declaration } from '../council/council.ts';
import { declaredLeft } from '../council/declared.ts';
import { isSpared } from '../council/exemptions.ts';
import type { Policy } from '../policy.ts';
import { type Asked, type Places, standings } from './candidates.ts';
import type { PassedOverCode } from './decision.ts';

/** The kinds of place that a council declares. */
export const placeKinds = [
  'fosterCare',
  'supportedAccommodation',
] as const satisfies readonly (keyof Places)[];

/** Days from which on something is as it would be without the declaration. */
interface Until {
  /** London's day; absent where only another declaration ends it. */
  readonly until?: string;
}

/** What a council is not asked for because of what it declared, and for no other reason. */
export interface Kept {
  /** No offer at all. */
  readonly pause?: Until;
  /** No more children of a kind than it declares places; a kind of which the number limits nothing is left out. */
  readonly places: Readonly<Partial<Record<keyof Places, Until & { readonly most: number }>>>;
  /** No child with a need that it leaves out. */
  readonly needs: readonly (Until & { readonly need: Need })[];
}

/** Verdicts that rest on what a council declares. */
const byItsWord: readonly (PassedOverCode | undefined)[] = [
  'paused',
  'no-declared-place',
  'declared-none-of-kind',
  'declared-places-taken',
  'needs-not-supported',
];

/** A pause is a year at most, and nothing else that ends by itself lasts longer. */
const FAR_AHEAD_DAYS = 400;

const noPlaces: Places = { fosterCare: 0, supportedAccommodation: 0 };

/** The council with endless room, so that only its word is left to keep it from being asked. */
const withRoom = (council: CouncilFigures, declaration: Declaration): CouncilFigures => {
  const { closing: _, ...rest } = council;
  return {
    ...rest,
    ...beforeAnybody,
    code: 'any',
    region: '',
    childPopulation: 1_000_000_000,
    caredFor: { ...council.caredFor, count: 0 },
    declaration,
  };
};

/** Until when its word keeps a council from being asked for this; undefined when it does not. */
function keptUntil(
  council: CouncilFigures,
  wants: Pick<Asked, 'places' | 'needs'>,
  today: string,
  policy: Policy,
): Until | undefined {
  const everything: Asked = {
    entryAuthority: '',
    avoid: new Set(),
    askedBefore: new Set(),
    children: wants.places.fosterCare + wants.places.supportedAccommodation,
    ...wants,
  };
  const isKept = (day: string) =>
    byItsWord.includes(standings([council], everything, day, policy)[0]?.precondition);
  if (!isKept(today)) return undefined;
  for (let days = 1; days <= FAR_AHEAD_DAYS; days += 1) {
    const day = addDays(today, days);
    if (!isKept(day)) return { until: day };
  }
  return {};
}

/**
 * What a council is not asked for because of its declaration, and until when, by the check's own verdicts: what a number does is what the
 * check does with it, under the policy in force.
 *
 * @param today London's day
 */
export function keptByDeclaration(council: CouncilFigures, today: string, policy: Policy): Kept {
  const { declaration } = council;
  const left = declaredLeft(council);
  if (declaration === undefined || left === undefined) return { places: {}, needs: [] };
  const { pausedUntil, ...open } = declaration;
  const plenty = { ...open, places: { fosterCare: 500, supportedAccommodation: 500 }, used: noPlaces };
  const places = placeKinds.flatMap((kind) => {
    const most = left[kind];
    const wants = { places: { ...noPlaces, [kind]: most + 1 }, needs: [] };
    const kept = keptUntil(withRoom(council, open), wants, today, policy);
    return kept === undefined ? [] : [[kind, { most, ...kept }]];
  });
  const needs = Need.options.flatMap((need) => {
    const wants = { places: { ...noPlaces, fosterCare: 1 }, needs: [need] };
    const kept = keptUntil(withRoom(council, plenty), wants, today, policy);
    return kept === undefined ? [] : [{ need, ...kept }];
  });
  return {
    ...(pausedUntil !== undefined && isSpared(council, 'pause', today, policy)
      ? { pause: { until: pausedUntil } }
      : {}),
    places: Object.fromEntries(places),
    needs,
  };
}
