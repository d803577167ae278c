import { aFewAtATime } from '../../../shared/core/a-few-at-a-time.ts';
import type { Case } from '../../../shared/core/case/case.ts';
import { UnreadableItem } from '../../../shared/ports/unreadable-item.ts';
import { logMessages } from '../../../shared/runtime/log-messages.ts';
import type { PagesTools } from '../tools.ts';

/** A line of any list. */
interface OfCase {
  readonly caseId: string;
}

export const caseIdOf = ({ caseId }: OfCase): string => caseId;

/** All that a list holds, in its order. */
export async function allOf<Item>(list: AsyncIterable<Item>): Promise<readonly Item[]> {
  const all: Item[] = [];
  for await (const one of list) all.push(one);
  return all;
}

/** The references of a list, in its order. */
export const idsOf = async (list: AsyncIterable<OfCase>): Promise<readonly string[]> =>
  (await allOf(list)).map(caseIdOf);

/** Cases that are read side by side: a page of a list at once, and no more of a council's whole list. */
const SIDE_BY_SIDE = 25;

/** What is read for a list; undefined of a stored item that nobody can read, which the log names: one takes no list down. */
export async function unlessUnreadable<Read>(
  { log }: Pick<PagesTools, 'log'>,
  read: () => Promise<Read>,
): Promise<Read | undefined> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof UnreadableItem)) throw error;
    log.error(logMessages.itemUnreadable, {}, error);
    return undefined;
  }
}

/** The cases of these references; one that is not there, or that nobody can read, is left out. */
export const readAll = async (
  tools: Pick<PagesTools, 'cases' | 'log'>,
  ids: readonly string[],
): Promise<readonly Case[]> =>
  (await aFewAtATime(ids, SIDE_BY_SIDE, (id) => unlessUnreadable(tools, () => tools.cases.read(id)))).filter(
    (found) => found !== undefined,
  );
