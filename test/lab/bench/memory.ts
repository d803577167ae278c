/** The most memory that each function's processes held in a run, beside what the template gives them. */
import type { LocalRun } from '../../../infra/local-aws/local-run.ts';

export interface Memory {
  readonly name: string;
  readonly peakMegabytes: number;
  readonly configuredMegabytes: number;
}

/** @returns what was seen from now on, each function once it has run */
export function watchMemory(run: LocalRun): () => readonly Memory[] {
  const peaks = new Map<string, number>();
  run.on('invocation', ({ functionName, peakMegabytes = 0 }) =>
    peaks.set(functionName, Math.max(peaks.get(functionName) ?? 0, peakMegabytes)),
  );
  return () =>
    [...peaks].map(([name, peakMegabytes]) => ({
      name,
      peakMegabytes,
      configuredMegabytes: run.functionNamed(name).memoryMegabytes,
    }));
}

/** Of several runs the highest peak of each function. */
export const highest = (runs: readonly (readonly Memory[])[]): readonly Memory[] =>
  [...Map.groupBy(runs.flat(), ({ name }) => name).values()]
    .flatMap((seen) => seen.toSorted((a, b) => b.peakMegabytes - a.peakMegabytes).slice(0, 1))
    .toSorted((a, b) => a.name.localeCompare(b.name));
