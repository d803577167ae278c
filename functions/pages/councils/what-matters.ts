import { isSilent } from '../../../shared/core/allocation/silence.ts';
import { dateWords, londonDate } from '../../../shared/core/calendar/working-days.ts';
import { closingThatStands } from '../../../shared/core/council/closing.ts';
import type { Council } from '../../../shared/core/council/council.ts';
import { sparedOf } from '../../../shared/core/council/exemptions.ts';
import { headroom, isFull } from '../../../shared/core/council/headroom.ts';
import type { Policy } from '../../../shared/core/policy.ts';
import { closedWords } from '../../../shared/words/closing.ts';
import { capitalised } from '../../../shared/words/counting.ts';
import { exemptedWords } from '../../../shared/words/exemptions.ts';
import { leftUnansweredWords } from '../../../shared/words/verdicts.ts';

/** A line of the list of all councils. */
export interface CouncilLine {
  readonly name: string;
  readonly href: string;
  readonly region: string;
  /** Children. */
  readonly room: number;
  /** What keeps it from being asked, or from being reached; empty where nothing does. */
  readonly matters: readonly string[];
}

/** What a coordinator wants to know of a council before any other thing, the gravest first. */
function mattersOf(council: Council, policy: Policy, today: string, isUnreached: boolean): readonly string[] {
  const closing = closingThatStands(council, today);
  const { unanswered } = council;
  return [
    ...(council.participates ? [] : ['Takes no part in the scheme']),
    ...(closing === undefined ? [] : [`Closed ${closedWords(closing)}`]),
    ...(isUnreached ? ['Email to it comes back'] : []),
    ...(unanswered === undefined
      ? []
      : [`${isSilent(council, policy) ? 'Does not answer: it' : 'It'} ${leftUnansweredWords(unanswered)}`]),
    // Needs that it does not meet stand on its own page: nearly every council leaves one out.
    ...sparedOf(council, today, policy)
      .filter(({ what }) => what === 'pause' || what === 'no-places')
      .map(
        ({ what, until }) =>
          `${capitalised(exemptedWords[what])}${until === undefined ? '' : ` until ${dateWords(until)}`}`,
      ),
    ...(isFull(council, policy, today) ? ['Has as many children as it is asked to care for'] : []),
  ];
}

/** Every council in a line: those of which something matters first, each part by name. @param unreached names of those whose e-mail comes back */
export function councilLines(
  alphabetical: readonly Council[],
  policy: Policy,
  now: string,
  unreached: ReadonlySet<string>,
): readonly CouncilLine[] {
  const today = londonDate(now);
  return alphabetical
    .map((council) => ({
      name: council.name,
      href: `/councils/${council.code}`,
      region: council.regionName,
      room: Math.max(0, headroom(council, policy, today)),
      matters: mattersOf(council, policy, today, unreached.has(council.name)),
    }))
    .toSorted((a, b) => Number(b.matters.length > 0) - Number(a.matters.length > 0));
}
