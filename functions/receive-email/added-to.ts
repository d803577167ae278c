import type { ReferralFacts } from '../../events/referral.ts';
import { factLabels } from '../../shared/words/fact-labels.ts';
import type { Draft } from './draft.ts';
import type { Problem } from './said.ts';

const TAKE_AWAY_WORDS =
  'The case names some already, and an email only adds to them. To take one away, sign in and correct it on the page of the case.';

/**
 * What an e-mail adds to a case: its areas to avoid and its links are put to those that the case has. An e-mail that takes one away may
 * only have forgotten it.
 */
export function addedTo(
  held: ReferralFacts,
  { facts, where }: Pick<Draft, 'facts' | 'where'>,
): { readonly facts: Partial<ReferralFacts>; readonly problems: readonly Problem[] } {
  const added: Partial<ReferralFacts> = { ...facts };
  const problems: Problem[] = [];
  for (const field of ['areasToAvoid', 'links'] as const) {
    const [before, given] = [held[field] ?? [], facts[field]];
    if (given === undefined || before.length === 0) continue;
    const all = new Map([...before, ...given].map((one) => [JSON.stringify(one), one]));
    if (given.length > 0) Object.assign(added, { [field]: [...all.values()] });
    else {
      delete added[field];
      problems.push({ where: `${where}, ${factLabels[field]}`, words: TAKE_AWAY_WORDS });
    }
  }
  return { facts: added, problems };
}
