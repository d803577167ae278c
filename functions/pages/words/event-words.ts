import type { AnyEvent, DataOf } from '../../../events/catalogue.ts';
import type { Actor } from '../../../events/envelope.ts';
import { dateWords, deadlineWords, monthWords } from '../../../shared/core/calendar/working-days.ts';
import { authorityName } from '../../../shared/words/authority-names.ts';
import { capitalised, childrenWords, listWords } from '../../../shared/words/counting.ts';
import { momentWords } from '../../../shared/words/times.ts';

type Wording<Code extends string> = Readonly<Record<Code, string>>;

export const declineWords: Wording<NonNullable<DataOf<'offer-answered.v1'>['reason']>> = {
  'at-or-over-threshold': 'We are at or over our threshold',
  'unsuitable-for-child': 'No placement of ours is suitable for this child',
  'no-safe-placement': 'We have no safe placement',
  safeguarding: 'There is a safeguarding reason',
  other: 'Another reason',
};

export const failureWords: Wording<DataOf<'transfer-failed.v1'>['reason']> = {
  transport: 'Transport failed',
  'placement-fell-through': 'The placement fell through',
  'child-unwell': 'The child was unwell',
  'child-not-ready': 'The child was not ready to go',
  other: 'Another reason',
};

export const directWords: Wording<DataOf<'place-directed.v1'>['reason']> = {
  'family-link': 'The child has family there',
  'sibling-link': 'The child has a brother or sister there',
  'best-interests': 'It is in the child’s best interests',
  'brokered-by-region': 'The region’s lead brokered it',
  'no-candidate': 'No council is left to ask',
  'court-order': 'A court ordered it',
};

export const withdrawalWords: Wording<DataOf<'referral-withdrawn.v1'>['reason']> = {
  'no-longer-needed': 'A transfer is no longer needed',
  'made-in-error': 'The referral was made in error',
  'assessed-as-adult': 'The person was assessed as an adult',
  'left-the-country': 'The child left the country',
  other: 'Another reason',
};

export const evidenceWords: Wording<DataOf<'age-decided.v1'>['evidence']> = {
  documents: 'Documents that show the date of birth',
  'age-assessment': 'A finished age assessment',
  court: 'A court’s decision',
  'home-office': 'A decision of the Home Office',
  other: 'Other evidence',
};

export const stayWords: Wording<DataOf<'case-stayed.v1'>['reason']> = {
  settled: 'The child is settled where they are',
  'best-interests': 'It is in the child’s best interests',
  'child-refused': 'The child refuses to move',
  'no-place-found': 'No place was found',
};

const answerWords: Wording<DataOf<'offer-answered.v1'>['answer']> = {
  accepted: 'accepted the offer',
  declined: 'declined the offer',
  'back-up-yes': 'said yes, if it comes to them',
  'back-up-no': 'said no to being a back-up',
};

export const withdrawnWords: Wording<DataOf<'offer-withdrawn.v1'>['because']> = {
  'placed-elsewhere': 'a place was found elsewhere',
  'case-closed': 'the case was closed',
  reallocated: 'the case went back to the allocation check',
  'no-place-left': 'the council had no place left',
  held: 'the case was held for a decision',
  'area-to-avoid': 'the area is now one to avoid',
};

const escalatedWords: Wording<DataOf<'case-escalated.v1'>['because']> = {
  'no-candidate': 'No council is left that can be asked.',
  'all-declined': 'Every council that was asked has declined.',
  'no-answer': 'No council answered in time.',
};

const reallocatedWords: Wording<DataOf<'case-reallocated.v1'>['because']> = {
  'next-round': 'Everyone asked so far said no or did not answer.',
  coordinator: 'A coordinator decided so.',
  'receiving-authority-cannot': 'The council that had accepted cannot take the child after all.',
  'child-refused': 'The child refuses to move to the council that accepted.',
  'facts-changed': 'The facts of the referral changed.',
};

const promotedWords: Wording<DataOf<'offer-promoted.v1'>['because']> = {
  declined: 'The council before it declined.',
  expired: 'The council before it did not answer in time.',
  'decline-refused': 'A coordinator did not accept its earlier decline.',
  'no-place-left': 'The council before it had no place left.',
  'area-to-avoid': 'The area of the council before it is now one to avoid.',
};

