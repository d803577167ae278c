import { aFewAtATime } from '../../../shared/core/a-few-at-a-time.ts';
import type { Case } from '../../../shared/core/case/case.ts';
import type { CaseStore } from '../../../shared/ports/case-store.ts';

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

/** The cases of these references; one that is not there is left out. */
export const readAll = async (
  cases: Pick<CaseStore, 'read'>,
  ids: readonly string[],
): Promise<readonly Case[]> =>
  (await aFewAtATime(ids, SIDE_BY_SIDE, (id) => cases.read(id))).filter((found) => found !== undefined);
