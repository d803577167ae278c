import { speakingAgainst } from '../../../events/place-directed.v1.ts';
import { Need } from '../../../events/referral.ts';

/** A coordinator who rang first: the reason for whatever speaks against the council that the child is placed with. */
export const whyAllTheSame = (code: string): Readonly<Record<string, 'council-agrees'>> =>
  Object.fromEntries(
    [...speakingAgainst, ...Need.options.map((need) => `need-not-met-${need}`)].map((what) => [
      `over-${code}-${what}`,
      'council-agrees',
    ]),
  );
