import { isSilent } from '../../../shared/core/allocation/silence.ts';
import { dateWords, londonDate } from '../../../shared/core/calendar/working-days.ts';
import { closingThatStands, isClosed } from '../../../shared/core/council/closing.ts';
import type { Council } from '../../../shared/core/council/council.ts';
import { sparedOf } from '../../../shared/core/council/exemptions.ts';
import { headroom } from '../../../shared/core/council/headroom.ts';
import type { Policy } from '../../../shared/core/policy.ts';
import { capitalised } from '../../../shared/words/counting.ts';
import { exemptedWords } from '../../../shared/words/exemptions.ts';
import type { TagColour } from '../views/page-model.ts';

interface Tag {
  readonly text: string;
  readonly colour: TagColour;
}

/** What keeps a council from being asked, or from hearing of it. */
function standsOut(council: Council, bounced: boolean, policy: Policy, today: string): readonly Tag[] {
  const closing = closingThatStands(council, today);
  return [
    ...(closing === undefined
      ? []
      : isClosed(council, today)
        ? [{ text: 'Closed', colour: 'red' } as const]
        : [{ text: `Closed from ${dateWords(closing.from)}`, colour: 'orange' } as const]),
    ...sparedOf(council, today, policy).map(
      ({ what, until }): Tag => ({
        text: `${capitalised(exemptedWords[what])}${until === undefined ? '' : ` until ${dateWords(until)}`}`,
        colour: 'orange',
      }),
    ),
    ...(isSilent(council, policy) ? [{ text: 'Does not answer', colour: 'red' } as const] : []),
    ...(bounced ? [{ text: 'Email came back', colour: 'red' } as const] : []),
  ];
}

/** A council as the lead of its region finds it. */
export function councilRow(council: Council, bounced: boolean, policy: Policy, now: string) {
  const { name, declaration, incoming } = council;
  const today = londonDate(now);
  return {
    name,
    room: Math.max(0, headroom(council, policy, today)),
    incoming,
    declared: declaration === undefined ? 'Never' : dateWords(londonDate(declaration.declaredAt)),
    tags: standsOut(council, bounced, policy, today),
  };
}
