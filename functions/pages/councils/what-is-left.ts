import { londonDate } from '../../../shared/core/calendar/working-days.ts';
import type { Case } from '../../../shared/core/case/case.ts';
import { canBeAskedIn } from '../../../shared/core/case/commands/may-be-asked.ts';
import { handedOver } from '../../../shared/core/case/responsible.ts';
import { partsOf } from '../../../shared/core/case/succession.ts';
import type { Draft } from '../../../shared/ports/draft-store.ts';
import { isGiven } from '../refer/keep-draft.ts';
import type { PagesTools } from '../tools.ts';

type Tools = Pick<PagesTools, 'cases' | 'drafts' | 'clock'>;

/** A case in which somebody has to take over, and the parts that the council has in it. */
export interface LeftCase {
  readonly theCase: Case;
  readonly parts: ReturnType<typeof partsOf>;
}

/** What a council that ends has, or has left: whatever belongs to it in particular. */
export interface Left {
  /** Open ones first, then children who were handed over, each in order of reference. */
  readonly cases: readonly LeftCase[];
  /** Referrals that it began and did not send, and that no other council has yet. */
  readonly drafts: readonly Draft[];
  /** Referrals whose sending broke off: its own people send them once more. */
  readonly brokenOff: number;
}

/** Read at a time: a few thousand children stay below what a request may take. */
const AT_A_TIME = 25;
/** Nobody who is cared for turns 18 later; and a birthday that has come may wait, while an age is in question. */
const MONTHS = { back: 24, ahead: 18 * 12 } as const;

async function all<T, R>(things: Iterable<T>, of: (thing: T) => Promise<R>): Promise<readonly R[]> {
  const found: R[] = [];
  const list = [...things];
  for (let at = 0; at < list.length; at += AT_A_TIME)
    found.push(...(await Promise.all(list.slice(at, at + AT_A_TIME).map(of))));
  return found;
}

/** Those months around today's, YYYY-MM. */
function monthsAround(today: string): readonly string[] {
  const [year = 0, month = 1] = today.split('-').map(Number);
  const first = year * 12 + month - 1 - MONTHS.back;
  return Array.from({ length: MONTHS.back + MONTHS.ahead + 1 }, (_, at) => {
    const one = first + at;
    return `${Math.floor(one / 12)}-${String((one % 12) + 1).padStart(2, '0')}`;
  });
}

/** Every case that may be some council's: the open ones, and those of children who are in care. */
async function idsOfAll({ cases, clock }: Tools): Promise<ReadonlySet<string>> {
  const ids = new Set<string>();
  for await (const { caseId } of cases.open()) ids.add(caseId);
  await all(monthsAround(londonDate(clock.now())), async (month) => {
    for await (const { caseId } of cases.birthdays(month)) ids.add(caseId);
  });
  return ids;
}

const wasHandedOver = ({ theCase }: LeftCase): number => Number(handedOver(theCase));

/**
 * All that a council has of its own, looked up afresh: nothing keeps a list of it, so nothing can be missing from one. It reads every case that is
 * open or has a child in care, which a council's end is worth, and nothing else is.
 */
export async function whatIsLeft(tools: Tools, council: string): Promise<Left> {
  const [ids, drafts] = await Promise.all([idsOfAll(tools), tools.drafts.list(council)]);
  const found = await all(ids, async (id): Promise<readonly LeftCase[]> => {
    const theCase = await tools.cases.read(id);
    if (theCase === undefined || !canBeAskedIn(theCase.status, 'succeed')) return [];
    const parts = partsOf(theCase, council);
    return parts.length === 0 ? [] : [{ theCase, parts }];
  });
  const given = await all(drafts, (draft) => isGiven(tools, draft));
  return {
    cases: found
      .flat()
      .toSorted((a, b) => wasHandedOver(a) - wasHandedOver(b) || (a.theCase.id < b.theCase.id ? -1 : 1)),
    drafts: drafts.filter(({ state }, at) => (state === 'open' || state === 'moved') && given[at] === false),
    brokenOff: drafts.filter(({ state }) => state === 'sending').length,
  };
}
