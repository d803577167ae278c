/**
 * CloudWatch's metric maths, as far as alarms here use it
 * (https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html#metric-math-syntax).
 */
import { LocalRunError } from '../local-run-error.ts';
import type { Point } from './metrics.ts';

/** A time series, one number, or several of them. */
type Value = number | readonly Point[] | { readonly several: readonly Value[] };

export interface Scope {
  /** What an id stands for. @throws LocalRunError when there is no such id */
  readonly series: (id: string) => readonly Point[];
  /** How many periods each series has. */
  readonly periods: number;
  /**
   * Whether `FILL` makes points of a metric that has none in the whole range. AWS does not say: whoever has to rely on it asks both.
   *
   * @default true
   */
  readonly fillsNothing?: boolean;
}

export type Expression = (scope: Scope) => Value;

const unknown = (what: string, text: string): LocalRunError =>
  new LocalRunError(
    `The local run does not understand ${what} in the metric maths "${text}". Teach it in infra/local-aws/alarms/metric-maths.ts.`,
  );

const isSeries = (value: Value): value is readonly Point[] => Array.isArray(value);

/** Point by point; where either has none, there is none. A number is the same at every point. */
function pointwise(reckon: (...points: readonly number[]) => number, values: readonly Value[]): Value {
  const length = values.find(isSeries)?.length;
  const at = (index: number): Point => {
    const points = values.map((value) => (isSeries(value) ? value[index] : (value as number)));
    if (points.some((point) => point === undefined)) return undefined;
    const result = reckon(...(points as number[]));
    return Number.isFinite(result) ? result : undefined;
  };
  if (length === undefined) return reckon(...(values as number[]));
  return Array.from({ length }, (_, index) => at(index));
}

/** Over several series: point by point among those that have one. Over one series: a single number. */
function over(reckon: (points: readonly number[]) => number, value: Value, periods: number): Value {
  const there = (points: readonly Point[]): number[] => points.filter((point) => point !== undefined);
  if (typeof value === 'number') return value;
  if (isSeries(value)) {
    const points = there(value);
    return points.length === 0 ? [] : reckon(points);
  }
  return Array.from({ length: periods }, (_, index) => {
    const points = there(value.several.map((one) => (isSeries(one) ? one[index] : (one as number))));
    return points.length === 0 ? undefined : reckon(points);
  });
}

function fill(value: Value, filling: Value | 'REPEAT', { fillsNothing = true, periods }: Scope): Value {
  if (!isSeries(value)) return value;
  if (value.every((point) => point === undefined) && !fillsNothing) return value;
  let last: Point;
  return Array.from({ length: periods }, (_, index) => {
    const point = value[index];
    last = point ?? last;
    if (point !== undefined) return point;
    return filling === 'REPEAT' ? last : isSeries(filling) ? filling[index] : (filling as number);
  });
}

const aggregates: Readonly<Record<string, (points: readonly number[]) => number>> = {
  MAX: (points) => Math.max(...points),
  MIN: (points) => Math.min(...points),
  SUM: (points) => points.reduce((total, point) => total + point, 0),
  AVG: (points) => points.reduce((total, point) => total + point, 0) / points.length,
};

const operators: readonly Readonly<Record<string, (left: number, right: number) => number>>[] = [
  { OR: (a, b) => Number(a !== 0 || b !== 0), '||': (a, b) => Number(a !== 0 || b !== 0) },
  { AND: (a, b) => Number(a !== 0 && b !== 0), '&&': (a, b) => Number(a !== 0 && b !== 0) },
  {
    '==': (a, b) => Number(a === b),
    '!=': (a, b) => Number(a !== b),
    '<=': (a, b) => Number(a <= b),
    '>=': (a, b) => Number(a >= b),
    '<': (a, b) => Number(a < b),
    '>': (a, b) => Number(a > b),
  },
  { '+': (a, b) => a + b, '-': (a, b) => a - b },
  { '*': (a, b) => a * b, '/': (a, b) => a / b },
];

