import type { DataOf } from '../../../events/catalogue.ts';
import type { AskedClosing } from './commands/close.ts';
import type { Declared } from './commands/declare.ts';
import type { ExemptionsDecided } from './commands/exemptions.ts';

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
