import { createHash } from 'node:crypto';
import { keyFrom } from '../../../shared/core/council/council-keys.ts';

/** The key of the API that an authority has in every local run: anybody can work it out, so it opens nothing anywhere else. */
export const localApiKey = (authority: string): string =>
  keyFrom(createHash('sha256').update(`local run, ${authority}`).digest());
