import type { Nation } from '../../../shared/core/calendar/nation.ts';
import { dateWords, londonDate, monthWords } from '../../../shared/core/calendar/working-days.ts';
import { closingThatStands } from '../../../shared/core/council/closing.ts';
import type { Council } from '../../../shared/core/council/council.ts';
import { fundingBand } from '../../../shared/core/council/funding.ts';
import { caredForNow, headroom, threshold } from '../../../shared/core/council/headroom.ts';
import { publishedCouncil } from '../../../shared/core/council/published-councils.ts';
import type { Policy } from '../../../shared/core/policy.ts';
import { closedWords, closingWords } from '../../../shared/words/closing.ts';
import { capitalised, childrenWords } from '../../../shared/words/counting.ts';
import { leftUnansweredWords } from '../../../shared/words/verdicts.ts';
import type { Row } from '../forms/answer-words.ts';

/** Who counted children under 18, and of what year the newest figures are; as `shared/core/reference/councils-basis.json` has them, which a test compares. */
export const populationSources: Readonly<
  Record<Nation, { readonly who: string; readonly year: number; readonly basis: 'published' | 'estimated' }>
> = {
  England: { who: 'Office for National Statistics', year: 2024, basis: 'published' },
  Wales: { who: 'Office for National Statistics', year: 2023, basis: 'published' },
  Scotland: { who: 'National Records of Scotland', year: 2022, basis: 'published' },
  'Northern Ireland': {
    who: 'from figures of the Office for National Statistics',
    year: 2023,
    basis: 'estimated',
  },
};

function populationWords({ nation, childPopulation }: Council): string {
  const { who, year, basis } = populationSources[nation];
  return `${childPopulation.toLocaleString('en-GB')} under 18, in the middle of ${year}\n${capitalised(basis)}${basis === 'published' ? ' by the' : ''} ${who}`;
}

function thresholdWords(council: Council, policy: Policy): string {
  const { published, perMillion } = policy.threshold;
  const own = published?.[council.code];
  return `${childrenWords(threshold(council, policy))} in its care\n${
    own === undefined
      ? `${perMillion / 10_000} % of its children, by policy ${policy.id}`
      : `As published for it, ${monthWords(own.asAt)}: ${own.source}`
  }`;
}

function publishedWords({ code, publishedCount, caredFor }: Council): string {
  if (publishedCount === null) return 'None is published for it';
  const asAt = caredFor.source === 'published' ? caredFor.asAt : publishedCouncil(code)?.caredFor.asAt;
  return `${childrenWords(publishedCount)}${asAt === undefined ? '' : ` on ${dateWords(asAt)}`}\nPublished by the Department for Education`;
}

/** Funding has a threshold of its own, by what is known of the council's count today. */
export const bandWords = (council: Council): string => {
  const band = fundingBand(council);
  return band === undefined
    ? 'No count is known to say which rate'
    : `The rate ${band.atOrOver ? 'at or over' : 'below'} ${band.perMillion / 10_000} % of its children (${childrenWords(band.from)}): £${band.pounds} a child, by the figures of ${monthWords(band.asAt)}`;
};

/** Its figure, with who came and who left since. */
const inCareWords = (council: Council): string => {
  const { children, known } = caredForNow(council);
  const { count, asAt, source } = council.caredFor;
  if (!known || count === null)
    return `Not known: no figure is published. The scheme knows of ${childrenWords(children)}`;
  const since = children - count;
  const change = since === 0 ? 'as many' : `${Math.abs(since)} ${since > 0 ? 'more' : 'fewer'}`;
  return `${childrenWords(children)}: ${change} since the ${count} of ${dateWords(asAt)}, ${source === 'declared' ? 'which it declared' : 'which are published'}`;
};

/** What its nightly rate is, and the count that says so. */
export const fundingRows = (council: Council): readonly Row[] => [
  { label: 'In its care now', value: inCareWords(council) },
  { label: 'Nightly funding', value: bandWords(council) },
];

/** Its figures, each with where it comes from and of which day it is. */
export function figureRows(council: Council, policy: Policy, now: string): readonly Row[] {
  const today = londonDate(now);
  const closing = closingThatStands(council, today);
  return [
    ...(closing === undefined
      ? []
      : [
          { label: 'Closed', value: capitalised(closedWords(closing)) },
          { label: 'Reason', value: closingWords[closing.because] },
        ]),
    ...(council.participates ? [] : [{ label: 'Takes part', value: 'No: it is not asked' }]),
    { label: 'Children in its area', value: populationWords(council) },
    { label: 'Asked below', value: thresholdWords(council, policy) },
    { label: 'Published count', value: publishedWords(council) },
    { label: 'In its care now', value: inCareWords(council) },
    { label: 'On the way to it', value: childrenWords(council.incoming) },
    { label: 'Held by open offers', value: childrenWords(council.held) },
    { label: 'Room', value: childrenWords(Math.max(0, headroom(council, policy, today))) },
    { label: 'Nightly funding', value: bandWords(council) },
    ...(council.unanswered === undefined
      ? []
      : [{ label: 'Answers', value: `It ${leftUnansweredWords(council.unanswered)}` }]),
  ];
}
