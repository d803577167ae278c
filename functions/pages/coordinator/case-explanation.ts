import type { CouncilVerdict } from '../../../shared/core/allocation/decision.ts';
import { childrenWhoCount } from '../../../shared/core/allocation/missing-facts.ts';
import { type Placed, regionsInTurn } from '../../../shared/core/allocation/turn-order.ts';
import { dateWords } from '../../../shared/core/calendar/working-days.ts';
import type { PageRequest } from '../../../shared/runtime/http-middleware.ts';
import { authorityName, knownRegion, regionOf } from '../../../shared/words/authority-names.ts';
import { capitalised, childrenWords, councilsWords, uncapitalised } from '../../../shared/words/counting.ts';
import { leadOf } from '../../../shared/words/statuses.ts';
import { codeWords, explain, shareWords } from '../../../shared/words/verdicts.ts';
import type { Decided } from '../case/decided-verdicts.ts';
import { type FormPost, fieldValue } from '../forms/form-post.ts';
import { asSought, councilsNamed } from '../http/sought.ts';
import { type ListPage, listPage } from '../views/list-pages.ts';
import { whyHere } from '../words/turn-words.ts';

/** One council's line: the sentence first, then how it came to that, then the numbers that were used. */
interface VerdictRow {
  readonly council: string;
  readonly region: string;
  readonly sentence: string;
  /** Of one that could take the children: its place, and what decided it against its neighbour. */
  readonly why: string;
  readonly numbers: string;
}

/** Where a region stood in the nation's turns. */
interface RegionRow {
  readonly region: string;
  readonly share: string;
  readonly due: string;
  readonly councils: string;
}

interface VerdictGroup {
  readonly heading: string;
  readonly rows: readonly VerdictRow[];
}

export interface Explanation {
  readonly text: readonly string[];
  /** The councils that are asked about. */
  readonly found?: VerdictGroup;
  /** Regions with a council that could take the children, in turn. */
  readonly regions: readonly RegionRow[];
  readonly asked: readonly VerdictGroup[];
  readonly passedOverHeading: string;
  readonly passedOver: readonly VerdictGroup[];
  readonly passedOverPage: ListPage;
}

const byName = (a: VerdictRow, b: VerdictRow): number => a.council.localeCompare(b.council, 'en-GB');

/** How far somebody is from its share: whether further than all the others it is compared with, and by how many children. */
function lagWords(owed: number, others: readonly number[]): string {
  const isFurthest = owed > 0 && others.length > 0 && others.every((one) => one < owed);
  return isFurthest ? `furthest behind its share, by ${lagOf(owed)}` : shareWords(owed);
}

const lagOf = (owed: number): string => shareWords(owed).replace(' behind its share', '');

/** How far a council is from its share, and its region before it where others could take the children too: among those that could. */
function shareOf(placed: Placed, order: readonly Placed[]): string {
  const within = order.filter(({ region }) => region === placed.region);
  const beside = order.filter(({ region }) => region !== placed.region);
  const own = lagWords(
    placed.turn.council.owed,
    within.filter(({ council }) => council !== placed.council).map(({ turn }) => turn.council.owed),
  );
  if (beside.length === 0) return own;
  const region = lagWords(
    placed.turn.region.owed,
    beside.map(({ turn }) => turn.region.owed),
  );
  return `its region is ${region}; in its region it is ${own}`;
}

/** What a council's place comes from, in a few words. */
function sentenceOf(verdict: CouncilVerdict, placed: Placed | undefined, order: readonly Placed[]): string {
  // The heading says that it was passed over; the line need not say it again.
  if (placed === undefined) return uncapitalised(explain(verdict).replace(/^Passed over: /, ''));
  const room = `room for ${verdict.numbers.headroom}`;
  const { link, leadChose } = placed.turn;
  const first =
    link === 'sibling'
      ? 'a sibling is there'
      : link === 'family'
        ? 'the child has family there'
        : leadChose
          ? 'the lead of its region chose it'
          : shareOf(placed, order);
  return `${first}; ${room}.`;
}

/** For a council that could take the children: its place, and the number that decided. */
function why(verdict: CouncilVerdict, order: readonly Placed[], at: number): string {
  if (at === -1) return '';
  const here = whyHere(order, at);
  return verdict.because === 'later-in-turn'
    ? `Number ${at + 1} in turn. ${here}`
    : `${capitalised(explain(verdict).replace(/^Passed over: /, ''))} ${here}`;
}

const numbersOf = ({ headroom, threshold, caredFor, incoming, held }: CouncilVerdict['numbers']): string =>
  [
    `Room ${headroom}`,
    `threshold ${threshold}`,
    caredFor === null ? 'in care not known' : `in care ${caredFor}`,
    `on the way ${incoming}`,
    `held by open offers ${held}`,
  ].join(', ');

