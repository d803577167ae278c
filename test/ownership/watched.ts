/** What only looks. Whatever else a store can do counts as a change: a method that is added does until it is listed here. */
const looks: ReadonlySet<string> = new Set([
  // Cases and councils
  'read',
  'trail',
  'event',
  'due',
  'neededBy',
  'receivedBy',
  'comingTo',
  'work',
  'listed',
  'listedIn',
  'moves',
  'holders',
  'mergedInto',
  'birthdays',
  'decision',
  'view',
  'turns',
  'snapshot',
  'onCommit',
  'figures',
  'care',
  'countedUntil',
  'fairness',
  // What is sealed, documents and drafts
  'datesOfBirth',
  'particulars',
  'particularsAfter',
  'owner',
  'referrer',
  'socialWorker',
  'documents',
  'contacts',
  'reachable',
  'unreached',
  'deskState',
  'councilsAt',
  'sender',
  'verdict',
  'list',
  // Sessions and keys
  'session',
  'sessions',
  'linksVoidUpTo',
  'lastLink',
  'isUsed',
  'find',
  'people',
  'councilOf',
  'keyState',
  'referral',
]);

/** Changes that were asked of stores, as `store.method`, in order. Refused ones are among them: nothing may even be tried. */
export class Watch {
  #tried: string[] = [];

  /** Writes down from now on whatever is asked of this store that is not only a look. */
  on(name: string, store: object): void {
    const methods = Object.getOwnPropertyNames(Object.getPrototypeOf(store));
    for (const method of methods) {
      const act: unknown = Reflect.get(store, method);
      if (method === 'constructor' || typeof act !== 'function' || looks.has(method)) continue;
      // The list of open cases is only a look; opening a session is none.
      if (name === 'cases' && method === 'open') continue;
      Reflect.set(store, method, (...given: unknown[]) => {
        this.#tried.push(`${name}.${method}`);
        return Reflect.apply(act, store, given);
      });
    }
  }

  /** What was tried since this was asked last. */
  taken(): readonly string[] {
    const tried = this.#tried;
    this.#tried = [];
    return tried;
  }
}
