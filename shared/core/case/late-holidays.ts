import type { DataOf } from '../../../events/catalogue.ts';
import { type Calendar, holidayDay, holidayName, lateHolidays } from '../calendar/late-holidays.ts';
import { type Nation, nationOf } from '../calendar/nation.ts';
import {
  addDays,
  addWorkingDays,
  afterOfficeHours,
  instantAt,
  londonDate,
  londonTime,
  officeTimeBetween,
  workingDaysBetween,
} from '../calendar/working-days.ts';
import { defined } from '../defined.ts';
import type { Policy } from '../policy.ts';
import type { Case, Offer } from './case.ts';
import { runsSince } from './deadlines.ts';
import { responsibleCouncil } from './responsible.ts';
import { isOver } from './transitions.ts';

type Moved = DataOf<'deadlines-moved.v1'>['moved'][number];

/** A deadline that somebody has, and how it was set. */
interface Clock extends Pick<Moved, 'deadline' | 'council' | 'offerId' | 'region'> {
  readonly by: string;
  readonly nation: Nation;
  /** Working days that the policy gives. */
  readonly days: number;
  /** Set by hours of office time, and since when these run. */
  readonly hoursSince?: string;
  /** False for what runs on while the child is missing. */
  readonly stands: boolean;
  /** The case with the deadline moved. */
  readonly moved: (of: Case, by: string) => Case;
}

interface Setting extends Omit<Clock, 'nation' | 'stands'> {
  /** Who has to act; coordinators keep England's calendar. */
  readonly authority?: string;
  readonly stands?: boolean;
}

const clock = ({ authority, stands = true, ...set }: Setting): Clock => ({
  ...set,
  stands,
  nation: authority === undefined ? 'England' : nationOf(authority),
});

const offerClock = (offer: Offer, { search, workingDays }: Policy): Clock => {
  const { id, council, answerBy, round } = offer;
  const byHours = search !== undefined && round > 1;
  return clock({
    deadline: 'answer',
    council,
    offerId: id,
    by: answerBy,
    authority: council,
    days: workingDays.answerOffer,
    ...(byHours ? { hoursSince: runsSince(offer) } : {}),
    moved: (of, by) => ({
      ...of,
      offers: of.offers.map((one) => (one.id === id ? { ...one, answerBy: by } : one)),
    }),
  });
};

/** The deadline of the step that the case is at; of an offer, also those of who stands by. */
const stepClocks = (subject: Case, policy: Policy): readonly Clock[] => {
  const { facts, stepBy, hold, escalation, placement, offers, pause, regionAsked } = subject;
  const days = policy.workingDays;
  const decide = { deadline: 'decide', days: days.coordinatorDecides } as const;
  const step = (set: Omit<Setting, 'by' | 'moved'>): readonly Clock[] =>
    stepBy === undefined ? [] : [clock({ ...set, by: stepBy, moved: (of, by) => ({ ...of, stepBy: by }) })];
  const ofHold: readonly Clock[] =
    hold === undefined
      ? []
      : [
          clock({
            ...decide,
            by: hold.reviewAt,
            moved: (of, by) => ({ ...of, hold: { ...hold, reviewAt: by } }),
          }),
        ];
  switch (pause?.from ?? subject.status) {
    case 'incomplete':
      return step({ deadline: 'facts', days: days.giveMissingFacts, authority: facts.entryAuthority });
    case 'eligible':
      return step({ ...decide, deadline: 'search' });
    case 'child-refused':
      return step(decide);
    case 'held':
    case 'transfer-arranged':
      return ofHold;
    case 'escalated':
      return escalation === undefined
        ? []
        : [
            clock({
              ...decide,
              by: escalation.decideBy,
              moved: (of, by) => ({ ...of, escalation: { ...escalation, decideBy: by } }),
            }),
          ];
    case 'region-asked':
      return regionAsked === undefined
        ? []
        : [
            clock({
              deadline: 'region',
              region: regionAsked.region,
              by: regionAsked.answerBy,
              authority: regionAsked.region,
              days: days.regionNames,
              moved: (of, by) => ({ ...of, regionAsked: { ...regionAsked, answerBy: by } }),
            }),
          ];
    case 'offered':
      return offers
        .filter(({ status }) => status === 'live' || status === 'asked')
        .map((offer) => offerClock(offer, policy));
    case 'accepted':
      return placement === undefined || hold !== undefined
        ? ofHold
        : [
            clock({
              deadline: 'arrange',
              council: placement.council,
              by: placement.arrangeBy,
              authority: placement.council,
              days: days.arrangeTransfer,
              moved: (of, by) => ({ ...of, placement: { ...placement, arrangeBy: by } }),
            }),
          ];
    default:
      return [];
  }
};

