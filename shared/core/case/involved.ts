import type { Case } from './case.ts';
import { openOffers } from './offers.ts';

/** The council that has taken the child: it can open who the child is. */
export const withTheChild = ({ placement }: Case): string[] =>
  placement === undefined ? [] : [placement.council];

/** Councils that have the child, or an open offer. */
export const involved = (subject: Case): string[] => [
  ...withTheChild(subject),
  ...openOffers(subject).map(({ council }) => council),
];
