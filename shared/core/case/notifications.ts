import type { AnyEvent, DataOf, EventOf } from '../../../events/catalogue.ts';
import { type PresentType, presentForm } from '../../../events/present-form.ts';
import { fullCouncilOf } from '../allocation/hold-reasons.ts';
import { publishedCouncil } from '../council/published-councils.ts';
import { defined } from '../defined.ts';
import { leadDesk, readerFor } from '../desks.ts';
import { saidOfMove } from './moves.ts';
import type { EmailTemplate } from './notification-templates.ts';
import { isToldTogether } from './told-together.ts';

type EmailRequested = EventOf<'email-requested.v1'>;
type Recipient = EmailRequested['data']['to'];

/** One mail that an event leads to. */
interface Notification {
  /** Its id, where it does not follow from the event. */
  readonly id?: string;
  readonly template: EmailTemplate;
  readonly to: Recipient;
  readonly offerId?: string | undefined;
}

const council = (code: string): Recipient => ({ role: 'council', council: code });
/** The lead of a council's region reads what the council is written, in an e-mail of its own: its link can only look. */
const leadOf = (code: string): readonly Recipient[] => {
  const region = publishedCouncil(code)?.region;
  return region === undefined ? [] : [{ role: 'smp-lead', region, copyOf: code }];
};
/** A council's desk, its second contact and the lead of its region. */
const everybodyAt = (code: string): readonly Recipient[] => [
  { role: 'council', council: code, secondContact: true },
  ...leadOf(code),
];
const entry: Recipient = { role: 'entry-authority' };
const coordinators: Recipient = { role: 'coordinators' };

/** The same words to several desks. */
const toEach = (template: EmailTemplate, ...desks: readonly Recipient[]): readonly Notification[] =>
  desks.map((to) => ({ template, to }));
const councils = (codes: readonly string[] = []): readonly Recipient[] => codes.map(council);
const maybe = (code: string | undefined): readonly Recipient[] => (code === undefined ? [] : [council(code)]);

/** The desk of a region's lead, where there is a region to tell. */
const lead = (region: string | undefined): readonly Recipient[] =>
  region === undefined ? [] : [{ role: 'smp-lead', region }];

/** An e-mail that came back is sent again under an id of its own. @param attempt 0 for the first */
export const idOfSending = (emailId: string, attempt: number): string =>
  attempt === 0 ? emailId : `${emailId}:again:${attempt}`;

/** What the person behind an event did, that person's own desk knows. */
const unlessBy = (desk: 'entry-authority' | 'coordinator', { actor }: AnyEvent, to: Recipient) =>
  actor.kind === desk ? [] : [to];

const unlessByCouncil = ({ actor }: AnyEvent, code: string): readonly Recipient[] =>
  actor.kind === 'council' && actor.code === code ? [] : [council(code)];

/** Who is responsible for the child, unless they said so: the council since the handover, the entry authority before it. */
const unlessResponsible = (event: AnyEvent, since: string | undefined): readonly Recipient[] =>
  since === undefined ? unlessBy('entry-authority', event, entry) : unlessByCouncil(event, since);

const reminder = ({ data }: EventOf<'deadline-approaching.v1'>): readonly Notification[] => {
  switch (data.deadline) {
    case 'region':
      return toEach('deadline-approaching', ...lead(data.region));
    case 'answer':
      return maybe(data.council).map((to) => ({
        template: 'offer-reminder',
        to: { ...to, secondContact: true } as Recipient,
        offerId: data.offerId,
      }));
    case 'facts':
      return toEach('deadline-approaching', entry);
    case 'decide':
      return toEach('deadline-approaching', ...maybe(data.council), coordinators);
    default:
      return toEach('deadline-approaching', ...maybe(data.council));
  }
};

type MovedDeadline = DataOf<'deadlines-moved.v1'>['moved'][number];

const ownOf = {
  'entry-authority': ['facts', 'move', 'confirm', 'places'],
  coordinators: ['decide'],
} as const satisfies Readonly<Record<string, readonly MovedDeadline['deadline'][]>>;

/**
 * The deadlines that a bank holiday moves and that a desk has. Who only reads has none, nor is the search anybody's; while the child is missing nobody
 * has those whose clocks stand.
 */