const tokensOf = (text: string): readonly string[] => {
  const tokens = text.match(/\d+(?:\.\d+)?|[A-Za-z]\w*|==|!=|<=|>=|&&|\|\||[-+*/<>()[\],]/g) ?? [];
  if (tokens.join('') !== text.replaceAll(/\s/g, '')) throw unknown('a sign', text);
  return tokens;
};

class Parser {
  readonly #text: string;
  readonly #tokens: readonly string[];
  #at = 0;

  constructor(text: string) {
    this.#text = text;
    this.#tokens = tokensOf(text);
  }

  whole(): Expression {
    const expression = this.#level(0);
    if (this.#at < this.#tokens.length) throw unknown(`"${this.#tokens[this.#at]}"`, this.#text);
    return expression;
  }

  #take(token: string): void {
    if (this.#tokens[this.#at] !== token) throw unknown(`the lack of "${token}"`, this.#text);
    this.#at += 1;
  }

  /** Operators of one precedence, the loosest first. */
  #level(level: number): Expression {
    const table = operators[level];
    if (table === undefined) return this.#unary();
    let left = this.#level(level + 1);
    for (;;) {
      const reckon = table[this.#tokens[this.#at] ?? ''];
      if (reckon === undefined) return left;
      this.#at += 1;
      const [before, after] = [left, this.#level(level + 1)];
      left = (scope) => pointwise(reckon, [before(scope), after(scope)]);
    }
  }

  #unary(): Expression {
    if (this.#tokens[this.#at] !== '-') return this.#atom();
    this.#at += 1;
    const of = this.#unary();
    return (scope) => pointwise((point) => -point, [of(scope)]);
  }

  #list(end: string): Expression[] {
    const parts: Expression[] = [];
    while (this.#tokens[this.#at] !== end) {
      if (parts.length > 0) this.#take(',');
      parts.push(this.#level(0));
    }
    this.#take(end);
    return parts;
  }

  #atom(): Expression {
    const token = this.#tokens[this.#at] ?? '';
    this.#at += 1;
    if (/^\d/.test(token)) return () => Number(token);
    if (token === '(') {
      const inner = this.#level(0);
      this.#take(')');
      return inner;
    }
    if (token === '[') {
      const parts = this.#list(']');
      return (scope) => ({ several: parts.map((part) => part(scope)) });
    }
    if (/^[a-z]/.test(token)) return ({ series }) => series(token);
    if (token === 'REPEAT') throw unknown('REPEAT outside of FILL', this.#text);
    if (/^[A-Z]/.test(token)) return this.#call(token);
    throw unknown(`"${token}"`, this.#text);
  }

  #call(name: string): Expression {
    this.#take('(');
    const reckon = aggregates[name];
    if (name === 'FILL') {
      const of = this.#level(0);
      this.#take(',');
      if (this.#tokens[this.#at] === 'REPEAT') {
        this.#at += 1;
        this.#take(')');
        return (scope) => fill(of(scope), 'REPEAT', scope);
      }
      const [filling] = this.#list(')');
      if (filling === undefined) throw unknown('FILL without a filling', this.#text);
      return (scope) => fill(of(scope), filling(scope), scope);
    }
    const parts = this.#list(')');
    const [first, yes, no] = parts;
    if (reckon !== undefined && first !== undefined && parts.length === 1)
      return (scope) => over(reckon, first(scope), scope.periods);
    if (name === 'IF' && first !== undefined && yes !== undefined && no !== undefined)
      return (scope) =>
        pointwise((when, a, b) => (when !== 0 ? a : b) as number, [first(scope), yes(scope), no(scope)]);
    throw unknown(name, this.#text);
  }
}

/** Reads an expression. @throws LocalRunError for whatever is not known here */
export const readExpression = (text: string): Expression => new Parser(text).whole();

/** The points that an expression comes to. @throws LocalRunError when it comes to several series, of which an alarm takes one */
export function pointsOf(expression: Expression, scope: Scope): readonly Point[] {
  const value = expression(scope);
  if (typeof value === 'number') return Array.from({ length: scope.periods }, () => value);
  if (isSeries(value)) return value;
  throw new LocalRunError('An alarm reads one series, and its metric maths comes to several.');
}
