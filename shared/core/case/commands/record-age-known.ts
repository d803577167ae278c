import { londonDate } from '../../calendar/working-days.ts';
import { ageKnownBy } from '../age-known-elsewhere.ts';
import { type DecisionDraft, record } from '../decision-draft.ts';

/** Records which other councils may know how old the children are, each once, so that they and the entry authority speak with each other. */
export const recordAgeKnown = (draft: DecisionDraft): void => {
  const { ageKnownTold = [] } = draft.case;
  const fresh = ageKnownBy(draft.case, londonDate(draft.context.now)).filter(
    ({ council }) => !ageKnownTold.includes(council),
  );
  if (fresh.length === 0) return;
  record(
    draft,
    'age-known-elsewhere.v1',
    { councils: [...fresh] },
    { ageKnownTold: [...ageKnownTold, ...fresh.map(({ council }) => council)] },
  );
};
