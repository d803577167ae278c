import { aFewAtATime } from '../../../shared/core/a-few-at-a-time.ts';
import type { Case } from '../../../shared/core/case/case.ts';
import { mergersOf } from '../../../shared/core/case/mergers.ts';
import type { PagesTools } from '../tools.ts';
import { unlessUnreadable } from './case-lists.ts';
import type { Need } from './needs-list.ts';

/** Cases whose sealed part is read side by side. */
const SIDE_BY_SIDE = 8;

/** What a council has referred that is in a case: also what was merged into it, and may have another reference of its own. */
const referralsBy = (theCase: Case, council: string): readonly string[] => [
  theCase.referralId,
  ...mergersOf(theCase).flatMap((one) => (one.council === council ? [one.referralId] : [])),
];

/**
 * By what a council itself knows the cases that it referred. It is the council's own word, and the only thing that is shown of what is sealed: so no
 * opening is recorded, as one is where it is shown what is sealed of a child.
 *
 * @returns by the reference of the case; of another council's case, or where none was given or can be read, nothing
 */
export async function ownReferences(
  tools: Pick<PagesTools, 'sealed' | 'log'>,
  cases: readonly Case[],
  council: string,
): Promise<ReadonlyMap<string, string>> {
  const own = cases.flatMap((one) =>
    one.facts.entryAuthority === council ? [{ id: one.id, referrals: referralsBy(one, council) }] : [],
  );
  const found = await aFewAtATime(own, SIDE_BY_SIDE, async ({ id, referrals }) => {
    const children = await Promise.all(
      referrals.map((referralId) => unlessUnreadable(tools, () => tools.sealed.particulars(referralId))),
    );
    const said = children.flatMap((those) => those ?? []).flatMap(({ ownReference }) => ownReference ?? []);
    return [id, [...new Set(said)].join(', ')] as const;
  });
  return new Map(found.filter(([, said]) => said !== ''));
}

/** Lines of a list, each with what its council calls the case. */
export const withOwnReference = (lines: readonly Need[], own: ReadonlyMap<string, string>): readonly Need[] =>
  lines.map((line) => {
    const said = 'caseId' in line.opens ? own.get(line.opens.caseId) : undefined;
    return said === undefined ? line : { ...line, own: said };
  });
