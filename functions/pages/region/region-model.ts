import type { CouncilVerdict } from '../../../shared/core/allocation/decision.ts';
import { deadlineWords, londonDate } from '../../../shared/core/calendar/working-days.ts';
import type { Case } from '../../../shared/core/case/case.ts';
import { standingsForLead } from '../../../shared/core/case/commands/answer-region.ts';
import { clocksStand } from '../../../shared/core/case/standing.ts';
import type { CouncilFigures } from '../../../shared/core/council/council.ts';
import type { Policy } from '../../../shared/core/policy.ts';
import { authorityName, knownRegion } from '../../../shared/words/authority-names.ts';
import { childrenWords, councilsWords, listWords, theChildren } from '../../../shared/words/counting.ts';
import { distanceWords } from '../../../shared/words/times.ts';
import { rankToLead, whyNotToLead } from '../../../shared/words/verdicts.ts';
import type { PageModel, Section } from '../views/page-model.ts';
import { stillCounted } from '../words/fact-words.ts';
import { safetySection } from '../words/safety-words.ts';
import { sheetRows } from '../words/sheet-words.ts';

/** A council of the region, as its lead sees it. */
export interface ForLead {
  readonly code: string;
  /** Its place in the rota when the lead was asked, from 1; absent of one that could not take the children then. */
  readonly place?: number;
  readonly words: string;
  /** Whether it can be chosen now. */
  readonly isAble: boolean;
}

/**
 * The councils of a region whose lead is asked: in the order of the rota, then those that the rota did not come to. Figures and ability are those of now.
 *
 * @param verdicts what the check said when the lead was asked; empty where its inputs are no longer kept
 */
export function councilsForLead(
  theCase: Case,
  councils: readonly CouncilFigures[],
  verdicts: readonly CouncilVerdict[],
  policy: Policy,
  now: string,
): readonly ForLead[] {
  const { councils: ranked = [] } = theCase.regionAsked ?? {};
  const all = standingsForLead(theCase, councils, policy, londonDate(now)).map(
    ({ council: { code }, precondition, numbers }): ForLead => {
      const at = ranked.indexOf(code) + 1;
      const lag = verdicts.find(({ council }) => council === code)?.numbers.lag;
      const place = at === 0 ? {} : { place: at };
      if (precondition !== undefined)
        return { code, ...place, words: `${whyNotToLead(precondition)}.`, isAble: false };
      const figures = { numbers: lag === undefined ? numbers : { ...numbers, lag } };
      return { code, ...place, words: rankToLead(figures, at || ranked.length + 1), isAble: true };
    },
  );
  return all.toSorted((a, b) => (a.place ?? ranked.length + 1) - (b.place ?? ranked.length + 1));
}

/** Councils that cannot be chosen, by the reason: how many, and which. */
const others = (councils: readonly ForLead[]): Section[] => {
  const grouped = Map.groupBy(councils, ({ words }) => words);
  return grouped.size === 0
    ? []
    : [
        {
          heading: 'Others of the region',
          rows: [...grouped].map(([words, those]) => ({
            label: words.replace(/\.$/, ''),
            value: `${councilsWords(those.length)}: ${listWords(those.map(({ code }) => authorityName(code)))}`,
          })),
        },
      ];
};

/** What the lead can answer, as its councils stand now. */
function whatToDo(able: readonly ForLead[], first: string, children: string): string {
  if (able.length === 0)
    return `No council of the region can take ${children} now, so there is nothing to answer: the rota goes on by itself.`;
  if (!able.some(({ code }) => code === first))
    return `It can no longer take ${children}. Name another council of the region.`;
  return able.length === 1
    ? `Confirm that. No other council of the region can take ${children} now.`
    : 'Confirm that, or name another council of the region.';
}

/** The page behind the link of a region's lead while an answer is wanted. It shows what a council that is asked sees, and nothing more. */
export function regionModel(theCase: Case, councils: readonly ForLead[], now: string): PageModel {
  const { regionAsked } = theCase;
  const [first = ''] = regionAsked?.councils ?? [];
  const { region = '', answerBy = now } = regionAsked ?? {};
  const count = stillCounted(theCase);
  const able = councils.filter(({ isAble }) => isAble);
  const whileAnswerable = (section: Section): Section[] => (able.length === 0 ? [] : [section]);
  return {
    title: 'Which council is to be asked first?',
    caption: `Reference ${theCase.id}`,
    lead: [
      `It is the turn of ${knownRegion(region) ?? 'your region'} to take ${childrenWords(count)}. By the rota ${authorityName(first)} is asked first. ${whatToDo(able, first, theChildren(count))}`,
    ],
    ...(able.length === 0
      ? {}
      : {
          warning: `Answer by ${deadlineWords(answerBy)} (${distanceWords(answerBy, now)}). If you do not, the rota goes on by itself.`,
        }),
    sections: [
      ...whileAnswerable({
        heading: `Councils that can take ${theChildren(count)}, in turn`,
        rows: able.map(({ code, words }) => ({ label: authorityName(code), value: words })),
      }),
      ...others(councils.filter(({ isAble }) => !isAble)),
      { heading: 'What is asked', rows: sheetRows(theCase) },
      ...safetySection(theCase, now, 'lead'),
      ...whileAnswerable({
        heading: 'What happens next',
        points: [
          'The council that you choose is asked first, at once. Two others stand by, as the rota has them.',
          'It is asked, not told: it can decline with a reason, and then the search goes on by the rota.',
          'A council that you pass over keeps its turn. The one that takes the child has had a turn.',
          'When you name another council, your reason is recorded and counted.',
        ],
      }),
    ],
    formHeading: 'Your answer',
  };
}

const nothingMore = 'You need do nothing more.';

/** The page once nothing is to be answered: what was, and why not. */
export function regionReceipt(theCase: Case, region: string): PageModel {
  const caption = `Reference ${theCase.id}`;
  const answer = theCase.regionsAnswered?.findLast((one) => one.region === region);
  const closed = (title: string, ...lead: readonly string[]): PageModel => ({
    title,
    caption,
    status: { text: 'Closed', colour: 'grey' },
    lead: [...lead, nothingMore],
  });
  if (answer?.council !== undefined) {
    const council = authorityName(answer.council);
    return {
      title: answer.outcome === 'confirmed' ? `You confirmed ${council}` : `You named ${council}`,
      caption,
      receipt: caption,
      sections: [
        {
          heading: 'What happens next',
          text: [
            `${council} is asked first, unless it can no longer take the child. If it cannot, the search goes on by the rota. ${nothingMore}`,
          ],
        },
      ],
    };
  }
  if (answer?.outcome === 'ran-out')
    return closed(
      'The time to answer has passed',
      'No answer reached us in time, so the rota has gone on by itself.',
    );
  return clocksStand(theCase)
    ? closed(
        'Your answer is not needed now',
        'The child is missing, and nobody is asked. If the child is found, the search begins anew, and you may be asked again.',
      )
    : closed('Your answer is no longer needed', 'The case went another way before you answered.');
}
