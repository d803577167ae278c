/** Expressions of DynamoDB: those that the stores use, read and evaluated; everything else is refused loudly. */
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { reservedWords } from './reserved-words.ts';

export type Item = Readonly<Record<string, AttributeValue>>;

/** What DynamoDB says to a request that it cannot make sense of. */
export class Invalid extends Error {
  override readonly name = 'ValidationException';
}

/** What DynamoDB may well know and this does not: teach it, or do without. */
export class NotTaught extends Error {
  override readonly name = 'NotTaught';
  constructor(what: string) {
    super(
      `The tables in memory know nothing of ${what}: teach test/dynamodb, and compare it with DynamoDB Local.`,
    );
  }
}

export interface Placeholders {
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>> | undefined;
  readonly ExpressionAttributeValues?: Item | undefined;
}

type Operand =
  | { readonly kind: 'path'; readonly name: string }
  | { readonly kind: 'value'; readonly value: AttributeValue }
  | { readonly kind: 'if_not_exists'; readonly name: string; readonly other: Operand }
  | { readonly kind: 'size'; readonly name: string };
const comparisons = ['=', '<>', '<', '<=', '>', '>='] as const;
type Comparison = (typeof comparisons)[number];

export type Condition =
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Condition[] }
  | { readonly kind: 'not'; readonly part: Condition }
  | { readonly kind: 'compare'; readonly is: Comparison; readonly left: Operand; readonly right: Operand }
  | { readonly kind: 'between'; readonly of: Operand; readonly from: Operand; readonly to: Operand }
  | { readonly kind: 'exists' | 'not-exists'; readonly name: string }
  | { readonly kind: 'begins' | 'contains'; readonly of: Operand; readonly with: Operand };

type Term = { readonly sign: 1 | -1; readonly operand: Operand };
export interface Update {
  readonly set: readonly { readonly name: string; readonly terms: readonly Term[] }[];
  readonly add: readonly { readonly name: string; readonly value: AttributeValue }[];
  readonly remove: readonly string[];
}

