import type { EarlierReferral } from '../core/allocation/earlier-referrals.ts';

/** How an earlier referral ended, in whole words. `name`: how the councils are called. */
export function earlierWords(
  { reference, council, responsible, ended }: EarlierReferral,
  name: (code: string) => string,
): string {
  const how: Readonly<Record<EarlierReferral['ended'], string>> = {
    'assessed-as-adult': `assessed as an adult${responsible === council ? '' : ` while ${name(responsible)} was responsible`}`,
    'turned-18': 'by the date of birth recorded there they are 18',
    died: 'it was recorded that the child died',
    missing: `moved to ${name(responsible)}, and missing from its care`,
    'in-care': `moved to ${name(responsible)}, which has the child in care`,
    stayed: `the child stayed in the care of ${name(responsible)}`,
    'joined-family': 'the child joined family',
    'placement-ended': 'the care of the child ended',
    withdrawn: 'withdrawn',
  };
  return `An earlier referral by ${name(council)}, ${reference}, ended: ${how[ended]}.`;
}
