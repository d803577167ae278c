/**
 * Two weeks of Christmas: 26 referrals in four nations, with a fifth of the councils that can be asked silent. What was told is compared with
 * arithmetic that shares nothing with the product's: the days on which offices are open stand below, by hand.
 */
import { beforeAll, describe, expect, test } from 'vitest';
import type { AnyEvent } from '../../events/catalogue.ts';
import type { Actor } from '../../events/envelope.ts';
import type { ReferralFacts } from '../../events/referral.ts';
import type { Case, Offer } from '../../shared/core/case/case.ts';
import type { Command } from '../../shared/core/case/command.ts';
import { publishedCouncil } from '../../shared/core/council/published-councils.ts';
import type { Digest } from '../../shared/ports/digest-store.ts';
import type { Email } from '../../shared/ports/mailer.ts';
import { aChild, aCouncil, anEvent, aReferral, SOCIAL_WORKER } from '../builders.ts';
import { SchemeInMemory } from '../functions/scheme-in-memory.ts';
import { linesTold } from '../lines-told.ts';

// By hand, from www.gov.uk/bank-holidays. Closed everywhere: Friday 25 December (Christmas Day), Monday 28 December (Boxing Day,
// substitute), Friday 1 January (New Year’s Day). Closed in Scotland alone: Monday 4 January (2 January, substitute).
const december = (...days: number[]) => days.map((day) => `2026-12-${day}`);
const january = (...days: number[]) => days.map((day) => `2027-01-${String(day).padStart(2, '0')}`);
const later = january(5, 6, 7, 8, 11, 12, 13, 14, 15, 18, 19, 20, 21, 22, 25, 26, 27, 28, 29);
const inScotland = [...december(21, 22, 23, 24, 29, 30, 31), ...later];
const elsewhere = [...december(21, 22, 23, 24, 29, 30, 31), ...january(4), ...later];
const weekdays: Readonly<Record<string, string>> = {
  ...{ '2026-12-21': 'Monday 21 December', '2026-12-22': 'Tuesday 22 December' },
  ...{ '2026-12-23': 'Wednesday 23 December', '2026-12-24': 'Thursday 24 December' },
  ...{ '2026-12-29': 'Tuesday 29 December', '2026-12-30': 'Wednesday 30 December' },
  ...{ '2026-12-31': 'Thursday 31 December', '2027-01-04': 'Monday 4 January' },
  ...{ '2027-01-05': 'Tuesday 5 January', '2027-01-06': 'Wednesday 6 January' },
  ...{ '2027-01-07': 'Thursday 7 January', '2027-01-08': 'Friday 8 January' },
  ...{ '2027-01-11': 'Monday 11 January', '2027-01-12': 'Tuesday 12 January' },
  ...{ '2027-01-13': 'Wednesday 13 January', '2027-01-14': 'Thursday 14 January' },
  ...{ '2027-01-15': 'Friday 15 January', '2027-01-18': 'Monday 18 January' },
  ...{ '2027-01-19': 'Tuesday 19 January', '2027-01-20': 'Wednesday 20 January' },
};

// In winter London’s clocks show UTC.
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const SWEEP = 15 * MINUTE;
const iso = (ms: number): string => new Date(ms).toISOString();
const close = (day: string): string => `${day}T17:00:00.000Z`;
const openDays = (code: string) => (code.startsWith('S1') ? inScotland : elsewhere);

/** The close of the nth day on which the council’s offices are open, after the day of the instant. */
const closeAfter = (instant: string, n: number, code: string): string =>
  close(openDays(code).filter((day) => day > instant.slice(0, 10))[n - 1] ?? 'none');

/** Every half-minute from nine to five on the days on which the council’s offices are open. */
const halfMinutes = (code: string): readonly number[] =>
  openDays(code).flatMap((day) =>
    Array.from({ length: 8 * 120 }, (_, at) => Date.parse(`${day}T09:00:00.000Z`) + (at * MINUTE) / 2),
  );
const inOffice = { S: halfMinutes('S12000036'), others: halfMinutes('E10000016') };
const officeOf = (code: string) => (code.startsWith('S1') ? inOffice.S : inOffice.others);
const isOpen = (code: string, now: string): boolean => officeOf(code).includes(Date.parse(now));
/** When so many half-minutes of office time have gone by. */
const officeTimeAfter = (from: string, count: number, code: string): string =>
  iso((officeOf(code).filter((at) => at >= Date.parse(from))[count - 1] ?? Number.NaN) + MINUTE / 2);
const officeTime = (from: string, to: string, code: string): number =>
  officeOf(code).filter((at) => at >= Date.parse(from) && at < Date.parse(to)).length;

/** A council answers a first offer by the close of its next day, one of a later round after four hours in the office. */
const answerBy = (asked: string, round: number, code: string): string =>
  round === 1 ? closeAfter(asked, 1, code) : officeTimeAfter(asked, 4 * 120, code);
const halfTime = (asked: string, by: string, code: string): string =>
  officeTimeAfter(asked, officeTime(asked, by, code) / 2, code);
