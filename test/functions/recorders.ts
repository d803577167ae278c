import { defined } from '../../shared/core/defined.ts';
import { MemoryQuarantine } from '../../shared/memory/memory-queue.ts';
import type { Log, Particulars } from '../../shared/runtime/log.ts';
import type { Saying } from '../../shared/runtime/log-messages.ts';
import type { Meter } from '../../shared/runtime/meter.ts';

/** A log that keeps its lines. */
export class RecordingLog implements Log {
  readonly lines: {
    readonly level: string;
    readonly code: string;
    readonly particulars: Particulars;
    readonly cause?: unknown;
  }[] = [];

  private keep(level: string, { code }: Saying, particulars: Particulars = {}, cause?: unknown): void {
    this.lines.push({ level, code, particulars, ...defined({ cause }) });
  }
  info(said: Saying, particulars?: Particulars): void {
    this.keep('info', said, particulars);
  }
  warn(said: Saying, particulars?: Particulars): void {
    this.keep('warn', said, particulars);
  }
  error(said: Saying, particulars?: Particulars, cause?: unknown): void {
    this.keep('error', said, particulars, cause);
  }
  codes(): string[] {
    return this.lines.map(({ code }) => code);
  }
}

/** A meter that keeps every value. */
export class RecordingMeter implements Meter {
  readonly values: { readonly name: string; readonly value: number }[] = [];

  count(name: string, by = 1): void {
    this.values.push({ name, value: by });
  }
  seconds(name: string, value: number): void {
    this.values.push({ name, value });
  }
  total(name: string): number {
    return this.values.filter((kept) => kept.name === name).reduce((sum, { value }) => sum + value, 0);
  }
  of(name: string): number[] {
    return this.values.filter((kept) => kept.name === name).map(({ value }) => value);
  }
}

/** What a function that reads a stream is given, all of it to look into afterwards. */
export const streamTools = () => ({
  log: new RecordingLog(),
  meter: new RecordingMeter(),
  quarantine: new MemoryQuarantine(),
});
