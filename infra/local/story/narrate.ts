import { type DataOf, readEvent } from '../../../events/catalogue.ts';
import { type PresentEvent, presentForm } from '../../../events/present-form.ts';
import { dateWords, deadlineWords, londonTime } from '../../../shared/core/calendar/working-days.ts';
import { everyCouncil } from '../../../shared/core/council/published-councils.ts';
import { closedWords } from '../../../shared/words/closing.ts';
import { childrenWords } from '../../../shared/words/counting.ts';
import { withdrawnWords } from '../../../shared/words/offers.ts';
import type { LocalRun } from '../../local-aws/local-run.ts';

type NameOf = (authority: string) => string;

const answers = {
  accepted: 'accepts the offer',
  declined: 'declines the offer',
  'back-up-yes': 'says yes, if it comes to them',
  'back-up-no': 'says no to being a back-up',
} as const;

const due = {
  answer: 'the answer',
  arrange: 'arranging the move',
  move: 'the move',
  complete: 'confirming the handover',
  decide: 'a coordinator’s decision',
  facts: 'what is missing',
  region: 'the word of the region’s lead',
} as const;

const regionAnswered = (
  { outcome, first, council = first, reason }: DataOf<'region-answered.v1'>,
  name: NameOf,
): string =>
  ({
    confirmed: `the region’s lead confirms ${name(first)}`,
    named: `the region’s lead names ${name(council)} instead of ${name(first)} (${reason})`,
    'ran-out': 'the region’s lead did not answer in time: the rota goes on by itself',
    'not-needed': 'the region’s lead need not answer any more',
  })[outcome];

