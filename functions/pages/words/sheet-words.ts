import { deadlineWords } from '../../../shared/core/calendar/working-days.ts';
import type { Case, Offer } from '../../../shared/core/case/case.ts';
import { moveDeadline } from '../../../shared/core/case/standing.ts';
import { authorityName } from '../../../shared/words/authority-names.ts';
import { capitalised, childrenWords } from '../../../shared/words/counting.ts';
import { traffickingWords } from '../../../shared/words/facts.ts';
import { momentWords, moveByWords } from '../../../shared/words/times.ts';
import type { Row } from '../forms/answer-words.ts';
import type { Section } from '../views/page-model.ts';
import { arrivalRows, childRows, stillCounted } from './fact-words.ts';

/**
 * The open part of a referral's sheet, for a council that is asked or has said yes: the same rows on the page of the offer and beside what is sealed.
 *
 * @param offer what is asked of the council, while it is
 */
export function sheetRows(theCase: Case, offer?: Offer): Row[] {
  const { facts } = theCase;
  return [
    { label: 'Who asks', value: authorityName(facts.entryAuthority) },
    ...(offer === undefined
      ? []
      : [{ label: 'Asked', value: momentWords(offer.promotedAt ?? offer.madeAt) }]),
    { label: 'Places needed', value: childrenWords(stillCounted(theCase)) },
    ...childRows(theCase),
    ...arrivalRows(facts),
    ...(facts.trafficking === undefined || facts.trafficking === 'no-indicators'
      ? []
      : [{ label: 'Trafficking', value: capitalised(traffickingWords[facts.trafficking]) }]),
    { label: 'Move by', value: moveByWords(moveDeadline(theCase)) },
    ...(offer === undefined
      ? []
      : [
          {
            label: offer.role === 'primary' ? 'Answer by' : 'Answer useful until',
            value: deadlineWords(offer.answerBy),
          },
        ]),
  ];
}

/** Said where a page prints as the sheet. */
export const printsAsSheet: Section = {
  heading: 'To have it on paper',
  onScreen: true,
  text: ['Print this page: the referral comes as one sheet, without the form and the buttons.'],
};
