import type { DataOf } from '../../../../events/catalogue.ts';
import { londonDate } from '../../calendar/working-days.ts';
import { defined } from '../../defined.ts';
import { type CouncilContext, type CouncilOutcome, changeOf, nothingToDo } from '../change.ts';
import type { Council } from '../council.ts';
import {
  type DeclaredExemption,
  declaredExemptions,
  type Exemption,
  exemptionsToQuestion,
} from '../exemptions.ts';

/** What a coordinator decides of what a council declares to be spared of. */
export type ExemptionsDecided = Omit<DataOf<'exemptions-decided.v1'>, 'council'>;

/** The council's exemptions with something new known of some of them. */
const withMore = (
  { exemptions }: Council,
  some: readonly DeclaredExemption[],
  more: (known: Exemption) => Exemption,
) => ({
  exemptions: {
    ...exemptions,
    ...Object.fromEntries(some.map(({ what, state: _, ...known }) => [what, more(known)])),
  },
});

/** Asks the coordinators of what the council has declared for long, once for each. */
export function questionExemptions(council: Council, context: CouncilContext): CouncilOutcome {
  const today = londonDate(context.now);
  const some = exemptionsToQuestion(council, today, context.policy);
  if (some.length === 0) return nothingToDo;
  const exemptions = some.map(({ what, since, until }) => ({ what, since, ...defined({ until }) }));
  return changeOf(
    council,
    { type: 'exemptions-in-question.v1', data: { council: council.code, exemptions } },
    context,
    withMore(council, some, (known) => ({ ...known, askedOn: today })),
  );
}

/** Agrees until a day to what the council declares to be spared of, or says that it does not count. Only what it declares at present can be decided on. */
export function decideExemptions(
  council: Council,
  { exemptions, agreedUntil, note }: ExemptionsDecided,
  context: CouncilContext,
): CouncilOutcome {
  const said = (known: Exemption): boolean =>
    agreedUntil === undefined ? known.refused === true : known.agreedUntil === agreedUntil;
  const some = declaredExemptions(council, londonDate(context.now), context.policy).filter(
    (one) => exemptions.includes(one.what) && !said(one),
  );
  if (some.length === 0) return nothingToDo;
  const data = {
    council: council.code,
    exemptions: some.map(({ what }) => what),
    ...defined({ agreedUntil, note }),
  };
  return changeOf(
    council,
    { type: 'exemptions-decided.v1', data },
    context,
    withMore(council, some, ({ agreedUntil: _, refused: __, ...known }) => ({
      ...known,
      ...(agreedUntil === undefined ? { refused: true } : { agreedUntil }),
    })),
  );
}