/** What an event means, in one sentence for someone watching the terminal. Says nothing that names a child. */
function sentence(event: PresentEvent, name: NameOf): string | undefined {
  switch (event.type) {
    case 'referral-received.v2':
      return `${name(event.data.facts.entryAuthority)} refers ${childrenWords(event.data.facts.children.length)}`;
    case 'referral-amended.v2':
      return 'the entry authority gives more facts';
    case 'referral-incomplete.v1':
      return `facts are missing: ${event.data.fields.map((field) => field.field).join(', ')}`;
    case 'referral-held.v1':
      return `held for a coordinator: ${event.data.reasons.map((reason) => reason.code).join(', ')}`;
    case 'case-assigned.v1':
      return event.data.to === undefined
        ? 'the case is assigned to nobody'
        : 'the case is assigned to a coordinator';
    case 'hold-kept.v1':
      return 'a coordinator keeps the hold';
    case 'referral-released.v1':
      return `a coordinator clears ${event.data.reasons.join(', ')}`;
    case 'offers-made.v1': {
      const [primary, ...backUps] = event.data.offers;
      if (!primary) return undefined;
      const others = backUps.map((offer) => name(offer.council)).join(' and ');
      return `offered to ${name(primary.council)}, answer by ${deadlineWords(primary.answerBy)}${others ? `; back-ups ${others}` : ''}`;
    }
    case 'offers-kept.v1':
      return `still asked: ${event.data.offers.map((offer) => name(offer.council)).join(' and ')}`;
    case 'region-asked.v1':
      return `the region’s lead is asked whether ${name(event.data.councils[0] ?? '')} is to be asked first, answer by ${deadlineWords(event.data.answerBy)}`;
    case 'region-answered.v1':
      return regionAnswered(event.data, name);
    case 'offer-answered.v1':
      return `${name(event.data.council)} ${answers[event.data.answer]}${event.data.reason ? ` (${event.data.reason})` : ''}`;
    case 'offer-told-again.v1':
      return `the offer is sent to ${name(event.data.council)} again, where its e-mail goes now`;
    case 'offer-read.v1':
      return `${name(event.data.council)} is looking, and keeps its whole time`;
    case 'decline-reviewed.v1':
      return `a coordinator ${event.data.outcome === 'accepted' ? 'accepts' : 'refuses'} the decline by ${name(event.data.council)}`;
    case 'offer-expired.v1':
      return event.data.readBy === undefined
        ? `${name(event.data.council)} did not answer in time`
        : `${name(event.data.council)} said nothing in half of its time, and a back-up had said yes`;
    case 'offer-promoted.v1':
      return `now offered to ${name(event.data.council)}, answer by ${deadlineWords(event.data.answerBy)}`;
    case 'offer-withdrawn.v1':
      return `${name(event.data.council)} has nothing more to do: ${withdrawnWords[event.data.because]}`;
    case 'place-accepted.v1':
      return `a place for ${childrenWords(event.data.places)} in ${name(event.data.council)}`;
    case 'place-directed.v1':
      return `a coordinator places directly with ${name(event.data.council)} (${event.data.reason})`;
    case 'transfer-arranged.v1':
      return `${name(event.data.council)} arranges the move for ${dateWords(event.data.moveOn)}`;
    case 'transfer-failed.v1':
      return `the move failed on the day (${event.data.reason}); it is arranged again`;
    case 'transfer-completed.v1':
      return `handed over to ${name(event.data.council)}: the transfer is complete`;
    case 'case-escalated.v1':
      return `escalated to a coordinator (${event.data.because}), decide by ${deadlineWords(event.data.decideBy)}`;
    case 'case-reallocated.v1':
      return `back to the allocation check (${event.data.because})`;
    case 'case-paused.v1':
      return 'the child is missing: every clock stops';
    case 'case-resumed.v1':
      return 'the child was found: the case goes on';
    case 'group-decided.v1':
      return event.data.goOn
        ? 'the case goes on for the children who are there'
        : 'the children who are there wait for those who are missing';
    case 'missing-details-given.v1':
      return 'details for the search are recorded, and sealed';
    case 'places-lapsed.v1':
      return 'the child is still missing: no place is held any more';
    case 'places-kept.v1':
      return 'a coordinator keeps the place for the missing child';
    case 'left-care.v1':
      return `${name(event.data.council)} counts ${event.data.children.length} fewer: left care after the handover`;
    case 'area-told.v1':
      return `${name(event.data.council)} is told that a child ${event.data.holds ? 'lives in its area, or will' : 'will not live in its area'}`;
    case 'found-decided.v1':
      return event.data.decision === 'lives-there'
        ? `the child who was found in the area of ${name(event.data.foundIn)} lives there now`
        : 'the child who was found elsewhere is brought back';
    case 'care-moved.v1':
      return `${name(event.data.to)} became responsible after ${name(event.data.from)}`;
    case 'placement-moved.v1':
      return `the child lives in the area of ${name(event.data.placedIn ?? event.data.council)} now`;
    case 'areas-avoided.v1':
      return `areas to avoid are added: ${event.data.areas.map(name).join(', ')}`;
    case 'council-succeeded.v1':
      return `${name(event.data.to)} takes over from ${name(event.data.from)}, which has ended`;
    case 'merger-undone.v1':
      return `a coordinator parts ${event.data.reference} from it: another child, with a case of its own again`;
    case 'earlier-referral-found.v1':
      return `the child may have been referred before: ${event.data.referrals.map(({ reference, ended }) => `${reference} (${ended})`).join(', ')}`;
    case 'age-known-elsewhere.v1':
      return `${event.data.councils.map(({ council }) => name(council)).join(', ')} may know how old the child is, and is told`;
    case 'case-reopened.v1':
      return 'a coordinator opened the case again';
    case 'age-in-question.v1':
      return 'a recorded 18th birthday has come and the age assessment is open: nothing closes';
    case 'age-decided.v1':
      return `a coordinator decided that child ${event.data.child} ${event.data.counts ? 'counts as a child' : 'is 18 or over'}`;
    case 'child-refused.v1':
      return 'the child refuses to move: a coordinator decides what follows';
    case 'child-turned-18.v1':
      return `child ${event.data.child} of the case turned 18`;
    case 'family-joined.v1':
      return 'the child joins family in the UK';
    case 'case-stayed.v1':
      return `the child stays with the entry authority (${event.data.reason})`;
    case 'referral-withdrawn.v1':
      return `the entry authority withdraws the referral (${event.data.reason})`;
    case 'deadline-approaching.v1':
      return `reminder: ${due[event.data.deadline]} is due by ${deadlineWords(event.data.by)}`;
    case 'deadline-passed.v1':
      return `overdue: ${due[event.data.deadline]} was due by ${deadlineWords(event.data.by)}`;
    case 'legal-hold-placed.v1':
      return 'a coordinator puts the case under legal hold: nothing of it is forgotten by time';
    case 'legal-hold-lifted.v1':
      return 'the legal hold is lifted';
    case 'more-time-given.v1':
      return `${name(event.data.council)} is given more time: ${due[event.data.deadline]}, by ${deadlineWords(event.data.by)}`;
    case 'deadlines-moved.v1':
      return `a bank holiday was announced (${event.data.holidays.map(dateWords).join(', ')}): ${event.data.moved.length} deadlines are later`;
    case 'case-waiting.v1':
      return `${event.data.party.kind === 'coordinators' ? 'the coordinators' : name(event.data.party.code)} reminded again: ${event.data.what} (waiting since ${deadlineWords(event.data.since)})`;
    case 'capacity-declared.v1':
      return `${name(event.data.council)} declares its places: ${event.data.places.fosterCare} in foster care, ${event.data.places.supportedAccommodation} in supported accommodation`;
    case 'exemptions-in-question.v1':
      return `the coordinators are asked whether what ${name(event.data.council)} declares still counts`;
    case 'exemptions-decided.v1':
      return `what ${name(event.data.council)} declares ${event.data.agreedUntil === undefined ? 'no longer counts' : `is agreed to until ${event.data.agreedUntil}`}`;
    case 'council-closed.v1':
      return `${name(event.data.council)} is closed: ${closedWords(event.data)}`;
    case 'council-reopened.v1':
      return `${name(event.data.council)} is open again`;
    case 'contacts-changed.v1':
      return `a coordinator changes where e-mail to ${name(event.data.council)} goes`;
    case 'council-took-over.v1':
      return `${name(event.data.council)} takes over from ${name(event.data.from)}, which has ended`;
    // One line each would bury the rest: a morning can bring two hundred.
    case 'capacity-reminder-due.v1':
    case 'email-requested.v1':
    case 'email-sent.v1':
      return undefined;
  }
}

/** One line for the terminal, or nothing where a line would only be noise. */
function tell(event: PresentEvent, name: NameOf): string | undefined {
  const words = sentence(event, name);
  if (!words) return undefined;
  const subject = event.trail?.subject ?? '';
  return `${subject.startsWith('NTS-') ? `${subject}  ` : ''}${words}`;
}

/** Puts every event that appears on the table's stream in words. */
export function narrate(run: LocalRun, say: (line: string) => void): void {
  const names = new Map(everyCouncil().map(({ code, name }) => [code, name]));
  run.on('committed-event', ({ kind, keys, item }) => {
    if (kind !== 'INSERT' || !String(keys.sk).startsWith('EVENT#') || typeof item?.body !== 'string') return;
    const event = readEvent(JSON.parse(item.body));
    if (event === undefined) throw new Error(`The event ${keys.pk} ${keys.sk} is none of the catalogue.`);
    const line = tell(presentForm(event), (code) => names.get(code) ?? code);
    if (line) say(`${londonTime(event.at).slice(0, 5)}  ${line}`);
  });
}
