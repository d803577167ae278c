import {
  type Kept,
  keptByDeclaration,
  placeKinds,
} from '../../../shared/core/allocation/what-a-declaration-keeps.ts';
import { dateWords, londonDate } from '../../../shared/core/calendar/working-days.ts';
import type { Council, Declaration } from '../../../shared/core/council/council.ts';
import { declaredLeft } from '../../../shared/core/council/declared.ts';
import type { Policy } from '../../../shared/core/policy.ts';
import { childrenWords, plural } from '../../../shared/words/counting.ts';
import { needWords } from '../../../shared/words/facts.ts';
import type { Step } from '../forms/walk.ts';

const kindWords = {
  fosterCare: 'foster care',
  supportedAccommodation: 'supported accommodation',
} as const satisfies Record<keyof Declaration['places'], string>;

const untilWords = ({ until }: { readonly until?: string }): string =>
  until === undefined ? 'until you declare again' : `before ${dateWords(until)}`;

function placesWords(
  council: Council,
  { places }: Kept,
  kind: (typeof placeKinds)[number],
  policy: Policy,
): string {
  const words = kindWords[kind];
  const kept = places[kind];
  if (kept === undefined)
    return `${plural(declaredLeft(council)?.[kind] ?? 0, 'place')} in ${words}: by our rules this number limits nothing. You may be asked for more children, up to your threshold.`;
  if (kept.most === 0)
    return kept.until === undefined
      ? `You get no offers for ${words} until you declare again.`
      : `You get no offers for ${words} before ${dateWords(kept.until)}. From then on you may be asked again, unless you declare again.`;
  const most = `You are asked for ${childrenWords(kept.most)} in ${words} at most`;
  return kept.until === undefined || policy.participation === 'voluntary'
    ? `${most}.`
    : `${most} before ${dateWords(kept.until)}. After that you may be asked for more, up to your threshold.`;
}

const needsWords = ({ needs }: Kept): string[] =>
  needs.map(
    ({ need, ...until }) =>
      `You get no offers for children who need ${needWords[need]} ${untilWords(until)}.`,
  );

/** Who hears of a pause, or of what a council is spared of for as long as it says so. */
function heardBy({ pause, needs, places }: Kept, { declarations }: Policy): string[] {
  const none = placeKinds.every((kind) => places[kind]?.most === 0);
  if (pause === undefined && needs.length === 0 && !none) return [];
  const asked =
    declarations === undefined
      ? ''
      : ` If it goes on for more than ${declarations.unseenDays} days, we ask them whether it counts.`;
  return [`The coordinators see this on their list of councils, with your council’s name.${asked}`];
}

/**
 * What the last declaration of a council does, and who hears of it: by the check's own verdicts, under the policy in force.
 *
 * @param council as it stands once it has declared
 */
export function whatItDoes(
  council: Council,
  policy: Policy,
  now: string,
): NonNullable<Step['sections']>[number] {
  const kept = keptByDeclaration(council, londonDate(now), policy);
  return {
    heading: 'What this does',
    points: [
      ...(kept.pause?.until === undefined
        ? []
        : [
            `You get no offers before ${dateWords(kept.pause.until)}. ${policy.forgiveClosedTime ? 'You earn no turns meanwhile.' : 'Your turns add up meanwhile.'}`,
          ]),
      ...placeKinds.map((kind) => placesWords(council, kept, kind, policy)),
      ...needsWords(kept),
      ...heardBy(kept, policy),
    ],
  };
}
