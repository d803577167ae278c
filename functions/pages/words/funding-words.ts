import { dateWords } from '../../../shared/core/calendar/working-days.ts';
import type { Case } from '../../../shared/core/case/case.ts';
import { fundingEvidence } from '../../../shared/core/case/funding-evidence.ts';
import type { Incentive } from '../../../shared/core/council/funding.ts';
import { plural } from '../../../shared/words/counting.ts';
import { momentWords } from '../../../shared/words/times.ts';
import type { Section } from '../views/page-model.ts';

const pounds = (amount: number): string => `£${amount.toLocaleString('en-GB')}`;

const since = (days: number): string => plural(days, 'working day');

/** The sum of an incentive, its time and the days on which it was in force. */
export const incentiveWords = ({ pounds: amount, withinWorkingDays, clock, from, to }: Incentive): string => {
  const window =
    withinWorkingDays === undefined
      ? 'no limit of days'
      : `within ${since(withinWorkingDays)} of the ${clock}`;
  return `${pounds(amount)}, ${window}, ${dateWords(from)} to ${dateWords(to)}`;
};

/** After the handover: what this record proves for whoever pays; no section before. */
export function fundingSection(theCase: Case): readonly Section[] {
  const evidence = fundingEvidence(theCase);
  if (evidence === undefined) return [];
  const { referredAt, notifiedAt, handedOverAt, workingDays, incentives } = evidence;
  return [
    {
      heading: 'What the record proves for funding',
      text: ['This service pays nothing. These are the times that a claim can rest on.'],
      rows: [
        {
          label: 'Referred',
          value: `${momentWords(referredAt)}, ${since(workingDays.referral)} before the handover`,
        },
        {
          label: 'Receiving authority first told',
          value: `${momentWords(notifiedAt)}, ${since(workingDays.notification)} before the handover`,
        },
        { label: 'Handed over', value: momentWords(handedOverAt) },
        {
          label: 'Incentives then',
          value:
            incentives.length === 0
              ? 'None known for a move from there on that day'
              : incentives
                  .map(
                    ({ incentive, inTime }) =>
                      `${incentiveWords(incentive)}: ${inTime ? 'in time' : 'not in time'}`,
                  )
                  .join('\n'),
        },
      ],
    },
  ];
}