export const movedFor = (
  { clocksStand, moved }: DataOf<'deadlines-moved.v1'>,
  { role, offerId }: { readonly role: Recipient['role']; readonly offerId?: string | undefined },
): readonly MovedDeadline[] => {
  const running = moved.filter(
    ({ deadline }) => !clocksStand || deadline === 'confirm' || deadline === 'places',
  );
  if (role === 'smp-lead') return running.filter(({ deadline }) => deadline === 'region');
  if (role === 'council')
    return running.filter((one) => one.council !== undefined && one.offerId === offerId);
  const own: readonly string[] = ownOf[role];
  return running.filter(({ deadline }) => own.includes(deadline));
};

const movedDeadlines = ({ data }: EventOf<'deadlines-moved.v1'>): readonly Notification[] => {
  const asked = new Map(data.moved.map(({ council: code, offerId }) => [code, offerId]));
  return [
    ...[...asked].flatMap(([code, offerId]) =>
      maybe(code).map((to): Notification => ({ template: 'deadlines-moved', to, offerId })),
    ),
    ...toEach('deadlines-moved', entry, coordinators, ...data.moved.flatMap(({ region }) => lead(region))),
  ].filter(({ to: { role }, offerId }) => movedFor(data, { role, offerId }).length > 0);
};

/** To the entry authority, while nobody has said yes. */
const onSearch = ({ searchGoesOn }: { readonly searchGoesOn?: true | undefined }): readonly Notification[] =>
  searchGoesOn ? toEach('search-goes-on', entry) : [];

