import type { OpenSession, SentLink, SignInStore } from '../ports/sign-in-store.ts';
import { copyOf } from './copies.ts';

interface Kept {
  open: boolean;
  readonly desk: string;
  readonly signInId: string;
  readonly expiresAt: number;
  readonly session: OpenSession;
}

const nameOf = (...parts: readonly string[]): string => JSON.stringify(parts);

/** Sessions and counts in memory: the promises of `DynamoSignInStore`. */
export class MemorySignInStore implements SignInStore {
  readonly #requests = new Map<string, number>();
  readonly #links = new Map<string, SentLink>();
  readonly #sessions = new Map<string, Kept>();
  readonly #void = new Map<string, string>();

  async countRequest(who: string, since: string, most: number): Promise<'counted' | 'too-many'> {
    const name = nameOf(who, since);
    const before = this.#requests.get(name) ?? 0;
    if (before >= most) return 'too-many';
    this.#requests.set(name, before + 1);
    return 'counted';
  }

  async lastLink(who: string): Promise<SentLink | undefined> {
    return copyOf(this.#links.get(who));
  }

  async noteLink(who: string, link: SentLink): Promise<void> {
    this.#links.set(who, copyOf(link));
  }

  async open(
    desk: string,
    signInId: string,
    expiresAt: number,
    session: OpenSession,
  ): Promise<'opened' | 'used'> {
    const name = nameOf(desk, signInId);
    if (this.#sessions.has(name)) return 'used';
    this.#sessions.set(name, { open: true, desk, signInId, expiresAt, session: copyOf(session) });
    return 'opened';
  }

  async isUsed(desk: string, signInId: string): Promise<boolean> {
    return this.#sessions.has(nameOf(desk, signInId));
  }

  async session(desk: string, signInId: string, now: number): Promise<OpenSession | undefined> {
    const found = this.#sessions.get(nameOf(desk, signInId));
    return found?.open === true && found.expiresAt > now ? copyOf(found.session) : undefined;
  }

  async sessions(
    desk: string,
    now: number,
  ): Promise<readonly (OpenSession & { readonly signInId: string })[]> {
    return [...this.#sessions.values()]
      .filter((kept) => kept.desk === desk && kept.open && kept.expiresAt > now)
      .map(({ signInId, session }) => ({ ...copyOf(session), signInId }));
  }

  async end(desk: string, signInId: string): Promise<void> {
    const session = this.#sessions.get(nameOf(desk, signInId));
    if (session !== undefined) session.open = false;
  }

  async voidLinks(desk: string, upTo: string): Promise<void> {
    const before = this.#void.get(desk);
    if (before === undefined || before < upTo) this.#void.set(desk, upTo);
  }

  async linksVoidUpTo(desk: string): Promise<string | undefined> {
    return this.#void.get(desk);
  }
}
