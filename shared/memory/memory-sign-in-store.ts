import type { SignInStore } from '../ports/sign-in-store.ts';

/** Sessions and counts in memory: the promises of `DynamoSignInStore`. */
export class MemorySignInStore implements SignInStore {
  readonly #requests = new Map<string, number>();
  readonly #sessions = new Map<string, { open: boolean; readonly expiresAt: number }>();

  async countRequest(who: string, since: string, most: number): Promise<'counted' | 'too-many'> {
    const name = JSON.stringify([who, since]);
    const before = this.#requests.get(name) ?? 0;
    if (before >= most) return 'too-many';
    this.#requests.set(name, before + 1);
    return 'counted';
  }

  async open(signInId: string, expiresAt: number): Promise<'opened' | 'used'> {
    if (this.#sessions.has(signInId)) return 'used';
    this.#sessions.set(signInId, { open: true, expiresAt });
    return 'opened';
  }

  async isOpen(signInId: string, now: number): Promise<boolean> {
    const session = this.#sessions.get(signInId);
    return session?.open === true && session.expiresAt > now;
  }

  async end(signInId: string): Promise<void> {
    const session = this.#sessions.get(signInId);
    if (session !== undefined) session.open = false;
  }
}
