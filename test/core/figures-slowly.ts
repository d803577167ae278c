/**
 * The figures once more, slowly and by another way: of each event of a trail by itself what it counts for, from a look at all that stands
 * before and behind it. What the figures are compared with.
 */
import type { AnyEvent, EventOf, EventType } from '../../events/catalogue.ts';
import { nationOf } from '../../shared/core/calendar/nation.ts';
import { daysBetween, londonDate, workingDaysBetween } from '../../shared/core/calendar/working-days.ts';

/** Measure or span, council, code or length, day, how many. */
type Tally = readonly [what: string, of: string, which: string, on: string, n: number];

type Trail = readonly AnyEvent[];

const is =
  <T extends EventType>(...types: readonly T[]) =>
  (event: AnyEvent): event is EventOf<T> =>
    (types as readonly string[]).includes(event.type);
const hours = (from: string, to: string): string =>
  String(Math.floor(Math.max(0, Date.parse(to) - Date.parse(from)) / 3_600_000));

const entryAt = (before: Trail): string => {
  const heirs = before
    .filter(is('council-succeeded.v1'))
    .filter(({ data }) => data.parts.includes('entry-authority'));
  const first = before.find(is('referral-received.v2'));
  return heirs.at(-1)?.data.to ?? first?.data.facts.entryAuthority ?? '';
};

/** Who has had a part since some events, of whoever had it before them. */
const heirOf = (
  council: string,
  part: EventOf<'council-succeeded.v1'>['data']['parts'][number],
  since: Trail,
): string =>
  since
    .filter(is('council-succeeded.v1'))
    .reduce((of, { data }) => (data.from === of && data.parts.includes(part) ? data.to : of), council);

/** Numbers of those who count, at the end of this part of a trail. */
const whoCount = (before: Trail): readonly number[] => {
  const said = before
    .filter(is('referral-received.v2', 'referral-amended.v2'))
    .findLast(({ data }) => data.facts.children !== undefined);
  return (said?.data.facts.children ?? [])
    .map(({ number }) => number)
    .filter((number) => {
      const last = before
        .filter(is('child-turned-18.v1', 'age-decided.v1'))
        .findLast(
          ({ type, data }) =>
            data.child === number && (type === 'child-turned-18.v1' || (data as { counts: boolean }).counts),
        );
      return last?.type !== 'child-turned-18.v1';
    });
};

/** The event by which a child who went missing was found; undefined while nobody has. */
const foundBy = (child: number, after: Trail): EventOf<'case-resumed.v1'> | undefined =>
  after
    .filter(is('case-resumed.v1'))
    .find(({ data }) => data.children === undefined || data.children.includes(child));

const whoGoMissing = (trail: Trail, at: number): readonly number[] => {
  const event = trail[at] as EventOf<'case-paused.v1'>;
  return (event.data.children ?? whoCount(trail.slice(0, at))).filter((child) => {
    const before = trail.slice(0, at);
    const last = before.findLastIndex((_, index) => {
      const one = before[index];
      return one?.type === 'case-paused.v1' && whoGoMissing(trail, index).includes(child);
    });
    return last === -1 || foundBy(child, before.slice(last)) !== undefined;
  });
};

const isHandedOver = (before: Trail): boolean => before.some(is('transfer-completed.v1'));

const endOf = (trail: Trail, at: number): string | undefined => {
  const event = trail[at];
  if (event === undefined || isHandedOver(trail.slice(0, at))) return undefined;
  if (event.type === 'referral-withdrawn.v1') return 'withdrawn';
  if (event.type === 'family-joined.v1') return 'joined-family';
  if (event.type === 'case-stayed.v1') return 'stayed';
  const last = event.type === 'child-turned-18.v1' && event.data.afterTheEnd === undefined;
  return last && whoCount(trail.slice(0, at + 1)).length === 0 ? 'turned-18' : undefined;
};

/** The next that opens a case again which ended so, and whether it is the end just before it. */
const opensAgain = (trail: Trail, at: number): number => {
  const how = endOf(trail, at);
  const next = trail.findIndex((_, index) => index > at && endOf(trail, index) !== undefined);
  return trail.findIndex((event, index) => {
    if (index <= at || (next !== -1 && index > next)) return false;
    if (how === 'joined-family') return event.type === 'case-reopened.v1';
    const age = how === 'turned-18' || how === 'withdrawn';
    return age && event.type === 'age-decided.v1' && event.data.counts;
  });
};

