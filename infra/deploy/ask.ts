import { spawnSync } from 'node:child_process';
import type * as z from 'zod';

/** Runs a program and hands back what it printed. */
export type Run = (
  command: string,
  args: readonly string[],
) => { readonly ok: boolean; readonly out: string };

/** A day of a function's log. */
const MOST_BYTES = 256 * 1024 * 1024;

export const runQuietly: Run = (command, args) => {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    encoding: 'utf8',
    maxBuffer: MOST_BYTES,
  });
  return { ok: status === 0, out: error ? error.message : status === 0 ? stdout.trim() : stderr.trim() };
};

export type Answer<Data> = { readonly data: Data } | { readonly problem: string };

const jsonIn = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** Asks AWS one thing. That it cannot be asked is no answer, and is said so. */
export function ask<Data>(
  run: Run,
  region: string,
  question: readonly string[],
  shape: z.ZodType<Data>,
): Answer<Data> {
  const { ok, out } = run('aws', [...question, '--region', region, '--output', 'json']);
  if (!ok) return { problem: out };
  const read = shape.safeParse(out === '' ? {} : jsonIn(out));
  return read.success
    ? { data: read.data }
    : { problem: `${question.join(' ')} answers something else than expected` };
}