const row =
  (order: readonly Placed[]) =>
  (verdict: CouncilVerdict): VerdictRow => {
    const at = order.findIndex(({ council }) => council === verdict.council);
    return {
      council: authorityName(verdict.council),
      region: regionOf(verdict.council),
      sentence: sentenceOf(verdict, order[at], order),
      why: why(verdict, order, at),
      numbers: numbersOf(verdict.numbers),
    };
  };

/** Regions in the order in which they are asked, each with the numbers that its place follows from. */
const regionRows = (order: readonly Placed[]): readonly RegionRow[] =>
  regionsInTurn(order).map(({ region, owed, deadline, councils }) => ({
    region: knownRegion(region) ?? region,
    share: `${Math.abs(owed).toFixed(3)} ${owed < 0 ? 'ahead' : 'behind'}`,
    due: deadline === null ? 'It has no share of its own' : childrenAfter(deadline),
    councils: String(councils.length),
  }));

const childrenAfter = (deadline: number): string =>
  deadline === 0 ? 'Now' : `After ${deadline.toFixed(1)} children`;

/** Three lines each, beside all else that stands on the page of a case. */
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

/** The box in which somebody types which council they ask about, and what of an address says so, by their codes. */
const WHY = 'why';
/** Councils of a name that is asked about: more than share any word but "the". */
const MOST_FOUND = 10;

/** Where the page shows the councils that somebody has asked about. It names one more than are shown, so that the page knows whether there are more. */
export function whySought(form: FormPost): string | undefined {
  if (!form.has(WHY)) return undefined;
  const sought = asSought(fieldValue(form, WHY));
  if (sought === '') return `?${WHY}=#found`;
  return `?${WHY}=${
    councilsNamed(sought)
      .slice(0, MOST_FOUND + 1)
      .join('.') || 'none'
  }#found`;
}

/** What was decided about the councils that an address asks about, if it does. */
function askedAbout(verdicts: readonly CouncilVerdict[], order: readonly Placed[], request: PageRequest) {
  const codes = request.queryStringParameters?.[WHY]?.split('.');
  if (codes === undefined) return {};
  const named = verdicts
    .filter(({ council }) => codes.includes(council))
    .map(row(order))
    .sort(byName);
  const heading = codes.includes('')
    ? 'Enter the name of a council, or a part of it'
    : named.length === 0
      ? 'No council that was looked at has that in its name'
      : codes.length > MOST_FOUND
        ? `More than ${MOST_FOUND} councils have that in their name. Enter more of it`
        : `Why, or why not: ${councilsWords(named.length)}`;
  return { found: { heading, rows: named.slice(0, MOST_FOUND) } };
}

/** Those whose turn comes later stand first: about them somebody asks why not. */
const groupsInOrder = Object.entries(codeWords).toSorted(
  ([a], [b]) => Number(b === 'later-in-turn') - Number(a === 'later-in-turn'),
);

const OF_SHARES =
  'Regions take turns, and in each region its councils. As a rule, whoever is furthest behind its share is asked first. Shares count these children too. What councils that are closed have missed is spread over the others.';

/**
 * Why these councils: every council, those asked first, the others page by page, grouped by the reason they were passed over.
 */
export function caseExplanation(
  { event, verdicts, order, inputs }: Decided,
  request: PageRequest,
): Explanation {
  const canTake = new Set(order.map(({ council }) => council));
  const asked = order.filter(({ outcome }) => outcome !== 'passed-over');
  const groups = groupsInOrder.flatMap(([code, words]): VerdictGroup[] => {
    const inTurn = order.filter(({ because }) => because === code).map(row(order));
    const others = verdicts
      .filter(({ because, council }) => because === code && !canTake.has(council))
      .map(row(order));
    const rows = [...inTurn, ...others.sort(byName)];
    return rows.length === 0 ? [] : [{ heading: `${words}: ${councilsWords(rows.length)}`, rows }];
  });
  const passedOver = verdicts.length - asked.length;
  const passedOverPage = listPage(request, 'councils', passedOver, 'councils passed over', COUNCILS_A_PAGE);
  const places = childrenWords(childrenWhoCount(inputs).length);
  return {
    text: [
      `${found(event)}, decided on ${dateWords(inputs.today)} under policy ${inputs.policy} for ${places}. All ${verdicts.length} councils were looked at, with the figures of that moment.`,
      ...(order.length === 0 ? [] : [OF_SHARES]),
    ],
    ...askedAbout(verdicts, order, request),
    regions: regionRows(order),
    asked:
      asked.length === 0
        ? []
        : [
            {
              heading: `${event.type === 'region-asked.v1' ? 'Who the rota would ask' : 'Asked'}: ${councilsWords(asked.length)}`,
              rows: asked.map(row(order)),
            },
          ],
    passedOverHeading: `Passed over: ${councilsWords(passedOver)}`,
    passedOver: within(groups, passedOverPage),
    passedOverPage,
  };
}
