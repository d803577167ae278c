/**
 * CloudWatch Logs Insights, as far as saved queries here use it
 * (https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax.html): `fields`, `display`, `filter`, `stats … by`, `sort`, `limit`.
 */
import { LocalRunError } from '../local-run-error.ts';

/** A line of a log with the fields that Insights finds in it: its own (`@timestamp`, `@message`), and those of a JSON line. */
export type LogRecord = Readonly<Record<string, string | number>>;
type Value = string | number | undefined;

export interface Found {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Value[])[];
}

/** The most that a query gives back when it does not say how many. */
const LIMIT = 10_000;

const unknown = (what: string, text: string): LocalRunError =>
  new LocalRunError(
    `The local run does not understand ${what} in the query "${text}". Teach it in infra/local-aws/ops/insights.ts.`,
  );

type Condition = (record: LogRecord) => boolean;

interface Aggregate {
  readonly name: string;
  readonly of: (records: readonly LogRecord[]) => Value;
}

interface Query {
  shown: readonly string[];
  readonly filters: Condition[];
  stats?: { readonly aggregates: readonly Aggregate[]; readonly by: readonly string[] };
  sort?: { readonly field: string; readonly up: boolean };
  limit: number;
}

const compared = (left: Value, right: Value): number => {
  const [a, b] = [Number(left), Number(right)];
  if (!Number.isNaN(a) && !Number.isNaN(b)) return a - b;
  return String(left) < String(right) ? -1 : Number(String(left) > String(right));
};

const comparisons: Readonly<Record<string, (left: Value, right: Value) => boolean>> = {
  '=': (left, right) => left !== undefined && compared(left, right) === 0,
  '!=': (left, right) => left === undefined || compared(left, right) !== 0,
  '<': (left, right) => left !== undefined && compared(left, right) < 0,
  '<=': (left, right) => left !== undefined && compared(left, right) <= 0,
  '>': (left, right) => left !== undefined && compared(left, right) > 0,
  '>=': (left, right) => left !== undefined && compared(left, right) >= 0,
};

const numbersIn = (values: readonly Value[]): number[] =>
  values.map(Number).filter((value) => !Number.isNaN(value));
const ordered = (values: readonly Value[]): readonly Value[] => values.toSorted(compared);

const aggregates: Readonly<Record<string, (values: readonly Value[], part: number) => Value>> = {
  count: (values) => values.length,
  sum: (values) => numbersIn(values).reduce((total, value) => total + value, 0),
  avg: (values) => {
    const numbers = numbersIn(values);
    return numbers.length === 0 ? undefined : numbers.reduce((total, one) => total + one, 0) / numbers.length;
  },
  min: (values) => ordered(values)[0],
  max: (values) => ordered(values).at(-1),
  pct: (values, part) => {
    const numbers = numbersIn(values).toSorted((a, b) => a - b);
    return numbers[Math.max(0, Math.ceil((part / 100) * numbers.length) - 1)];
  },
};

