import type { Draft, DraftStore } from '../ports/draft-store.ts';
import { copyOf } from './copies.ts';

/** Drafts in memory: the promises of `DynamoDraftStore`. */
export class MemoryDraftStore implements DraftStore {
  readonly #drafts = new Map<string, Draft>();

  async read(council: string, id: string): Promise<Draft | undefined> {
    return copyOf(this.#drafts.get(`${council}/${id}`));
  }

  async list(council: string): Promise<readonly Draft[]> {
    return copyOf(
      [...this.#drafts.values()]
        .filter((draft) => draft.council === council)
        .sort((a, b) => (a.id < b.id ? -1 : 1)),
    );
  }

  async save(draft: Draft): Promise<'saved' | 'lost-race'> {
    const key = `${draft.council}/${draft.id}`;
    if ((this.#drafts.get(key)?.version ?? 0) !== draft.version - 1) return 'lost-race';
    this.#drafts.set(key, copyOf(draft));
    return 'saved';
  }
}
