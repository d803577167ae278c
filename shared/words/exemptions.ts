import type { Exempted } from '../../events/exemptions-in-question.v1.ts';
import { dateWords } from '../core/calendar/working-days.ts';
import type { DeclaredExemption, ExemptionState } from '../core/council/exemptions.ts';
import { capitalised } from './counting.ts';
import { needWords } from './facts.ts';
import type { Words } from './reasons.ts';

const without = (need: keyof typeof needWords): string => `no children who need ${needWords[need]}`;

/** What a council declares to be spared of: "a pause", "no children who need step-free access". */
export const exemptedWords: Words<Exempted> = {
  pause: 'a pause',
  'no-places': 'no places of any kind',
  'trained-carers': without('trained-carers'),
  'step-free-access': without('step-free-access'),
  'medical-care': without('medical-care'),
  'mental-health-support': without('mental-health-support'),
  'special-educational-needs': without('special-educational-needs'),
};

/** Since when, and of a pause until when: "since 1 November 2026, until 4 January 2027". */
export const exemptionDays = ({
  since,
  until,
}: {
  readonly since: string;
  readonly until?: string | undefined;
}): string => `since ${dateWords(since)}${until === undefined ? '' : `, until ${dateWords(until)}`}`;

const stateWords: Words<ExemptionState> = {
  counts: 'It counts.',
  'in-question': 'It counts until a coordinator decides.',
  agreed: 'A coordinator agrees to it',
  refused: 'It does not count: a coordinator said so.',
};

/** One of them as it stands: "Since 1 November 2026, until 4 January 2027. It counts until a coordinator decides. Turns add up meanwhile." */
export const exemptionWords = ({ what, state, agreedUntil, ...days }: DeclaredExemption): string => {
  const stands =
    state === 'agreed' && agreedUntil !== undefined
      ? `${stateWords.agreed} until ${dateWords(agreedUntil)}.`
      : stateWords[state];
  const owed =
    state === 'in-question' && (what === 'pause' || what === 'no-places') ? ' Turns add up meanwhile.' : '';
  return `${capitalised(exemptionDays(days))}. ${stands}${owed}`;
};
