import type { AnyEvent, DataOf, EventType } from '../../../events/catalogue.ts';
import type { CouncilVerdict } from '../../../shared/core/allocation/decision.ts';
import type { Case, Offer } from '../../../shared/core/case/case.ts';
import { isFinal } from '../../../shared/core/case/transitions.ts';
import type { Council } from '../../../shared/core/council/council.ts';
import { type Block, type EmailDocument, type Fact, fact, facts } from './document.ts';
import { childrenWords, dayWords, needsWords, placementWords } from './words.ts';

type Desk = 'council' | 'entry-authority' | 'coordinators' | 'smp-lead';

/** What every e-mail can draw on. */
interface Setting {
  readonly event: AnyEvent;
  /** Which desk it is written to, and that desk's name: "Hampshire", "the coordinators". */
  readonly desk: Desk;
  readonly reader: string;
  /** The page that its one action opens. */
  readonly url: string;
  /** Address of people who can help. */
  readonly help: string | undefined;
  /** An authority's name; its code when nobody has heard of it. */
  readonly nameOf: (code: string) => string;
}

/** What an e-mail about a case is written from. */
export interface CaseEmailContext extends Setting {
  readonly subject: Case;
  readonly offer: Offer | undefined;
  /** The allocation check's word on the council written to. */
  readonly verdict: CouncilVerdict | undefined;
  readonly regionName: string | undefined;
}

/** What an e-mail about a council's capacity is written from. */
export interface CouncilEmailContext extends Setting {
  readonly council: Council;
}

/** A template was asked for that does not fit what it is about: a fault of ours, told to a person, never mailed. */
export class DoesNotFit extends Error {
  override readonly name = 'DoesNotFit';
}

/** @throws DoesNotFit */
export function required<T>(value: T | undefined, what: string): T {
  if (value === undefined)
    throw new DoesNotFit(`The e-mail needs ${what}, and the event does not lead to one.`);
  return value;
}

/** The event's data. @throws DoesNotFit when the event is of another type */
export function told<Type extends EventType>(event: AnyEvent, type: Type): DataOf<Type> {
  if (event.type !== type)
    throw new DoesNotFit(`The e-mail is about ${type}, and the event is ${event.type}.`);
  const data: unknown = event.data;
  return data as DataOf<Type>;
}

/** The case in a few rows: what a duty manager needs before opening anything. */
export function caseFacts({ subject, nameOf }: CaseEmailContext, ...more: readonly Fact[]): Block {
  const closed = isFinal(subject.status);
  return facts(
    fact('Reference', subject.id),
    fact('Who', childrenWords(subject)),
    fact('Placement', placementWords(subject)),
    fact('Particular needs', needsWords(subject)),
    fact(closed ? 'Referred by' : 'Cared for now by', nameOf(subject.facts.entryAuthority)),
    ...(closed ? [] : [fact('To be moved by', dayWords(subject.moveBy))]),
    ...more,
  );
}

/** An e-mail about a case. The reference is in the subject, so that a desk can find it again. */
export const caseEmail = (
  { subject, help }: CaseEmailContext,
  {
    subject: line,
    preview,
    heading,
    blocks,
  }: Pick<EmailDocument, 'subject' | 'preview' | 'heading' | 'blocks'>,
): EmailDocument => ({ subject: line, preview, heading, blocks, help, quote: subject.id });
