import { londonDate, monthWords } from '../../../shared/core/calendar/working-days.ts';
import { answersOf, type CouncilAnswers } from '../../../shared/core/figures/council-answers.ts';
import { type Figures, noFigures, together } from '../../../shared/core/figures/figures.ts';
import { monthsUpTo } from '../../../shared/core/figures/periods.ts';
import type { PageRequest } from '../../../shared/runtime/http-middleware.ts';
import { childrenWords, plural } from '../../../shared/words/counting.ts';
import { noWords } from '../../../shared/words/reasons.ts';
import { momentWords } from '../../../shared/words/times.ts';
import type { Row } from '../forms/answer-words.ts';
import { notFound } from '../http/messages.ts';
import { page, type Reply } from '../http/reply.ts';
import { elsewhere } from '../sign-in/elsewhere.ts';
import { sessionOf } from '../sign-in/session.ts';
import { signedIn } from '../sign-in/signed-in.ts';
import type { PagesTools } from '../tools.ts';

/** Each is an item of some kilobytes, and three are a quarter: what is published goes by quarters too. */
const MONTHS = 3;

function hoursWords({ hours }: CouncilAnswers): string {
  if (hours === undefined) return 'Not measured: it gave no yes or no to being asked first';
  return `Half of its answers took at most ${plural(hours.p50, 'hour')}, nine in ten at most ${plural(hours.p90, 'hour')}\nNights and weekends are counted`;
}

/** How a council answered, in rows. */
export function answerRows(said: CouncilAnswers): readonly Row[] {
  const { askedFirst, askedToStandBy, yes, asBackUp, no, reasons, silent } = said;
  return [
    { label: 'Asked to take', value: childrenWords(askedFirst) },
    { label: 'Said yes when asked', value: childrenWords(yes) },
    {
      label: 'Said no',
      value: [childrenWords(no), ...reasons.map(([code, n]) => `${noWords(code)}: ${n}`)].join('\n'),
    },
    { label: 'Left unanswered', value: childrenWords(silent) },
    { label: 'Time to answer', value: hoursWords(said) },
    { label: 'Asked to stand by', value: childrenWords(askedToStandBy) },
    { label: 'Took them as a back-up', value: childrenWords(asBackUp) },
    { label: 'Would not stand by', value: childrenWords(said.wouldNotStandBy) },
    { label: 'Placed there by a coordinator', value: childrenWords(said.directed) },
    { label: 'Came to nothing before the move', value: childrenWords(said.undone) },
    { label: 'Moved there', value: childrenWords(said.movedIn) },
  ];
}

/** The month up to which an address asks for figures: this month, unless it names an earlier one. */
function lastMonth(request: PageRequest, thisMonth: string): string {
  const { to = '' } = request.queryStringParameters ?? {};
  return /^20\d{2}-(?:0[1-9]|1[0-2])$/.test(to) && to < thisMonth ? to : thisMonth;
}

/** `/councils/<council>/answers`: what a council was asked in three months, and how it answered. It is counted each hour from the trails; here it is only read. */
export async function answersPage(
  tools: PagesTools,
  request: PageRequest,
  parameter: (name: string) => string,
): Promise<Reply> {
  const session = await sessionOf(tools, request);
  if (session?.kind !== 'coordinator') return elsewhere(session, request);
  const { clock, councils, figures } = tools;
  const council = await councils.read(parameter('council'));
  if (council === undefined) return notFound();
  const { code, name } = council;
  const thisMonth = londonDate(clock.now()).slice(0, 7);
  const to = lastMonth(request, thisMonth);
  const months = monthsUpTo(to, MONTHS);
  const [counted, ...kept] = await Promise.all([
    figures.countedUntil(),
    ...months.map((month) => figures.figures(month)),
  ]);
  const found = kept.filter((one): one is Figures => one !== undefined);
  const before = monthsUpTo(to, MONTHS + 1).at(-1) ?? to;
  return page('page', {
    ...signedIn(session),
    title: 'What it was asked, and how it answered',
    caption: name,
    lead: [
      counted === undefined
        ? 'Nothing has been counted yet. It is counted each hour.'
        : `Counted each hour, last at ${momentWords(counted)}. A child counts each time that the council was asked, in the month in which it was said.`,
    ],
    // What nobody has counted is not nought.
    sections:
      counted === undefined
        ? []
        : [
            {
              heading: `${monthWords(months.at(-1) ?? to)} to ${monthWords(to)}`,
              rows: answerRows(answersOf(together(found.length === 0 ? [noFigures] : found), code)),
            },
          ],
    links: [
      { text: 'The three months before', href: `?to=${before}` },
      ...(to === thisMonth ? [] : [{ text: 'Up to this month', href: `/councils/${code}/answers` }]),
      { text: `The page of ${name}`, href: `/councils/${code}` },
    ],
  });
}