/** Every deadline of a case that counts working days. The day of an arranged move is no such day: people agreed on it. */
const clocksOf = (subject: Case, policy: Policy): readonly Clock[] => {
  const { facts, placement, pause, proposals = [], moveBy } = subject;
  if (isOver(subject.status)) return [];
  const { moveInCare, moveNotInCare, giveMissingFacts } = policy.workingDays;
  const { placesUntil } = pause ?? {};
  return [
    ...stepClocks(subject, policy),
    clock({
      deadline: 'move',
      ...defined({ council: placement?.council }),
      by: moveBy,
      authority: facts.entryAuthority,
      days: facts.inCareOfAuthority === false ? moveNotInCare : moveInCare,
      moved: (of, by) => ({ ...of, moveBy: by }),
    }),
    ...proposals.map(({ id, confirmBy }) =>
      clock({
        deadline: 'confirm',
        by: confirmBy,
        authority: facts.entryAuthority,
        days: giveMissingFacts,
        stands: false,
        moved: ({ proposals: all = [], ...of }, by) => ({
          ...of,
          proposals: all.map((one) => (one.id === id ? { ...one, confirmBy: by } : one)),
        }),
      }),
    ),
    ...(pause === undefined || placesUntil === undefined
      ? []
      : [
          clock({
            deadline: 'places',
            by: placesUntil,
            authority: responsibleCouncil(subject),
            days: policy.missing?.placesLapseAfter ?? 0,
            stands: false,
            moved: (of, by) => ({ ...of, pause: { ...pause, placesUntil: by } }),
          }),
        ]),
  ];
};

/** The last day after which so many working days remain up to a day, that day among them. */
const daysBack = (day: string, days: number, calendar: Calendar): string => {
  let date = day;
  while (workingDaysBetween(date, day, calendar) < days) date = addDays(date, -1);
  return date;
};

const earlier = (a: string, b: string): string => (a < b ? a : b);
const later = (a: string, b: string): string => (a > b ? a : b);

/** By when somebody acts who has as many working days, or hours, since a deadline was set as before, without the days that are none. */
const until = (
  { by, nation, days, hoursSince }: Clock,
  before: Calendar,
  { ran, resumed, policy: { search, closeOfDay } }: Running,
): string => {
  if (hoursSince !== undefined && search !== undefined) {
    const since = later(hoursSince, resumed);
    const office = { opens: search.opens, closes: closeOfDay };
    return afterOfficeHours(since, officeTimeBetween(since, by, before, office) / 3_600_000, nation, office);
  }
  const last = londonDate(by);
  const set = later(daysBack(last, days, before), resumed === '' ? '' : londonDate(resumed));
  const since = earlier(londonDate(ran), set);
  return instantAt(addWorkingDays(since, workingDaysBetween(since, last, before), nation), londonTime(by));
};

interface Running {
  /** Until when the clock has run. */
  readonly ran: string;
  /** When it last began to run again; empty where it never stood. */
  readonly resumed: string;
  readonly policy: Policy;
}

/** Where a deadline moves to. One that has passed stays where it is. */
const movedTo = (subject: Case, one: Clock, policy: Policy, now: string): string => {
  const { pause, pauses, lateHolidays: reckoned } = subject;
  const { by, nation, stands } = one;
  const ran = (stands ? pause?.at : undefined) ?? now;
  if (by <= ran) return by;
  const resumed = (stands ? pauses?.at(-1)?.until : undefined) ?? '';
  return later(by, until(one, { nation, late: new Set(reckoned) }, { ran, resumed, policy }));
};

/**
 * The late bank holidays with which a case is reckoned from now on: those since it was opened, and those with which it once was, though
 * they were taken away since.
 */
export const holidaysOf = ({
  openedAt,
  lateHolidays: reckoned = [],
}: Pick<Case, 'openedAt' | 'lateHolidays'>): readonly string[] => {
  const opened = londonDate(openedAt);
  const since = [...lateHolidays()].filter((name) => holidayDay(name) >= opened);
  return [...new Set([...reckoned, ...since])].toSorted();
};

/**
 * What bank holidays that were announced since a case was last decided on do to its deadlines, each in the nation of who has to act. No
 * deadline becomes earlier, not even when a holiday is taken away again, and none moves that has passed.
 *
 * @returns undefined when nothing moves
 * @throws {CalendarEndsError} when a deadline would lie beyond the known bank holidays
 */
export const lateHolidaysMove = (
  subject: Case,
  policy: Policy,
  now: string,
): { readonly data: DataOf<'deadlines-moved.v1'>; readonly after: Case } | undefined => {
  const news = holidaysOf(subject).filter((name) => !subject.lateHolidays?.includes(name));
  if (news.length === 0) return undefined;
  const moved: Moved[] = [];
  const nations = new Set<Nation>();
  let after = subject;
  for (const one of clocksOf(subject, policy)) {
    const { deadline, by: from, council, offerId, region } = one;
    const by = movedTo(subject, one, policy, now);
    if (by === from) continue;
    nations.add(one.nation);
    moved.push({ deadline, from, by, ...defined({ council, offerId, region }) });
    after = one.moved(after, by);
  }
  if (moved.length === 0) return undefined;
  const last = moved.map(({ by }) => londonDate(by)).reduce(later);
  const holidays = news.filter(
    (name) =>
      holidayDay(name) <= last &&
      [...nations].some((nation) => name === holidayName(nation, holidayDay(name))),
  );
  return {
    data: {
      holidays: [...new Set(holidays.map(holidayDay))].toSorted(),
      ...(subject.pause === undefined ? {} : { clocksStand: true }),
      moved,
    },
    after,
  };
};
