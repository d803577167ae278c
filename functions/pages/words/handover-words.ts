import { timeWords } from '../../../shared/core/calendar/working-days.ts';
import type { Handover } from '../../../shared/core/case/case.ts';
import { escortWords, handoverPlaceWords } from '../../../shared/words/reasons.ts';
import type { Row } from '../forms/answer-words.ts';

/** How the child is handed over, as far as it is agreed. */
export const handoverRows = ({
  escort,
  handoverPlace,
  handoverTime,
  safetyPlan,
}: Handover = {}): readonly Row[] => [
  ...(escort === undefined ? [] : [{ label: 'Who brings the child', value: escortWords[escort] }]),
  ...(handoverPlace === undefined
    ? []
    : [{ label: 'Place of the handover', value: handoverPlaceWords[handoverPlace] }]),
  ...(handoverTime === undefined ? [] : [{ label: 'Time of the handover', value: timeWords(handoverTime) }]),
  ...(safetyPlan === undefined
    ? []
    : [{ label: 'Safety plan', value: 'Exists, says the receiving authority' }]),
];
