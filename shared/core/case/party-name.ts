import type { Party } from './case.ts';

/** The name of a party's "needs you" list: 'coordinators', 'system', 'council:<code>', 'entry-authority:<code>' or 'smp-lead:<region>'. */
export const partyName = (party: Party): string => {
  if ('code' in party) return `${party.kind}:${party.code}`;
  return 'region' in party ? `${party.kind}:${party.region}` : party.kind;
};