const TOKEN =
  /\s*(?:("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|(\/(?:[^/\\]|\\.)+\/)|(!=|<=|>=|=|<|>|[(),[\]*])|([@\w][\w.@]*)|(-?\d+(?:\.\d+)?))/y;

interface Token {
  readonly kind: 'text' | 'pattern' | 'sign' | 'word';
  readonly value: string;
}

/** Tokens of one command; a bar between quotes or slashes is no end of it. */
function commandsOf(text: string): readonly (readonly Token[])[] {
  const commands: Token[][] = [[]];
  let at = 0;
  while (text.slice(at).trim() !== '') {
    const bar = /^\s*\|/.exec(text.slice(at));
    if (bar !== null) {
      commands.push([]);
      at += bar[0].length;
      continue;
    }
    TOKEN.lastIndex = at;
    const found = TOKEN.exec(text);
    if (found === null) throw unknown(`"${text.slice(at).trim().slice(0, 20)}"`, text);
    at = TOKEN.lastIndex;
    const [, quoted, pattern, sign, word, number] = found;
    const token: Token =
      quoted !== undefined
        ? { kind: 'text', value: quoted.slice(1, -1).replaceAll(/\\(.)/g, '$1') }
        : pattern !== undefined
          ? { kind: 'pattern', value: pattern.slice(1, -1) }
          : sign !== undefined
            ? { kind: 'sign', value: sign }
            : { kind: 'word', value: word ?? number ?? '' };
    commands.at(-1)?.push(token);
  }
  return commands.filter((command) => command.length > 0);
}

class Command {
  readonly #text: string;
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(tokens: readonly Token[], text: string) {
    this.#tokens = tokens;
    this.#text = text;
  }

  get over(): boolean {
    return this.#at >= this.#tokens.length;
  }

  next(): Token {
    const token = this.#tokens[this.#at];
    if (token === undefined) throw unknown('its end', this.#text);
    this.#at += 1;
    return token;
  }

  /** Takes a sign or a word if it is next, in any case. */
  takes(value: string): boolean {
    const token = this.#tokens[this.#at];
    const is =
      token !== undefined && ['sign', 'word'].includes(token.kind) && token.value.toLowerCase() === value;
    if (is) this.#at += 1;
    return is;
  }

  needs(value: string): void {
    if (!this.takes(value)) throw unknown(`the lack of "${value}"`, this.#text);
  }

  word(): string {
    const { kind, value } = this.next();
    if (kind !== 'word') throw unknown(`"${value}"`, this.#text);
    return value;
  }

  words(): string[] {
    const all = [this.word()];
    while (this.takes(',')) all.push(this.word());
    return all;
  }

  refuseRest(): void {
    if (!this.over) throw unknown(`"${this.next().value}"`, this.#text);
  }

  /** `or` binds looser than `and`, `and` than `not`. */
  condition(): Condition {
    let left = this.#both();
    while (this.takes('or')) {
      const [before, after] = [left, this.#both()];
      left = (record) => before(record) || after(record);
    }
    return left;
  }

  #both(): Condition {
    let left = this.#one();
    while (this.takes('and')) {
      const [before, after] = [left, this.#one()];
      left = (record) => before(record) && after(record);
    }
    return left;
  }

  #one(): Condition {
    if (this.takes('not')) {
      const inner = this.#one();
      return (record) => !inner(record);
    }
    if (this.takes('(')) {
      const inner = this.condition();
      this.needs(')');
      return inner;
    }
    if (this.takes('ispresent')) {
      this.needs('(');
      const field = this.word();
      this.needs(')');
      return (record) => record[field] !== undefined;
    }
    return this.#comparison(this.word());
  }

  #comparison(field: string): Condition {
    const negated = this.takes('not');
    if (this.takes('like')) {
      const { kind, value } = this.next();
      const fits =
        kind === 'pattern'
          ? (text: string) => new RegExp(value).test(text)
          : (text: string) => text.includes(value);
      return (record) => fits(String(record[field] ?? '')) !== negated;
    }
    if (this.takes('in')) {
      this.needs('[');
      const values = [this.next().value];
      while (this.takes(',')) values.push(this.next().value);
      this.needs(']');
      return (record) => values.some((value) => compared(record[field], value) === 0) !== negated;
    }
    const { value: sign } = this.next();
    const compare = comparisons[sign];
    if (compare === undefined || negated) throw unknown(`"${sign}"`, this.#text);
    const { value } = this.next();
    return (record) => compare(record[field], value);
  }

  aggregate(): Aggregate {
    const called = this.word();
    const reckon = aggregates[called];
    if (reckon === undefined) throw unknown(called, this.#text);
    this.needs('(');
    const field = this.takes('*') ? undefined : this.word();
    const part = this.takes(',') ? Number(this.word()) : 0;
    this.needs(')');
    const name = this.takes('as') ? this.word() : `${called}(${field ?? '*'})`;
    return {
      name,
      of: (records) =>
        reckon(
          field === undefined
            ? records.map(() => 1)
            : records.map((one) => one[field]).filter((one) => one !== undefined),
          part,
        ),
    };
  }
}

function read(text: string): Query {
  const query: Query = { shown: ['@timestamp', '@message'], filters: [], limit: LIMIT };
  for (const tokens of commandsOf(text)) {
    const command = new Command(tokens, text);
    const name = command.word();
    if (name === 'fields' || name === 'display') query.shown = command.words();
    else if (name === 'filter') query.filters.push(command.condition());
    else if (name === 'stats') {
      const all = [command.aggregate()];
      while (command.takes(',')) all.push(command.aggregate());
      query.stats = { aggregates: all, by: command.takes('by') ? command.words() : [] };
    } else if (name === 'sort') {
      const field = command.word();
      const up = command.takes('asc') || !command.takes('desc');
      query.sort = { field, up };
    } else if (name === 'limit') query.limit = Number(command.word());
    else throw unknown(name, text);
    command.refuseRest();
  }
  return query;
}

function summed({ aggregates: all, by }: NonNullable<Query['stats']>, records: readonly LogRecord[]): Found {
  const groups = Map.groupBy(records, (record) => JSON.stringify(by.map((field) => record[field] ?? null)));
  return {
    columns: [...by, ...all.map(({ name }) => name)],
    rows: [...groups.values()].map((group) => [
      ...by.map((field) => group[0]?.[field]),
      ...all.map(({ of }) => of(group)),
    ]),
  };
}

/**
 * Carries out a query over lines of logs; the newest first where it does not say otherwise.
 *
 * @throws LocalRunError for whatever of it is not known here
 */
export function insights(text: string, lines: readonly LogRecord[]): Found {
  const { shown, filters, stats, sort, limit } = read(text);
  const records = lines.filter((record) => filters.every((fits) => fits(record)));
  if (stats !== undefined) {
    const { columns, rows } = summed(stats, records);
    const at = sort === undefined ? -1 : columns.indexOf(sort.field);
    if (sort !== undefined && at < 0) throw unknown(`sorting by ${sort.field}`, text);
    const sorted =
      sort === undefined ? rows : rows.toSorted((a, b) => compared(a[at], b[at]) * (sort.up ? 1 : -1));
    return { columns, rows: sorted.slice(0, limit) };
  }
  const { field, up } = sort ?? { field: '@timestamp', up: false };
  const sorted = records.toSorted((a, b) => compared(a[field], b[field]) * (up ? 1 : -1));
  return {
    columns: shown,
    rows: sorted.slice(0, limit).map((record) => shown.map((column) => record[column])),
  };
}
