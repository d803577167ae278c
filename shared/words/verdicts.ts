import type { Candidate, CouncilVerdict, PassedOverCode } from '../core/allocation/decision.ts';
import { dateWords, londonDate } from '../core/calendar/working-days.ts';
import type { Unanswered } from '../core/council/council.ts';

type Numbers = CouncilVerdict['numbers'];

/** Short names of the codes, for headings and counts. */
export const codeWords: Readonly<Record<PassedOverCode, string>> = {
  'entry-authority': 'Looks after the child now',
  'not-participating': 'Not in the scheme',
  'through-its-hub': 'Asked through its region’s hub',
  closed: 'Closed',
  'area-to-avoid': 'Area to avoid',
  'asked-before': 'Not asked again',
  paused: 'Paused',
  'at-threshold': 'At or over its threshold',
  'no-headroom-for-group': 'Not enough room for the group',
  'no-declared-place': 'No declared place of the kind needed',
  'declared-none-of-kind': 'Declared that it has none of the kind needed',
  'declared-places-taken': 'Declared places of the kind needed are taken',
  'needs-not-supported': 'Cannot meet the needs',
  'not-answering': 'Not answering',
  'later-in-turn': 'Later in turn',
};

const count = (n: number, one: string, many: string): string => `${n} ${n === 1 ? one : many}`;
const children = (n: number): string => count(n, 'child', 'children');

const caresFor = ({ caredFor, threshold, volunteersUpTo, headroom, incoming, held }: Numbers): string => {
  const inCare =
    caredFor === null
      ? `no count is published, the scheme placed ${children((volunteersUpTo ?? threshold) - headroom - incoming - held)} there`
      : `cares for ${children(caredFor)}`;
  const onTheWay = incoming > 0 ? `, ${incoming} more on the way` : '';
  const offered = held > 0 ? `, ${count(held, 'place', 'places')} held by open offers` : '';
  return `${inCare}${onTheWay}${offered}, its threshold is ${threshold}${volunteersUpTo === undefined ? '' : `, and it volunteers to go up to ${volunteersUpTo}`}`;
};

const declaredWords = ({ declared }: Numbers): string =>
  declared === undefined
    ? 'it has not declared any'
    : `declared places left: ${declared.fosterCare} in foster care, ${declared.supportedAccommodation} in supported accommodation`;

/** A decision keeps nine decimals; more are never needed to tell two numbers apart. */
export const MOST_DECIMALS = 9;

/**
 * How far a council or a region is from its share.
 *
 * @param lag children
 * @param decimals so many, or as many as it takes to say that it is not at its share
 */
export const shareWords = (lag: number, decimals = 1): string => {
  if (lag === 0) return 'exactly at its share';
  const children = Math.abs(lag).toFixed(decimals);
  if (Number(children) === 0 && decimals < MOST_DECIMALS) return shareWords(lag, decimals + 1);
  return `${children} children ${lag > 0 ? 'behind' : 'ahead of'} its share`;
};

/** What a council left unanswered, and since when: "left 1 offer unanswered since 2 November 2026". */
export const leftUnansweredWords = ({ offers, reminders, since }: Unanswered): string => {
  const left = [
    ...(offers > 0 ? [count(offers, 'offer', 'offers')] : []),
    ...(reminders > 0 ? [`${count(reminders, 'reminder', 'reminders')} to declare its places`] : []),
  ];
  return `left ${left.join(' and ')} unanswered since ${dateWords(londonDate(since))}`;
};

const unansweredWords = ({ unanswered }: Numbers): string =>
  unanswered === undefined ? 'it has not answered' : `it has ${leftUnansweredWords(unanswered)}`;

