import type { Log } from '../../../../shared/runtime/log.ts';
import type { Meter } from '../../../../shared/runtime/meter.ts';

/** Counts what functions say, by code, and keeps nothing else. */
export class CountingLog implements Log {
  readonly said = new Map<string, number>();

  info({ code }: { readonly code: string }): void {
    this.said.set(code, (this.said.get(code) ?? 0) + 1);
  }
  warn = this.info;
  error = this.info;
}

export const noMeter: Meter = { count: () => {}, seconds: () => {} };
