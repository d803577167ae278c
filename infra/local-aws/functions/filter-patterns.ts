/** Lambda's event filter patterns, as event source mappings use them. */

import { LocalRunError } from '../local-run-error.ts';
import type { Json } from '../template/assembly.ts';

/** Whether a record fits one of the patterns; without patterns every record fits. */
export const fitsAny = (patterns: readonly Json[], record: unknown): boolean =>
  patterns.length === 0 || patterns.some((pattern) => fits(pattern, record));

function fits(pattern: Json, value: unknown): boolean {
  return Object.entries(pattern).every(([key, wanted]) => {
    if (key === '$or') return (wanted as Json[]).some((one) => fits(one, value));
    const actual = typeof value === 'object' && value !== null ? (value as Json)[key] : undefined;
    if (!Array.isArray(wanted)) return fits(wanted as Json, actual);
    const values = Array.isArray(actual) ? actual : [actual];
    return wanted.some((rule) => values.some((one) => obeys(rule, one)));
  });
}

function obeys(rule: unknown, value: unknown): boolean {
  if (typeof rule !== 'object' || rule === null)
    return rule === (value ?? null) && (rule !== null || value === null);
  const [[name, argument] = ['', undefined]] = Object.entries(rule);
  const text = typeof value === 'string' ? value : undefined;
  switch (name) {
    case 'exists':
      return (value !== undefined) === argument;
    case 'prefix':
      return text?.startsWith(String(argument)) ?? false;
    case 'suffix':
      return text?.endsWith(String(argument)) ?? false;
    case 'equals-ignore-case':
      return text?.toLowerCase() === String(argument).toLowerCase();
    case 'anything-but':
      return anythingBut(argument, value);
    case 'numeric':
      return inRange(argument as unknown[], value);
    default:
      throw new LocalRunError(
        `The local run does not know the filter rule ${JSON.stringify(rule)}. Teach it in infra/local-aws/functions/filter-patterns.ts.`,
      );
  }
}

function anythingBut(argument: unknown, value: unknown): boolean {
  if (value === undefined) return false;
  if (typeof argument === 'object' && argument !== null && !Array.isArray(argument))
    return !obeys(argument, value);
  return ![argument].flat().includes(value);
}

function inRange(rule: readonly unknown[], value: unknown): boolean {
  const number = Number(value);
  if (value === undefined || Number.isNaN(number)) return false;
  for (let index = 0; index < rule.length; index += 2) {
    const bound = Number(rule[index + 1]);
    const holds = {
      '=': number === bound,
      '<': number < bound,
      '<=': number <= bound,
      '>': number > bound,
      '>=': number >= bound,
    }[String(rule[index])];
    if (!holds) return false;
  }
  return true;
}