/** Three hours before, by the clock on the wall. */
const reminderAt = (by: string): string => iso(Date.parse(by) - 3 * HOUR);
/** The sweep that sees it. */
const seenAt = (due: string): string => iso(Math.ceil(Date.parse(due) / SWEEP) * SWEEP);

/** As people say it: "5pm on Tuesday 22 December". */
const inWords = (instant: string): string => {
  const [hour, minutes] = [Number(instant.slice(11, 13)), instant.slice(14, 16)];
  const clock = `${((hour + 11) % 12) + 1}${minutes === '00' ? '' : `:${minutes}`}${hour < 12 ? 'am' : 'pm'}`;
  return `${instant.slice(11, 16) === '12:00' ? 'midday' : clock} on ${weekdays[instant.slice(0, 10)]}`;
};

const [KENT, EDINBURGH, CARDIFF, BELFAST] = ['E10000016', 'S12000036', 'W06000015', 'BHSCT'] as const;
const entryAuthorities: readonly string[] = [KENT, EDINBURGH, CARDIFF, BELFAST];
/** How each council behaves. Of the twenty that can be asked four never say anything, one in each nation. */
const manners: Readonly<
  Record<string, 'prompt' | 'steady' | 'last-minute' | 'declines' | 'late-to-move' | 'silent'>
> = {
  E10000014: 'silent', // Hampshire
  E10000030: 'prompt', // Surrey
  E10000025: 'last-minute', // Oxfordshire
  E06000043: 'declines', // Brighton and Hove
  E08000035: 'steady', // Leeds
  E08000032: 'prompt', // Bradford
  E06000014: 'late-to-move', // York
  E06000010: 'declines', // Hull
  S12000049: 'silent', // Glasgow
  S12000047: 'prompt', // Fife
  S12000033: 'last-minute', // Aberdeen
  S12000017: 'steady', // Highland
  S12000029: 'declines', // South Lanarkshire
  W06000011: 'silent', // Swansea
  W06000022: 'last-minute', // Newport
  W06000016: 'steady', // Rhondda Cynon Taf
  W06000006: 'prompt', // Wrexham
  NHSCT: 'silent',
  SEHSCT: 'last-minute',
  SHSCT: 'prompt',
};
const nameOf = (code: string): string => publishedCouncil(code)?.name ?? code;
const regionOf = (code: string): string => publishedCouncil(code)?.region ?? '';
const isSilent = (code: string): boolean => manners[code] === 'silent';
const answering = Object.keys(manners).filter((code) => !isSilent(code));

const onlyTheSilent = { areasToAvoid: answering };
const sibling = (council: string) => ({ links: [{ council, kind: 'sibling' as const }] });
const referrals: readonly (readonly [at: string, entry: string, more?: Partial<ReferralFacts>])[] = [
  ['2026-12-21T09:00', KENT],
  ['2026-12-21T09:30', EDINBURGH],
  ['2026-12-21T10:00', CARDIFF],
  ['2026-12-21T10:00', BELFAST, sibling('NHSCT')],
  ['2026-12-21T14:30', KENT, { children: [aChild(), aChild({ number: 2 })] }],
  ['2026-12-21T16:00', EDINBURGH],
  ['2026-12-22T09:30', CARDIFF, onlyTheSilent],
  ['2026-12-22T11:00', BELFAST],
  ['2026-12-22T15:00', KENT, { inCareOfAuthority: false }],
  ['2026-12-23T10:30', EDINBURGH, onlyTheSilent],
  ['2026-12-23T16:30', CARDIFF, sibling('SEHSCT')],
  ['2026-12-24T09:00', BELFAST],
  ['2026-12-24T12:00', KENT],
  ['2026-12-24T16:30', EDINBURGH, sibling('S12000049')],
  ['2026-12-25T11:00', KENT], // Christmas Day
  ['2026-12-27T18:00', CARDIFF], // a Sunday
  ['2026-12-28T10:00', BELFAST, { ...onlyTheSilent, inCareOfAuthority: false }], // Boxing Day, substitute
  ['2026-12-29T09:30', EDINBURGH],
  ['2026-12-30T13:00', KENT, sibling('S12000047')],
  ['2026-12-31T10:00', CARDIFF, sibling('S12000033')],
  ['2026-12-31T15:30', BELFAST, sibling('S12000049')],
  ['2027-01-01T12:00', KENT], // New Year’s Day
  ['2027-01-02T09:00', EDINBURGH], // a Saturday
  ['2027-01-04T10:00', EDINBURGH], // closed in Scotland
  ['2027-01-05T09:00', BELFAST, onlyTheSilent],
  ['2027-01-06T16:00', CARDIFF],
];

/** The people, who act on the hour and the half-hour while their offices are open. */
class People {
  readonly #scheme: SchemeInMemory;
  readonly #now: string;

  constructor(scheme: SchemeInMemory) {
    this.#scheme = scheme;
    this.#now = scheme.clock.now();
  }

