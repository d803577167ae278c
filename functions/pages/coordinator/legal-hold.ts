import * as z from 'zod';
import { legalHoldReasons } from '../../../events/legal-hold-placed.v1.ts';
import type { Case } from '../../../shared/core/case/case.ts';
import type { Command, PossibleCommand } from '../../../shared/core/case/command.ts';
import { referralsOf } from '../../../shared/core/case/legal-hold.ts';
import { heldUntil } from '../../../shared/core/referral/particulars.ts';
import { retention } from '../../../shared/core/retention.ts';
import { legalHoldWords } from '../../../shared/words/reasons.ts';
import { momentWords } from '../../../shared/words/times.ts';
import { type Action, action } from '../case/case-actions.ts';
import { note, noteText } from '../case/note.ts';
import { oneOf } from '../forms/answers.ts';
import { choicesOf } from '../forms/question.ts';
import type { PagesTools } from '../tools.ts';
import type { Section } from '../views/page-model.ts';

const place = action({
  value: 'place-legal-hold',
  text: 'Put the case under legal hold',
  hint: 'Nothing of it is forgotten by time, or taken away',
  asks: {
    title: 'Why is this case put under legal hold?',
    text: ['It holds details, documents and what was said before. It does not stop the search or the move.'],
    questions: [
      {
        kind: 'radios',
        name: 'legalHoldBecause',
        label: 'Reason',
        choices: choicesOf(legalHoldReasons, legalHoldWords),
      },
      note('legalHoldNote'),
    ],
    schema: z.object({
      legalHoldBecause: oneOf(legalHoldReasons, 'Select why it is put under legal hold'),
      legalHoldNote: noteText,
    }),
  },
  means: ['All that is kept of this case stays until a coordinator lifts the hold. No email is sent.'],
  command: ({ legalHoldBecause, legalHoldNote }) => ({
    kind: 'place-legal-hold',
    because: legalHoldBecause,
    note: legalHoldNote,
  }),
});

const lift = action({
  value: 'lift-legal-hold',
  text: 'Lift the legal hold',
  hint: 'What has outlived its time is forgotten',
  asks: {
    title: 'Why is the legal hold over?',
    questions: [note('liftNote')],
    schema: z.object({ liftNote: noteText }),
  },
  means: [
    `What is kept of this case ends by its own time again. What has outlived its time is gone in ${retention.heldAheadDays} days. No email is sent.`,
  ],
  command: ({ liftNote }) => ({ kind: 'lift-legal-hold', note: liftNote }),
});

/** A case is put under legal hold, wherever it stands, and let go of again. */
export const legalHoldActions = (possible: readonly PossibleCommand[]): readonly Action[] =>
  possible.flatMap(({ kind }) =>
    kind === 'place-legal-hold' ? [place] : kind === 'lift-legal-hold' ? [lift] : [],
  );

export const legalHoldSection = ({ legalHold }: Case): readonly Section[] =>
  legalHold === undefined
    ? []
    : [
        {
          heading: 'Under legal hold',
          rows: [
            { label: 'Since', value: momentWords(legalHold.at) },
            { label: 'Reason', value: legalHoldWords[legalHold.because] },
          ],
          text: ['Nothing of this case is forgotten by time, or taken away, until the hold is lifted.'],
        },
      ];

/**
 * Before a hold is recorded, what it keeps is kept: an item whose time is over in that moment would be gone. Where nothing comes of the hold, it
 * is there a little longer. Every night keeps it for longer again (forget-documents).
 */
export async function keepForHold(
  { sealed, clock }: Pick<PagesTools, 'sealed' | 'clock'>,
  theCase: Case,
  { kind }: Command,
): Promise<void> {
  if (kind !== 'place-legal-hold') return;
  const until = heldUntil(clock.now());
  for (const referralId of referralsOf(theCase)) {
    await sealed.keepAllUntil(referralId, until);
    await sealed.copyForHold(referralId, until);
  }
}
