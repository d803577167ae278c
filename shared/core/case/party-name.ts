import type { Party } from './case.ts';

/** The name of a party's "needs you" list: 'coordinators', 'system', 'council:<code>' or 'entry-authority:<code>'. */
export const partyName = (party: Party): string =>
  'code' in party ? `${party.kind}:${party.code}` : party.kind;
