import type { DataOf } from '../../../../events/catalogue.ts';
import { type CouncilContext, type CouncilOutcome, changeOf } from '../change.ts';
import type { Council } from '../council.ts';
import { type AskedClosing, close, reopen } from './close.ts';
import { type Declared, declare } from './declare.ts';
import { decideExemptions, type ExemptionsDecided, questionExemptions } from './exemptions.ts';
import { remind } from './remind.ts';

/** What stands in a council's trail without changing its figures or its places. */
type Noted = 'mail-received.v1' | 'api-key-changed.v1' | 'contacts-changed.v1' | 'council-took-over.v1';
export type Note = { readonly [T in Noted]: { readonly type: T; readonly data: DataOf<T> } }[Noted];

/** An e-mail about the council did not arrive. */
type Bounce = { readonly type: 'email-bounced.v1'; readonly data: DataOf<'email-bounced.v1'> };

/** What may be asked of a council. */
export type CouncilCommand =
  /** `seen`: version of the last declaration that whoever declares has looked at; left out where nobody looked. */
  | { readonly kind: 'declare'; readonly declared: Declared; readonly seen?: number }
  | { readonly kind: 'remind' }
  | { readonly kind: 'question-exemptions' }
  | { readonly kind: 'decide-exemptions'; readonly decided: ExemptionsDecided }
  | { readonly kind: 'close'; readonly closing: AskedClosing }
  | { readonly kind: 'reopen'; readonly note?: string }
  /** Once for each cause, which whoever asks looks up in the trail. */
  | { readonly kind: 'note'; readonly note: Note | Bounce };

/** Decides what a command does to a council: what to commit, or that there is nothing to do. Pure: time, actor and policy are given. */
export function decideOnCouncil(
  council: Council,
  command: CouncilCommand,
  context: CouncilContext,
): CouncilOutcome {
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
