import type { Cookies } from '../story/form-client.ts';
import { fillIn } from '../story/form-client.ts';
import type { Office } from './office.ts';

const LINK_MILLISECONDS = 15 * 60_000;
const SESSION_MILLISECONDS = 7 * 60 * 60_000;

interface SignsIn {
  /** As the page to sign in names whose desk it is. */
  readonly desk: string;
  readonly address: string;
  /** Goes from the emailed link to a session. @returns the cookies of that browser; undefined when the link has been used */
  readonly enter: (link: string) => Promise<Cookies | undefined>;
}

/** Somebody's sessions at a desk: signed in once there is something to do, by a link that comes by e-mail, and again when the session has ended. */
export class DeskSession {
  readonly #office: Office;
  readonly #pagesUrl: string;
  readonly #who: SignsIn;
  /** What waits for a session. */
  readonly #waiting: (() => Promise<void>)[] = [];
  #cookies: Cookies = new Map();
  /** Until when the session lasts, and until when a link to sign in is on its way, milliseconds since 1970. */
  #until = 0;
  #askedUntil = 0;

  constructor(office: Office, pagesUrl: string, who: SignsIn) {
    this.#office = office;
    this.#pagesUrl = pagesUrl;
    this.#who = who;
  }

  get cookies(): Cookies {
    return this.#cookies;
  }

  get isSignedIn(): boolean {
    return this.#office.now().getTime() < this.#until;
  }

  /** Does something at the desk: now, or as soon as the link to sign in has come. */
  once(act: () => Promise<void>): void {
    this.#office.later(0, async () => {
      if (this.isSignedIn) return act();
      const now = this.#office.now().getTime();
      if (now >= this.#askedUntil) {
        this.#askedUntil = now + LINK_MILLISECONDS;
        const { desk, address } = this.#who;
        await fillIn(`${this.#pagesUrl}/sign-in`, { council: desk, address });
      }
      this.#waiting.push(act);
    });
  }

  /** Follows a link to sign in, if they asked for one. @returns whether it is theirs */
  enter(link: string): boolean {
    if (this.#askedUntil === 0) return false;
    this.#askedUntil = 0;
    this.#office.later(0, async () => {
      const cookies = await this.#who.enter(link);
      // Used, and the page that said so was lost on its way: they ask for another.
      if (cookies === undefined) return this.once(async () => undefined);
      this.#cookies = cookies;
      this.#until = this.#office.now().getTime() + SESSION_MILLISECONDS;
      for (const act of this.#waiting.splice(0)) this.#office.later(0, act);
    });
    return true;
  }
}
