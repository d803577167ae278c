import { codeAt, stepAt } from '../../../shared/runtime/one-time-code.ts';
import { type Cookies, fillIn, look, open } from './form-client.ts';

const STEP_MILLISECONDS = 30_000;

/** An app on a phone: took a secret from a page, and shows codes as any such app does. */
export class Phone {
  readonly #secret: string;
  #last = 0;

  /** @param secret as the page says it, in groups of four or without */
  constructor(secret: string) {
    this.#secret = secret.replaceAll(' ', '');
  }

  /** The first code that is good and was not used: that of a phone whose clock is a step behind, right or a step ahead. Undefined: its owner has to wait. */
  code(now: string): string | undefined {
    const step = Math.max(stepAt(now) - 1, this.#last + 1);
    if (step > stepAt(now) + 1) return undefined;
    this.#last = step;
    return codeAt(this.#secret, new Date(step * STEP_MILLISECONDS).toISOString());
  }
}

/** A coordinator of a run on this machine, with a phone of their own. */
export class CoordinatorsPhone {
  readonly #name: string;
  readonly #now: () => Date;
  #phone: Phone | undefined;

  constructor(name: string, now: () => Date) {
    this.#name = name;
    this.#now = now;
  }

  /**
   * Goes the whole way from an emailed link to a session: says who they are, sets up their second step the first time, and enters a code.
   *
   * @returns the cookies of the browser in which they are signed in; undefined when the link has been used
   * @throws Error when the pages do not let them in
   */
  async enter(link: string, cookies: Cookies = new Map()): Promise<Cookies | undefined> {
    const first = await open(link, cookies);
    if (first.form === undefined) return undefined;
    const person = first.form.asked.get('person')?.find(({ text }) => text === this.#name)?.value;
    const asked = await look(first, person === undefined ? { name: this.#name } : { person });
    const secret = /Type this into the app: ((?:[A-Z2-7]{4} ?)+)/.exec(asked.text)?.[1];
    if (secret !== undefined) this.#phone = new Phone(secret);
    const code = this.#phone?.code(this.#now().toISOString());
    if (code === undefined) throw new Error(`${this.#name} has no code for "${asked.heading}".`);
    const entered = await look(asked, { code });
    if (entered.text.includes('This link has been used')) return undefined;
    if (!entered.text.includes('Sign out'))
      throw new Error(`"${entered.heading}" says: ${entered.form?.problems.join(' ')}`);
    return cookies;
  }
}

interface RunWithCoordinators {
  readonly endpoints: { readonly pages: string };
  readonly clock: { now(): Date };
  readonly messages: readonly { readonly to: readonly string[]; readonly text: string }[];
  idle(): Promise<unknown>;
}

const SESSION_MILLISECONDS = 7 * 60 * 60 * 1000;

/** The coordinator of a run who signs in when something is to be decided, and works in that session until it is about to end. */
class CoordinatorOfRun {
  readonly #run: RunWithCoordinators;
  readonly #address: string;
  readonly #phone: CoordinatorsPhone;
  #session: { readonly cookies: Cookies; readonly until: number } | undefined;

  constructor(run: RunWithCoordinators, address: string) {
    this.#run = run;
    this.#address = address;
    this.#phone = new CoordinatorsPhone('R. Okafor (invented)', () => run.clock.now());
  }

  async cookies(): Promise<Cookies> {
    const now = this.#run.clock.now().getTime();
    if (this.#session !== undefined && this.#session.until > now) return this.#session.cookies;
    const { pages } = this.#run.endpoints;
    await fillIn(`${pages}/sign-in`, { council: 'coordinators', address: this.#address });
    await this.#run.idle();
    const links = this.#run.messages
      .filter(({ to }) => to.includes(this.#address))
      .flatMap(({ text }) => [...text.matchAll(/http\S+\/coordinators\/\S+/g)].map(([link]) => link));
    const cookies = await this.#phone.enter(links.at(-1) ?? '');
    if (cookies === undefined) throw new Error('The coordinators’ link has been used.');
    this.#session = { cookies, until: now + SESSION_MILLISECONDS };
    return cookies;
  }
}

const ofRuns = new WeakMap<object, CoordinatorOfRun>();

/** The cookies of the one coordinator of a run, who is signed in by the whole way. @param address where coordinators are written to */
export function asCoordinatorOf(run: RunWithCoordinators, address: string): Promise<Cookies> {
  const known = ofRuns.get(run) ?? new CoordinatorOfRun(run, address);
  ofRuns.set(run, known);
  return known.cookies();
}
