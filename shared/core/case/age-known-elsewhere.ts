import { knownBecause } from '../../../events/age-known-elsewhere.v1.ts';
import type { DataOf } from '../../../events/catalogue.ts';
import { childrenWhoCount } from '../allocation/missing-facts.ts';
import { hasEnded, successorsOf } from '../calendar/in-force.ts';
import type { Case } from './case.ts';

type Known = DataOf<'age-known-elsewhere.v1'>['councils'][number];
type Because = Known['because'][number];

/**
 * The councils, other than the entry authority, that by the referral may know how old its children are: whom a child came to before
 * (form: previous presentation elsewhere), and who leads or made an age assessment. One that has ended is who took over from it. Manchester and
 * Oxfordshire (2020), Birmingham and Croydon (2021) disputed for years what one of them had found before, and the other did not know of.
 *
 * @param today London's date
 */
export function ageKnownBy(
  { facts, turned18 }: Pick<Case, 'facts' | 'turned18'>,
  today: string,
): readonly Known[] {
  const { presentedElsewhere, presentedTo, entryAuthority } = facts;
  const said: (readonly [string, Because])[] = [];
  if (presentedTo !== undefined && presentedElsewhere !== 'no') said.push([presentedTo, 'presented-before']);
  for (const { ageAssessment, ageAssessmentLedBy: ledBy } of childrenWhoCount({ facts, turned18 })) {
    if (ledBy === undefined) continue;
    if (ageAssessment === 'under-way') said.push([ledBy, 'leads']);
    if (ageAssessment === 'complete') said.push([ledBy, 'assessed']);
  }
  const now = said.flatMap(([council, because]) =>
    (hasEnded(council, today) ? successorsOf(council) : [council]).map((code) => ({ code, because })),
  );
  return [...Map.groupBy(now, ({ code }) => code)]
    .filter(([code]) => code !== entryAuthority)
    .map(([council, all]) => ({
      council,
      because: knownBecause.filter((one) => all.some(({ because }) => because === one)),
    }));
}
