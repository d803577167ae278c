import { deadlineWords } from '../../../shared/core/calendar/working-days.ts';
import type { Case, CaseStatus } from '../../../shared/core/case/case.ts';
import { actBy } from '../../../shared/core/case/waiting-on.ts';
import { authorityName } from '../../../shared/words/authority-names.ts';
import { leadOf, statusNames } from '../../../shared/words/statuses.ts';
import type { Row } from '../forms/answer-words.ts';
import type { TagColour } from '../views/page-model.ts';

const colours: Readonly<Record<CaseStatus, TagColour>> = {
  incomplete: 'orange',
  held: 'orange',
  eligible: 'blue',
  'region-asked': 'blue',
  offered: 'blue',
  escalated: 'red',
  accepted: 'green',
  'transfer-arranged': 'green',
  paused: 'red',
  'child-refused': 'orange',
  transferred: 'grey',
  'missing-from-care': 'red',
  'found-elsewhere': 'orange',
  'left-care': 'grey',
  'joined-family': 'grey',
  stayed: 'grey',
  'turned-18': 'grey',
  withdrawn: 'grey',
};

/** Where a case stands, for a tag. */
export const statusTag = (status: CaseStatus): { readonly text: string; readonly colour: TagColour } => ({
  text: statusNames[status],
  colour: colours[status],
});

/** For whom a case waits, told to a council of it; nothing once the case is closed. @param as its part in the case */
export function waitingForRow(
  theCase: Case,
  as: { readonly kind: 'entry-authority' | 'council'; readonly code: string },
): readonly Row[] {
  const { needs } = theCase;
  if (needs === undefined) return [];
  const { party, what } = needs;
  const by = actBy(theCase);
  const who =
    party.kind === as.kind && party.code === as.code
      ? 'You'
      : party.kind === 'council' || party.kind === 'entry-authority'
        ? authorityName(party.code)
        : party.kind === 'coordinators'
          ? 'A coordinator'
          : 'The scheme';
  return [
    {
      label: 'Waiting for',
      value: `${who}, to ${what}${by === undefined ? '' : ` by ${deadlineWords(by)}`}`,
    },
  ];
}

/** Who has to act, for what and by when, if it has a deadline; undefined once the case is closed. */
export function whoActsWords(theCase: Case): string | undefined {
  const { needs } = theCase;
  if (needs === undefined) return undefined;
  const { party, what } = needs;
  const by = actBy(theCase);
  const who =
    party.kind === 'coordinators'
      ? 'The coordinators'
      : party.kind === 'system'
        ? 'The scheme itself'
        : party.kind === 'smp-lead'
          ? leadOf(party.region)
          : authorityName(party.code);
  return `${who}: ${what}${by === undefined ? '' : `, by ${deadlineWords(by)}`}`;
}
