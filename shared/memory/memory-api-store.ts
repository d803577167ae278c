import type { ApiReferral, ApiStore, FirstRequest } from '../ports/api-store.ts';
import { copyOf } from './copies.ts';

/** Keys and requests in memory: the promises of `DynamoApiStore`. */
export class MemoryApiStore implements ApiStore {
  readonly #keys = new Map<
    string,
    { readonly hash: string; readonly before: string | undefined; readonly until: string }
  >();
  readonly #referrals = new Map<string, { readonly referral: ApiReferral; readonly bodyMac: string }>();
  readonly #amendments = new Map<string, string>();
  readonly #counts = new Map<string, number>();

  async councilOf(keyHash: string, now: string): Promise<string | undefined> {
    return [...this.#keys].find(
      ([, { hash, before, until }]) =>
        hash === keyHash || (before === keyHash && Date.parse(now) < Date.parse(until)),
    )?.[0];
  }

  async replaceKey(council: string, keyHash: string, at: string, oldUntil = at): Promise<void> {
    this.#keys.set(council, { hash: keyHash, before: this.#keys.get(council)?.hash, until: oldUntil });
  }

  async revokeKeys(council: string): Promise<void> {
    this.#keys.delete(council);
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
