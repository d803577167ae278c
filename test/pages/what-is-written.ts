/** Notes everything that the pages do to a site besides reading it: a method that is not known to read counts as a write. */
import type { Site } from './site.ts';

/** Methods that only look. */
const reading: ReadonlySet<string> = new Set([
  'cases.read',
  'cases.open',
  'cases.neededBy',
  'cases.birthdays',
  'cases.receivedBy',
  'cases.comingTo',
  'cases.work',
  'cases.listed',
  'cases.listedIn',
  'cases.holders',
  'cases.moves',
  'cases.trail',
  'cases.event',
  'cases.decision',
  'cases.mergedInto',
  'councils.read',
  'figures.figures',
  'figures.care',
  'figures.countedUntil',
  'figures.fairness',
  'councils.view',
  'councils.turns',
  'councils.event',
  'councils.trail',
  'sealed.contacts',
  'sealed.reachable',
  'sealed.unreached',
  'sealed.deskState',
  'sealed.documents',
  'documents.verdict',
  'sealed.councilsAt',
  'sealed.particulars',
  'sealed.socialWorker',
  'signIns.session',
  'signIns.sessions',
  'signIns.isUsed',
  'signIns.lastLink',
  'signIns.linksVoidUpTo',
  'people.find',
  'people.read',
  'people.people',
  'rosters.read',
  'apiKeys.keyState',
  'apiKeys.councilOf',
  'drafts.read',
  'drafts.list',
  'replies.read',
  // Part of the answer to whoever posts, and seen by nobody else.
  'replies.keep',
]);

/** Not stores. */
const others: ReadonlySet<string> = new Set(['clock', 'key', 'log', 'policy', 'handle', 'phones']);

/** @returns the writes from now on, in their order, as store and method */
export function whatIsWritten(site: Site): string[] {
  const written: string[] = [];
  for (const [store, kept] of Object.entries(site)) {
    if (others.has(store)) continue;
    const target = kept as unknown as Record<string, (...given: unknown[]) => unknown>;
    for (const method of Object.getOwnPropertyNames(Object.getPrototypeOf(target))) {
      const act = target[method];
      const name = `${store}.${method}`;
      if (method === 'constructor' || typeof act !== 'function' || reading.has(name)) continue;
      target[method] = (...given) => {
        written.push(name);
        return act.apply(target, given);
      };
    }
  }
  return written;
}
