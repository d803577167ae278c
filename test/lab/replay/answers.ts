/** What councils say to an offer: drawn from the stated chances, the same for the same child and council whatever the policy. */
import { firstCode } from '../../../events/former-codes.ts';
import { dice } from '../../rota/rota-play.ts';
import type { Referral } from './arrivals.ts';
import type { Assumptions } from './assumptions.ts';

export interface Answer {
  readonly says: 'yes' | 'no' | 'nothing';
  /** Working days after the offer; silence lasts until the deadline. */
  readonly after: number;
  /** As a back-up it says "yes, if it comes to us" before anybody asks again. */
  readonly backUpYes: boolean;
}

const mixed = (text: string): number => {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash >>> 0;
};

export type Manner = 'answers' | 'silent' | 'slow' | 'declining';

/** What a council is for good, where silence is drawn for each council. */
export const mannerOf = (
  { seed, assumptions: { councils } }: { readonly seed: number; readonly assumptions: Assumptions },
  council: string,
): Manner => {
  if (councils === undefined) return 'answers';
  const draw = dice(mixed(`${seed} ${firstCode(council)} manner`))();
  if (draw < councils.silent) return 'silent';
  if (draw < councils.silent + councils.slow) return 'slow';
  return draw < councils.silent + councils.slow + councils.declining ? 'declining' : 'answers';
};

/** `deadline`: working days in which an offer has to be answered. `round`: a council asked again later may think again. */
export const answerOf = (
  { seed, assumptions }: { readonly seed: number; readonly assumptions: Assumptions },
  referral: Referral,
  council: string,
  { deadline, round }: { readonly deadline: number; readonly round: number },
): Answer => {
  const manner = mannerOf({ seed, assumptions }, council);
  if (manner === 'silent' || manner === 'slow') return { says: 'nothing', after: deadline, backUpYes: false };
  const { answers, councils } = assumptions;
  const silent = councils === undefined ? answers.silent : 0;
  const roll = dice(mixed(`${seed} ${referral.number} ${firstCode(council)} ${round}`));
  const needs = referral.facts.children.some((child) => (child.needs ?? []).length > 0);
  const yes = manner === 'declining' ? 0 : answers.accepts * (needs ? answers.withNeed : 1);
  const draw = roll();
  const says = draw < yes ? 'yes' : draw < yes + silent ? 'nothing' : 'no';
  const sameDay = roll() < answers.sameDay;
  const after = sameDay ? 0 : Math.max(1, Math.ceil(roll() * deadline));
  return {
    says,
    after: says === 'nothing' ? deadline : after,
    backUpYes: says === 'yes' && roll() < answers.backUpYes,
  };
};
