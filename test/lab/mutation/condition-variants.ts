/** A condition as DynamoDB takes it: clauses of which all, or any, have to hold. */
type Condition =
  | { readonly kind: 'clause'; readonly words: string }
  | { readonly kind: 'AND' | 'OR'; readonly parts: readonly Condition[] };

const clause = (words: string): Condition => ({ kind: 'clause', words });

/** Words of a condition: brackets that group stand alone, those of a function stay with it. */
const wordsOf = (condition: string): readonly string[] =>
  condition.match(/\w+\([^()]*\)|[()]|[^\s()]+/g) ?? [];

/** @throws Error when a condition says what these clauses cannot */
function parsed(condition: string): Condition {
  const words = [...wordsOf(condition)];
  const refuse = (): never => {
    throw new Error(
      `Mutants of the condition "${condition}" cannot be made: teach condition-variants.ts its form.`,
    );
  };
  const list = (kind: 'AND' | 'OR', part: () => Condition): Condition => {
    const parts = [part()];
    while (words[0] === kind) {
      words.shift();
      parts.push(part());
    }
    const [only] = parts;
    return parts.length === 1 && only ? only : { kind, parts };
  };
  const single = (): Condition => {
    const first = words.shift() ?? refuse();
    if (first === '(') {
      const inner = any();
      return words.shift() === ')' ? inner : refuse();
    }
    if (first.endsWith(')')) return clause(first);
    const [operator = refuse(), right = refuse()] = words.splice(0, 2);
    return operator in comparisons ? clause(`${first} ${operator} ${right}`) : refuse();
  };
  const any = (): Condition => list('OR', () => list('AND', single));
  const whole = any();
  return words.length === 0 ? whole : refuse();
}

/** What each comparison could be mistaken for. */
const comparisons: Readonly<Record<string, readonly string[]>> = {
  '=': ['<>', '<=', '>='],
  '<>': ['='],
  '<': ['<=', '>='],
  '<=': ['<', '>'],
  '>': ['>=', '<'],
  '>=': ['>', '<'],
};

function changedClauses(words: string): readonly string[] {
  const [left = '', operator = '', right = ''] = words.split(' ');
  const others = comparisons[operator];
  if (others) return others.map((other) => `${left} ${other} ${right}`);
  if (words.startsWith('attribute_exists')) return [words.replace('attribute_', 'attribute_not_')];
  return words.startsWith('attribute_not_exists') ? [words.replace('_not', '')] : [];
}

const spelt = (condition: Condition, within?: 'AND'): string => {
  if (condition.kind === 'clause') return condition.words;
  const words = condition.parts.map((part) => spelt(part, condition.kind === 'AND' ? 'AND' : undefined));
  const joined = words.join(` ${condition.kind} `);
  return within && condition.kind === 'OR' ? `(${joined})` : joined;
};

/** Every condition with one mistake in it: a clause left out, AND for OR, another comparison. */
function changed(condition: Condition): readonly Condition[] {
  if (condition.kind === 'clause') return changedClauses(condition.words).map(clause);
  const { kind, parts } = condition;
  const without = parts.map((_, at): Condition => {
    const left = parts.toSpliced(at, 1);
    const [only] = left;
    return left.length === 1 && only ? only : { kind, parts: left };
  });
  const within = parts.flatMap((part, at) =>
    changed(part).map((other): Condition => ({ kind, parts: parts.with(at, other) })),
  );
  return [...without, { kind: kind === 'AND' ? 'OR' : 'AND', parts }, ...within];
}

const once = (variants: readonly string[], but: string) =>
  [...new Set(variants)].filter((variant) => variant !== but);

/** Everything that a condition of a write could be by one mistake; '' is none at all. */
export const variantsOf = (condition: string): readonly string[] => {
  const whole = parsed(condition);
  return once(['', ...changed(whole).map((one) => spelt(one))], spelt(whole));
};

/** The same of a query's condition: its partition has to be named, and all its clauses have to hold. */
export const variantsOfKey = (condition: string): readonly string[] => {
  const whole = parsed(condition);
  if (whole.kind !== 'AND') return [];
  const [partition, ...others] = whole.parts.map((part) => spelt(part));
  return others.flatMap((words, at) =>
    ['', ...changedClauses(words)]
      .filter((variant) => !variant.includes('<>'))
      .map((variant) => [partition, ...others.with(at, variant)].filter((part) => part !== '').join(' AND ')),
  );
};
