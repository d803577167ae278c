import type { Case } from './case.ts';

/** The mergers of a case that can be undone: all that were not, wherever the case stands. What was merged has nobody else to look for a place. */
export const mergersOf = ({ merged = [] }: Pick<Case, 'merged'>): NonNullable<Case['merged']> =>
  merged.filter(({ undone }) => undone !== true);