  async act(): Promise<void> {
    for (const { id } of Object.values(this.#scheme.cases.snapshot().cases)) {
      for (const { id: offerId } of (await this.#read(id)).offers) await this.#answer(id, offerId);
      await this.#decide(await this.#read(id));
      await this.#move(await this.#read(id));
    }
  }

  async #read(caseId: string): Promise<Case> {
    const subject = await this.#scheme.cases.read(caseId);
    if (subject === undefined) throw new Error(`${caseId} is gone.`);
    return subject;
  }

  async #does(subject: Case, command: Command, actor?: Actor): Promise<void> {
    await this.#scheme.command(subject.id, command, actor);
    await this.#scheme.settle();
  }

  #isAfter(instant: string, hours: number): boolean {
    return Date.parse(this.#now) >= Date.parse(instant) + hours * HOUR;
  }

  async #answer(caseId: string, offerId: string): Promise<void> {
    const subject = await this.#read(caseId);
    const offer = subject.offers.find(({ id }) => id === offerId);
    if (offer === undefined || subject.status !== 'offered' || !isOpen(offer.council, this.#now)) return;
    const answer = offer.status === 'live' ? this.#asFirst(offer) : this.#asBackUp(offer);
    if (answer === undefined) return;
    const reason = answer === 'decline' ? ({ reason: 'no-safe-placement', text: 'None.' } as const) : {};
    await this.#does(
      subject,
      { kind: 'answer', offerId, answer, ...reason },
      { kind: 'council', code: offer.council, name: 'A duty manager' },
    );
  }

  #asFirst(offer: Offer): 'accept' | 'decline' | 'reading' | undefined {
    const since = offer.promotedAt ?? offer.madeAt;
    switch (manners[offer.council]) {
      case 'prompt':
      case 'late-to-move':
        return this.#isAfter(since, 0.5) ? 'accept' : undefined;
      case 'steady':
        return this.#isAfter(since, 1) ? 'accept' : undefined;
      case 'declines':
        return this.#isAfter(since, 1) ? 'decline' : undefined;
      case 'last-minute':
        if (this.#isAfter(offer.answerBy, -1)) return 'accept';
        return offer.readAt === undefined ? 'reading' : undefined;
      default:
        return undefined;
    }
  }

  #asBackUp(offer: Offer): 'back-up-yes' | 'back-up-no' | undefined {
    if (offer.status !== 'asked' || !this.#isAfter(offer.madeAt, 1)) return undefined;
    if (manners[offer.council] === 'declines') return 'back-up-no';
    return manners[offer.council] === 'prompt' ? 'back-up-yes' : undefined;
  }

  /** The coordinators, who keep England’s days. */
  async #decide(subject: Case): Promise<void> {
    if (!isOpen(KENT, this.#now)) return;
    const { status, hold, escalation, offers } = subject;
    const declined = offers.find(({ review }) => review === 'pending');
    if (declined !== undefined)
      await this.#does(subject, {
        kind: 'review-decline',
        offerId: declined.id,
        outcome: 'accepted',
        note: 'It is so.',
      });
    if (status === 'held' && this.#isAfter(hold?.since ?? '', 1))
      await this.#does(subject, { kind: 'release-hold', note: 'Nowhere better.' });
    if (status !== 'escalated' || escalation === undefined) return;
    const unanswered = offers.find((offer) => offer.status === 'expired');
    if (unanswered === undefined) throw new Error(`Nobody was silent: ${subject.id}`);
    await this.#does(subject, {
      kind: 'place-directly',
      council: unanswered.council,
      reason: 'did-not-answer',
      note: 'They can, on the telephone.',
      overCapacity: false,
    });
  }

  async #move(subject: Case): Promise<void> {
    const { status, placement } = subject;
    if (placement === undefined || !isOpen(placement.council, this.#now)) return;
    const { council, acceptedAt, arrangeBy, moveOn } = placement;
    const actor = { kind: 'council', code: council, name: 'An officer' } as const;
    const isLate = manners[council] === 'late-to-move';
    if (status === 'accepted' && this.#isAfter(isLate ? arrangeBy : acceptedAt, 1)) {
      const day = closeAfter(this.#now, isLate ? 9 : 2, council).slice(0, 10);
      await this.#does(
        subject,
        {
          kind: 'arrange-transfer',
          moveOn: day,
          socialWorker: SOCIAL_WORKER,
          lateBecause: 'The carer is away until then.',
        },
        actor,
      );
    }
    if (status === 'transfer-arranged' && this.#isAfter(`${moveOn}T${isLate ? '15' : '11'}:00:00.000Z`, 0))
      await this.#does(subject, { kind: 'complete-transfer', handedOverAt: this.#now }, actor);
  }
}

/** Something that somebody has to do by a deadline, from when until when it stood. `by`: by hand. */
interface Step {
  readonly caseId: string;
  readonly what: 'answer' | 'arrange' | 'complete' | 'decide' | 'move';
  readonly whose: string;
  readonly by: string;
  readonly from: string;
  to?: string;
  /** When it ended before its time. */
  over?: string;
  readonly offerId?: string;
}

/** The live offer that nobody answered. `due`: when, by hand, its time was over. */
interface Silence {
  readonly caseId: string;
  readonly council: string;
  readonly due: string;
}

interface Asked {
  readonly council: string;
  readonly round: number;
  since: string;
  by: string;
  yes?: string;
  open: boolean;
}

/** What the hand makes of the days of one case, from what happened and when, and from none of the deadlines that were recorded. */
class ByHand {
  readonly caseId: string;
  readonly rows: { readonly what: string; readonly said: unknown; readonly byHand: unknown }[] = [];
  readonly steps: Step[] = [];
  readonly silences: Silence[] = [];
  /** By id of the event: the deadlines that its e-mails have to name, by template; for offers, by template and council. */
  readonly words = new Map<string, readonly string[]>();
  readonly #offers = new Map<string, Asked>();
  #entry = '';
  #moveBy = '';
  #peopleBy = '';
  #reading = new Set<string>();
  /** The day on which the entry authority last heard that the search goes on, and a word of it that waits for who is asked next. */
  #toldOn = '';
  #toTell: AnyEvent | undefined;
  lastAsked = '';

  constructor(trail: readonly AnyEvent[]) {
    this.caseId = trail[0]?.trail?.subject ?? '';
    for (const event of trail) this.#happened(event);
  }

  /** The day by which the child moves, as e-mails have it: "8 January 2027". */
  get moveBy(): string {
    return `${weekdays[this.#moveBy.slice(0, 10)]?.replace(/^\w+ /, '')} ${this.#moveBy.slice(0, 4)}`;
  }

  #compare(event: AnyEvent, field: string, said: unknown, byHand: unknown): void {
    this.rows.push({ what: `${this.caseId} ${event.trail?.number} ${event.type} ${field}`, said, byHand });
  }
  #email(event: AnyEvent, template: string, ...deadlines: readonly string[]): void {
    this.words.set(`${event.id}:${template}`, [...new Set(deadlines.map(inWords))].toSorted());
  }
  #begin(what: Step['what'], whose: string, by: string, from: string, offerId?: string): void {
    const about = offerId === undefined ? {} : { offerId };
    this.steps.push({ caseId: this.caseId, what, whose, by, from, ...about });
  }
  #end(what: Step['what'], at: string, isOver = false): void {
    for (const step of this.steps)
      if (step.what === what && step.to === undefined) {
        step.to = at;
        if (isOver) step.over = at;
      }
  }
  #offer(id: string): Asked {
    const offer = this.#offers.get(id);
    if (offer === undefined) throw new Error(`${this.caseId}: nobody was asked ${id}.`);
    return offer;
  }
  /** The deadlines in an e-mail to whoever is asked first: with back-ups beside it, half of its time too. */
  #toFirst(event: AnyEvent, template: string, id: string): void {
    const { council, since, by } = this.#offer(id);
    const others = [...this.#offers].some(([other, { open }]) => open && other !== id);
    this.#email(event, `${template}:${council}`, by, ...(others ? [halfTime(since, by, council)] : []));
    this.#begin('answer', council, by, since, id);
    this.lastAsked = council;
  }

  /** Once a day, when a first offer came to nothing and the next is asked. */
  #searchGoesOn(event: AnyEvent, said: unknown): void {
    const day = event.at.slice(0, 10);
    const isFirst = this.#toldOn !== day;
    this.#compare(event, 'says that the search goes on', said, isFirst ? true : undefined);
    if (isFirst) this.#toTell = event;
    this.#toldOn = day;
  }
  /** Who is asked first now: the word of the search names that deadline. */
  #nextAnswers(by: string): void {
    if (this.#toTell !== undefined) this.#email(this.#toTell, 'search-goes-on', by);
    this.#toTell = undefined;
  }

  #happened(event: AnyEvent): void {
    const { at } = event;
    switch (event.type) {
      case 'referral-received.v2': {
        const { facts } = event.data;
        this.#entry = facts.entryAuthority;
        const inCare = facts.inCareOfAuthority !== false;
        this.#moveBy = closeAfter(at, inCare ? 10 : 5, this.#entry);
        this.#peopleBy = closeAfter(at, inCare ? 5 : 2, this.#entry);
        this.#begin('move', this.#entry, this.#moveBy, at);
        return;
      }
      case 'referral-held.v1': {
        const by = closeAfter(at, 1, KENT);
        this.#email(event, 'case-held:coordinators', by);
        this.#begin('decide', 'coordinators', by, at);
        return;
      }
      case 'referral-released.v1':
        this.#end('decide', at);
        return;
      case 'offers-made.v1': {
        const { round, offers } = event.data;
        for (const { offerId, council, answerBy: said } of offers) {
          const by = answerBy(at, round, council);
          this.#compare(event, `${council} answers by`, said, by);
          this.#offers.set(offerId, { council, round, since: at, by, open: true });
        }
        for (const { offerId, council, role } of offers)
          if (role === 'primary') {
            this.#toFirst(event, 'offer-to-primary', offerId);
            this.#nextAnswers(this.#offer(offerId).by);
          } else this.#email(event, `backup-request:${council}`, this.#offer(offerId).by);
        return;
      }
      case 'offer-promoted.v1': {
        const { offerId, council, answerBy: said } = event.data;
        const { round } = this.#offer(offerId);
        for (const one of this.#offers.values()) if (one.open) one.by = answerBy(at, one.round, one.council);
        this.#offer(offerId).since = at;
        this.#compare(event, `${council} answers by`, said, answerBy(at, round, council));
        this.#toFirst(event, 'offer-promoted', offerId);
        this.#searchGoesOn(event, event.data.searchGoesOn);
        this.#nextAnswers(this.#offer(offerId).by);
        return;
      }
      case 'case-reallocated.v1':
        this.#searchGoesOn(event, event.data.searchGoesOn);
        return;
      case 'offer-read.v1':
        this.#reading.add(event.data.offerId);
        return;
      case 'offer-answered.v1': {
        const { offerId, answer } = event.data;
        const offer = this.#offer(offerId);
        if (answer === 'back-up-yes') offer.yes = at;
        else offer.open = false;
        if (answer === 'declined' || answer === 'accepted') this.#end('answer', at);
        return;
      }
      case 'offer-withdrawn.v1':
        this.#offer(event.data.offerId).open = false;
        return;
      case 'offer-expired.v1': {
        const { offerId, answerBy: said, readBy } = event.data;
        const offer = this.#offer(offerId);
        const { council, since, by } = offer;
        const yes = [...this.#offers.values()].flatMap((one) =>
          one.open && one !== offer && one.yes !== undefined ? [one.yes] : [],
        );
        const half = halfTime(since, by, council);
        const [soonest] = this.#reading.has(offerId) ? [] : yes.toSorted();
        const due = soonest === undefined ? by : soonest > half ? soonest : half;
        this.#compare(event, `${council} could answer until`, said, by);
        this.#compare(event, `${council} could say nothing until`, readBy, due < by ? half : undefined);
        this.#compare(event, 'is told at', at, seenAt(due));
        this.#email(event, 'offer-expired', due < by ? half : by);
        this.silences.push({ caseId: this.caseId, council, due });
        this.#end('answer', at, true);
        offer.open = false;
        return;
      }
      case 'case-escalated.v1': {
        const { decideBy, region } = event.data;
        const by = closeAfter(at, 1, KENT);
        this.#compare(event, 'is decided by', decideBy, by);
        this.#compare(event, 'is with the lead of', region, regionOf(this.lastAsked));
        this.#compare(event, 'comes by half of the time', at <= this.#peopleBy, true);
        this.#email(event, 'case-escalated', by);
        this.#begin('decide', 'coordinators', by, at);
        return;
      }
      case 'place-directed.v1':
        this.#end('decide', at);
        return;
      case 'place-accepted.v1': {
        const { council, arrangeBy, moveBy } = event.data;
        const by = closeAfter(at, 3, council);
        this.#compare(event, `${council} arranges by`, arrangeBy, by);
        this.#compare(event, 'has moved by', moveBy, this.#moveBy.slice(0, 10));
        this.#email(event, 'place-accepted', by);
        this.#begin('arrange', council, by, at);
        return;
      }
      case 'transfer-arranged.v1': {
        const { council, moveOn } = event.data;
        this.#end('arrange', at);
        this.#begin('complete', council, close(moveOn), at);
        return;
      }
      case 'transfer-completed.v1':
        this.#end('complete', at);
        this.#end('move', at);
        return;
      case 'deadline-approaching.v1':
      case 'deadline-passed.v1': {
        const step = this.steps.findLast(({ what }) => what === event.data.deadline);
        this.#compare(event, `${event.data.deadline} by`, event.data.by, step?.by);
        const template = event.type.replace('.v1', '');
        this.#email(event, event.data.deadline === 'answer' ? 'offer-reminder' : template, step?.by ?? '');
        return;
      }
      default:
        return;
    }
  }
}

