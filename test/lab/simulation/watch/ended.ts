import type { AnyEvent } from '../../../../events/catalogue.ts';
import { hasEnded } from '../../../../shared/core/calendar/in-force.ts';
import { londonDate } from '../../../../shared/core/calendar/working-days.ts';
import type { Case } from '../../../../shared/core/case/case.ts';
import { partInPlacement } from '../../../../shared/core/case/commands/open-sealed-details.ts';
import { hasInCare } from '../../../../shared/core/case/responsible.ts';
import { partsOf } from '../../../../shared/core/case/succession.ts';
import type { Council } from '../../../../shared/core/council/council.ts';
import type { Draft } from '../../../../shared/ports/draft-store.ts';
import { Violation } from './violation.ts';

/** Whom an event asks for a child, or gives one. */
const askedBy = ({ type, data }: AnyEvent): readonly string[] => {
  switch (type) {
    case 'offers-made.v1':
      return data.offers.map(({ council }) => council);
    case 'offer-promoted.v1':
    case 'place-accepted.v1':
    case 'place-directed.v1':
      return [data.council];
    default:
      return [];
  }
};

/** What a council had in its books and its drafts, before somebody else has it. */
interface Had {
  readonly council: Council;
  readonly drafts: readonly Draft[];
}

/** Councils that have ended, by the calendar alone: nobody asks them for a child or gives them one, and what was theirs is somebody else's, once. */
export class EndedWatch {
  /** Cases that passed to a council that took over. */
  passed = 0;
  readonly #given = new Set<string>();

  /** @throws Violation when a council that has ended is asked, or takes a child, or what it had is given on twice */
  committed(events: readonly AnyEvent[]): void {
    for (const event of events) {
      if (event.type === 'council-succeeded.v1') {
        this.passed += 1;
        for (const part of event.data.parts) this.#once(`${event.trail?.subject} ${event.data.from} ${part}`);
      }
      const ended = askedBy(event).find((code) => hasEnded(code, londonDate(event.at)));
      if (ended !== undefined)
        throw new Violation(
          'a council that has ended is asked for nobody',
          `${event.type} of ${event.at} is about ${ended}, which had ended by then.`,
        );
    }
  }

  /** @throws Violation when a council that took over is told of it more than once */
  toldOnce(trail: readonly AnyEvent[], heir: string): void {
    const told = trail.filter(({ type }) => type === 'council-took-over.v1').length;
    if (told > 1)
      throw new Violation(
        'what a council leaves passes on once',
        `${heir} was told ${told} times that it takes over.`,
      );
  }

  #once(what: string): void {
    if (this.#given.has(what))
      throw new Violation('what a council leaves passes on once', `${what} was given on twice.`);
    this.#given.add(what);
  }

  /** @throws Violation when something is left with a council that has ended, though everybody has acted */
  nothingLeft({ council, drafts }: Had, cases: Iterable<Case>): void {
    const { code, held, offered, incoming } = council;
    const left = (words: string, about?: string): never => {
      throw new Violation('what a council leaves passes on once', words, about);
    };
    if (held + offered + incoming > 0)
      left(`${code} has ended with ${held} held, ${offered} offered, ${incoming} incoming.`);
    const kept = drafts.find(({ state }) => state !== 'moved' && state !== 'sent');
    if (kept !== undefined) left(`The draft ${kept.id} is ${kept.state} with ${code}, which has ended.`);
    for (const one of cases) {
      // Of whom nobody is in care any more, nothing is left to give.
      if (hasInCare(one) !== undefined && partsOf(one, code).length > 0)
        left(`${one.id} is with ${code} still: ${partsOf(one, code).join(', ')}.`, one.id);
      if (partInPlacement(one, code) !== undefined)
        left(`What is sealed of ${one.id} opens to ${code}, which has ended.`, one.id);
    }
  }
}
