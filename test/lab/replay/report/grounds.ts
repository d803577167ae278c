/** What the report rests on: what is real, what is assumed, and what changes with what is assumed. */
import { assumptions } from '../assumptions.ts';
import type { Story } from '../story.ts';
import { escaped, figure, list, paragraph, percent, table } from './html.ts';

const real = [
  'How many children each authority sent to others, and took from others and from ports, in each of the 29 quarters (Home Office).',
  'How many unaccompanied children each English authority looked after on 31 March of each year, and how many children live there (DfE, ONS); in between, straight lines.',
  'The 212 authorities, their regions, the middles of their areas, and the bank holidays of each nation.',
  'The rules: the allocation check and the rota are the production code, unmodified, under a released policy or one with the changes named above.',
];

const assumed = ({ options }: Story): readonly string[] => {
  const { siblings, links, needs, ages, supportedAccommodation, answers, moveAfter } = assumptions;
  return [
    `Days: the children of a quarter come on its working days by chance (seed ${options.seed}). Children from a port are taken to be in Kent, at Dover.`,
    `Siblings: ${percent(siblings.two, 1)} of the referrals are two children together, ${percent(siblings.three, 1)} three.`,
    `Links: ${percent(links.family)} have family in a council’s area who cannot care for them, ${percent(links.sibling)} a sibling, ${percent(links.community)} a community; where, by child population.`,
    `Needs: ${percent(needs.trafficking)} were referred as possible victims of trafficking; medical care ${percent(needs.medicalCare)}, mental health ${percent(needs.mentalHealthSupport)}, special educational needs ${percent(needs.specialEducationalNeeds)}, step-free access ${percent(needs.stepFreeAccess)}. ${percent(supportedAccommodation)} of those aged 16 or 17 need supported accommodation.`,
    `Ages: ${Object.entries(ages)
      .map(([age, part]) => `${age}: ${percent(part)}`)
      .join(
        ', ',
      )}; that 87 % are 16 or 17 is published for those in care in March 2022. A child leaves the council’s count on the 18th birthday.`,
    `Answers: ${percent(answers.accepts)} of the offers are accepted, ${percent(1 - answers.accepts - answers.silent)} declined, ${percent(answers.silent)} left unanswered until the deadline, drawn for each offer${options.councils === undefined ? '' : ' (here not: each council is silent or not for good, as said above, and what is left unanswered otherwise is declined)'}; with a need, ${percent(answers.accepts * answers.withNeed)} are accepted. ${percent(answers.sameDay)} of the answers come on the same day. ${percent(answers.backUpYes)} of the willing back-ups say so before they are asked.`,
    `Moves: ${moveAfter.least} to ${moveAfter.most} working days after the yes.`,
    'People: whatever the check would hold for a coordinator is taken as cleared, because these children were transferred.',
    'Voluntary policies: in each quarter a council declares as many places as it really took children in that quarter.',
    'Blank counts in England are small numbers; 3 is taken for each (what is left of the published totals is 3.2 to 3.7). Outside England no count is published by authority, and the check treats it as unknown.',
    'Where authorities were merged or divided since, their figures are carried to today’s by child population.',
  ];
};

const bestOf = ({ policies }: Story): readonly string[] => [
  'Links: an integer program over the whole time places as many linked referrals as the room of each council allows, month by month, with the same answers, as if nobody else had taken the room and as if no place had to be declared. Nothing can do better, and perhaps nothing as well.',
  'Distance: for each quarter, a transportation problem finds the fewest kilometres with each council sending and taking as many children as it did in the replay. It may part siblings and split links, so it too is a bound. Quarter by quarter, because who came later could not have been moved earlier.',
  `Evenness: a linear program shares the children of 2022 and 2023 as near to child population as the thresholds of ${policies.at(-1)?.policy.id ?? 'the last policy'} allow at every quarter’s end, with children in parts and without siblings or refusals.`,
  'All three are solved by HiGHS (MIT licence) to proved optimality.',
];

const varied = ({ variations, policies }: Story): string =>
  variations.length === 0
    ? paragraph('The variations of the assumptions were left out (--quick).')
    : table(
        `How much rests on what is assumed: ${policies.at(-1)?.policy.id ?? ''} from October 2022 to September 2023, with one assumption changed at a time`,
        [
          'Assumption',
          'Spread (Gini)',
          'Kilometres',
          'Working days to a yes, nine in ten',
          'Moved within the limit',
          'Links met',
        ],
        variations.map(({ name, spread, km, waits, linksMet }) => [
          name,
          figure(spread.gini, 3),
          figure(km),
          figure(waits.ninety),
          percent(waits.inTime),
          percent(linksMet),
        ]),
      );

export const grounds = (story: Story): string => `<section id="grounds">
<h2>What is real</h2>${list(real)}
<h2>What is assumed</h2>${list(assumed(story))}
${varied(story)}
<h2>What hindsight means here</h2>${list(bestOf(story))}
<h2>Sources</h2>
<p>${escaped('Contains public sector information licensed under the Open Government Licence v3.0. Source: Home Office; Department for Education; Office for National Statistics; National Records of Scotland; Northern Ireland Statistics and Research Agency; GOV.UK. Contains OS data © Crown copyright and database right. The children in the replay are synthetic: only their numbers are real.')}</p>
</section>`;