/** For each event, the mails. An event that is not listed leads to none: another one of the same decision says it, or nobody has to know. */
const notificationsOf: { readonly [T in PresentType]?: (event: EventOf<T>) => readonly Notification[] } = {
  'offers-made.v1': ({ data }) => [
    ...data.offers.map(
      ({ offerId, role, council: code }): Notification => ({
        template: role === 'primary' ? 'offer-to-primary' : 'backup-request',
        to: council(code),
        offerId,
      }),
    ),
    // Only once a council is asked does the entry authority hear that all is in order: until then it hears what is not.
    ...(data.round === 1 ? toEach('referral-acknowledged', entry) : []),
  ],
  'region-asked.v1': ({ data: { region } }) => toEach('region-asked', ...lead(region)),
  // Its own answer the lead has seen on the page.
  'region-answered.v1': ({ data: { region, outcome } }) =>
    outcome === 'confirmed' || outcome === 'named' ? [] : toEach('region-settled', ...lead(region)),
  'offer-answered.v1': ({ data: { answer, offerId } }) =>
    answer === 'declined' ? [{ template: 'decline-to-review', to: coordinators, offerId }] : [],
  'decline-reviewed.v1': ({ data }) => [
    { template: 'decline-reviewed', to: council(data.council), offerId: data.offerId },
  ],
  // Its second contact and the lead of its region read the same; the coordinators hear of each silence once, when it is one.
  'offer-expired.v1': ({ data: { council: code, offerId } }) =>
    [...everybodyAt(code), coordinators].map((to) => ({ template: 'offer-expired', to, offerId })),
  'offer-promoted.v1': ({ data }) => [
    { template: 'offer-promoted', to: council(data.council), offerId: data.offerId },
    ...onSearch(data),
  ],
  'offer-withdrawn.v1': ({ data }) => [
    { template: 'offer-withdrawn', to: council(data.council), offerId: data.offerId },
  ],
  'place-accepted.v1': ({ data: { council: code, offerId } }) =>
    toEach('place-accepted', council(code), entry).map((notification) => ({ ...notification, offerId })),
  // When a coordinator moves the child from one council to another, the e-mail about the new place tells the entry authority both.
  'case-reallocated.v1': ({ data: { because, concerned = [], placedWith, searchGoesOn } }) =>
    concerned.length === 0
      ? onSearch({ searchGoesOn })
      : toEach(
          'placement-cancelled',
          ...councils(concerned),
          ...(placedWith === undefined ? [entry] : []),
          ...(because === 'receiving-authority-cannot' ? [coordinators] : []),
        ),
  // Whoever will have the child in its area knows before the child comes.
  'transfer-arranged.v1': ({ data }) => [
    ...toEach('transfer-arranged', council(data.council), entry),
    ...toEach('child-to-live-there', ...maybe(data.placedIn)),
  ],
  'area-told.v1': ({ data }) => toEach('area-told', council(data.council)),
  // The first is named with the day of the move, and the e-mail about the day says so.
  'social-worker-named.v1': ({ data: { replaces } }) =>
    replaces ? toEach('social-worker-changed', entry) : [],
  'transfer-completed.v1': ({ data }) => toEach('transfer-completed', council(data.council), entry),
  'transfer-failed.v1': ({ data }) => toEach('transfer-failed', council(data.council), entry),
  'referral-incomplete.v1': () => toEach('referral-incomplete', entry),
  // A move that waited goes on.
  'referral-released.v1': ({ data: { council: moving } }) =>
    moving === undefined ? [] : toEach('hold-released', council(moving), entry),
  // Of a move that waits its council learns with what was said: the referral has changed, and is not to be moved yet.
  // A council that is full and has the child's family need not take the child, and is asked whether it does.
  // One that comes with others of its cause is on the page that coordinators were led to already.
  'referral-held.v1': ({ data: { reasons, joins } }) => [
    ...toEach('case-held', ...(joins === undefined ? [coordinators] : []), entry),
    ...toEach('link-at-full-council', ...councils(reasons.flatMap(({ code }) => fullCouncilOf(code) ?? []))),
  ],
  // The entry authority learns under which reference its child's case is, and so does another council that referred the same child. Where
  // people have to compare, coordinators do.
  'referral-merged.v1': ({ data: { concerned = [], differing } }) =>
    toEach(
      'referral-merged',
      entry,
      ...councils(concerned),
      ...(differing.length > 0 || concerned.length > 0 ? [coordinators] : []),
    ),
  'merger-undone.v1': ({ data: { concerned } }) => toEach('merger-undone', entry, ...councils(concerned)),
  // How it ended is no secret from those who have to know what another council found, or has in care.
  'earlier-referral-found.v1': ({ data: { concerned } }) =>
    toEach('earlier-referral', coordinators, entry, ...councils(concerned)),
  'age-known-elsewhere.v1': ({ data: { councils: those } }) =>
    toEach('age-known-elsewhere', ...councils(those.map((one) => one.council)), entry),
  // A case that is checked again is held instead, and that e-mail names the question.
  'offers-kept.v1': ({ data: { offers } }) =>
    toEach('referral-changed', ...councils(offers.map(({ council }) => council))),
  'referral-amended.v2': ({ data: { concerned, possibleDuplicates = [] } }) => [
    ...toEach('referral-changed', ...councils(concerned)),
    ...(possibleDuplicates.length === 0 ? [] : toEach('possible-duplicate', coordinators)),
  ],
  // The desk, never the address that the e-mail came from alone. Where a council that has the child, or is asked, may not be safe, people
  // look at once.
  'amendment-to-confirm.v1': ({ data: { unsafe = [], holdsMove } }) =>
    toEach('amendment-to-confirm', entry, ...(unsafe.length === 0 && !holdsMove ? [] : [coordinators])),
  'confirmation-due.v1': ({ data: { passed } }) =>
    passed ? toEach('confirmation-overdue', entry, coordinators) : toEach('confirmation-reminder', entry),
  // Somebody writes in the council's name. What was overtaken by the desk's own word it need not hear of.
  'amendment-refused.v1': (event) => {
    switch (event.data.because) {
      case 'not-ours':
        return toEach('amendment-refused', ...unlessBy('coordinator', event, coordinators), entry);
      case 'case-ended':
        return toEach('amendment-ended', entry, coordinators);
      default:
        return [];
    }
  },
  'case-escalated.v1': ({ data: { region } }) =>
    toEach('case-escalated', coordinators, ...lead(region), entry),
  // Whoever is responsible leads the search, and coordinators hear of it at once, as they do when it is over. So does the council in
  // whose area the child lived.
  'case-paused.v1': (event) => [
    ...toEach(
      'case-paused',
      ...councils(event.data.concerned),
      ...unlessResponsible(event, event.data.council),
      ...unlessBy('coordinator', event, coordinators),
    ),
    ...toEach('area-child-missing', ...maybe(event.data.livesIn)),
  ],
  'case-resumed.v1': (event) => [
    ...toEach(
      'case-resumed',
      ...councils(event.data.concerned),
      ...unlessResponsible(event, event.data.council),
      ...unlessBy('coordinator', event, coordinators),
    ),
    ...toEach('area-child-found', ...maybe(event.data.livesIn)),
  ],
  // Nobody decided what no longer needs a decision: that the case goes on, everybody hears.
  'group-decided.v1': (event) =>
    toEach(
      'group-decided',
      ...councils(event.data.concerned),
      entry,
      ...unlessBy('coordinator', event, coordinators),
    ),
  'places-lapsed.v1': ({ data }) => toEach('places-lapsed', ...councils(data.concerned), entry, coordinators),
  'places-kept.v1': ({ data }) => toEach('places-kept', ...councils(data.concerned), entry),
  'left-care.v1': (event) =>
    toEach(
      'left-care',
      ...unlessByCouncil(event, event.data.council),
      ...unlessBy('coordinator', event, coordinators),
    ),
  'care-moved.v1': (event) =>
    toEach(
      'care-moved',
      ...unlessByCouncil(event, event.data.from),
      council(event.data.to),
      ...unlessBy('coordinator', event, coordinators),
    ).concat(toEach('child-lives-there', ...maybe(event.data.placedIn))),
  'placement-moved.v1': (event) => [
    ...toEach('placement-moved', ...unlessByCouncil(event, event.data.council)),
    ...toEach('child-lives-there', ...maybe(event.data.placedIn)),
  ],
  // Where the child lives in one of them, somebody beside the council has to know.
  'areas-avoided.v1': (event) =>
    toEach(
      'areas-avoided',
      ...unlessByCouncil(event, event.data.council),
      ...(event.data.livesThere === undefined ? [] : unlessBy('coordinator', event, coordinators)),
    ),
  // Where the child lives from now on, that council knows.
  'found-decided.v1': (event) => [
    ...toEach(
      'found-decided',
      ...unlessByCouncil(event, event.data.council),
      ...unlessBy('coordinator', event, coordinators),
    ),
    ...(event.data.decision === 'lives-there'
      ? toEach('child-lives-there', council(event.data.foundIn))
      : []),
  ],
  // Whoever takes over, and whoever has to do with it in this case.
  'council-succeeded.v1': ({ data: { to, parts, concerned } }) =>
    toEach(
      'council-succeeded',
      ...(parts.some((part) => part !== 'entry-authority') ? [council(to)] : []),
      ...(parts.includes('entry-authority') || parts.includes('receiving-authority') ? [entry] : []),
      ...(parts.includes('entry-authority') ? councils(concerned) : []),
    ),
  'case-reopened.v1': ({ data: { countedAgainst } }) =>
    toEach('case-reopened', ...(countedAgainst === undefined ? [entry] : [council(countedAgainst)])),
  // Of a death, coordinators hear as they do after the handover.
  'referral-withdrawn.v1': (event) =>
    toEach(
      'referral-withdrawn',
      ...councils(event.data.concerned),
      ...unlessBy('entry-authority', event, entry),
      ...(event.data.reason === 'died' ? unlessBy('coordinator', event, coordinators) : []),
    ),
  'family-joined.v1': (event) =>
    toEach('family-joined', ...councils(event.data.concerned), ...unlessBy('entry-authority', event, entry)),
  'case-stayed.v1': ({ data }) => toEach('case-stayed', ...councils(data.concerned), entry),
  'child-refused.v1': (event) =>
    toEach(
      'child-refused',
      ...councils(event.data.concerned),
      ...unlessBy('coordinator', event, coordinators),
      ...unlessBy('entry-authority', event, entry),
    ),
  'child-turned-18.v1': ({ data }) =>
    data.afterTheEnd ? [] : toEach('child-turned-18', ...councils(data.concerned), entry),
  'age-in-question.v1': ({ data }) =>
    toEach('age-in-question', coordinators, entry, ...councils(data.concerned)),
  // That somebody no longer counts, the birthday's own e-mail says.
  'age-decided.v1': ({ data: { counts, concerned, possibleDuplicates = [] } }) => [
    ...(counts ? toEach('age-decided', entry, ...councils(concerned)) : []),
    ...(possibleDuplicates.length === 0 ? [] : toEach('possible-duplicate', coordinators)),
  ],
  'deadline-approaching.v1': reminder,
  'deadline-passed.v1': ({ data: { deadline, council: code } }) =>
    toEach('deadline-passed', ...maybe(code), ...(deadline === 'facts' ? [entry] : []), coordinators),
  'deadlines-moved.v1': movedDeadlines,
  // Who has it, and the council that has the child meanwhile.
  'more-time-given.v1': ({ data: { council: code, offerId } }) =>
    [council(code), entry].map((to): Notification => ({ template: 'more-time-given', to, offerId })),
  // Whoever is late, a coordinator hears each time: the first word may be weeks old.
  'case-waiting.v1': ({ data: { party, missing, reminder, region, concerned } }) =>
    toEach(
      'case-waiting',
      readerFor(party),
      ...councils(concerned),
      ...((missing && reminder === undefined) || party.kind === 'coordinators' ? [] : [coordinators]),
      ...lead(region),
    ),
  // Once for each sending, however many of its addresses it came back from.
  'email-bounced.v1': ({ data: { email, attempt, next } }) =>
    next === 'reached' || next === 'nobody'
      ? []
      : [
          {
            id: idOfSending(email.id, attempt + 1),
            template: email.template as EmailTemplate,
            to: email.to,
            offerId: email.offerId,
          },
        ],
  'offer-told-again.v1': ({ data }) => [
    { template: data.template as EmailTemplate, to: council(data.council), offerId: data.offerId },
  ],
  'mail-received.v1': ({ data: { council: code, mailId, answer } }) => [
    {
      template: 'mail-answered',
      to: { role: 'council', council: code, ...(answer === 'sender' ? { mail: mailId } : {}) },
    },
  ],
  'api-key-changed.v1': ({ data }) => toEach('api-key-changed', council(data.council)),
  // Whoever reads the new address, the other one, and the lead of the region: a wrong address is seen at once, by whom it comes back from or goes to.
  'contacts-changed.v1': ({ data }) => toEach('contacts-changed', ...everybodyAt(data.council)),
  // What it has to do itself: its second contact and the lead of its region know as well.
  'council-took-over.v1': ({ data }) => toEach('council-took-over', ...everybodyAt(data.council)),
  'exemptions-in-question.v1': () => toEach('exemptions-in-question', coordinators),
  'exemptions-decided.v1': ({ data }) => toEach('exemptions-decided', ...everybodyAt(data.council)),
  // Its lead looks for who takes what it would have taken. What no coordinator did, coordinators hear of.
  'council-closed.v1': (event) =>
    toEach(
      'council-closed',
      ...everybodyAt(event.data.council),
      ...unlessBy('coordinator', event, coordinators),
    ),
  'council-reopened.v1': (event) =>
    toEach(
      'council-reopened',
      ...everybodyAt(event.data.council),
      ...unlessBy('coordinator', event, coordinators),
    ),
  // Figures far from the last, of which the council says that they are right: somebody should know of them who knows the council.
  'capacity-declared.v1': ({ data }) => [
    ...toEach('capacity-declared', council(data.council)),
    ...(data.meantSo === undefined ? [] : toEach('capacity-unusual', coordinators)),
  ],
  'capacity-reminder-due.v1': ({ data }) =>
    toEach('capacity-reminder', council(data.council), ...(data.reminder >= 2 ? leadOf(data.council) : [])),
};