const howWords: Wording<DataOf<'place-accepted.v1'>['how']> = {
  accepted: 'It accepted the offer.',
  'back-up-yes': 'It had said yes, if it came to them.',
  'placed-directly': 'A coordinator placed the child there.',
};

const overdueWords: Wording<DataOf<'deadline-approaching.v1'>['deadline']> = {
  answer: 'an answer to the offer',
  arrange: 'arranging the move',
  move: 'the move',
  complete: 'confirming the handover',
  decide: 'a coordinator’s decision',
  facts: 'the facts that are missing',
};

/** What an e-mail touches that no e-mail changes by itself. */
const concernWords: Wording<DataOf<'amendment-to-confirm.v1'>['because'][number]> = {
  placement: 'where the child goes',
  identity: 'who the child is',
  safety: 'what keeps the child safe',
};

const refusedWords: Readonly<Record<DataOf<'amendment-refused.v1'>['because'], readonly [string, string]>> = {
  'not-ours': [
    'The entry authority did not send the e-mail',
    'It changes nothing. Somebody wrote in the council’s name.',
  ],
  superseded: ['An e-mail no longer waits for confirmation', 'Something newer was said of the same facts.'],
  'said-already': ['An e-mail no longer waits for confirmation', 'The referral said so already.'],
  'case-ended': [
    'An e-mail no longer waits for confirmation',
    'The case ended before anybody had answered. It changed nothing.',
  ],
};

const partyWords = (party: DataOf<'case-waiting.v1'>['party']): string =>
  party.kind === 'coordinators' ? 'The coordinators were' : `${authorityName(party.code)} was`;

/** An event told to someone who was not there. */
export interface EventWords {
  readonly title: string;
  readonly details: readonly string[];
}

const told = (title: string, ...details: readonly (string | undefined)[]): EventWords => ({
  title,
  details: details.filter((detail): detail is string => detail !== undefined && detail !== ''),
});
const noted = (note: string | undefined): string | undefined => (note ? `Note: ${note}` : undefined);

