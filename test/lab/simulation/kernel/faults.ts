import type { Draw } from './draw.ts';

/** Everything that can go wrong, by name, with the words of a story. */
export const faultWords = {
  'crash-before-call': 'dies before its call has any effect',
  'crash-after-call': 'dies after its call has taken effect, before it hears so',
  'call-fails': 'is refused its call (throttled, or the service is down), and nothing is done',
  'answer-lost': 'has its call carried out, but the answer is lost',
  'call-doubled': 'has its call carried out twice (the client tries again after a lost answer)',
  'call-slow': 'waits long for an answer',
  'effect-late': 'is stopped at its time limit, and its last call is carried out nonetheless, later',
  'write-conflict': 'loses a race against another transaction that touches the same items',
  'list-stale': 'reads a list that is behind: what was committed just now is not in it',
  'batch-half-sent': 'gets only half of its messages through',
  'message-doubled': 'the queue delivers a message a second time, later',
  'message-side-by-side': 'the queue shows a message again while it is being handled',
  'message-late': 'the queue holds a message back',
  'message-undeleted': 'a message that was handled stays in its queue, and comes again',
  'stream-again': 'the stream hands over a batch a second time',
  'stream-stalls': 'the stream stands still for a while',
  'stream-disorder': 'the stream hands over what happened later before what happened earlier',
  'notice-lost': 'is stored, and its bucket tells nobody of it',
  'schedule-late': 'a run by the clock begins late',
  'schedule-twice': 'a run by the clock is started twice',
  'schedule-skipped': 'a run by the clock is left out',
  'mail-refused': 'the mail service refuses an e-mail for good',
  'mailbox-gone':
    'has an address that is gone: this and every later mail to it comes back, until somebody mends it',
  'mailbox-full': 'finds a full mailbox, and comes back half a day later',
  'mail-unwanted': 'is marked as junk by its reader',
  'mail-slow': 'arrives hours later',
  'clock-fast': 'runs on a machine whose clock is ahead',
  'clock-slow': 'runs on a machine whose clock is behind',
  'clock-jumps-ahead': 'has its clock put forward while it works (its machine stood still, or was corrected)',
  'clock-jumps-back': 'has its clock put back while it works',
  'pressed-twice': 'somebody presses a button twice, and both are carried out side by side',
  'redriven-again': 'an operator sends a message again that was done 13 days ago',
} as const;
export type Fault = keyof typeof faultWords;
export const allFaults = Object.keys(faultWords) as readonly Fault[];

/** How often each strikes where it can, in calm hours. A storm multiplies it. */
const usual: Readonly<Record<Fault, number>> = {
  'crash-before-call': 0.001,
  'crash-after-call': 0.0015,
  'call-fails': 0.002,
  'answer-lost': 0.0015,
  'call-doubled': 0.0015,
  'call-slow': 0.0015,
  'effect-late': 0.5,
  'write-conflict': 0.02,
  'list-stale': 0.02,
  'batch-half-sent': 0.02,
  'message-doubled': 0.01,
  'message-side-by-side': 0.01,
  'message-late': 0.03,
  'message-undeleted': 0.01,
  'stream-again': 0.02,
  'stream-stalls': 0.01,
  'stream-disorder': 0.05,
  'notice-lost': 0.15,
  'schedule-late': 0.02,
  'schedule-twice': 0.02,
  'schedule-skipped': 0.02,
  'mail-refused': 0.003,
  'mailbox-gone': 0.003,
  'mailbox-full': 0.004,
  'mail-unwanted': 0.002,
  'mail-slow': 0.004,
  'clock-fast': 0.01,
  'clock-slow': 0.01,
  'clock-jumps-ahead': 0.002,
  'clock-jumps-back': 0.002,
  'pressed-twice': 0.1,
  'redriven-again': 0.003,
};

/** A place where something can go wrong: what stands there, and what of all faults can strike it. */
export interface Place {
  /** The same in every run of the same world: which call of which invocation, which delivery of which message. */
  readonly name: string;
  readonly at: number;
  readonly can: readonly Fault[];
}

/** Decides what goes wrong, where. */
export interface Fate {
  strike(place: Place): Fault | undefined;
}

/** One fault that struck. */
export interface Struck {
  readonly place: string;
  readonly fault: Fault;
}

/** What strikes exactly there, and nothing else anywhere. */
export class Ordained implements Fate {
  readonly #faults: ReadonlyMap<string, Fault>;

  constructor(faults: readonly Struck[]) {
    this.#faults = new Map(faults.map(({ place, fault }) => [place, fault]));
  }

  strike({ name, can }: Place): Fault | undefined {
    const fault = this.#faults.get(name);
    return fault !== undefined && can.includes(fault) ? fault : undefined;
  }
}

const BLOCK = 4 * 3_600_000;
/** In the worst storm most things still work: where nothing ever does, nothing can be seen to go wrong. */
const WORST = 0.3;

/**
 * The faults of a world: some kinds of fault, now and then, and storms in which they come thick. Which kinds belong to a world
 * is drawn with it: where everything fails at once, little that is rare is ever reached.
 */
export class RandomFaults implements Fate {
  readonly kinds: ReadonlySet<Fault>;
  readonly #draw: Draw;
  readonly #fairFrom: number;
  readonly #roughness: number;
  /** The last hours that were asked about, and whether they were stormy. */
  #block = Number.NaN;
  #storm = 1;

  /** @param fairFrom from this moment on nothing goes wrong any more */
  constructor(draw: Draw, fairFrom: number) {
    this.#draw = draw;
    this.#fairFrom = fairFrom;
    const share = draw.pick('share of faults', [0.25, 0.5, 1]);
    this.kinds = new Set(allFaults.filter((fault) => draw.chance(`has ${fault}`, share)));
    this.#roughness = draw.pick('roughness', [0.5, 1, 1, 3]);
  }

  strike({ name, at, can }: Place): Fault | undefined {
    if (at >= this.#fairFrom) return undefined;
    const often = this.#roughness * this.#stormAt(at);
    for (const fault of can)
      if (this.kinds.has(fault) && this.#draw.of(`${fault} ${name}`) < Math.min(WORST, usual[fault] * often))
        return fault;
    return undefined;
  }

  #stormAt(at: number): number {
    const block = Math.floor(at / BLOCK);
    if (block !== this.#block) {
      const storm = this.#draw.of(`storm ${block}`);
      this.#storm = storm < 0.02 ? 20 : storm < 0.08 ? 6 : 1;
      this.#block = block;
    }
    return this.#storm;
  }
}