/** What somebody is told: by an e-mail of its own, or as one of the things of an e-mail that tells several. */
type Telling = Pick<Email, 'subject' | 'to' | 'cc'>;

/** The things that an e-mail tells, each by the subject that it has there. */
const tellingsOf = (mail: Email): readonly Telling[] =>
  isDigest(mail) ? linesTold(mail.html).map((subject) => ({ ...mail, subject })) : [mail];
/** What an e-mail that tells several things says above them, and of each, in its order. */
const saidOf = ({ subject, text }: Email): readonly [string, ...string[]] => {
  const [above = '', ...things] = text.split(/^\* /m);
  return [`${subject} ${above}`, ...things];
};
const isDigest = ({ id }: Email): boolean => id.startsWith('digest:');

const sorted = <T>(things: readonly T[]): readonly T[] =>
  things.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));

describe('over two weeks of Christmas, with a fifth of the councils silent', () => {
  let scheme: SchemeInMemory;
  let cases: readonly ByHand[];
  let mails: readonly Email[];
  let tellings: readonly Telling[];
  /** By the id of an e-mail that tells several things, the requests for them. */
  const together = new Map<string, Digest['requests']>();
  let events: readonly AnyEvent[];

  /** When each email was sent. */
  const sentAt = new Map<string, string>();
  beforeAll(async () => {
    const councils = [...entryAuthorities, ...Object.keys(manners)].map((code) => {
      const { name, nation, region, regionName } = publishedCouncil(code) ?? aCouncil();
      const count = entryAuthorities.includes(code) ? 400 : 88;
      const caredFor = { count, asAt: '2026-09-30', source: 'published' } as const;
      return aCouncil({ code, name, nation, region, regionName, caredFor, publishedCount: count });
    });
    scheme = await SchemeInMemory.open({ policy: 'nts-2026', councils });
    const end = Date.parse('2027-01-27T00:00:00.000Z');
    for (let at = Date.parse('2026-12-21T09:00:00.000Z'); at < end; at += SWEEP) {
      const now = iso(at);
      scheme.clock.set(now);
      await scheme.sweep();
      await scheme.settle();
      if (at % HOUR === 0) await scheme.watchAndTell();
      for (const { id } of scheme.mailer.snapshot()) if (!sentAt.has(id)) sentAt.set(id, now);
      for (const [number, [day, entryAuthority, more]] of referrals.entries()) {
        if (`${day}:00.000Z` !== now) continue;
        const facts = aReferral({
          entryAuthority,
          referredOn: day.slice(0, 10),
          asylumClaimOn: '2026-12-18',
          arrivedOn: '2026-12-17',
          settledSince: '2026-12-18',
          ...more,
        });
        const referralId = `5f0c7e1a-3b1d-4f6e-9a2c-8d4e6b7f1a${number + 10}`;
        const data = { referralId, channel: 'queue' as const, facts };
        const message = anEvent('referral-received.v2', { id: `referral-${number}`, at: now, data });
        expect(await scheme.receive(JSON.stringify(message))).toEqual([]);
        await scheme.settle();
      }
      if (at % (2 * SWEEP) === 0 && isOpen(KENT, now)) await new People(scheme).act();
    }
    events = scheme.events.filter(({ trail }) => trail?.subject.startsWith('NTS-'));
    cases = [...Map.groupBy(events, ({ trail }) => trail?.subject).values()].map(
      (trail) => new ByHand(trail),
    );
    mails = scheme.mailer.snapshot();
    tellings = mails.flatMap(tellingsOf);
    for (const { id } of mails.filter(isDigest))
      together.set(id, (await scheme.digests.digest(id))?.requests ?? []);
  });

  const rows = () => cases.flatMap((one) => one.rows);
  const steps = () => cases.flatMap((one) => one.steps);
  const silences = () => cases.flatMap((one) => one.silences);
  /** Deadlines that were told ahead (or told as passed), each with whom it concerns and when it was told. */
  const told = (type: 'deadline-approaching.v1' | 'deadline-passed.v1') =>
    events.flatMap((event) =>
      event.type === type
        ? [
            `${event.trail?.subject} ${event.data.deadline} ${'offerId' in event.data ? event.data.offerId : ''} ${event.at}`,
          ]
        : [],
    );

  test('every deadline that is set is the one that the hand gives, in the calendar of whoever has to act', () => {
    const wrong = rows().filter(({ said, byHand }) => said !== byHand);
    expect(wrong).toEqual([]);
    expect(rows().length).toBeGreaterThan(200);
  });

  test('every e-mail that says by when the child moves says the close of the days that the entry authority’s nation has', () => {
    const moveBy = new Map(cases.map((one) => [one.caseId, one.moveBy]));
    const said = mails.flatMap(({ id, text }) =>
      [...text.replace(/\s+/g, ' ').matchAll(/To be moved by:? (\d+ [A-Z][a-z]+ \d{4})/g)].map(([, day]) => ({
        id,
        day,
        byHand: moveBy.get(id.slice(0, 13)),
      })),
    );
    expect(said.filter(({ day, byHand }) => day !== byHand)).toEqual([]);
    expect(new Set(said.map(({ id }) => id.slice(0, 13))).size).toBe(26);
  });

  test('every e-mail names that deadline, in words, and no other', () => {
    const named = (text: string) =>
      [
        ...new Set(
          [
            ...text
              .replaceAll(/\s+/g, ' ')
              .matchAll(/(?:midday|\d{1,2}(?::\d\d)?[ap]m) on [A-Z]\w+day \d{1,2} [A-Z]\w+/g),
          ].map(([words]) => words),
        ),
      ].toSorted();
    const byHand = new Map(cases.flatMap(({ words }) => [...words]));
    const seen = new Set<string>();
    // An e-mail's id is its event's, its template's and its desk's.
    const deadlinesOf = (id: string): readonly string[] | undefined => {
      const [of, number, template, ...desk] = id.split(':');
      const key = [`${of}:${number}:${template}:${desk.at(-1)}`, `${of}:${number}:${template}`].find((one) =>
        byHand.has(one),
      );
      if (key !== undefined) seen.add(key);
      return key === undefined ? [] : byHand.get(key);
    };
    // Whose time is over, and who has a copy, need not hear again until when it was: nobody waits for them.
    const isAsked = ({ id, data: { to } }: Digest['requests'][number]) =>
      !('copyOf' in to) && !(to.role === 'council' && id.includes(':offer-expired:'));
    const wrongTogether = (mail: Email) => {
      const requests = together.get(mail.id) ?? [];
      const [above, ...things] = saidOf(mail);
      const wrongThings = things.flatMap((words, at) => {
        const request = requests.find(({ id }) => id === mail.tells?.[at]);
        const [found, expected] = [named(words), deadlinesOf(request?.id ?? '')];
        const isRight =
          JSON.stringify(found) === JSON.stringify(expected) ||
          (request !== undefined && !isAsked(request) && found.length === 0);
        return isRight ? [] : [{ id: request?.id ?? '', subject: words, found, expected }];
      });
      const ofThings = new Set(things.flatMap(named));
      const found = named(above);
      const isNoMore = found.every((one) => ofThings.has(one)) && things.length === mail.tells?.length;
      return isNoMore ? wrongThings : [...wrongThings, { ...mail, found, expected: [...ofThings] }];
    };
    const wrong = mails.flatMap((mail) => {
      const { id, subject, text } = mail;
      // Of moves they are told how many, with no deadline.
      if (isDigest(mail) && !subject.startsWith('Moves: ')) return wrongTogether(mail);
      const template = id.split(':')[2];
      const found = named(`${subject} ${text}`);
      const expected = deadlinesOf(id);
      // When the child came is told of what is over, and was no deadline.
      if (template === 'transfer-completed') return [];
      return JSON.stringify(found) === JSON.stringify(expected) ? [] : [{ id, subject, found, expected }];
    });
    expect(wrong).toEqual([]);
    expect([...byHand.keys()].filter((key) => !seen.has(key))).toEqual([]);
  });

  test('whoever has not acted three hours before a deadline is reminded, once, and nobody else is', () => {
    const due = steps().filter(({ what, by, from, to = '', over }) => {
      const at = reminderAt(by);
      return what !== 'move' && at > from && (over === undefined ? seenAt(at) <= to : seenAt(at) < over);
    });
    const byHand = due.map(
      ({ caseId, what, offerId = '', by }) => `${caseId} ${what} ${offerId} ${seenAt(reminderAt(by))}`,
    );
    expect(sorted(told('deadline-approaching.v1'))).toEqual(sorted(byHand));
    expect(new Set(due.map(({ what }) => what))).toEqual(new Set(['answer', 'arrange', 'complete']));
  });

  test('whatever was not done by its deadline is told at its close, once, to the coordinators among others', () => {
    const late = steps().filter(({ what, by, to = '' }) => what !== 'answer' && to > by);
    const byHand = late.map(({ caseId, what, by }) => `${caseId} ${what}  ${by}`);
    expect(sorted(told('deadline-passed.v1'))).toEqual(sorted(byHand));
    expect(new Set(late.map(({ what }) => what))).toEqual(new Set(['arrange', 'move']));
    const overdue = tellings.filter(
      ({ subject, to }) => subject.startsWith('Overdue') && to[0]?.startsWith('coordinators@'),
    );
    expect(overdue).toHaveLength(late.length);
  });

  test('the coordinators are told of each silence once, and so are the council, its second contact and the lead of its region', () => {
    const about = ({ caseId, council }: Silence) => `${caseId}: ${nameOf(council)} did not answer`;
    const toCoordinators = tellings.filter(({ subject }) => subject.endsWith('did not answer'));
    expect(sorted(toCoordinators.map(({ subject }) => subject))).toEqual(sorted(silences().map(about)));
    for (const { to } of toCoordinators) expect(to).toEqual(['coordinators@desks.example']);
    const desk = (name: string) => `${name.toLowerCase()}@desks.example`;
    const ranOut = tellings.filter(({ subject }) => subject.endsWith('has run out: no answer came'));
    expect(sorted(ranOut.map(({ subject, to, cc }) => [subject, sorted([...to, ...cc])]))).toEqual(
      sorted(
        silences().flatMap(({ caseId, council }) => [
          [
            `Offer ${caseId} has run out: no answer came`,
            sorted([desk(`council.${council}`), desk(`second.council.${council}`)]),
          ],
          [`Copy: Offer ${caseId} has run out: no answer came`, [desk(`smp-lead.${regionOf(council)}`)]],
        ]),
      ),
    );
  });

  test('a silence is one of a council that never says anything, and each time such a council is first it is one', () => {
    const asked = steps().filter(({ what, whose }) => what === 'answer' && isSilent(whose));
    expect(sorted(silences().map(({ caseId, council }) => `${caseId} ${council}`))).toEqual(
      sorted(asked.map(({ caseId, whose }) => `${caseId} ${whose}`)),
    );
    expect(new Set(silences().map(({ council }) => council))).toEqual(
      new Set(Object.keys(manners).filter(isSilent)),
    );
  });

  test('it is a Christmas like those that went wrong: all nations, silence that was known and was not, half-times and later rounds', () => {
    const nations = (codes: readonly string[]) =>
      new Set(codes.map((code) => (/^[EWS]\d/.test(code) ? code.charAt(0) : 'N')));
    expect(nations(steps().flatMap(({ what, whose }) => (what === 'answer' ? [whose] : []))).size).toBe(4);
    expect(nations(silences().map(({ council }) => council)).size).toBe(4);
    expect(silences().length).toBeGreaterThan(12);
    const happened = (type: AnyEvent['type']) => events.filter((event) => event.type === type).length;
    expect(happened('case-escalated.v1')).toBe(4);
    expect(happened('referral-held.v1')).toBe(2);
    expect(events.some((event) => event.type === 'offers-made.v1' && event.data.round === 2)).toBe(true);
    expect(silences().some(({ due }) => due.slice(11, 16) === '12:45')).toBe(true);
    // On New Year’s Eve a Scottish council is asked first, with two Welsh back-ups and another Scottish one beside.
    const eve = events.find(({ type, at }) => type === 'offers-made.v1' && at === '2026-12-31T10:00:00.000Z');
    const asked = eve?.type === 'offers-made.v1' ? eve.data.offers : [];
    expect(asked.map(({ council, answerBy: by }) => [council.charAt(0), by])).toEqual([
      ['S', '2027-01-05T17:00:00.000Z'],
      ['W', '2027-01-04T17:00:00.000Z'],
      ['W', '2027-01-04T17:00:00.000Z'],
      ['S', '2027-01-05T17:00:00.000Z'],
    ]);
  });

  test('the coordinators read at nine, on each working day on which there is something, what became of moves since the last', () => {
    const words: Partial<Record<AnyEvent['type'], string>> = {
      'case-reallocated.v1': 'called off',
      'transfer-arranged.v1': 'arranged',
      'transfer-completed.v1': 'handed over',
    };
    const openAt = elsewhere.map((day) => `${day}T09:00:00.000Z`);
    const said = events.flatMap((event) => {
      const what = words[event.type];
      const of =
        event.type === 'case-reallocated.v1' && event.data.concerned === undefined ? undefined : what;
      const on = openAt.find((nine) => nine > event.at);
      return of === undefined ? [] : [{ on, said: `${of} ${event.trail?.subject}`, id: event.id }];
    });
    const byHand = [...Map.groupBy(said, ({ on }) => on)].map(([on, those]) => ({
      on,
      counts: sorted([...new Set(those.map((one) => one.said))]),
      tells: sorted(those.map(({ id }) => `${id}:moves:coordinators`)),
    }));
    const found = mails.flatMap(({ id, subject, to, text, tells = [id] }) => {
      if (!subject.startsWith('Moves: ')) return [];
      expect(to).toEqual(['coordinators@desks.example']);
      expect(text).toContain('https://pages.example/moves');
      const of: Readonly<Record<string, string>> = {
        'Called off': 'called off',
        'Arranged: the day is fixed': 'arranged',
        'Handed over': 'handed over',
      };
      const counts = Object.entries(of).flatMap(([label, what]) => {
        const [, references = ''] =
          text
            .replaceAll(/\s+/g, ' ')
            .match(new RegExp(`${label}: \\d+ cases?: ((?:NTS-\\w{4}-\\w{4}(?:, )?)+)`)) ?? [];
        return [...references.matchAll(/NTS-\w{4}-\w{4}/g)].map(([reference]) => `${what} ${reference}`);
      });
      return [{ on: sentAt.get(id), counts: sorted(counts), tells: sorted(tells) }];
    });
    expect(found).toEqual(byHand);
    // From Thursday on Christmas Eve to Tuesday nobody is at work; of what was said then the first email tells all.
    expect(byHand.map(({ on }) => on)).toContain('2026-12-29T09:00:00.000Z');
    expect(byHand.length).toBeGreaterThan(8);
  });

  test('nobody is lost: every child has moved, every place is accounted for, and every message was read', async () => {
    expect(cases).toHaveLength(26);
    const ends = Object.values(scheme.cases.snapshot().cases);
    expect(ends.filter(({ status }) => status !== 'transferred')).toEqual([]);
    expect(events.filter(({ type }) => type === 'transfer-completed.v1')).toHaveLength(26);
    expect(await scheme.places()).toEqual({ held: 0, offered: 0, incoming: 0 });
    const { councils } = await scheme.councils.view();
    const moved = councils.filter(({ code }) => !entryAuthorities.includes(code));
    expect(moved.reduce((sum, { netSince }) => sum + netSince, 0)).toBe(27);
    expect(scheme.quarantine.snapshot()).toEqual([]);
  });
});