/** What an event means, in plain words. Free text that staff wrote is quoted; nothing names a child. */
export function eventWords(event: AnyEvent): EventWords {
  switch (event.type) {
    case 'referral-received.v1':
      return told(
        `${authorityName(event.data.facts.entryAuthority)} referred ${childrenWords(event.data.facts.children.length)}`,
      );
    case 'referral-amended.v1':
      return told(
        'The entry authority added to the referral',
        event.data.possibleDuplicates === undefined
          ? event.data.sealedChanged && 'What is kept sealed was added to or corrected.'
          : `By what it said, ${listWords(event.data.possibleDuplicates)} may be about the same child.`,
      );
    case 'amendment-to-confirm.v1':
      return told(
        'An e-mail in the entry authority’s name waits for confirmation',
        `It would change ${listWords(event.data.because.map((one) => concernWords[one]))}. Nothing has changed.`,
        `The entry authority’s desk is asked to answer by ${deadlineWords(event.data.confirmBy)}.`,
        event.data.unsafe &&
          `It says to avoid the area of ${listWords(event.data.unsafe.map(authorityName))}.`,
      );
    case 'amendment-refused.v1':
      return told(...refusedWords[event.data.because]);
    case 'confirmation-due.v1':
      return told(
        event.data.passed
          ? 'The entry authority has not said whether it sent an e-mail'
          : 'The entry authority was reminded to say whether it sent an e-mail',
        `Asked to answer by ${deadlineWords(event.data.by)}.`,
      );
    case 'facts-repeated.v1':
      return told('The entry authority said again what this case holds already', 'Nothing changed.');
    case 'referral-merged.v1':
      return told(
        `${authorityName(event.data.council)} referred the same ${event.data.facts.children.length === 1 ? 'child' : 'children'} again, as ${event.data.reference}`,
        event.data.differing.length === 0
          ? 'It says nothing else than this case.'
          : `This case stays as it was. The other referral differs in: ${event.data.differing.join(', ')}.`,
      );
    case 'referral-incomplete.v1':
      return told('More is needed from the entry authority', ...event.data.fields.map(({ words }) => words));
    case 'referral-held.v1':
      return told('Held for a coordinator', ...event.data.reasons.map(({ words }) => words));
    case 'hold-kept.v1':
      return told(
        'Hold kept',
        noted(event.data.note),
        `To be looked at again by ${deadlineWords(event.data.reviewAt)}.`,
      );
    case 'referral-released.v1':
      return told('Hold released', noted(event.data.note));
    case 'offers-made.v1': {
      const backUps = event.data.offers
        .filter(({ role }) => role === 'back-up')
        .map(({ council }) => authorityName(council));
      const primary = event.data.offers.find(({ role }) => role === 'primary');
      return told(
        primary === undefined ? 'Councils asked' : `Offered to ${authorityName(primary.council)}`,
        primary && `To answer by ${deadlineWords(primary.answerBy)}.`,
        backUps.length === 0 ? undefined : `Asked as back-up: ${listWords(backUps)}.`,
      );
    }
    case 'offer-answered.v1':
      return told(
        `${authorityName(event.data.council)} ${answerWords[event.data.answer]}`,
        event.data.reason && `Reason: ${declineWords[event.data.reason].toLowerCase()}.`,
        noted(event.data.text),
      );
    case 'decline-reviewed.v1':
      return told(
        `Decline by ${authorityName(event.data.council)} ${event.data.outcome === 'accepted' ? 'accepted' : 'not accepted'}`,
        noted(event.data.note),
      );
    case 'offer-expired.v1':
      return told(
        `${authorityName(event.data.council)} did not answer in time`,
        `It had until ${deadlineWords(event.data.answerBy)}.`,
      );
    case 'offer-promoted.v1':
      return told(
        `Now offered to ${authorityName(event.data.council)}`,
        promotedWords[event.data.because],
        `To answer by ${deadlineWords(event.data.answerBy)}.`,
      );
    case 'offer-withdrawn.v1':
      return told(
        `${authorityName(event.data.council)} is no longer asked`,
        `${capitalised(withdrawnWords[event.data.because])}.`,
      );
    case 'place-accepted.v1':
      return told(
        `${authorityName(event.data.council)} takes ${event.data.places === 1 ? 'the child' : `${event.data.places} children`}`,
        howWords[event.data.how],
        `The move is to be arranged by ${deadlineWords(event.data.arrangeBy)}.`,
      );
    case 'place-directed.v1':
      return told(
        `Placed directly with ${authorityName(event.data.council)}`,
        `Reason: ${directWords[event.data.reason].toLowerCase()}.`,
        event.data.overCapacity ? 'This knowingly goes over the council’s room.' : undefined,
        noted(event.data.note),
      );
    case 'transfer-arranged.v1':
      return told(
        `Move arranged for ${dateWords(event.data.moveOn)}`,
        `${authorityName(event.data.council)} has named a social worker.`,
        event.data.lateBecause && `Late because: ${event.data.lateBecause}`,
      );
    case 'social-worker-named.v1':
      return told(
        `${authorityName(event.data.council)} named ${event.data.replaces ? 'another' : 'a'} social worker`,
        'Who it is stands in the sealed details.',
      );
    case 'documents-changed.v1':
      return told(
        `${authorityName(event.data.council)} ${event.data.change} a document`,
        'What it is stands in the sealed details.',
      );
    case 'sealed-details-opened.v1':
      return told(
        `${authorityName(event.data.council)} opened ${event.data.document === undefined ? 'the sealed details' : 'a sealed document'}`,
        `As the ${event.data.part === 'entry-authority' ? 'entry authority' : 'receiving authority'}, in session ${event.data.session.slice(0, 6)}.`,
      );
    case 'transfer-failed.v1':
      return told(
        'The move failed on the day',
        `${failureWords[event.data.reason]}.`,
        noted(event.data.text),
      );
    case 'transfer-completed.v1':
      return told(
        `Handed over to ${authorityName(event.data.council)}`,
        `Responsibility passed at ${momentWords(event.data.handedOverAt)}.`,
      );
    case 'case-escalated.v1':
      return told(
        'Escalated to a coordinator',
        escalatedWords[event.data.because],
        `To decide by ${deadlineWords(event.data.decideBy)}.`,
      );
    case 'case-reallocated.v1':
      return told(
        'Back to the allocation check',
        reallocatedWords[event.data.because],
        noted(event.data.note),
      );
    case 'case-paused.v1':
      return told(
        'The child is missing',
        `Since ${momentWords(event.data.missingSince)}. Every deadline waits.`,
      );
    case 'case-resumed.v1':
      return told(
        'The child was found',
        `At ${momentWords(event.data.foundAt)}. The case goes on with the time it had left.`,
      );
    case 'child-refused.v1':
      return told('The child refuses to move', noted(event.data.note));
    case 'child-turned-18.v1':
      return told(`Child ${event.data.child} turned 18`, 'They no longer count.');
    case 'age-in-question.v1':
      return told(
        `The recorded 18th birthday of child ${event.data.child} has come, and the age assessment is ${event.data.assessment === 'required' ? 'still to be done' : 'under way'}`,
        'Nothing closes. A coordinator decides, or the entry authority gives the result of the assessment.',
        event.data.ledBy && `${authorityName(event.data.ledBy)} leads the assessment.`,
      );
    case 'age-decided.v1':
      return told(
        `A coordinator decided that child ${event.data.child} ${event.data.counts ? 'counts as a child' : 'is 18 or over'}`,
        `On the strength of: ${evidenceWords[event.data.evidence].toLowerCase()}.`,
        event.data.turns18Month && `They turn 18 in ${monthWords(event.data.turns18Month)}.`,
        noted(event.data.note),
      );
    case 'family-joined.v1':
      return told('The child joined family in the UK', noted(event.data.note));
    case 'case-stayed.v1':
      return told(
        'The child stays with the entry authority',
        `${stayWords[event.data.reason]}.`,
        noted(event.data.note),
      );
    case 'referral-withdrawn.v1':
      return told('Referral withdrawn', `${withdrawalWords[event.data.reason]}.`, noted(event.data.note));
    case 'deadline-approaching.v1':
      return told(
        'Reminder sent',
        `For ${overdueWords[event.data.deadline]}, due by ${deadlineWords(event.data.by)}.`,
      );
    case 'deadline-passed.v1':
      return told(
        'A deadline passed',
        `For ${overdueWords[event.data.deadline]}, due by ${deadlineWords(event.data.by)}.`,
      );
    case 'case-waiting.v1':
      return told(
        `${partyWords(event.data.party)} reminded again`,
        `To ${event.data.what}. Waiting since ${momentWords(event.data.since)}.`,
      );
    case 'mail-received.v1':
      return told(`${authorityName(event.data.council)} sent an e-mail`);
    case 'mail-set-aside.v1':
      return told('An e-mail was set aside for a coordinator');
    case 'document-not-cleared.v1':
      return told('A document could not be cleared of threats');
    case 'capacity-declared.v1':
      return told(`${authorityName(event.data.council)} declared its places`);
    case 'capacity-reminder-due.v1':
      return told(`${authorityName(event.data.council)} was reminded to declare its places`);
    case 'sign-in-requested.v1':
      return told(`${authorityName(event.data.council)} asked for a link to sign in`);
    case 'sign-in-stopped.v1':
      return told('No more links to sign in were sent that day');
    case 'api-key-changed.v1':
      return told(`The key of ${authorityName(event.data.council)}’s system was changed`);
    case 'coordinator-sign-in-requested.v1':
      return told('A coordinator asked for a link to sign in');
    case 'email-requested.v1':
      return told('E-mail requested');
    case 'email-sent.v1':
      return told(event.data.outcome === 'sent' ? 'E-mail sent' : 'E-mail no longer needed');
  }
}

/** Who caused an event. */
export function actorWords(actor: Actor): string {
  switch (actor.kind) {
    case 'system':
      return 'automatic';
    case 'coordinator':
      return `${actor.name}, coordinator`;
    case 'council':
    case 'entry-authority':
      return actor.name === undefined
        ? authorityName(actor.code)
        : `${actor.name}, ${authorityName(actor.code)}`;
  }
}
