/** `npm run ops` as an operator types it, against a run of a test: in this process, because each start would cost a second. */
import { afterAll, beforeAll } from 'vitest';
import { controlServer } from '../../infra/local/control-server.ts';
import { removeEndpoints, writeEndpoints } from '../../infra/local-aws/endpoints.ts';
import { listen } from '../../infra/local-aws/listen.ts';
import { localPlace } from '../../infra/ops/local-place.ts';
import { operate } from '../../infra/ops/operate.ts';
import { type Run, startRun, withoutCapacityReminders } from './a-run.ts';
import { wordsOf } from './command-lines.ts';

interface Said {
  readonly code: number;
  readonly words: string;
}

export interface Operator {
  /** A line of a runbook: `npm run ops -- look referrals-dlq`. */
  readonly type: (line: string) => Promise<Said>;
  readonly typeAll: (lines: readonly string[]) => Promise<readonly Said[]>;
  readonly stop: () => void;
}

/** Somebody at a terminal, once the run is up. */
export async function operatorOf({ localRun }: Pick<Run, 'localRun'>): Promise<Operator> {
  const { port } = localRun;
  writeEndpoints(port, localRun.endpoints);
  const server = await listen(
    controlServer(localRun, () => {}),
    port,
    'control',
  );
  const type = async (line: string): Promise<Said> => {
    const said: string[] = [];
    const args = wordsOf(line);
    const code = await operate(
      args,
      () => localPlace(port),
      (words) => said.push(words),
    );
    return { code, words: said.join('\n') };
  };
  return {
    type,
    typeAll: async (lines) => {
      const said: Said[] = [];
      for (const line of lines) said.push(await type(line));
      return said;
    },
    stop: () => {
      removeEndpoints(port);
      server.closeAllConnections();
      server.close();
    },
  };
}

/**
 * A run for the tests of a file, nobody reminded of places, with somebody at a terminal beside it.
 *
 * @param take is given both once they are up
 */
export function operatedRun(
  take: (run: Run, operator: Operator) => void,
  { watched = false }: { readonly watched?: boolean } = {},
): void {
  let run: Run | undefined;
  let operator: Operator | undefined;
  beforeAll(async () => {
    run = await startRun({ alter: withoutCapacityReminders, watched });
    operator = await operatorOf(run);
    take(run, operator);
  });
  afterAll(async () => {
    operator?.stop();
    await run?.stop();
  });
}
