/** The logs of a run's functions, with the fields that Logs Insights finds in them, and the queries that a template saves. */
import type { Invocation } from '../functions/function-runner.ts';
import type { Resource } from '../template/assembly.ts';
import type { LogRecord } from './insights.ts';

/** Some 20 MB of lines. */
const MOST_KEPT = 20_000;

export interface SavedQuery {
  readonly name: string;
  readonly text: string;
}

export const savedQueries = (resources: readonly Resource[]): readonly SavedQuery[] =>
  resources
    .filter(({ type }) => type === 'AWS::Logs::QueryDefinition')
    .map(({ properties: { Name, QueryString } }) => ({ name: String(Name), text: String(QueryString) }))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));

/** The fields of a JSON line, those of what is in it with dots: `a.b`, `list.0`. */
function fieldsOf(value: unknown, name: string): [string, string | number][] {
  if (value === null || value === undefined) return [];
  if (typeof value === 'object')
    return Object.entries(value).flatMap(([key, inner]) =>
      fieldsOf(inner, name === '' ? key : `${name}.${key}`),
    );
  return [[name, typeof value === 'number' ? value : String(value)]];
}

function jsonIn(line: string): unknown {
  const from = line.indexOf('{');
  try {
    return from < 0 ? undefined : (JSON.parse(line.slice(from)) as unknown);
  } catch {
    return undefined;
  }
}

/** As Insights shows it: `2026-11-23 09:00:00.000`, UTC. */
const timestamp = (at: number): string => new Date(at).toISOString().replace('T', ' ').replace('Z', '');

export class Logs {
  readonly #now: () => Date;
  #lines: LogRecord[] = [];

  constructor(now: () => Date) {
    this.#now = now;
  }

  /** The newest lines, the oldest of them first. */
  get lines(): readonly LogRecord[] {
    return this.#lines;
  }

  #keep(group: string, message: string, fields: LogRecord): void {
    const own = { '@timestamp': timestamp(this.#now().getTime()), '@message': message, '@log': group };
    this.#lines.push({ ...fields, ...own });
    if (this.#lines.length > MOST_KEPT + MOST_KEPT / 10) this.#lines = this.#lines.slice(-MOST_KEPT);
  }

  /** A line that a function wrote. */
  written(group: string, line: string): void {
    this.#keep(group, line, Object.fromEntries(fieldsOf(jsonIn(line) ?? {}, '')));
  }

  /** What Lambda itself writes when a run of a function is over. */
  ran(group: string, { milliseconds, peakMegabytes = 0, outcome }: Omit<Invocation, 'functionName'>): void {
    if (outcome.kind === 'failed' && /^(?:Sandbox|Runtime)\./.test(outcome.error.errorType))
      this.#keep(group, outcome.error.errorMessage, {});
    const [duration, memory] = [Math.round(milliseconds * 100) / 100, Math.ceil(peakMegabytes)];
    const message = `REPORT Duration: ${duration} ms Max Memory Used: ${memory} MB`;
    this.#keep(group, message, {
      '@type': 'REPORT',
      '@duration': duration,
      '@maxMemoryUsed': memory * 1_000_000,
    });
  }
}