/** A desk in one word, as the store of contacts names it. */
const deskOf = (to: Recipient): string => {
  switch (to.role) {
    case 'council':
      return `council:${to.council}`;
    case 'smp-lead':
      return leadDesk(to.region);
    default:
      return to.role;
  }
};

/**
 * The e-mails that an event of a trail leads to, each with an id that follows from the event, the template and the desk: asked for
 * again, they are the same. An event that has no place in a trail yet leads to none.
 */
export const emailsFor = (said: AnyEvent): readonly EmailRequested[] => {
  const event = presentForm(said);
  const { trail } = event;
  if (trail === undefined) return [];
  const notifications = notificationsOf[event.type] as
    | ((event: AnyEvent) => readonly Notification[])
    | undefined;
  const place = { eventNumber: trail.number };
  // Beside whoever is told at once: once a working day coordinators hear what became of moves.
  const ofMoves: readonly Notification[] =
    saidOfMove(event) === undefined ? [] : toEach('moves', coordinators);
  return [...(notifications?.(event) ?? []), ...ofMoves].map(({ id, template, to, offerId }) => ({
    id: id ?? `${event.id}:${template}:${deskOf(to)}`,
    type: 'email-requested.v1',
    at: event.at,
    actor: { kind: 'system', name: 'notifications' },
    data: {
      template,
      to,
      ...(isToldTogether(template, event.actor) && !('mail' in to) ? { together: true } : {}),
      about: trail.subject.startsWith('NTS-')
        ? { kind: 'case', caseId: trail.subject, ...place, ...defined({ offerId }) }
        : { kind: 'council', council: trail.subject, ...place },
    },
  }));
};
