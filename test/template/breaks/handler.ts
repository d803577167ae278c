import { inOwnLines } from '../../../shared/runtime/own-lines.ts';

/** Fails, and tells where. */
export const handler = (): string => inOwnLines(new Error('no').stack ?? '');
