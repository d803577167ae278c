/** The reference: what a case and a council's places are, in as few words as possible. It knows nothing of the code it is compared with. */

export interface Council {
  /** Children it can still take. */
  room: number;
  held: number;
  incoming: number;
}

type Back = 'asked' | 'promised' | 'no';

/** How often a case asks councils before a person takes over. */
export const rounds = 3;

export interface ModelCase {
  readonly id: string;
  readonly children: number;
  round: number;
  /** Until when the live offer can be answered. */
  answerBy: string | undefined;
  status: 'offered' | 'accepted' | 'transfer-arranged' | 'transferred' | 'withdrawn' | 'escalated' | 'paused';
  pausedFrom: ModelCase['status'] | undefined;
  live: string | undefined;
  /** In the order in which they are asked. */
  backUps: { readonly council: string; says: Back }[];
  placedWith: string | undefined;
  /** Declined, or let their time pass: not asked again. */
  readonly done: Set<string>;
}

/** All there is: councils by code, cases by number. */
export class Model {
  readonly councils = new Map<string, Council>();
  readonly cases: ModelCase[] = [];

  constructor(rooms: Readonly<Record<string, number>>) {
    for (const [code, room] of Object.entries(rooms)) this.councils.set(code, { room, held: 0, incoming: 0 });
  }

  /** A case that nobody has been asked for yet. */
  referred(id: string, children: number): ModelCase {
    const subject: ModelCase = {
      id,
      children,
      round: 0,
      answerBy: undefined,
      status: 'escalated',
      pausedFrom: undefined,
      live: undefined,
      backUps: [],
      placedWith: undefined,
      done: new Set(),
    };
    this.cases.push(subject);
    return subject;
  }

  at(code: string): Council {
    const council = this.councils.get(code);
    if (council === undefined) throw new Error(`The model knows no council ${code}.`);
    return council;
  }

  #hold(code: string, children: number): void {
    const council = this.at(code);
    council.held += children;
    council.room -= children;
  }

  /** Who was asked, first and as back-ups: the allocation check decides that, not the model. */
  asked(subject: ModelCase, [first, ...others]: readonly string[]): void {
    if (first === undefined) {
      subject.status = 'escalated';
      return;
    }
    subject.status = 'offered';
    subject.live = first;
    subject.backUps = others.map((council) => ({ council, says: 'asked' }));
    this.#hold(first, subject.children);
  }

  /** Lets everybody go whom a case asks. */
  #letGo(subject: ModelCase): void {
    if (subject.live !== undefined) this.#hold(subject.live, -subject.children);
    for (const { council, says } of subject.backUps)
      if (says === 'promised') this.#hold(council, -subject.children);
    subject.live = undefined;
    subject.backUps = [];
  }

  accept(subject: ModelCase): void {
    const council = subject.live ?? '';
    this.#letGo(subject);
    this.#place(subject, council);
  }

  #place(subject: ModelCase, council: string): void {
    const { children } = subject;
    this.at(council).incoming += children;
    this.at(council).room -= children;
    subject.placedWith = council;
    subject.status = 'accepted';
  }

  /** @returns true when it has no room for every child, and nothing changes */
  backUp(subject: ModelCase, council: string, says: 'promised' | 'no'): boolean {
    const back = subject.backUps.find((one) => one.council === council);
    if (back === undefined) return false;
    if (says === 'promised' && back.says !== 'promised') {
      if (this.at(council).room < subject.children) return true;
      this.#hold(council, subject.children);
    }
    if (says === 'no' && back.says === 'promised') this.#hold(council, -subject.children);
    back.says = says;
    return false;
  }

  /**
   * The live offer ended without a yes.
   * @returns true when nobody is left whom the case asks: the check is done again, or a person takes over
   */
  next(subject: ModelCase): boolean {
    const { children } = subject;
    const gone = subject.live ?? '';
    subject.done.add(gone);
    this.#hold(gone, -children);
    subject.live = undefined;
    const promised = subject.backUps.find(({ says }) => says === 'promised');
    if (promised !== undefined) {
      this.#letGo(subject);
      this.#place(subject, promised.council);
      return false;
    }
    for (;;) {
      const index = subject.backUps.findIndex(({ says }) => says === 'asked');
      const [next] = index < 0 ? [] : subject.backUps.splice(index, 1);
      if (next === undefined) return true;
      if (this.at(next.council).room < children) continue;
      subject.live = next.council;
      this.#hold(next.council, children);
      return false;
    }
  }

  withdraw(subject: ModelCase): void {
    this.#letGo(subject);
    if (subject.placedWith !== undefined) {
      this.at(subject.placedWith).incoming -= subject.children;
      this.at(subject.placedWith).room += subject.children;
      subject.placedWith = undefined;
    }
    subject.status = 'withdrawn';
    subject.pausedFrom = undefined;
  }

  /** The children are handed over: no longer on their way, but there. */
  moved(subject: ModelCase): void {
    this.at(subject.placedWith ?? '').incoming -= subject.children;
    subject.status = 'transferred';
  }
}
