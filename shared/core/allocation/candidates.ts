import { byFirstCode } from '../../../events/former-codes.ts';
import type { Need, ReferralFacts } from '../../../events/referral.ts';
import { addDays, londonDate } from '../calendar/working-days.ts';
import { isClosed } from '../council/closing.ts';
import type { CouncilFigures, Declaration } from '../council/council.ts';
import { declaredLeft } from '../council/declared.ts';
import { countsStill, type ExemptionState, exemptionState, isSpared } from '../council/exemptions.ts';
import { caredForNow, ceiling, councilWeight, headroom, threshold } from '../council/headroom.ts';
import { actsThroughHub } from '../council/hubs.ts';
import { defined } from '../defined.ts';
import type { Policy } from '../policy.ts';
import { wholeArea } from '../referral/areas-to-avoid.ts';
import { declaredKind } from '../referral/declared-kind.ts';
import type { AllocationInputs, CouncilVerdict, PassedOverCode } from './decision.ts';
import { childrenWhoCount } from './missing-facts.ts';
import { isSilent } from './silence.ts';

/** Places by kind; as many in all as there are children. */
export type Places = Declaration['places'];

/** What a referral asks of a council. */
export interface Asked {
  readonly entryAuthority: string;
  readonly avoid: ReadonlySet<string>;
  readonly askedBefore: ReadonlySet<string>;
  readonly children: number;
  readonly places: Places;
  readonly needs: readonly Need[];
}

/** One council before the rota speaks: what keeps it from being asked, if anything, and the numbers used. */
export interface Standing {
  readonly council: CouncilFigures;
  /** The first reason not to ask it, in the order of PassedOverCode; absent when it can take the children. */
  readonly precondition: PassedOverCode | undefined;
  /** It could be asked for some child today: its turn counts even when it cannot take these children. */
  readonly open: boolean;
  /** It leaves unanswered what it is asked: others who can take the children go before it. */
  readonly silent: boolean;
  readonly numbers: CouncilVerdict['numbers'];
}

/** Places of each kind that these children need, one each. One for those of 16 and over only where it was asked for. */
export const placesFor = (inputs: Pick<AllocationInputs, 'facts' | 'turned18'>): Places => {
  const children = childrenWhoCount(inputs);
  const supportedAccommodation = children.filter(
    ({ placementKind = 'foster-care' }) => declaredKind[placementKind] === 'supported-accommodation',
  ).length;
  return { fosterCare: children.length - supportedAccommodation, supportedAccommodation };
};

const needsOf = (inputs: Pick<AllocationInputs, 'facts' | 'turned18'>, policy: Policy): readonly Need[] => {
  const needs = new Set(childrenWhoCount(inputs).flatMap((child) => child.needs ?? []));
  const flagged: readonly ReferralFacts['trafficking'][] = ['nrm-referred', 'nrm-positive'];
  if (policy.traffickingNeedsTrainedCarers && flagged.includes(inputs.facts.trafficking))
    needs.add('trained-carers');
  return [...needs];
};

/** What the inputs ask of a council, worked out once for all of them. */
export const asked = (
  inputs: Pick<AllocationInputs, 'facts' | 'turned18' | 'excluded' | 'inQuestion'>,
  policy: Policy,
): Asked => ({
  entryAuthority: inputs.facts.entryAuthority,
  avoid: new Set([...(inputs.facts.areasToAvoid ?? []), ...(inputs.inQuestion ?? [])].flatMap(wholeArea)),
  askedBefore: new Set(inputs.excluded),
  children: childrenWhoCount(inputs).length,
  places: placesFor(inputs),
  needs: needsOf(inputs, policy),
});

const respectsNone = (declaration: Declaration, today: string, policy: Policy): boolean =>
  today < addDays(londonDate(declaration.declaredAt), policy.noneDeclaredPauseDays);

