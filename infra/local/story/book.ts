/** What the simulated people did and were told, in their own words and at their own times: kept apart from the trails, to compare figures with. */
import { londonDate } from '../../../shared/core/calendar/working-days.ts';
import { everyCouncil } from '../../../shared/core/council/published-councils.ts';
import type { Message } from '../../local-aws/services/kept-mail.ts';
import type { SampleReferral } from './sample-referrals.ts';
import { deskAddress } from './seed.ts';

/** What somebody wrote down; `council` is whose figure it is. */
export type Line = {
  /** Instant, ISO 8601: when they did it, or read of it. */
  readonly at: string;
  readonly caseId: string;
  readonly children: number;
  readonly council: string;
} & (
  | { readonly what: 'referred'; readonly from: 'port' | 'care' }
  /** It was this council's turn to take the children; or to stand by, in case. */
  | { readonly what: 'asked' | 'asked-to-stand-by' }
  | { readonly what: 'said-no'; readonly reason: string }
  | { readonly what: 'ran-out' }
  /** A place there was taken, and the move is theirs to arrange. */
  | { readonly what: 'took' }
  | { readonly what: 'directed'; readonly reason: string }
  | { readonly what: 'named' }
  | { readonly what: 'handed-over' }
  /** @property {string} on the day that was fixed for the move */
  | { readonly what: 'failed'; readonly reason: string; readonly on: string }
  | { readonly what: 'child-refused' }
  | { readonly what: 'missing' | 'found' }
  | { readonly what: 'ended'; readonly how: 'withdrawn' | 'stayed' | 'joined-family' }
);

type Written<T> = T extends Line ? Omit<T, 'children' | 'at'> & { readonly at?: string } : never;

const councilAt = new Map(everyCouncil().map(({ code }) => [deskAddress(`council:${code}`), code]));

/** What an e-mail to a council's duty desk tells it, by how its subject begins; several in one are told by their subjects. */
const told = [
  [/(?:^|\s)Offer (NTS-[0-9A-Z]{4}-[0-9A-Z]{4}): answer by/g, 'asked'],
  [/(?:^|\s)Offer (NTS-[0-9A-Z]{4}-[0-9A-Z]{4}): now with you/g, 'asked'],
  [/(?:^|\s)Back-up request (NTS-[0-9A-Z]{4}-[0-9A-Z]{4}): answer by/g, 'asked-to-stand-by'],
  [/(?:^|\s)Offer (NTS-[0-9A-Z]{4}-[0-9A-Z]{4}) has run out: no answer came/g, 'ran-out'],
  [/(?:^|\s)(NTS-[0-9A-Z]{4}-[0-9A-Z]{4}): arrange the move by/g, 'took'],
] as const;

/** The people's own book of a run. */
export class Book {
  readonly #now: () => Date;
  readonly #samples = new Map<string, SampleReferral>();
  readonly #lines: Line[] = [];
  /** Coordinators who were told that a colleague had been first. */
  toldWhoWasFirst = 0;

  constructor(now: () => Date) {
    this.#now = now;
  }

  get lines(): readonly Line[] {
    return this.#lines;
  }

  /** The authority that refers a child writes it down. */
  referred(caseId: string, sample: SampleReferral): void {
    this.#samples.set(caseId, sample);
    const { entryAuthority, inCareOfAuthority } = sample.message.data.facts;
    const from = inCareOfAuthority === false ? 'port' : 'care';
    this.write({ what: 'referred', caseId, council: entryAuthority, from });
  }

  /** Who referred the children of a case. */
  entryOf(caseId: string): string {
    return this.#samples.get(caseId)?.message.data.facts.entryAuthority ?? '';
  }

  write(line: Written<Line>): void {
    const children = this.#samples.get(line.caseId)?.message.data.facts.children.length ?? 0;
    this.#lines.push({ at: this.#now().toISOString(), ...line, children } as Line);
  }

  /** A duty desk reads its mail. */
  read({ subject, text, to }: Pick<Message, 'subject' | 'text' | 'to'>): void {
    const council = councilAt.get(to[0] ?? '');
    if (council === undefined) return;
    for (const [pattern, what] of told)
      for (const caseId of new Set(
        [...`${subject}\n${text}`.matchAll(pattern)].map(([, found = '']) => found),
      ))
        if (this.#samples.has(caseId)) this.write({ what, caseId, council });
  }
}

/** A day in London. */
export const dayOf = ({ at }: Pick<Line, 'at'>): string => londonDate(at);
