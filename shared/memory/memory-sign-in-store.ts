import type { OpenSession, SignInStore } from '../ports/sign-in-store.ts';
import { copyOf } from './copies.ts';

/** Sessions and counts in memory: the promises of `DynamoSignInStore`. */
export class MemorySignInStore implements SignInStore {
  readonly #requests = new Map<string, number>();
  readonly #sessions = new Map<
    string,
    { open: boolean; readonly expiresAt: number; readonly session: OpenSession }
  >();

  async countRequest(who: string, since: string, most: number): Promise<'counted' | 'too-many'> {
    const name = JSON.stringify([who, since]);
    const before = this.#requests.get(name) ?? 0;
    if (before >= most) return 'too-many';
    this.#requests.set(name, before + 1);
    return 'counted';
  }

  async open(signInId: string, expiresAt: number, session: OpenSession = {}): Promise<'opened' | 'used'> {
    if (this.#sessions.has(signInId)) return 'used';
    this.#sessions.set(signInId, { open: true, expiresAt, session: copyOf(session) });
    return 'opened';
  }

  async session(signInId: string, now: number): Promise<OpenSession | undefined> {
    const found = this.#sessions.get(signInId);
    return found?.open === true && found.expiresAt > now ? copyOf(found.session) : undefined;
  }

  async end(signInId: string): Promise<void> {
    const session = this.#sessions.get(signInId);
    if (session !== undefined) session.open = false;
  }
}
