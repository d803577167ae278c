import { londonDate } from '../core/calendar/working-days.ts';
import type { CouncilStore } from '../ports/council-store.ts';
import { type CouncilTools, runCouncilCommand } from './run-council-command.ts';

/** Councils by name and code, as the published file and the table differ. */
export interface Followed {
  /** Those that the file no longer has: all of them are closed without an end. */
  readonly left: readonly string[];
  /** Those that it has again, and that were closed for that reason. */
  readonly back: readonly string[];
}

/**
 * Closes councils that the published file no longer has, so that none is left behind unseen, and opens those that it has again. What a coordinator
 * closed stays as it is. Done again, it changes nothing.
 *
 * @param codes every council of the file
 * @throws as runCouncilCommand
 */
export async function followFile(
  tools: CouncilTools & { readonly councils: Pick<CouncilStore, 'view'> },
  codes: ReadonlySet<string>,
): Promise<Followed> {
  const left: string[] = [];
  const back: string[] = [];
  const today = londonDate(tools.clock.now());
  const { councils } = await tools.councils.view();
  for (const { code, name, closing } of councils) {
    const because = closing?.because === 'not-in-file';
    if (codes.has(code) && !because) continue;
    const request = {
      code,
      actor: { kind: 'system', name: 'seed' },
      cause: `file-of-councils:${code}:${today}`,
    } as const;
    if (codes.has(code)) {
      back.push(`${name} (${code})`);
      await runCouncilCommand(tools, { ...request, command: { kind: 'reopen' } });
      continue;
    }
    left.push(`${name} (${code})`);
    const shut = closing !== undefined && closing.from <= today && closing.until === undefined;
    if (!shut)
      await runCouncilCommand(tools, {
        ...request,
        command: { kind: 'close', closing: { because: 'not-in-file', from: today } },
      });
  }
  return { left, back };
}