const undoneBy = (
  trail: Trail,
  at: number,
): { readonly index: number; readonly at: string; readonly why: string } | undefined => {
  for (let index = at + 1; index < trail.length; index += 1) {
    const event = trail[index] as AnyEvent;
    if (event.type === 'transfer-completed.v1') return undefined;
    const why =
      event.type === 'case-reallocated.v1'
        ? event.data.because
        : event.type === 'places-lapsed.v1'
          ? 'missing-for-long'
          : event.type === 'place-accepted.v1'
            ? 'placed-elsewhere'
            : endOf(trail, index);
    if (why !== undefined) return { index, at: event.at, why };
  }
  return undefined;
};

const madeWith = (before: Trail, offerId: string): EventOf<'offers-made.v1'> | undefined =>
  before
    .filter(is('offers-made.v1'))
    .findLast(({ data }) => data.offers.some((offer) => offer.offerId === offerId));

/** Whom an offer asks: the council that it was made to, or whoever has taken it over. */
const askedBy = (before: Trail, offerId: string): string => {
  const made = madeWith(before, offerId);
  const first = made?.data.offers.find((offer) => offer.offerId === offerId)?.council ?? '';
  return made === undefined ? '' : heirOf(first, 'asked-council', before.slice(before.indexOf(made)));
};

/** The offer that a council takes over by an event: the last that was its predecessor’s. */
const offerTaken = (trail: Trail, at: number): string | undefined => {
  const event = trail[at] as AnyEvent;
  if (event.type !== 'council-succeeded.v1' || !event.data.parts.includes('asked-council')) return undefined;
  const before = trail.slice(0, at);
  return before
    .filter(is('offers-made.v1'))
    .flatMap(({ data }) => data.offers)
    .findLast(({ offerId }) => askedBy(before, offerId) === event.data.from)?.offerId;
};

/** Since when it has been the turn of whoever an offer asks now; undefined while it stands by. */
const turnSince = (before: Trail, offerId: string): string | undefined =>
  before.findLast((event, index) =>
    event.type === 'offers-made.v1'
      ? event.data.offers.some((offer) => offer.offerId === offerId && offer.role === 'primary')
      : (event.type === 'offer-promoted.v1' && event.data.offerId === offerId) ||
        (offerTaken(before, index) === offerId && turnSince(before.slice(0, index), offerId) !== undefined),
  )?.at;

const ofOffers = (trail: Trail, at: number): readonly Tally[] => {
  const event = trail[at] as AnyEvent;
  const before = trail.slice(0, at);
  const on = londonDate(event.at);
  if (event.type === 'offers-made.v1')
    return event.data.offers.map(({ council, role }) => [
      'asked',
      council,
      role === 'primary' ? 'first' : 'back-up',
      on,
      event.data.places,
    ]);
  const taken = offerTaken(trail, at);
  if (event.type === 'council-succeeded.v1' && taken !== undefined) {
    const role = turnSince(before, taken) === undefined ? 'back-up' : 'first';
    return [['asked', event.data.to, role, on, madeWith(before, taken)?.data.places ?? 0]];
  }
  if (!is('offer-promoted.v1', 'offer-expired.v1', 'offer-answered.v1')(event)) return [];
  const made = madeWith(before, event.data.offerId);
  const places = made?.data.places ?? 0;
  const asked = askedBy(before, event.data.offerId);
  if (event.type === 'offer-promoted.v1') return [['asked', asked, 'first', on, places]];
  if (event.type === 'offer-expired.v1') return [['silent', asked, '', on, places]];
  const { answer, reason = 'not-said', council } = event.data;
  const since = turnSince(before, event.data.offerId);
  return [
    ...(answer === 'declined' ? [['turned-down', council, reason, on, places] as const] : []),
    ...(answer === 'back-up-no' ? [['would-not-stand-by', council, '', on, places] as const] : []),
    ...(since !== undefined && ['accepted', 'declined'].includes(answer)
      ? [['hours-to-answer', council, hours(since, event.at), on, 1] as const]
      : []),
  ];
};

