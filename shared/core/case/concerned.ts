import type { Case } from './case.ts';
import { openOffers } from './offers.ts';

/** The council that has taken the child: it can open who the child is. */
export const withTheChild = ({ placement }: Case): readonly string[] =>
  placement === undefined ? [] : [placement.council];

/** Councils that have the child, or an open offer: they are told that facts have changed. */
export const concernedByFacts = (subject: Case): readonly string[] => [
  ...withTheChild(subject),
  ...openOffers(subject).map(({ council }) => council),
];
