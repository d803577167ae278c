import type { Case } from '../../../shared/core/case/case.ts';
import { momentWords } from '../../../shared/words/times.ts';
import type { PagesTools } from '../tools.ts';
import { eventWords } from '../words/event-words.ts';

/** What happened in a case last, for the end of its line; nothing where that is not known. */
export async function lastWords(
  { cases }: Pick<PagesTools, 'cases'>,
  { id, version }: Pick<Case, 'id' | 'version'>,
): Promise<string> {
  const last = await cases.event(id, version);
  return last === undefined ? '' : ` Last: ${eventWords(last).title}, at ${momentWords(last.at)}.`;
}
