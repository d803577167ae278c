import type { CouncilVerdict, PassedOverCode } from '../../../shared/core/allocation/decision.ts';
import { childrenWhoCount } from '../../../shared/core/allocation/missing-facts.ts';
import { dateWords } from '../../../shared/core/calendar/working-days.ts';
import type { PageRequest } from '../../../shared/runtime/http-middleware.ts';
import { authorityName, regionOf } from '../../../shared/words/authority-names.ts';
import { capitalised, childrenWords, councilsWords } from '../../../shared/words/counting.ts';
import { leadOf } from '../../../shared/words/statuses.ts';
import { codeWords, explain } from '../../../shared/words/verdicts.ts';
import type { Decided } from '../case/decided-verdicts.ts';
import { type ListPage, listPage } from '../views/list-pages.ts';

/** One council's line, with the numbers that were used. */
interface VerdictRow {
  readonly council: string;
  readonly region: string;
  readonly why: string;
  readonly room: string;
  readonly threshold: string;
  readonly inCare: string;
  readonly coming: string;
  readonly held: string;
}

interface VerdictGroup {
  readonly heading: string;
  readonly rows: readonly VerdictRow[];
}

export interface Explanation {
  readonly text: readonly string[];
  readonly asked: readonly VerdictGroup[];
  readonly passedOverHeading: string;
  readonly passedOver: readonly VerdictGroup[];
  readonly passedOverPage: ListPage;
}

const byName = (a: VerdictRow, b: VerdictRow): number => a.council.localeCompare(b.council, 'en-GB');

function row(verdict: CouncilVerdict): VerdictRow {
  const { council, numbers } = verdict;
  // The heading says that it was passed over; the line need not say it again.
  const why = capitalised(explain(verdict).replace(/^Passed over: /, ''));
  return {
    council: authorityName(council),
    region: regionOf(council),
    why,
    room: String(numbers.headroom),
    threshold: String(numbers.threshold),
    inCare: numbers.caredFor === null ? 'Not known' : String(numbers.caredFor),
    coming: String(numbers.incoming),
    held: String(numbers.held),
  };
}

const isPassedOver = (because: CouncilVerdict['because']): because is PassedOverCode => because in codeWords;

/** Rows of seven cells, beside all else that stands on the page of a case. */
const COUNCILS_A_PAGE = 15;

/** Of groups one after the other, the rows from one place to another. */
const within = (groups: readonly VerdictGroup[], { from, to }: ListPage): readonly VerdictGroup[] => {
  let before = 0;
  return groups.flatMap(({ heading, rows }) => {
    const shown = rows.slice(Math.max(0, from - before), Math.max(0, to - before));
    before += rows.length;
    return shown.length === 0 ? [] : [{ heading, rows: shown }];
  });
};

/** What the decision came to. */
const found = (event: Decided['event']): string => {
  if (event.type === 'offers-made.v1') return `Round ${event.data.round}`;
  return event.type === 'region-asked.v1'
    ? `${leadOf(event.data.region)} is asked first`
    : 'Nobody could be asked';
};

/**
 * Why these councils: every council, those asked first, the others page by page, grouped by the reason they were passed over.
 */
export function caseExplanation({ event, verdicts, inputs }: Decided, request: PageRequest): Explanation {
  const asked = verdicts
    .filter(({ outcome }) => outcome !== 'passed-over')
    .sort((a, b) => (a.rank ?? 0) - (b.rank ?? 0));
  const groups = Object.entries(codeWords).flatMap(([code, words]): VerdictGroup[] => {
    const rows = verdicts.filter(({ because }) => isPassedOver(because) && because === code).map(row);
    return rows.length === 0
      ? []
      : [{ heading: `${words}: ${councilsWords(rows.length)}`, rows: rows.sort(byName) }];
  });
  const passedOver = verdicts.length - asked.length;
  const passedOverPage = listPage(request, 'councils', passedOver, 'councils passed over', COUNCILS_A_PAGE);
  const places = childrenWords(childrenWhoCount(inputs).length);
  return {
    text: [
      `${found(event)}, decided on ${dateWords(inputs.today)} under policy ${inputs.policy} for ${places}. All ${verdicts.length} councils were looked at, with the figures of that moment.`,
    ],
    asked:
      asked.length === 0
        ? []
        : [
            {
              heading: `${event.type === 'region-asked.v1' ? 'Who the rota would ask' : 'Asked'}: ${councilsWords(asked.length)}`,
              rows: asked.map(row),
            },
          ],
    passedOverHeading: `Passed over: ${councilsWords(passedOver)}`,
    passedOver: within(groups, passedOverPage),
    passedOverPage,
  };
}
