import type { DataOf } from '../../events/catalogue.ts';
import type { Case } from '../core/case/case.ts';
import type { Command } from '../core/case/command.ts';
import { confirmedData } from '../core/case/commands/confirm.ts';
import {
  allFingerprints,
  type Duplicates,
  duplicatesOf,
  duplicatesOfAmended,
  duplicatesOfReopened,
  type Holders,
  newFingerprints,
  retoldReferences,
} from '../core/case/duplicates.ts';
import { isFinal } from '../core/case/transitions.ts';
import type { CaseStore } from '../ports/case-store.ts';

type Cases = Pick<CaseStore, 'read' | 'holders'>;
type Amend = Extract<Command, { kind: 'amend' | 'confirm-amendment' | 'decide-age' | 'reopen' }>;

async function holding(
  cases: Cases,
  fingerprints: readonly string[],
): Promise<{ readonly holders: Holders; readonly earlier: readonly Case[] }> {
  const holders = await cases.holders(fingerprints);
  const earlier = await Promise.all(
    [...new Set([...holders.values()].flat())].map((caseId) => cases.read(caseId)),
  );
  return { holders, earlier: earlier.filter((one) => one !== undefined) };
}

/** What is known of the children of a new referral. */
export async function duplicatesAmong(
  cases: Cases,
  referral: DataOf<'referral-received.v2'>,
  now: string,
): Promise<Duplicates> {
  const { holders, earlier } = await holding(cases, allFingerprints(referral.fingerprints ?? []));
  return duplicatesOf(referral, holders, earlier, now);
}

/** An amendment, with what is known of other cases by what it newly says of who the children are. */
export async function compare<Given extends Amend>(
  cases: Cases,
  current: Case,
  command: Given,
  now: string,
): Promise<Given> {
  if (command.kind === 'decide-age' || command.kind === 'reopen') {
    const mayReturn =
      isFinal(current.status) || (command.kind === 'decide-age' && current.turned18.includes(command.child));
    return mayReturn ? compareAgain(cases, current, command, now) : command;
  }
  const data = command.kind === 'amend' ? command.data : proposedBy(current, command.amendmentId);
  if (data === undefined) return command;
  const asked = [...newFingerprints(current, data), ...retoldReferences(current, data)];
  if (asked.length === 0) return command;
  const { holders, earlier } = await holding(cases, asked);
  return { ...command, duplicates: duplicatesOfAmended(current, data, holders, earlier, now) };
}

/** A case that may be opened again, or in which a child may count again: its children may have been referred anew meanwhile. */
async function compareAgain<Given extends Amend>(
  cases: Cases,
  current: Case,
  command: Given,
  now: string,
): Promise<Given> {
  const { holders, earlier } = await holding(cases, allFingerprints(current.fingerprints ?? []));
  return { ...command, duplicates: duplicatesOfReopened(current, holders, earlier, now) };
}

/** What is carried out once a change is confirmed; undefined when it no longer waits. */
const proposedBy = (current: Case, amendmentId: string) => {
  const one = current.proposals?.find(({ id }) => id === amendmentId);
  return one && confirmedData(current, one);
};
