import type { AnyEvent, DataOf, EventType } from '../../../events/catalogue.ts';
import type { CouncilVerdict } from '../../../shared/core/allocation/decision.ts';
import type { Case, Offer } from '../../../shared/core/case/case.ts';
import { hasSafetyFacts } from '../../../shared/core/case/safety.ts';
import { isMoveAhead, moveDeadline } from '../../../shared/core/case/standing.ts';
import type { Council } from '../../../shared/core/council/council.ts';
import { allCounted } from '../../../shared/words/counting.ts';
import { moveByWords } from '../../../shared/words/times.ts';
import { nameOf } from '../authorities.ts';
import { type Block, type Fact, fact, facts, type Letter, paragraph } from './letter.ts';
import { childCount, childrenWords, needsWords, placementWords } from './words.ts';

/** What happened to a case, and how the case stands now. */
export interface CaseHappened {
  readonly kind: 'case';
  readonly event: AnyEvent;
  readonly subject: Case;
  readonly offer: Offer | undefined;
  /** The allocation check's word on the council written to, where an e-mail says why it was asked. */
  readonly verdict: CouncilVerdict | undefined;
}

/** What happened to a council, and how it stands now. */
export interface CouncilHappened {
  readonly kind: 'council';
  readonly event: AnyEvent;
  readonly council: Council;
}

/** To whom it is told. */
export interface Reader {
  readonly role: DataOf<'email-requested.v1'>['to']['role'];
  /** The name of the reader's desk: "Hampshire", "the coordinators". */
  readonly reader: string;
  /** The page that the e-mail's one action opens. */
  readonly url: string;
  /** Reads along: the page is all that the letter leads to, and can only be looked at. */
  readonly seesOnly?: true;
  /** Address of people who can help. */
  readonly help: string | undefined;
}

/** What a letter about a case is written from: what happened, and to whom it is told. */
export type CaseEmailContext = CaseHappened & Reader;
/** What a letter about a council is written from. */
export type CouncilEmailContext = CouncilHappened & Reader;

/** A template was asked for that does not fit what it is about: a fault of ours, told to a person, never mailed. */
export class DoesNotFit extends Error {
  override readonly name = 'DoesNotFit';
}

/** @throws DoesNotFit */
export function required<T>(value: T | undefined, what: string): T {
  if (value === undefined)
    throw new DoesNotFit(`The email needs ${what}, and the event does not lead to one.`);
  return value;
}

/** The event's data. @throws DoesNotFit when the event is of another type */
export function told<Type extends EventType>(event: AnyEvent, type: Type): DataOf<Type> {
  if (event.type !== type)
    throw new DoesNotFit(`The email is about ${type}, and the event is ${event.type}.`);
  const data: unknown = event.data;
  return data as DataOf<Type>;
}

/** The case in a few rows: what a duty manager needs before opening anything. */
export function caseFacts({ subject }: CaseEmailContext, ...more: readonly Fact[]): Block {
  const ahead = isMoveAhead(subject);
  return facts(
    fact('Reference', subject.id),
    fact('Who', childrenWords(subject)),
    fact('Placement', placementWords(subject)),
    fact('Particular needs', needsWords(subject)),
    fact(ahead ? 'Cared for now by' : 'Referred by', nameOf(subject.facts.entryAuthority)),
    ...(ahead ? [fact('To be moved by', moveByWords(moveDeadline(subject)))] : []),
    ...more,
  );
}

/** That there is something to know before anybody chooses where the child lives; what it is stands on the page alone. */
export const safetyNote = ({ subject, event }: CaseEmailContext): readonly Block[] =>
  hasSafetyFacts(subject, event.at)
    ? [
        paragraph(
          'There are facts that bear on safety. Read them on the page before you say where the child could live.',
        ),
      ]
    : [];

/** A letter about a case: what it says of "the child" counts them. The reference is in the subject, so that a desk can find it again. */
export const caseEmail = (
  { subject, help }: CaseEmailContext,
  { subject: line, preview, heading, blocks }: Pick<Letter, 'subject' | 'preview' | 'heading' | 'blocks'>,
): Letter => ({
  ...allCounted(childCount(subject), { subject: line, preview, heading, blocks }),
  help,
  quote: subject.id,
});
