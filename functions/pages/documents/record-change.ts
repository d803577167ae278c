import type { Case } from '../../../shared/core/case/case.ts';
import type { Command } from '../../../shared/core/case/command.ts';
import { actOnCase } from '../case/act-on-case.ts';
import type { PagesTools } from '../tools.ts';

/** Times that one change is tried while others write in the same case. */
const MOST_TRIES = 5;

type Change = Omit<Extract<Command, { kind: 'change-documents' }>, 'kind'>;

/** What was recorded last of a document, undefined when nothing was, and how many events the case has had. */
async function lastChange(cases: PagesTools['cases'], caseId: string, document: string) {
  const trail = await cases.trail(caseId);
  const last = trail.findLast(
    (event) => event.type === 'documents-changed.v1' && event.data.document === document,
  );
  return {
    change: last?.type === 'documents-changed.v1' ? last.data.change : undefined,
    cause: last?.trail?.cause,
    events: trail.length,
  };
}

/** Whether a removal of a document is the last that its trail says of it: what is listed all the same is about to go. */
export const isLeaving = async (
  { cases }: Pick<PagesTools, 'cases'>,
  { id }: Case,
  document: string,
): Promise<boolean> => (await lastChange(cases, id, document)).change === 'removed';

/**
 * Records that a document is about to be added or removed. Only then may the sealed list be changed. Whoever tries again after a
 * crash between the two finds the event, and does not record it twice.
 *
 * @param copy the copy that is listed until then, if any: with the document and the change it says which change this is
 * @returns why it may not be done, in words; undefined when it stands in the trail
 */
export async function recordChange(
  tools: PagesTools,
  { id: caseId }: Case,
  council: string,
  change: Change,
  copy: string | undefined,
): Promise<string | undefined> {
  const cause = `document:${change.document}:${change.change}:${copy ?? 'new'}`;
  for (let tries = 1; ; tries += 1) {
    const last = await lastChange(tools.cases, caseId, change.document);
    if (last.cause === cause) return undefined;
    let isOvertaken = false;
    const acted = await actOnCase(tools, {
      caseId,
      command: { kind: 'change-documents', ...change },
      actor: { kind: 'entry-authority', code: council },
      cause,
      // The same form sent twice at one moment: the second looks again, and finds the first's event.
      isOvertaken: ({ version }) => {
        isOvertaken = version !== last.events;
        return isOvertaken;
      },
    });
    if (acted.kind !== 'refused') return undefined;
    if (!isOvertaken || tries === MOST_TRIES) return acted.words;
  }
}
