import type { ApiReferral, ApiStore, FirstRequest, KeyChange, KeyState } from '../ports/api-store.ts';
import { copyOf } from './copies.ts';

/** Keys and requests in memory: the promises of `DynamoApiStore`. */
export class MemoryApiStore implements ApiStore {
  readonly #keys = new Map<
    string,
    { readonly hash: string | undefined; readonly before: string | undefined; readonly state: KeyState }
  >();
  readonly #ids = new Map<string, string>();
  readonly #referrals = new Map<string, { readonly referral: ApiReferral; readonly bodyMac: string }>();
  readonly #amendments = new Map<string, string>();
  readonly #counts = new Map<string, number>();

  async councilOf(keyHash: string, now: string): Promise<string | undefined> {
    return [...this.#keys].find(
      ([, { hash, before, state }]) =>
        hash === keyHash || (before === keyHash && Date.parse(now) < Date.parse(state.oldUntil ?? '')),
    )?.[0];
  }

  async replaceKey(
    council: string,
    keyHash: string,
    change: KeyChange & { readonly oldUntil?: string },
  ): Promise<'changed' | 'overtaken'> {
    if (this.#overtaken(council, change)) return 'overtaken';
    const { at, oldUntil } = change;
    const before = this.#keys.get(council)?.hash;
    const state = { ...this.#changed(council, change), since: at };
    this.#keys.set(council, {
      hash: keyHash,
      before,
      state: before === undefined || oldUntil === undefined ? state : { ...state, oldUntil },
    });
    return 'changed';
  }

  async revokeKeys(council: string, change: KeyChange): Promise<'changed' | 'overtaken'> {
    if (this.#overtaken(council, change)) return 'overtaken';
    this.#keys.set(council, { hash: undefined, before: undefined, state: this.#changed(council, change) });
    return 'changed';
  }

  async keyState(council: string): Promise<KeyState | undefined> {
    return copyOf(this.#keys.get(council)?.state);
  }

  #overtaken(council: string, { seen }: KeyChange): boolean {
    return seen !== undefined && seen !== (this.#keys.get(council)?.state.version ?? 0);
  }

  #changed(council: string, { at, by }: KeyChange): KeyState {
    return {
      version: (this.#keys.get(council)?.state.version ?? 0) + 1,
      changedAt: at,
      changedBy: by,
    };
  }

  async referralIdFor(council: string, idempotencyKey: string, fresh: string): Promise<string> {
    const key = JSON.stringify([council, idempotencyKey]);
    const id = this.#ids.get(key) ?? fresh;
    this.#ids.set(key, id);
    return id;
  }

  async rememberReferral(reference: string, referral: ApiReferral, bodyMac: string): Promise<FirstRequest> {
    const held = this.#referrals.get(reference);
    if (held === undefined) this.#referrals.set(reference, { referral: copyOf(referral), bodyMac });
    else if (held.bodyMac !== bodyMac || held.referral.referralId !== referral.referralId) return 'other';
    return held === undefined ? 'first' : 'again';
  }

  async referral(reference: string): Promise<ApiReferral | undefined> {
    return copyOf(this.#referrals.get(reference)?.referral);
  }

  async rememberAmendment(reference: string, id: string, bodyMac: string): Promise<FirstRequest> {
    const key = `${reference}#${id}`;
    const held = this.#amendments.get(key);
    if (held === undefined) this.#amendments.set(key, bodyMac);
    else if (held !== bodyMac) return 'other';
    return held === undefined ? 'first' : 'again';
  }

  async countRequest(council: string, minute: string): Promise<number> {
    const key = `${council}#${minute}`;
    const count = (this.#counts.get(key) ?? 0) + 1;
    this.#counts.set(key, count);
    return count;
  }
}