const passedOver: Readonly<Record<PassedOverCode, (numbers: Numbers) => string>> = {
  'entry-authority': () => 'it looks after the child now',
  'not-participating': () => 'it does not take part in the scheme',
  'through-its-hub': () => 'its region is asked through one council, which is not this one',
  closed: () => 'it is closed for now',
  'area-to-avoid': () => 'the referral names it as an area to avoid',
  'asked-before': () => 'it was asked before in this case, or a coordinator left it out',
  paused: () => 'it asked for no offers for now',
  'at-threshold': (numbers) => caresFor(numbers),
  'no-headroom-for-group': (numbers) =>
    `it has room for ${children(numbers.headroom)}, fewer than the group (${caresFor(numbers)})`,
  'no-declared-place': (numbers) =>
    `this scheme needs a declared place for each child; ${declaredWords(numbers)}`,
  'declared-none-of-kind': (numbers) =>
    `it declared lately that it has no place of the kind needed; ${declaredWords(numbers)}`,
  'declared-places-taken': (numbers) =>
    `the places of the kind needed that it declared are taken or held by open offers; ${declaredWords(numbers)}`,
  'needs-not-supported': () => 'its declaration does not include all the needs of this referral',
  'not-answering': (numbers) => `others go before it, because ${unansweredWords(numbers)}`,
  'later-in-turn': () => 'others come first',
};

const asked: Readonly<Record<Candidate['because'], (numbers: Numbers) => string>> = {
  'family-link': (numbers) =>
    `the child has family or a sibling there, and it has room for ${children(numbers.headroom)}`,
  'lead-chose': () => 'the lead of its region chose it',
  'community-link': () => 'its region’s turn, and the child has a community there',
  turn: () => 'its turn',
  'asked-beside': (numbers) => `asked beside the others, because ${unansweredWords(numbers)}`,
};

const isPassedOver = (because: CouncilVerdict['because']): because is PassedOverCode => because in passedOver;

/** One sentence for coordinators: what became of a council in a decision, and why. Of who comes before whom, `whyHere` says the numbers. */
export const explain = ({ outcome, because, rank = 1, numbers }: CouncilVerdict): string => {
  if (isPassedOver(because)) return `Passed over: ${passedOver[because](numbers)}.`;
  const part = outcome === 'chosen' ? 'Chosen' : `Back-up ${rank - 1}`;
  const why = outcome === 'back-up' && because === 'turn' ? 'next in turn' : asked[because](numbers);
  return `${part}: ${why}.`;
};

/** Codes of which a region's lead learns no more than that the council is not asked here: they would say where the child must not be, or what went before. */
const notForLeads: readonly PassedOverCode[] = ['area-to-avoid', 'asked-before', 'entry-authority'];

/** Why a council cannot be chosen, to the lead of its region: who asks is to tell apart nothing that an asked council is not told. */
export const whyNotToLead = (because: PassedOverCode): string =>
  notForLeads.includes(because) ? 'Not asked for this child' : codeWords[because];

/** A council among those that a region's lead chooses from: its place in the rota, and the numbers behind it. */
export const rankToLead = ({ numbers }: Pick<CouncilVerdict, 'numbers'>, place: number): string => {
  const { lag, headroom } = numbers;
  const share = lag === undefined ? '' : `, ${shareWords(lag)} of the region’s turns`;
  return `${place === 1 ? 'Its turn' : `Number ${place} in turn`}${share}. Room for ${children(headroom)}: ${caresFor(numbers)}.`;
};

/** Why a council was asked, to the council itself: the shares behind the turn are for coordinators. */
export function whyYou(verdict: CouncilVerdict, backUp: boolean, regionName?: string): string {
  switch (verdict.because) {
    case 'family-link':
      return 'There is family or a sibling in your area, and you have room. That comes before everything else.';
    case 'lead-chose':
      return 'It is the turn of your region, and its lead chose your council for this request.';
    case 'community-link':
      return 'It is the turn of your region, and there is a community link to your area.';
    case 'turn':
      return `${backUp ? 'You are next in turn' : 'It is your turn'}${regionName === undefined ? '' : ` in the ${regionName} region`}. Councils take turns, by size and by how many children they care for already.`;
    case 'asked-beside':
      return 'Others go before you, because what the scheme asked of you lately was not answered. Any answer changes that, a no as well.';
    default:
      return explain(verdict);
  }
}

/** The same in an e-mail, which says nothing of a child's family and links, nor of areas that are not safe. */
export function whyYouInShort(
  verdict: CouncilVerdict | undefined,
  backUp: boolean,
  regionName?: string,
): string {
  switch (verdict?.because) {
    case 'family-link':
    case 'community-link':
      return 'What the referral says is a reason to ask you. The page says which.';
    case 'turn':
    case 'asked-beside':
      return whyYou(verdict, backUp, regionName);
    default:
      return 'A coordinator or the rota chose your council. The page shows how the choice was made.';
  }
}
