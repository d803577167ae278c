import * as z from 'zod';
import { withdrawalReasons } from '../../../events/referral-withdrawn.v1.ts';
import type { PossibleCommand } from '../../../shared/core/case/command.ts';
import { possibleCommands } from '../../../shared/core/case/commands/possible-commands.ts';
import { defined } from '../../../shared/core/defined.ts';
import { authorityName } from '../../../shared/words/authority-names.ts';
import { withdrawalWords } from '../../../shared/words/reasons.ts';
import { type Action, action, type CaseActions, ofSoMany } from '../case/case-actions.ts';
import { childRefused } from '../case/child-refused.ts';
import { amendmentActions } from '../case/confirm-amendment.ts';
import { handoverAction } from '../case/handover.ts';
import { foundAction, missingAction } from '../case/missing-child.ts';
import { type DetailsMark, detailsAction } from '../case/missing-details.ts';
import { maybeText, oneOf } from '../forms/answers.ts';
import { choicesOf } from '../forms/question.ts';
import { stillCounted } from '../words/fact-words.ts';
import { factActions, type Giving } from './give-facts.ts';

const withdraw = action({
  value: 'withdraw',
  text: 'Withdraw the referral',
  hint: 'This closes the case; whoever was asked is told',
  asks: {
    title: 'Why do you withdraw the referral?',
    questions: [
      {
        kind: 'radios',
        name: 'withdrawal',
        label: 'Reason',
        choices: choicesOf(withdrawalReasons, withdrawalWords),
      },
      {
        kind: 'long-text',
        name: 'withdrawalNote',
        label: 'What a coordinator should know (optional)',
        hint: 'Do not name the child or anybody else.',
      },
    ],
    schema: z.object({
      withdrawal: oneOf(withdrawalReasons, 'Select why you withdraw the referral'),
      withdrawalNote: maybeText('What you write'),
    }),
  },
  means: [
    'The case is closed, for every child in it. Places that were kept are free again. Should a transfer be needed later, send a new referral.',
    'If one child of a group was assessed as an adult, do not withdraw: ask a coordinator to record it, and the case goes on for the others.',
  ],
  command: ({ withdrawal, withdrawalNote }) => ({
    kind: 'withdraw',
    reason: withdrawal,
    ...defined({ note: withdrawalNote }),
  }),
});

/** What the entry authority can do as the case stands; undefined once it is closed. */
export function entryActions(giving: Giving, mark: DetailsMark): CaseActions | undefined {
  const { theCase, now } = giving;
  const { placement, facts } = theCase;
  const possible = possibleCommands(theCase, { kind: 'entry-authority', code: facts.entryAuthority }, now);
  const may = (kind: PossibleCommand['kind']) => possible.some((command) => command.kind === kind);
  const ours = (made: Action) => ofSoMany(stillCounted(theCase), made);
  const who = authorityName(facts.entryAuthority);
  const proposals = theCase.proposals ?? [];
  const giveFacts = may('amend') ? factActions(giving) : [];
  // What the check asks for is answered before anything else.
  const isAskedFor = theCase.missing !== undefined;
  const actions = [
    ...amendmentActions(theCase, possible, {
      yes: 'Yes, we sent this: make the change',
      no: 'No, this was not us',
    }),
    ...(may('child-found') ? [ours(foundAction(theCase, now))] : []),
    ...(may('give-missing-details') ? [ours(detailsAction(theCase, now, mark))] : []),
    ...(isAskedFor ? giveFacts : []),
    ...(may('complete-transfer') && placement !== undefined
      ? [ours(handoverAction(now, authorityName(placement.council)))]
      : []),
    ...(may('child-missing') ? [ours(missingAction(theCase, now, mark))] : []),
    ...(may('child-refused') ? [ours(childRefused)] : []),
    ...(isAskedFor ? [] : giveFacts),
    ...(may('withdraw') ? [ours(withdraw)] : []),
  ];
  if (actions.length === 0) return undefined;
  return {
    question: proposals.length === 0 ? 'What do you want to tell us?' : 'Did your council send this email?',
    actions,
    confirmation: {
      title: 'Check before you send',
      declares: `I can act for ${who}`,
      ifNot: `Tick the box to say that you can act for ${who}`,
      who: 'at-a-desk',
      button: 'Send',
    },
  };
}
