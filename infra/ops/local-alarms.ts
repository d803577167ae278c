/** The alarms of a local run, as its page for operations has them. */
import * as z from 'zod';
import { STACKS } from '../stage.ts';

const listed = z.array(
  z.object({ name: z.string(), state: z.string(), description: z.string(), hasData: z.boolean() }),
);

/** One of them, without the stack's name. */
export type LocalAlarm = z.infer<typeof listed>[number];

/** @returns undefined where the run is not watched */
export async function localAlarms(ops: string): Promise<readonly LocalAlarm[] | undefined> {
  const response = await fetch(new URL('/alarms.json', ops)).catch(() => undefined);
  if (response === undefined) return undefined;
  const prefix = `${STACKS.pipeline}-`;
  return listed
    .parse(await response.json())
    .map((one) => ({ ...one, name: one.name.startsWith(prefix) ? one.name.slice(prefix.length) : one.name }));
}
