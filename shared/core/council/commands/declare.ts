import type { Need } from '../../../../events/referral.ts';
import { defined } from '../../defined.ts';
import type { Policy } from '../../policy.ts';
import { type CouncilContext, type CouncilOutcome, changeOf, nothingToDo } from '../change.ts';
import type { Council, Declaration } from '../council.ts';
import { overtakenSince } from '../declared.ts';
import { exemptionsAfter } from '../exemptions.ts';
import { ceiling } from '../headroom.ts';
import { hearingOfWord } from '../hearing.ts';
import { oddFigures } from '../odd-figures.ts';

/** What a council says of its places. Counts are whole children. */
export interface Declared {
  readonly fosterCare: number;
  readonly supportedAccommodation: number;
  readonly supports: readonly Need[];
  /** Unaccompanied children in its care now, when it counted them. */
  readonly caredForNow?: number | undefined;
  /** First day of offers again. */
  readonly pausedUntil?: string | undefined;
  /** Children in its care up to whom it takes more, beyond its threshold. */
  readonly volunteersUpTo?: number | undefined;
  /** Figures that were asked back are meant so, says whoever gives them. */
  readonly meantSo?: true | undefined;
}

/** Whether a declaration says what the last one said, on the same day: sent twice, it is one. */
const repeats = (last: Declaration | undefined, given: Declaration): boolean =>
  last !== undefined &&
  last.declaredAt.slice(0, 10) === given.declaredAt.slice(0, 10) &&
  last.places.fosterCare === given.places.fosterCare &&
  last.places.supportedAccommodation === given.places.supportedAccommodation &&
  last.pausedUntil === given.pausedUntil &&
  last.volunteersUpTo === given.volunteersUpTo &&
  last.supports.toSorted().join() === given.supports.toSorted().join();

/** A declaration as it stands once it is made: nothing of it is used up yet. */
const declarationOf = (
  { fosterCare, supportedAccommodation, supports, pausedUntil, volunteersUpTo }: Declared,
  now: string,
): Declaration => ({
  places: { fosterCare, supportedAccommodation },
  used: { fosterCare: 0, supportedAccommodation: 0 },
  supports,
  ...defined({ pausedUntil, volunteersUpTo }),
  declaredAt: now,
});

/** Whether a council says what it said last, on the same day: sent twice, it is one declaration. */
export function saysTheSame({ caredFor, declaration }: Council, declared: Declared, now: string): boolean {
  const { caredForNow } = declared;
  const counted = caredForNow === undefined || caredForNow === caredFor.count;
  return counted && repeats(declaration, declarationOf(declared, now));
}

/** The council as it stands once it has declared this. */
export function havingDeclared(council: Council, declared: Declared, now: string, policy: Policy): Council {
  const declaration = declarationOf(declared, now);
  return { ...council, declaration, exemptions: exemptionsAfter(council, declaration, policy) };
}

/**
 * Takes what a council says of its places, unless its figures have to be asked back, or start from a declaration that is not what it was: what a
 * colleague declared meanwhile is not overwritten unseen, and a place that the scheme has taken is not given back. Reminders are counted anew from here.
 *
 * @param seen version of the last declaration that whoever declares has looked at; left out where nobody looked
 */
export function declare(
  council: Council,
  declared: Declared,
  context: CouncilContext,
  seen?: number,
): CouncilOutcome {
  const { now } = context;
  const { supports, caredForNow, pausedUntil, volunteersUpTo } = declared;
  const declaration = declarationOf(declared, now);
  const { places } = declaration;
  if (saysTheSame(council, declared, now)) return nothingToDo;
  const overtaken = seen === undefined ? undefined : overtakenSince(council, seen);
  if (overtaken !== undefined) return { kind: 'overtaken', ...overtaken };
  const odd = oddFigures(council, declared, context.policy);
  if (odd.length > 0 && declared.meantSo !== true) return { kind: 'asked-back', figures: odd };
  const data = {
    council: council.code,
    places,
    supports: [...supports],
    ...defined({ caredForNow }),
    ...defined({ pausedUntil, volunteersUpTo }),
    ...(odd.length === 0 ? {} : { meantSo: [...new Set(odd.map(({ figure }) => figure))] }),
    declaredAt: now,
  };
  const { policy } = context;
  const exemptions = exemptionsAfter(council, declaration, policy);
  const ceilingBy = ceiling({ ...council, declaration }, policy) - ceiling(council, policy);
  return changeOf(council, { type: 'capacity-declared.v1', data }, context, {
    declaration,
    // What is taken between this look and the commit is seen by whoever looks again.
    ...(seen === undefined ? {} : defined({ decidedOn: council.declaration })),
    ...(Object.keys({ ...council.exemptions, ...exemptions }).length === 0 ? {} : { exemptions }),
    ...(ceilingBy === 0 ? {} : { ceilingBy }),
    ...defined({ hearing: hearingOfWord(council.unanswered) }),
    ...(caredForNow === undefined
      ? {}
      : { caredFor: { count: caredForNow, asAt: now.slice(0, 10), source: 'declared' } }),
    reminders: { ...council.reminders, sinceDeclaration: 0 },
  });
}