/** Kinds of which a declaration names no place at all, while the policy respects that. */
const noneDeclared = (
  { declaration }: CouncilFigures,
  said: ExemptionState | undefined,
  today: string,
  policy: Policy,
) => {
  const none = (kind: keyof Declaration['places']): boolean =>
    declaration?.places[kind] === 0 &&
    said !== 'refused' &&
    (said === 'agreed' || respectsNone(declaration, today, policy));
  return { fosterCare: none('fosterCare'), supportedAccommodation: none('supportedAccommodation') };
};

const standing = (council: CouncilFigures, wants: Asked, today: string, policy: Policy): Standing => {
  const limit = threshold(council, policy);
  const caredFor = caredForNow(council);
  const most = ceiling(council, policy, today);
  const room = headroom(council, policy, today);
  const left = declaredLeft(council);
  const noPlaces = exemptionState(council, 'no-places', today, policy);
  const none = noneDeclared(council, noPlaces, today, policy);
  const pause = exemptionState(council, 'pause', today, policy);
  const paused = pause !== undefined && pause !== 'refused';
  const closed = isClosed(council, today);
  const throughHub = actsThroughHub(council, policy);
  const mandatory = policy.participation === 'mandatory';
  const anyKind = mandatory
    ? !(none.fosterCare && none.supportedAccommodation)
    : left !== undefined && (left.fosterCare > 0 || left.supportedAccommodation > 0);

  // Open offers hold places of a kind nobody knows here, so all of them together must leave enough.
  const lacksDeclared =
    left === undefined ||
    left.fosterCare + left.supportedAccommodation - council.held < wants.children ||
    left.fosterCare < wants.places.fosterCare ||
    left.supportedAccommodation < wants.places.supportedAccommodation;
  const saidNone =
    (none.fosterCare && wants.places.fosterCare > 0) ||
    (none.supportedAccommodation && wants.places.supportedAccommodation > 0);
  // A council that never declared has not said it cannot meet a need: it is asked, and may say no for that reason.
  const lacksNeed = wants.needs.some((need) => isSpared(council, need, today, policy));
  const counts = noPlaces !== 'refused' && countsStill(council, today, policy);

  const precondition = (): PassedOverCode | undefined => {
    if (council.code === wants.entryAuthority) return 'entry-authority';
    if (!council.participates) return 'not-participating';
    if (throughHub) return 'through-its-hub';
    if (closed) return 'closed';
    if (wants.avoid.has(council.code)) return 'area-to-avoid';
    if (wants.askedBefore.has(council.code)) return 'asked-before';
    if (paused) return 'paused';
    if (room <= 0) return 'at-threshold';
    if (room < wants.children) return 'no-headroom-for-group';
    if (!mandatory && lacksDeclared) return 'no-declared-place';
    if (mandatory && saidNone) return 'declared-none-of-kind';
    if (mandatory && counts && lacksDeclared) return 'declared-places-taken';
    if (lacksNeed) return 'needs-not-supported';
    return undefined;
  };
  return {
    council,
    precondition: precondition(),
    open:
      council.participates &&
      !throughHub &&
      !closed &&
      (!paused || pause === 'in-question') &&
      room > 0 &&
      (anyKind || noPlaces === 'in-question'),
    silent: isSilent(council, policy),
    numbers: {
      threshold: limit,
      ...(most > limit ? { volunteersUpTo: most } : {}),
      caredFor: caredFor.known ? caredFor.children : null,
      incoming: council.incoming,
      held: council.held,
      headroom: room,
      weight: councilWeight(council, policy),
      ...defined({ declared: left }),
      ...(policy.silence === undefined ? {} : defined({ unanswered: council.unanswered })),
    },
  };
};

/** Every council's standing towards what is asked, in order of code whatever order they come in. */
export const standings = (
  councils: readonly CouncilFigures[],
  wants: Asked,
  today: string,
  policy: Policy,
): readonly Standing[] =>
  councils
    .map((council) => standing(council, wants, today, policy))
    .sort((a, b) => byFirstCode(a.council.code, b.council.code));
