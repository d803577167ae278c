/** The answer, for somebody who reads one page: three sentences and the figures behind them. */
import type { PolicyStory, Story } from '../story.ts';
import { escaped, figure, list, paragraph, percent, table } from './html.ts';

const answer = ({ children, options, past, policies }: Story): readonly string[] => {
  const last = policies.at(-1) as PolicyStory;
  const { beside, waits, care, spread, placed, policy } = last;
  const what = options.whatIfs.length > 0 ? ' with these changes' : '';
  const further = beside.km.each - past.km.byChance;
  return [
    `Between July 2016 and September 2023 the scheme moved 8,334 children, and unevenly: over the councils that should receive them the spread (the Gini coefficient) was ${figure(past.spread.gini, 3)}, where 0 is perfectly even and sharing by child population alone would have given ${figure(past.proportional.gini, 3)}.`,
    `Had the rota of ${policy.id}${what} placed ${children === 8334 ? 'the same' : figure(children)} children, ${figure(placed)} of them would have had a place, half of them within ${figure(waits.median)} working ${waits.median === 1 ? 'day' : 'days'} by what we assume about answers; the spread would have been ${figure(spread.gini, 3)}, and the care of all unaccompanied children in England would have been shared ${care.gini < past.care.gini ? 'more evenly' : 'less evenly'}: ${figure(care.gini, 3)} instead of ${figure(past.care.gini, 3)}.`,
    `Had everything been known beforehand, ${beside.links.met >= beside.links.most ? 'no more children' : `${figure(beside.links.most - beside.links.met)} more referrals`} could have gone to family or siblings (${figure(beside.links.met)} of the ${figure(beside.links.most)} whose council says yes by the same assumed answers; ${figure(beside.links.asked)} asked for one), and the same councils could have been reached with ${percent(1 - beside.km.least / beside.km.each, 1)} fewer kilometres; a child went ${figure(beside.km.each)} km on average, ${further >= 0 ? `${figure(further)} km further than` : `${figure(-further)} km less far than`} by the real shares.`,
  ];
};

const rowsOf = ({ past, policies, mostEven }: Story): readonly (readonly string[])[] => {
  const each = (of: (one: PolicyStory) => string) => policies.map(of);
  return [
    ['Children placed', '8,334', ...each(({ placed }) => figure(placed)), ''],
    [
      'Not placed by the end of 2023, or 18 before they were',
      'not published',
      ...each(({ replayed }) => figure(replayed.waiting + replayed.turned18)),
      '',
    ],
    [
      'Spread of transfers over receiving councils since 2022 (Gini)',
      figure(past.spread.gini, 3),
      ...each(({ spread }) => figure(spread.gini, 3)),
      `${figure(past.proportional.gini, 3)} by population alone`,
    ],
    [
      'The same as Theil index',
      figure(past.spread.theil, 3),
      ...each(({ spread }) => figure(spread.theil, 3)),
      figure(past.proportional.theil, 4),
    ],
    [
      'The same over all 212 authorities (Gini)',
      figure(past.spread.giniOfAll, 3),
      ...each(({ spread }) => figure(spread.giniOfAll, 3)),
      mostEven === undefined ? 'no room for all' : `${figure(mostEven.gini, 3)} under the thresholds`,
    ],
    [
      'Children in care for each child who lives there, England, September 2023 (Gini)',
      figure(past.care.gini, 3),
      ...each(({ care }) => figure(care.gini, 3)),
      '',
    ],
    [
      'English councils at or below 0.1 %, September 2023',
      percent(past.care.within),
      ...each(({ care }) => percent(care.within)),
      '',
    ],
    [
      'Furthest a region was from its share of all children so far, at the end of any quarter, in children',
      figure(past.furthestRegion),
      ...each(({ furthestRegion }) => figure(furthestRegion)),
      '',
    ],
    [
      'Family and sibling links met',
      'not published',
      ...each(({ beside }) => `${beside.links.met} of ${beside.links.asked}`),
      policies
        .map(({ beside: { links } }) => `${links.most} (${figure(links.met / Math.max(1, links.most), 2)})`)
        .join(' and '),
    ],
    [
      'Kilometres a child moved, on average',
      `${figure(past.km.least)} to ${figure(past.km.byChance)}`,
      ...each(({ beside }) => figure(beside.km.each)),
      policies
        .map(({ beside: { km } }) => `${figure(km.least)} (${figure(km.each / km.least, 2)})`)
        .join(' and '),
    ],
    [
      'Children who waited for a council that did not answer (assumed answers)',
      'not published',
      ...each(({ waits, placed }) => `${figure(waits.forSilence)} (${percent(waits.forSilence / placed)})`),
      '',
    ],
    [
      'Working days to a yes: half, nine in ten (assumed answers)',
      'not published',
      ...each(({ waits }) => `${figure(waits.median)}, ${figure(waits.ninety)}`),
      '',
    ],
  ];
};

export const firstPage = (story: Story): string => {
  const { options, policies } = story;
  const changed =
    options.whatIfs.length === 0
      ? ''
      : `<p class="what-if"><strong>What if:</strong> ${escaped(options.whatIfs.join('; '))}.</p>`;
  return [
    `<header><h1>The transfers of 2016 to 2023, replayed</h1>${changed}</header>`,
    `<section class="answer">${answer(story).map(paragraph).join('')}</section>`,
    table(
      'What history did, what each policy would have done with the same children, and the best there is in hindsight',
      [
        'Figure',
        'What happened',
        ...policies.map(({ policy }) => `${policy.id} replayed`),
        'Hindsight (ratio to it)',
      ],
      rowsOf(story),
    ),
    list(policies.map(({ policy }) => `${policy.id}: ${policy.words}.`)),
    paragraph(
      'What happened is real. What is replayed rests on real numbers of children, councils and quarters, and on assumptions about everything that was never published: they are listed at the end, with what changes when they do.',
    ),
  ].join('\n');
};