const ofYes = (trail: Trail, at: number): readonly Tally[] => {
  const event = trail[at];
  if (event?.type !== 'place-accepted.v1') return [];
  const before = trail.slice(0, at);
  const { council, places, how } = event.data;
  const on = londonDate(event.at);
  const chosen = before
    .filter(is('region-answered.v1'))
    .findLast(({ data: { outcome } }) => outcome === 'named' || outcome === 'confirmed');
  const named = heirOf(
    chosen?.data.council ?? '',
    'asked-council',
    before.slice(before.indexOf(chosen as never)),
  );
  const undone = undoneBy(trail, at);
  const handedOver = trail.findIndex(({ type }) => type === 'transfer-completed.v1');
  const until = undone?.index ?? (handedOver === -1 ? undefined : handedOver);
  const arranged = trail.slice(at, until).find(({ type }) => type === 'transfer-arranged.v1');
  const by = (event: AnyEvent | undefined): string =>
    heirOf(council, 'receiving-authority', trail.slice(at, trail.indexOf(event as never)));
  const directed = before.findLast(is('place-directed.v1'))?.data.reason ?? '';
  return [
    ['accepted', council, how, on, places],
    ...(how === 'placed-directly' ? [['directed', council, directed, on, places] as const] : []),
    ...(how !== 'placed-directly' && chosen?.data.outcome === 'named' && named === council
      ? [['named', council, '', on, places] as const]
      : []),
    ['hours-to-yes', council, hours(trail[0]?.at ?? '', event.at), on, 1],
    ...(arranged === undefined
      ? []
      : [
          [
            'hours-to-arrange',
            by(arranged),
            hours(event.at, arranged.at),
            londonDate(arranged.at),
            1,
          ] as const,
        ]),
    ...(undone === undefined
      ? []
      : [['undone', by(trail[undone.index]), undone.why, londonDate(undone.at), places] as const]),
  ];
};

const ofMove = (trail: Trail, at: number): readonly Tally[] => {
  const event = trail[at];
  if (event?.type !== 'transfer-completed.v1') return [];
  const before = trail.slice(0, at);
  const { council, handedOverAt } = event.data;
  const on = londonDate(handedOverAt);
  const n = whoCount(before).length;
  const yes = before.findLast(is('place-accepted.v1'));
  const asked = madeWith(before, yes?.data.offerId ?? '')?.at ?? yes?.at ?? '';
  const again = before.map((_, index) => (endOf(trail, index) === undefined ? -1 : opensAgain(trail, index)));
  const begun = trail[Math.max(0, ...again.filter((index) => index < at))]?.at ?? '';
  const said = (what: 'inReception' | 'inCareOfAuthority') =>
    trail
      .filter(is('referral-received.v2', 'referral-amended.v2'))
      .findLast(({ data }) => data.facts[what] !== undefined)?.data.facts[what];
  const care = said('inReception') === true ? 'reception' : 'care';
  const port = said('inCareOfAuthority') === false;
  const days = (from: string) => String(daysBetween(londonDate(from), on));
  return [
    ['moved-in', council, port ? 'port' : care, on, n],
    ...(port ? [] : [['moved-out', entryAt(before), '', on, n] as const]),
    ['working-days', council, String(workingDaysBetween(londonDate(begun), on, nationOf(council))), on, n],
    ['days', council, days(begun), on, n],
    ['days-since-asked', council, days(asked), on, n],
    ['hours-to-move', council, hours(yes?.at ?? '', handedOverAt), on, 1],
  ];
};

