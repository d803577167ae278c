import { type CouncilContext, type CouncilOutcome, changeOf } from '../change.ts';
import type { CouncilCommand } from '../command.ts';
import type { Council } from '../council.ts';
import { mayAskCouncil } from '../who-may.ts';
import { close, reopen } from './close.ts';
import { declare } from './declare.ts';
import { decideExemptions, questionExemptions } from './exemptions.ts';
import { remind } from './remind.ts';

/**
 * Decides what a command does to a council: what to commit, or that there is nothing to do. Pure: time, actor and policy are given.
 *
 * @throws Error when the actor may not ask this of it (who-may.ts): no page leads there, so it is a mistake in our code
 */
export function decideOnCouncil(
  council: Council,
  command: CouncilCommand,
  context: CouncilContext,
): CouncilOutcome {
  if (!mayAskCouncil(council.code, command.kind, context.actor))
    throw new Error(`${command.kind} of ${council.code} is not for this ${context.actor.kind} to ask.`);
  switch (command.kind) {
    case 'declare':
      return declare(council, command.declared, context, command.seen);
    case 'remind':
      return remind(council, context);
    case 'question-exemptions':
      return questionExemptions(council, context);
    case 'decide-exemptions':
      return decideExemptions(council, command.decided, context);
    case 'close':
      return close(council, command.closing, context);
    case 'reopen':
      return reopen(council, command.note, context);
    case 'note':
      return changeOf(council, command.note, context);
  }
}
