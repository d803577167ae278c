import type { DataOf } from '../../../events/catalogue.ts';
import { areasInQuestion } from '../allocation/areas-in-question.ts';
import { type Nation, nationOf } from '../calendar/nation.ts';
import { afterOfficeHours, beforeOfficeHours, officeTimeBetween } from '../calendar/working-days.ts';
import type { Policy } from '../policy.ts';
import type { Case, Offer } from './case.ts';
import { handedOver } from './responsible.ts';
import { holdOfMove } from './standing.ts';

/** A deadline of a case: whose, and since when the party has known of it. */
interface Step {
  readonly deadline: DataOf<'deadline-approaching.v1'>['deadline'] | 'confirm' | 'places' | 'missing';
  readonly by: string;
  readonly since?: string;
  readonly offerId?: string;
  readonly council?: string;
  readonly region?: string;
  readonly reminded: boolean;
}

/** Something to do once its time has come. `key` goes into `told`, so that it is done once. */
export interface AgendaItem extends Step {
  readonly at: string;
  readonly key: string;
  readonly do:
    | 'remind'
    | 'expire'
    | 'region-runs-out'
    | 'give-to-back-up'
    | 'pass'
    | 'lapse'
    | 'remind-of-missing';
}

export const liveOffer = (subject: Case): Offer | undefined =>
  subject.offers.find(({ status }) => status === 'live');

/** Since when an offer's time runs: when its council was asked, last where that was more than once. */
export const runsSince = ({ begunAnew, promotedAt, madeAt }: Offer): string =>
  begunAnew?.at ?? promotedAt ?? madeAt;

/** Whether what a council answered at a moment is its answer to what it was asked last, and not to an earlier asking. */
export const answersLastAsking = (offer: Offer, at: string): boolean =>
  offer.status !== 'live' && offer.status !== 'asked' && at >= runsSince(offer);

const present = <T>(value: T | undefined): readonly T[] => (value === undefined ? [] : [value]);

/** Whether the first has its whole time, whatever a back-up says: it has said that it is looking, or a coordinator, who knows that, has given it more. */
export const hasWholeTime = ({ readAt, moreTime }: Offer): boolean =>
  readAt !== undefined || moreTime === true;

/**
 * By when the first says at least that it is looking, where a back-up may be placed in its stead: a part of its time, counted in office hours of its
 * nation, and anew once a child who was missing is found. Undefined where it has its whole time, as everyone has under a policy that knows no such part.
 * @throws {CalendarEndsError} when a day it counts has no known bank holidays.
 */
export const readBy = (
  { pauses }: Pick<Case, 'pauses'>,
  offer: Offer,
  { search, closeOfDay }: Policy,
): string | undefined => {
  if (search === undefined || hasWholeTime(offer)) return undefined;
  const { council, answerBy } = offer;
  const asked = runsSince(offer);
  const resumed = pauses?.at(-1)?.until ?? asked;
  const since = resumed > asked ? resumed : asked;
  const office = { opens: search.opens, closes: closeOfDay };
  const nation = nationOf(council);
  const hours = (officeTimeBetween(since, answerBy, nation, office) * search.backUpAfterPart) / 3_600_000;
  return afterOfficeHours(since, hours, nation, office);
};

/**
 * A back-up has said yes, and the first has said nothing: the child does not wait for the whole of its time. It does where the child may not be safe
 * with any of them: nobody would be placed.
 */
const backUpInstead = (subject: Case, policy: Policy): readonly AgendaItem[] => {
  const live = subject.status === 'offered' ? liveOffer(subject) : undefined;
  if (live === undefined) return [];
  const inQuestion = areasInQuestion(subject);
  if (!subject.offers.some(({ status, council }) => status === 'promised' && !inQuestion.includes(council)))
    return [];
  return present(readBy(subject, live, policy)).map((by) => ({
    deadline: 'answer',
    by,
    at: by,
    offerId: live.id,
    council: live.council,
    reminded: false,
    key: `unread:${live.id}:${live.answerBy}`,
    do: 'give-to-back-up',
  }));
};

/**
 * Councils that are asked for something beside the one whose turn it is: back-ups that have not answered, and the entry authority while
 * what came by e-mail waits for its word.
 */
export const alsoAsked = ({ offers, proposals, facts }: Case): readonly string[] => [
  ...offers.filter(({ status }) => status === 'asked').map(({ council }) => council),
  ...(proposals === undefined ? [] : [facts.entryAuthority]),
];

const decision = (by: string | undefined, reminded = true): readonly Step[] =>
  present(by).map((instant) => ({ deadline: 'decide', by: instant, reminded }));