const ofTrouble = (trail: Trail, at: number): readonly Tally[] => {
  const event = trail[at] as AnyEvent;
  const before = trail.slice(0, at);
  if (event.type === 'transfer-failed.v1')
    return [['failed', event.data.council, event.data.reason, event.data.moveOn, 1]];
  if (event.type === 'child-refused.v1') {
    const nth = ['first', 'second'][before.filter(is('child-refused.v1')).length] ?? 'later';
    const yes = before.findLastIndex(({ type }) => type === 'place-accepted.v1');
    const stands = yes !== -1 && undoneBy(before, yes) === undefined;
    const accepted = (before[yes] as EventOf<'place-accepted.v1'> | undefined)?.data.council ?? '';
    const council = heirOf(accepted, 'receiving-authority', before.slice(Math.max(0, yes)));
    return [
      ['child-refused', entryAt(before), nth, londonDate(event.at), 1],
      ...(stands && event.data.onTheDay !== undefined
        ? [['failed', council, 'child-refused', event.data.onTheDay, 1] as const]
        : []),
    ];
  }
  if (event.type !== 'case-paused.v1') return [];
  const { missingSince, council } = event.data;
  return whoGoMissing(trail, at).flatMap((child): readonly Tally[] => {
    const end = foundBy(child, trail.slice(at));
    const found = end?.data.foundAt;
    const code = found === undefined ? 'not-found' : 'found';
    const of = council ?? entryAt(before);
    const part = council === undefined ? 'entry-authority' : 'receiving-authority';
    const then = heirOf(of, part, trail.slice(at, trail.indexOf(end as never)));
    const days = Math.floor(Math.max(0, Date.parse(found ?? '') - Date.parse(missingSince)) / 86_400_000);
    return [
      ['missing', of, code, londonDate(missingSince), 1],
      ...(council === undefined
        ? []
        : [['missing-after-handover', of, code, londonDate(missingSince), 1] as const]),
      ...(found === undefined ? [] : [['days-missing', then, String(days), londonDate(found), 1] as const]),
    ];
  });
};

/** What ends a hold before a council has taken the child. */
const goesOn = is(
  'referral-released.v1',
  'region-asked.v1',
  'offers-made.v1',
  'case-escalated.v1',
  'place-accepted.v1',
);

const endsHold = (trail: Trail, at: number): boolean =>
  goesOn(trail[at] as AnyEvent) || endOf(trail, at) !== undefined;

/** Where holds begin that stop the search: no council has the children, and no such hold stands already. */
const holdsAt = (trail: Trail): readonly number[] => {
  const begun: number[] = [];
  for (const [at, { type }] of trail.entries()) {
    const before = trail.slice(0, at);
    const yes = before.findLastIndex((one) => one.type === 'place-accepted.v1');
    const taken = yes !== -1 && undoneBy(before, yes) === undefined;
    const last = begun.at(-1) ?? at;
    const stands = last < at && !before.some((_, index) => index > last && endsHold(trail, index));
    if (type === 'referral-held.v1' && !taken && !stands) begun.push(at);
  }
  return begun;
};

const ofTheRest = (trail: Trail, at: number): readonly Tally[] => {
  const event = trail[at] as AnyEvent;
  const by = entryAt(trail.slice(0, at + 1));
  const ended = endOf(trail, at);
  const firstAsk = trail.findIndex(({ type }) => type === 'offers-made.v1') === at;
  const until = holdsAt(trail).includes(at)
    ? trail.find((_, index) => index > at && endsHold(trail, index))
    : undefined;
  const on = londonDate(event.at);
  return [
    ...(at === 0 ? [['referred', by, '', on, whoCount(trail.slice(0, 1)).length] as const] : []),
    ...(firstAsk ? [['hours-to-ask', by, hours(trail[0]?.at ?? '', event.at), on, 1] as const] : []),
    ...(ended === undefined || opensAgain(trail, at) !== -1 ? [] : [['ended', by, ended, on, 1] as const]),
    ...(until === undefined
      ? []
      : [
          [
            'hours-held',
            entryAt(trail.slice(0, trail.indexOf(until))),
            hours(event.at, until.at),
            londonDate(until.at),
            1,
          ] as const,
        ]),
  ];
};

/** Everything that counts in a trail. */
const talliesOf = (trail: Trail): readonly Tally[] =>
  trail.flatMap((_, at) => [
    ...ofOffers(trail, at),
    ...ofYes(trail, at),
    ...ofMove(trail, at),
    ...ofTrouble(trail, at),
    ...ofTheRest(trail, at),
  ]);

/** What counts in a month, one line for each measure, council and code: how many. */
export const linesOf = (month: string, trails: readonly Trail[]): readonly string[] => {
  const sums = new Map<string, number>();
  for (const [what, of, which, on, n] of trails.flatMap(talliesOf)) {
    const line = `${what} ${of} ${which}`;
    if (on.startsWith(month)) sums.set(line, (sums.get(line) ?? 0) + n);
  }
  return [...sums].flatMap(([line, n]) => (n === 0 ? [] : [`${line}: ${n}`])).toSorted();
};