const tokensOf = (expression: string): string[] => {
  const pattern = /\s*(?:([:#]?[A-Za-z_0-9]+)|(<>|<=|>=|[=<>(),+-]))/y;
  const tokens: string[] = [];
  while (pattern.lastIndex < expression.length) {
    const from = pattern.lastIndex;
    const found = pattern.exec(expression);
    if (found === null) {
      if (expression.slice(from).trim() === '') break;
      throw new NotTaught(`"${expression.slice(from).trim()}" in the expression "${expression}"`);
    }
    tokens.push(found[1] ?? found[2] ?? '');
  }
  return tokens;
};

const typeOf = (value: AttributeValue): string => Object.keys(value)[0] ?? '';

/** @throws Invalid for a value that stands in no order to others */
function inOrder(operator: string, side: Operand): void {
  if (side.kind === 'value' && !['S', 'N', 'B'].includes(typeOf(side.value)))
    throw new Invalid(
      `Incorrect operand type for operator or function; operator: ${operator}, operand type: ${typeOf(side.value)}`,
    );
}

/** All expressions of one request share their placeholders, and none may be left over. */
export class Expressions {
  readonly #names: Readonly<Record<string, string>>;
  readonly #values: Item;
  readonly #used = new Set<string>();
  readonly #placeholders: Placeholders;
  #read = 0;
  #tokens: string[] = [];
  #of = '';

  constructor({ ExpressionAttributeNames, ExpressionAttributeValues }: Placeholders) {
    this.#placeholders = { ExpressionAttributeNames, ExpressionAttributeValues };
    this.#names = ExpressionAttributeNames ?? {};
    this.#values = ExpressionAttributeValues ?? {};
  }

  /** @throws Invalid when a placeholder is given that no expression uses */
  finish(): void {
    for (const [kind, given] of Object.entries(this.#placeholders)) {
      if (given === undefined) continue;
      if (this.#read === 0) throw new Invalid(`${kind} can only be specified when using expressions`);
      const names = Object.keys(given);
      if (names.length === 0) throw new Invalid(`${kind} must not be empty`);
      const unused = names.filter((name) => !this.#used.has(name));
      if (unused.length > 0)
        throw new Invalid(`Value provided in ${kind} unused in expressions: keys: {${unused.join(', ')}}`);
    }
  }

  condition(expression: string): Condition {
    return this.#whole(expression, () => this.#or());
  }

  update(expression: string): Update {
    return this.#whole(expression, () => {
      const set: { name: string; terms: readonly Term[] }[] = [];
      const add: { name: string; value: AttributeValue }[] = [];
      const remove: string[] = [];
      const seen = new Set<string>();
      while (this.#tokens.length > 0) {
        const clause = this.#take().toUpperCase();
        if (seen.has(clause))
          throw new Invalid(`The "${clause}" section can only be used once in an update expression`);
        seen.add(clause);
        const each = (one: () => void) => {
          do one();
          while (this.#tokens[0] === ',' && this.#tokens.shift());
        };
        if (clause === 'SET')
          each(() => {
            const name = this.#path();
            this.#expect('=');
            set.push({ name, terms: this.#terms() });
          });
        else if (clause === 'ADD') each(() => add.push({ name: this.#path(), value: this.#value() }));
        else if (clause === 'REMOVE') each(() => remove.push(this.#path()));
        else throw new NotTaught(`the clause ${clause}`);
      }
      const names = [...set, ...add].map(({ name }) => name).concat(remove);
      if (new Set(names).size < names.length)
        throw new Invalid('Invalid UpdateExpression: Two document paths overlap with each other');
      return { set, add, remove };
    });
  }

  #whole<T>(expression: string, read: () => T): T {
    if (expression.trim() === '') throw new Invalid('The expression can not be empty;');
    this.#read += 1;
    this.#of = expression;
    this.#tokens = tokensOf(expression);
    const whole = read();
    if (this.#tokens.length > 0) this.#refuse();
    return whole;
  }

  #refuse(): never {
    throw new Invalid(`Syntax error in "${this.#of}"; near: "${this.#tokens.slice(0, 3).join(' ')}"`);
  }

  #take(): string {
    return this.#tokens.shift() ?? this.#refuse();
  }

  #expect(token: string): void {
    if (this.#tokens[0]?.toUpperCase() !== token) this.#refuse();
    this.#tokens.shift();
  }

  #list(word: 'AND' | 'OR', one: () => Condition): Condition {
    const parts = [one()];
    while (this.#tokens[0]?.toUpperCase() === word) {
      this.#tokens.shift();
      parts.push(one());
    }
    const [only] = parts;
    return parts.length === 1 && only ? only : { kind: word === 'AND' ? 'and' : 'or', parts };
  }

  #or(): Condition {
    return this.#list('OR', () => this.#list('AND', () => this.#not()));
  }

  #not(): Condition {
    if (this.#tokens[0]?.toUpperCase() !== 'NOT') return this.#single();
    this.#tokens.shift();
    return { kind: 'not', part: this.#not() };
  }

  #single(): Condition {
    if (this.#tokens[0] === '(') {
      this.#tokens.shift();
      const inner = this.#or();
      this.#expect(')');
      return inner;
    }
    if (this.#tokens[1] === '(' && this.#tokens[0] !== 'size') return this.#called();
    const left = this.#operand();
    if (this.#tokens[0]?.toUpperCase() === 'BETWEEN') {
      this.#tokens.shift();
      const from = this.#operand();
      this.#expect('AND');
      const to = this.#operand();
      for (const side of [left, from, to]) inOrder('BETWEEN', side);
      if (from.kind === 'value' && to.kind === 'value') {
        const order = compared(from.value, to.value);
        if (order === undefined || order > 0)
          throw new Invalid(
            'The BETWEEN operator requires same data type for lower and upper bounds, and upper bound to be greater than or equal to lower bound',
          );
      }
      return { kind: 'between', of: left, from, to };
    }
    const is = comparisons.find((one) => one === this.#tokens[0]) ?? this.#refuse();
    this.#tokens.shift();
    const right = this.#operand();
    if (left.kind === 'value' && right.kind === 'value') throw new NotTaught('a comparison of two values');
    if (JSON.stringify(left) === JSON.stringify(right))
      throw new Invalid(
        'The first operand must be distinct from the remaining operands for this operator or function',
      );
    if (is !== '=' && is !== '<>') for (const side of [left, right]) inOrder(is, side);
    return { kind: 'compare', is, left, right };
  }

  #called(): Condition {
    const name = this.#take();
    this.#expect('(');
    const closed = <T>(inner: T): T => {
      this.#expect(')');
      return inner;
    };
    switch (name) {
      case 'attribute_exists':
        return closed({ kind: 'exists', name: this.#path() });
      case 'attribute_not_exists':
        return closed({ kind: 'not-exists', name: this.#path() });
      case 'contains':
      case 'begins_with': {
        const of = this.#operand();
        this.#expect(',');
        return closed({ kind: name === 'contains' ? 'contains' : 'begins', of, with: this.#operand() });
      }
      default:
        throw new NotTaught(`the function ${name}`);
    }
  }

  #terms(): readonly Term[] {
    const first = { sign: 1, operand: this.#operand() } as const;
    const [sign] = this.#tokens;
    if (sign !== '+' && sign !== '-') return [first];
    this.#tokens.shift();
    return [first, { sign: sign === '+' ? 1 : -1, operand: this.#operand() }];
  }

  #operand(): Operand {
    if (this.#tokens[0]?.startsWith(':')) return { kind: 'value', value: this.#value() };
    if (this.#tokens[1] !== '(') return { kind: 'path', name: this.#path() };
    const name = this.#take();
    if (name === 'size') {
      this.#expect('(');
      const sized = this.#path();
      this.#expect(')');
      return { kind: 'size', name: sized };
    }
    if (name !== 'if_not_exists') throw new NotTaught(`the function ${name}`);
    this.#expect('(');
    const of = this.#path();
    this.#expect(',');
    const other = this.#operand();
    this.#expect(')');
    return { kind: 'if_not_exists', name: of, other };
  }

  #value(): AttributeValue {
    const token = this.#take();
    if (!token.startsWith(':')) this.#refuse();
    this.#used.add(token);
    const value = this.#values[token];
    if (value === undefined)
      throw new Invalid(
        `An expression attribute value used in expression is not defined; attribute value: ${token}`,
      );
    return value;
  }

  #path(): string {
    const token = this.#take();
    if (token.startsWith('#')) {
      this.#used.add(token);
      const name = this.#names[token];
      if (name === undefined)
        throw new Invalid(
          `An expression attribute name used in the document path is not defined; attribute name: ${token}`,
        );
      return name;
    }
    if (!/^[A-Za-z]/.test(token)) this.#refuse();
    if (reservedWords.has(token.toUpperCase()))
      throw new Invalid(`Attribute name is a reserved keyword; reserved keyword: ${token}`);
    return token;
  }
}

const sameBytes = (a: Uint8Array, b: Uint8Array): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

/** How two values of one type stand to each other; undefined for values that have no order between them. */
function compared(a: AttributeValue, b: AttributeValue): number | undefined {
  if (a.S !== undefined && b.S !== undefined) return Buffer.compare(Buffer.from(a.S), Buffer.from(b.S));
  if (a.N !== undefined && b.N !== undefined) return Number(a.N) - Number(b.N);
  if (a.B !== undefined && b.B !== undefined) return sameBytes(a.B, b.B);
  return undefined;
}

function equal(a: AttributeValue, b: AttributeValue): boolean {
  const order = compared(a, b);
  if (order !== undefined) return order === 0;
  if (typeOf(a) !== typeOf(b)) return false;
  if (a.BOOL !== undefined) return a.BOOL === b.BOOL;
  if (a.NULL !== undefined) return true;
  if (a.SS !== undefined && b.SS !== undefined)
    return JSON.stringify([...a.SS].sort()) === JSON.stringify([...b.SS].sort());
  throw new NotTaught(`equality of the type ${typeOf(a)}`);
}

function valueIn(operand: Operand, item: Item): AttributeValue | undefined {
  switch (operand.kind) {
    case 'value':
      return operand.value;
    case 'path':
      return item[operand.name];
    case 'if_not_exists':
      return item[operand.name] ?? valueIn(operand.other, item);
    case 'size': {
      const value = item[operand.name];
      if (value === undefined) return undefined;
      if (value.SS === undefined) throw new NotTaught(`the size of the type ${typeOf(value)}`);
      return { N: String(value.SS.length) };
    }
  }
}

export function holds(condition: Condition, item: Item): boolean {
  switch (condition.kind) {
    case 'and':
      return condition.parts.every((part) => holds(part, item));
    case 'or':
      return condition.parts.some((part) => holds(part, item));
    case 'not':
      return !holds(condition.part, item);
    case 'exists':
      return item[condition.name] !== undefined;
    case 'not-exists':
      return item[condition.name] === undefined;
    case 'begins': {
      const [of, start] = [valueIn(condition.of, item), valueIn(condition.with, item)];
      return of?.S !== undefined && start?.S !== undefined && of.S.startsWith(start.S);
    }
    case 'contains': {
      const [of, part] = [valueIn(condition.of, item), valueIn(condition.with, item)];
      if (of !== undefined && of.SS === undefined) throw new NotTaught(`contains of the type ${typeOf(of)}`);
      return part?.S !== undefined && of?.SS?.includes(part.S) === true;
    }
    case 'between': {
      const of = valueIn(condition.of, item);
      const [from, to] = [valueIn(condition.from, item), valueIn(condition.to, item)];
      if (!of || !from || !to) return false;
      const [low, high] = [compared(from, of), compared(of, to)];
      return low !== undefined && high !== undefined && low <= 0 && high <= 0;
    }
    case 'compare': {
      const [left, right] = [valueIn(condition.left, item), valueIn(condition.right, item)];
      // What is not there differs from everything, and stands in no order to anything.
      if (!left || !right) return condition.is === '<>';
      if (condition.is === '=') return equal(left, right);
      if (condition.is === '<>') return !equal(left, right);
      const order = compared(left, right);
      if (order === undefined) return false;
      if (condition.is === '<') return order < 0;
      if (condition.is === '<=') return order <= 0;
      return condition.is === '>' ? order > 0 : order >= 0;
    }
  }
}

const numberOf = (value: AttributeValue | undefined, words: string): number => {
  if (value?.N === undefined)
    throw new Invalid(`An operand in the update expression has an incorrect data type: ${words}`);
  return Number(value.N);
};
const summed = (numbers: readonly number[]): AttributeValue => {
  const sum = numbers.reduce((one, other) => one + other, 0);
  if (!numbers.every(Number.isSafeInteger) || !Number.isSafeInteger(sum))
    throw new NotTaught('sums of fractions');
  return { N: String(sum) };
};

/** An item as an update leaves it; every value is read from the item as it was. */
export function updated({ set, add, remove }: Update, item: Item): Item {
  const next: Record<string, AttributeValue> = { ...item };
  for (const { name, terms } of set) {
    const values = terms.map(({ operand }) => {
      const value = valueIn(operand, item);
      if (value === undefined)
        throw new Invalid('The provided expression refers to an attribute that does not exist in the item');
      return value;
    });
    const [only] = values;
    next[name] =
      values.length === 1 && only
        ? only
        : summed(values.map((value, at) => (terms[at]?.sign ?? 1) * numberOf(value, name)));
  }
  for (const { name, value } of add) {
    const held = item[name];
    if (value.N !== undefined)
      next[name] = held === undefined ? value : summed([numberOf(held, name), Number(value.N)]);
    else if (value.SS !== undefined) {
      if (held !== undefined && held.SS === undefined)
        throw new Invalid(`An operand in the update expression has an incorrect data type: ${name}`);
      next[name] = { SS: [...new Set([...(held?.SS ?? []), ...value.SS])] };
    } else
      throw new Invalid(
        `Incorrect operand type for operator or function; operator: ADD, operand type: ${typeOf(value)}`,
      );
  }
  for (const name of remove) delete next[name];
  return next;
}
