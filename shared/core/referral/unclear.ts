import type { ReferralFacts } from '../../../events/referral.ts';
import type { ChildParticulars } from './particulars.ts';

/** What was said of a referral: facts, and what is sealed. */
interface Said {
  readonly facts: Partial<ReferralFacts>;
  readonly particulars: readonly ChildParticulars[];
}

/** Whether something was given that answers what had been unclear. The month of the 18th birthday stands for a date of birth that is not known. */
function isGiven(field: string, { facts, particulars }: Said): boolean {
  const [, number, own] = /^children\.(\d+)\.(\w+)$/.exec(field) ?? [];
  if (number === undefined) return facts[field as 'links'] !== undefined;
  const child = particulars.find((one) => one.number === Number(number));
  if (child?.[own as 'name'] !== undefined) return true;
  return (
    own === 'dateOfBirth' &&
    facts.children?.some((one) => one.number === Number(number) && one.turns18Month !== undefined) === true
  );
}

/**
 * What of a referral stays unclear after something more was said: what had been and was not given now, and what of that could not be
 * read either. Undefined when it stays as it was, so that an amendment which says nothing of it touches nothing.
 *
 * @param held what has been unclear
 * @param given what was given now, alone
 */
export function stillUnclear(
  held: readonly string[] | undefined,
  given: Said,
  unread: readonly string[] = [],
): string[] | undefined {
  const before = held ?? [];
  const now = [...new Set([...before.filter((field) => !isGiven(field, given)), ...unread])].toSorted();
  return now.length === before.length && now.every((field) => before.includes(field)) ? undefined : now;
}
