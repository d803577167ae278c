import type { HoldCode } from '../../words/hold-reasons.ts';

/** The reason of a hold for another case that may be about the same child. */
export const possibleDuplicate = (caseId: string): string =>
  `${'possible-duplicate' satisfies HoldCode}:${caseId}`;

/** Whether a reason to hold a case is that it may be another's child. */
export const isPossibleDuplicate = (code: string): boolean => code.startsWith(possibleDuplicate(''));
