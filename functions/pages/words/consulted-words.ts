import type { Case } from '../../../shared/core/case/case.ts';
import { consultWords } from '../../../shared/words/reasons.ts';
import { momentWords } from '../../../shared/words/times.ts';
import type { Section } from '../views/page-model.ts';

/** When coordinators opened what is sealed, and for what, for the two councils of the case; no section where none did. */
export const consultedSection = ({ consulted = [] }: Case): readonly Section[] =>
  consulted.length === 0
    ? []
    : [
        {
          heading: 'Coordinators have opened sealed details',
          rows: consulted.toReversed().map(({ at, reason, document }) => ({
            label: momentWords(at),
            value: `${consultWords[reason]}${document ? ' (a document)' : ''}`,
          })),
        },
      ];