const stepOf = (subject: Case): readonly Step[] => {
  const { placement, stepBy } = subject;
  const waits = holdOfMove(subject);
  if (waits !== undefined) return decision(waits.reviewAt);
  switch (subject.status) {
    case 'incomplete':
      return present(stepBy).map((by) => ({ deadline: 'facts', by, reminded: true }));
    case 'eligible':
      return decision(stepBy, false);
    case 'child-refused':
      return decision(stepBy);
    case 'held':
      return decision(subject.hold?.reviewAt);
    case 'escalated':
      return decision(subject.escalation?.decideBy);
    case 'region-asked':
      return present(subject.regionAsked).map(({ region, askedAt, answerBy }) => ({
        deadline: 'region',
        by: answerBy,
        since: askedAt,
        region,
        reminded: true,
      }));
    case 'offered':
      return present(liveOffer(subject)).map((offer) => ({
        deadline: 'answer',
        by: offer.answerBy,
        since: runsSince(offer),
        offerId: offer.id,
        council: offer.council,
        reminded: true,
      }));
    case 'accepted':
      return present(placement).map(({ council, arrangeBy }) => ({
        deadline: 'arrange',
        by: arrangeBy,
        council,
        reminded: true,
      }));
    case 'transfer-arranged':
      return present(placement).flatMap(({ council, completeBy }) =>
        present(completeBy).map((by) => ({ deadline: 'complete', by, council, reminded: true })),
      );
    case 'found-elsewhere':
      return present(placement).flatMap(({ council }) =>
        present(subject.foundElsewhere?.by).map((by) => ({
          deadline: 'decide',
          by,
          council,
          reminded: true,
        })),
      );
    default:
      return [];
  }
};

/** By when what came by e-mail is to be confirmed, whether the child is there or missing: somebody may be writing in a council's name. */
const confirmations = ({ proposals = [] }: Case): readonly Step[] =>
  [...Map.groupBy(proposals, ({ confirmBy }) => confirmBy)].map(([by, together]) => ({
    deadline: 'confirm',
    by,
    since: together.map(({ askedAt }) => askedAt).toSorted()[0] ?? by,
    reminded: true,
  }));

/** Whose working days count for a step: those of the nation of who has to act; coordinators keep England's. */
const nationFor = ({ deadline, council, region }: Step, { facts }: Case): Nation => {
  const actor = deadline === 'facts' || deadline === 'confirm' ? facts.entryAuthority : (region ?? council);
  return actor === undefined ? 'England' : nationOf(actor);
};

/**
 * When the reminder of a step is due: hours of the office before it where the policy knows when offices open, so that somebody is there to read
 * it and time is left to act; else hours of the clock.
 */
const remindAt = (step: Step, subject: Case, { remindHoursBefore, search, closeOfDay }: Policy): string =>
  search === undefined
    ? new Date(Date.parse(step.by) - remindHoursBefore * 3_600_000).toISOString()
    : beforeOfficeHours(step.by, remindHoursBefore, nationFor(step, subject), {
        opens: search.opens,
        closes: closeOfDay,
      });

/** How `told` names a deadline that passed; an offer's, which expires, also by the offer. */
export const passedKey = (deadline: Step['deadline'], by: string, offerId = ''): string =>
  `passed:${deadline}:${offerId}:${by}`;

/** What is done once the time for a step is over, where it is more than to say so. */
const atTheEnd: Readonly<Partial<Record<Step['deadline'], AgendaItem['do']>>> = {
  answer: 'expire',
  region: 'region-runs-out',
};

const itemsOf = (step: Step, subject: Case, policy: Policy): readonly AgendaItem[] => {
  const { told } = subject;
  const end: AgendaItem = {
    ...step,
    at: step.by,
    key: passedKey(step.deadline, step.by, step.offerId),
    do: atTheEnd[step.deadline] ?? 'pass',
  };
  if (told.includes(end.key)) return [];
  if (!step.reminded) return [end];
  const reminder: AgendaItem = {
    ...step,
    at: remindAt(step, subject, policy),
    key: `remind:${step.deadline}:${step.offerId ?? ''}:${step.by}`,
    do: 'remind',
  };
  // A reminder that would follow at once on the first word about the deadline tells nobody anything.
  const worthIt = step.since === undefined || reminder.at > step.since;
  return [...(worthIt && !told.includes(reminder.key) ? [reminder] : []), end];
};

/** What falls due while a child is missing: places that are held lapse, and who is responsible is reminded. */
const whileMissing = ({ pause, stillMissing }: Case): readonly AgendaItem[] => {
  const { placesUntil } = pause ?? {};
  const { remindAt } = pause ?? stillMissing ?? {};
  const item = (at: string, deadline: 'places' | 'missing', what: AgendaItem['do']): AgendaItem => ({
    deadline,
    by: at,
    at,
    key: `${deadline}:${at}`,
    do: what,
    reminded: false,
  });
  return [
    ...present(placesUntil).map((at) => item(at, 'places', 'lapse')),
    ...present(remindAt).map((at) => item(at, 'missing', 'remind-of-missing')),
  ];
};

/**
 * Every deadline that falls due for a case, soonest first. Empty once all were told, and once it is closed; while it is paused
 * what came by e-mail has one, and so have places that are held and reminders of a missing child.
 */
export const agendaOf = (subject: Case, policy: Policy): readonly AgendaItem[] => {
  const steps = stepOf(subject);
  const { placement } = subject;
  const move: Step = {
    deadline: 'move',
    by: subject.moveBy,
    reminded: false,
    ...(placement === undefined ? {} : { council: placement.council }),
  };
  return [...steps, ...(steps.length === 0 || handedOver(subject) ? [] : [move]), ...confirmations(subject)]
    .flatMap((step) => itemsOf(step, subject, policy))
    .concat(whileMissing(subject))
    .concat(backUpInstead(subject, policy))
    .sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
};
