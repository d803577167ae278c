import type { AnyEvent } from '../../../../events/catalogue.ts';
import { childrenWhoCount } from '../../../../shared/core/allocation/missing-facts.ts';
import type { Case } from '../../../../shared/core/case/case.ts';
import type { CaseChange } from '../../../../shared/core/case/change.ts';
import { heldBy, heldForRegion } from '../../../../shared/core/case/places.ts';
import type { Council } from '../../../../shared/core/council/council.ts';
import { headroom } from '../../../../shared/core/council/headroom.ts';
import type { Policy } from '../../../../shared/core/policy.ts';
import type { CouncilStore } from '../../../../shared/ports/council-store.ts';
import { Violation } from './violation.ts';

interface Books {
  held: number;
  offered: number;
  incoming: number;
}
const nothing = (): Books => ({ held: 0, offered: 0, incoming: 0 });

/** What a case alone says of a council's places. */
function saidBy(subject: Case | undefined): ReadonlyMap<string, Books> {
  const books = new Map<string, Books>();
  if (subject === undefined) return books;
  const at = (code: string): Books => {
    const found = books.get(code) ?? nothing();
    books.set(code, found);
    return found;
  };
  const children = childrenWhoCount(subject).length;
  for (const offer of subject.offers) {
    const { held, offered } = heldBy(offer, children);
    at(offer.council).held += held;
    at(offer.council).offered += offered;
  }
  for (const { council, held = 0, offered = 0 } of heldForRegion(subject)) {
    at(council).held += held;
    at(council).offered += offered;
  }
  const { placement } = subject;
  if (placement !== undefined && placement.handedOverAt === undefined)
    at(placement.council).incoming += children;
  return books;
}

/**
 * Whether a named person knowingly went over a council's headroom, gave a council what another had that has ended, or decided that a child counts again who goes
 * where the others of the group go.
 */
const overrode = (events: readonly AnyEvent[]): boolean =>
  events.some(
    ({ type, data, actor }) =>
      ((type === 'place-directed.v1' && data.overCapacity) ||
        (type === 'age-decided.v1' && data.takes !== undefined) ||
        type === 'council-succeeded.v1') &&
      actor.kind === 'coordinator' &&
      actor.name !== '',
  );

/** Says by how much a council is over its headroom with children held or incoming; undefined when it is not. */
export function overdrawn(council: Council, policy: Policy): string | undefined {
  const { held, incoming, name } = council;
  const room = headroom(council, policy);
  return room < 0 && held + incoming > 0
    ? `${name} is ${-room} over its headroom (${held} held, ${incoming} incoming), and no named person decided so: the store took a change that the council’s headroom could not bear.`
    : undefined;
}

/** Keeps each council's books a second time, from the cases alone, and compares. */
export class PlacesWatch {
  readonly #books = new Map<string, Books>();
  readonly #councils: Pick<CouncilStore, 'read' | 'view'>;
  readonly #policy: Policy;

  constructor(councils: Pick<CouncilStore, 'read' | 'view'>, policy: Policy) {
    this.#councils = councils;
    this.#policy = policy;
  }

  /** Enters a change in the books. @returns councils of which it took places */
  enter(before: Case | undefined, after: Case): ReadonlySet<string> {
    const [was, is] = [saidBy(before), saidBy(after)];
    const grew = new Set<string>();
    for (const code of new Set([...was.keys(), ...is.keys()])) {
      const books = this.#books.get(code) ?? nothing();
      this.#books.set(code, books);
      const [old, now] = [was.get(code) ?? nothing(), is.get(code) ?? nothing()];
      books.held += now.held - old.held;
      books.offered += now.offered - old.offered;
      books.incoming += now.incoming - old.incoming;
      if (now.held + now.incoming > old.held + old.incoming) grew.add(code);
    }
    return grew;
  }

  /** @throws Violation when a council's stored counts are not what its cases say, or places were promised that it does not have */
  async committed(before: Case | undefined, { case: after, events, places }: CaseChange): Promise<void> {
    const grew = this.enter(before, after);
    const touched = new Set([...places, ...after.offers].map(({ council }) => council));
    for (const code of touched) await this.#compare(code, after, events, grew.has(code));
  }

  async #compare(code: string, { id }: Case, events: readonly AnyEvent[], grew: boolean): Promise<void> {
    const council = await this.#councils.read(code);
    if (council === undefined) return;
    const { held, offered, incoming } = council;
    const books = this.#books.get(code) ?? nothing();
    const what = events.map(({ type }) => type).join(', ');
    if (held !== books.held || offered !== books.offered || incoming !== books.incoming)
      throw new Violation(
        held > books.held ? 'held places return' : 'places add up',
        `After ${what}, ${council.name} has ${held} places held (${offered} of them offered) and ${incoming} incoming, but its cases account for ${books.held} (${books.offered}) and ${books.incoming}${held > books.held ? ': a held place was lost, nobody will ever give it back' : ''}.`,
        id,
      );
    const over = grew ? overdrawn(council, this.#policy) : undefined;
    if (over !== undefined && !overrode(events))
      throw new Violation('never beyond headroom', `After ${what}, ${over}`, id);
  }

  /** Every council at once. */
  async all(): Promise<void> {
    const { councils } = await this.#councils.view();
    for (const { code, name, held, offered, incoming } of councils) {
      const books = this.#books.get(code) ?? nothing();
      if (held !== books.held || offered !== books.offered || incoming !== books.incoming)
        throw new Violation(
          'places add up',
          `${name} has ${held} held, ${offered} offered, ${incoming} incoming; its cases say ${books.held}, ${books.offered}, ${books.incoming}.`,
        );
    }
  }

  /** The end: nothing is held, offered or on its way any more. */
  async returned(): Promise<void> {
    const { councils } = await this.#councils.view();
    for (const { name, held, offered, incoming } of councils)
      if (held + offered + incoming !== 0)
        throw new Violation(
          'held places return',
          `Every case has ended, and ${name} still has ${held} held, ${offered} offered and ${incoming} incoming.`,
        );
  }
}
