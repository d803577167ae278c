import type { Case } from '../../../shared/core/case/case.ts';
import type { Command } from '../../../shared/core/case/command.ts';
import { actOnCase } from '../case/act-on-case.ts';
import { type Person, personIn } from '../forms/confirm-step.ts';
import type { PagesTools } from '../tools.ts';

/** Times that one change is tried while others write in the same case. */
const MOST_TRIES = 5;

/** Who adds or removes a document, and for which council. */
export interface Sender extends Person {
  readonly council: string;
}

type Asked = Extract<Command, { kind: 'change-documents' }>;

const LEAVES = 'This document is about to be removed. Nothing was changed';

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
 * Records that a document is about to be added, removed or said to be of a kind. Only then may the sealed list be changed. Whoever tries again after a
 * crash between the two finds the event, and does not record it twice.
 *
 * @param copy the copy that is listed until then, if any: with the document and the change it says which change this is
 * @returns why it may not be done, in words; undefined when it stands in the trail
 */
export async function recordChange(
  tools: PagesTools,
  { id: caseId }: Case,
  by: Sender,
  command: Asked,
  copy: string | undefined,
): Promise<string | undefined> {
  const { document, change, documentKind } = command;
  const cause = ['document', document, change, copy ?? 'new', ...(documentKind ? [documentKind] : [])].join(
    ':',
  );
  for (let tries = 1; ; tries += 1) {
    const last = await lastChange(tools.cases, caseId, document);
    if (last.cause === cause) return undefined;
    if (change === 'kind-said' && last.change === 'removed') return LEAVES;
    let isOvertaken = false;
    const acted = await actOnCase(tools, {
      caseId,
      command,
      actor: { kind: 'entry-authority', code: by.council, ...personIn({ ...by }) },
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
