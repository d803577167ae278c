import type { AnyEvent } from '../../../../events/catalogue.ts';
import { birthday } from '../../../../shared/core/calendar/ages.ts';
import { allSuccessions } from '../../../../shared/core/calendar/in-force.ts';
import { deployHolidays, type LateHoliday } from '../../../../shared/core/calendar/late-holidays.ts';
import { addDays, isWorkingDay, londonDate } from '../../../../shared/core/calendar/working-days.ts';
import { caseReference } from '../../../../shared/core/case/reference.ts';
import { hashOfKey } from '../../../../shared/core/council/council-keys.ts';
import { policyIds, policyNamed } from '../../../../shared/core/policies.ts';
import { MemoryMailStore } from '../../../../shared/memory/memory-mail-store.ts';
import { keyOf } from '../../../api/a-request.ts';
import { Draw } from '../kernel/draw.ts';
import { type Fate, RandomFaults } from '../kernel/faults.ts';
import { Kernel } from '../kernel/kernel.ts';
import type { Observer } from '../kernel/observer.ts';
import { Timeline } from '../kernel/timeline.ts';
import { Closer } from '../people/closer.ts';
import { asStored, type Letter } from '../people/mail-program.ts';
import { DAY, HOUR, type Manners, Office } from '../people/office.ts';
import { People } from '../people/people.ts';
import { Successor } from '../people/successor.ts';
import { InvariantMonitor } from '../watch/invariant-monitor.ts';
import { Violation } from '../watch/violation.ts';
import { Pipeline } from './pipeline.ts';
import { deskAddress, entryAuthorities, secondAddress, smallScheme } from './scheme.ts';
import { type Kept, memoryStores, type Stores } from './stores.ts';
import { momentsOf, type Story, storiesOf, type Way } from './stories.ts';

export interface WorldOptions {
  readonly seed: number;
  /** How long children are referred; then everybody sees to what is left. */
  readonly days?: number;
  /** The day on which it begins, YYYY-MM-DD; drawn unless given. */
  readonly start?: string;
  readonly referrals?: number;
  /** When they come, milliseconds after the beginning; drawn unless given. */
  readonly moments?: readonly number[];
  /** How the authorities refer; drawn for each unless given. */
  readonly way?: Way;
  /** Councils that never answer, or just too late, in a hundred; none unless given. */
  readonly manners?: Manners;
  /** Only these referrals come; all unless given. */
  readonly only?: ReadonlySet<number>;
  /** What goes wrong; the seed's own faults unless given. */
  readonly fate?: (randomFaults: RandomFaults) => Fate;
  readonly story?: boolean;
  /** Where everything is kept; the memory twins unless given. */
  readonly stores?: Stores;
  /** Somebody who measures; then everything by the clock runs as often as it does. */
  readonly observer?: Observer;
  /** Looked at no further than this moment, milliseconds since 1970. */
  readonly until?: number;
}

const everywhere = ['england-and-wales', 'scotland', 'northern-ireland'] as const;
const YEAR = 365;
/** Longer than any world lasts, seconds since 1970. */
const RETENTION = 4_000_000_000;
const REFERRALS_A_YEAR = 12;
/** Years in which a council ends and others take over, of all. */
const ENDING_PART = 0.15;
const ways: readonly Way[] = ['queue', 'queue', 'queue', 'api', 'api', 'email', 'email', 'form'];
/** Longest time in which everything has to come to its end once nothing goes wrong and everybody acts. */
const LONGEST_END_DAYS = 200;
/** Milliseconds by which a list may be behind what was committed. */
const LIST_LAG = 2_000;
/** Why a message may be kept aside for good: what it asks comes too late, or is for people to sort out. */
export const mayBeQuarantined: readonly string[] = [
  'case-closed',
  'amends-merged',
  'children-fixed',
  'no-child-left',
];

/** Half of the referrals come in the last days of a council that ends. */
const beforeTheEnd = (draw: Draw, moments: readonly number[]): readonly number[] =>
  moments
    .map((at, index) =>
      draw.chance(`moment ${index} before the end`, 0.5)
        ? Date.parse('2027-03-31T16:00:00.000Z') - draw.between(`moment ${index} by`, 0, 8 * DAY)
        : at,
    )
    .toSorted((a, b) => a - b);

/** A scheme with everybody and everything in it, for a year. */
export class World {
  readonly kernel: Kernel;
  readonly stories: readonly Story[];
  readonly cases: Kept['cases'];
  readonly councils: Kept['councils'];
  readonly policy;
  /** Whether a council ends in this year. */
  readonly ending: boolean;
  readonly office: Office;
  readonly monitor: InvariantMonitor;
  readonly pipeline: Pipeline;
  readonly #people: People;
  readonly successor: Successor;
  readonly #kept: Kept;
  readonly #mails = new MemoryMailStore(() => this.kernel.timeline.instant);
  #delivered = 0;
  readonly #committedAt = new Map<string, number>();
  readonly #end: number;
  readonly #scheme;

  constructor({
    seed,
    days = YEAR,
    start: begins,
    referrals = REFERRALS_A_YEAR,
    moments,
    way,
    manners,
    only,
    fate,
    story = false,
    stores = memoryStores(),
    until,
    observer,
  }: WorldOptions) {
    const draw = new Draw(seed);
    const byTheRota = policyIds.filter((id) => policyNamed(id).leadNames === undefined);
    this.policy = policyNamed(
      draw.chance('leads have a part', 0.2) ? 'nts-2027' : draw.pick('policy', [...byTheRota, 'nts-2025']),
    );
    // Surrey ends on 31 March 2027, in the midst of such a year.
    this.ending = days >= YEAR && draw.chance('a council ends', ENDING_PART);
    const drawn = this.ending
      ? addDays('2026-05-01', draw.between('start before the end', 0, 300))
      : addDays('2018-01-01', draw.between('start', 0, 365 * 8));
    const start = begins ?? drawn;
    const timeline = new Timeline(`${start}T05:00:00.000Z`);
    this.#end = timeline.now + days * DAY;
    if (until !== undefined) timeline.at(until, () => timeline.stop());
    const randomFaults = new RandomFaults(draw, this.#end);
    const kernel = new Kernel(timeline, draw, fate?.(randomFaults) ?? randomFaults, story);
    this.kernel = kernel;
    kernel.observer = observer;
    // Few others, so that whoever ends is asked for children to the last.
    const size = this.ending ? draw.between('councils beside', 1, 2) : draw.between('councils', 4, 9);
    this.#scheme = smallScheme(draw, this.policy, size, this.ending);
    this.stories = storiesOf(
      draw,
      moments?.map((after) => timeline.now + after) ??
        (this.ending
          ? beforeTheEnd(draw, momentsOf(draw, timeline.now, days, referrals))
          : momentsOf(draw, timeline.now, days, referrals)),
      this.#scheme,
      (authority) => way ?? draw.pick(`way of ${authority}`, ways),
    ).filter(({ number }) => only?.has(number) ?? true);
    this.#kept = stores(() => timeline.now);
    const { cases, councils, sealed } = this.#kept;
    this.councils = councils;
    this.cases = cases;
    const { policy } = this;

    const children = new Map(this.stories.map((story) => [story.message.data.referralId, story.children]));
    this.monitor = new InvariantMonitor({
      kernel,
      cases,
      councils,
      sealed,
      policy,
      childrenOf: (referralId) => children.get(referralId) ?? [],
      committed: (caseId) => {
        this.#committedAt.set(caseId, timeline.now);
        this.pipeline.timetable.look();
      },
    });
    kernel.watch = (call) => {
      const beats = observer !== undefined && call.port === 'cases' && call.method === 'beat';
      if (beats) this.pipeline.stream.beat();
      return this.monitor.see(call);
    };
    const isFresh = (caseId: string) => timeline.now - (this.#committedAt.get(caseId) ?? 0) < LIST_LAG;
    this.pipeline = new Pipeline({
      kernel,
      monitor: this.monitor,
      stores: {
        ...this.#kept,
        mails: this.#mails,
        policy,
        isFresh,
      },
      deliver: (email, address) => {
        for (const id of email.tells ?? [email.id]) this.monitor.mails.delivered(id);
        this.#people.read(email, address);
      },
      mend: (desk) => this.#mend(desk),
    });
    this.office = new Office(kernel, this.pipeline.functions);
    if (manners !== undefined) this.office.manners = manners;
    this.#people = new People(
      this.office,
      {
        post: (message) => this.#post(message),
        ask: (name, request, ended) => this.pipeline.functions.api(name, request, ended),
        mail: (letter) => this.#mail(letter),
        pages: this.pipeline.functions,
      },
      policy.participation === 'voluntary',
      ({ subject, desk }) => {
        const entry = this.monitor.cases.known.get(subject)?.facts.entryAuthority;
        const mended = this.#mend(desk === 'entry-authority' ? `council:${entry}` : desk);
        mended.catch((error) => kernel.fail(error));
      },
    );
    this.successor = new Successor(
      this.office,
      this.pipeline.functions,
      this.ending ? allSuccessions()[0] : undefined,
    );
    const closer = new Closer(this.office, this.pipeline.functions);
    cases.onCommit((events) => {
      closer.committed(events);
      this.pipeline.timetable.grew();
      this.pipeline.stream.add(events);
    });
    councils.onCommit((events) => {
      this.monitor.mails.committed(events);
      this.monitor.silence.committed(events);
      this.monitor.closing.committed(events);
      this.monitor.exemptions.committed(events);
      closer.asked(events);
      this.pipeline.timetable.look();
      this.pipeline.stream.add(events);
    });
  }

  /** Fills the tables, and sets the clock going. */
  async open(): Promise<void> {
    await this.councils.seed(this.#scheme, this.policy);
    for (const desk of this.#desks) await this.#kept.sealed.putContacts(desk, this.#contactsOf(desk));
    for (const code of new Set(entryAuthorities))
      await this.#kept.requests.replaceKey(code, hashOfKey(keyOf(code)), {
        at: this.kernel.timeline.instant,
        by: 'A. Coordinator',
      });
    await this.#begun();
    this.successor.start();
    const birthdays = new Set<string>();
    for (const story of this.stories) {
      const { sealed, message, at, way } = story;
      // By the other ways the pipeline seals it itself.
      if (way === 'queue') {
        const { referralId, facts } = message.data;
        await this.#kept.sealed.sealFirst(referralId, facts.entryAuthority, sealed, RETENTION);
      }
      for (const { dateOfBirth } of sealed) birthdays.add(birthday(dateOfBirth, 18));
      this.kernel.timeline.at(at, () => this.#refer(story));
    }
    this.pipeline.timetable.start((date) => birthdays.has(date) || date.endsWith('-01'));
  }

  /** Referrals that a council which ends has begun, and will never send. */
  async #begun(): Promise<void> {
    for (const { ends } of this.ending ? allSuccessions() : [])
      for (let number = 1; number <= this.kernel.draw.between('drafts', 0, 3); number += 1) {
        const at = this.kernel.timeline.instant;
        const id = this.kernel.draw.uuid(`draft ${number}`);
        const form = { arrivedOn: ['Yesterday.'] };
        await this.#kept.drafts.save(
          { id, council: ends, version: 1, form, state: 'open', at },
          Math.round(this.kernel.timeline.now / 1_000) + 20 * 366 * 86_400,
        );
      }
  }

  /** What a council that has ended had, and who has it now. */
  async #succeeded(): Promise<void> {
    const { cases, ended } = this.monitor;
    for (const { ends, begins } of this.ending ? allSuccessions() : []) {
      const council = await this.councils.read(ends);
      const drafts = await this.#kept.drafts.list(ends);
      if (council !== undefined) ended.nothingLeft({ council, drafts }, cases.known.values());
      for (const { code } of begins) ended.toldOnce(await this.councils.trail(code), code);
    }
  }

  get #desks(): ReadonlySet<string> {
    const desks = this.#scheme.flatMap(({ code, region }) => [`council:${code}`, `smp-lead:${region}`]);
    return new Set(['coordinators', ...desks]);
  }

  /** Half of the desks have somebody else to turn to. */
  #contactsOf(desk: string): { readonly dutyDesk: string; readonly second?: string } {
    const second = this.kernel.draw.chance(`second contact of ${desk}`, 0.5);
    return { dutyDesk: deskAddress(desk), ...(second ? { second: secondAddress(desk) } : {}) };
  }

  /** A desk’s mailboxes are there again, and its addresses are given to us anew. */
  async #mend(desk: string): Promise<void> {
    this.pipeline.postOffice.mend(deskAddress(desk));
    this.pipeline.postOffice.mend(secondAddress(desk));
    await this.#kept.sealed.putContacts(desk, this.#contactsOf(desk));
    await this.#kept.sealed.forgetReturned(desk, this.kernel.timeline.instant);
  }

  #refer(story: Story): void {
    const { message, sealed, at } = story;
    const caseId = caseReference(message.data.referralId, 1);
    const children = `${sealed.length} ${sealed.length === 1 ? 'child' : 'children'}`;
    this.kernel.trace.tell(
      at,
      caseId,
      () => `${message.data.facts.entryAuthority} refers ${children} (${caseId})`,
    );
    this.#people.refer(story);
  }

  /** Some days are made bank holidays days before they come, or on the day itself: each a deployment with another file. */
  #announceHolidays(): void {
    const { timeline, draw } = this.kernel;
    const announced: LateHoliday[] = [];
    for (
      let day = draw.between('first late holiday', 0, 13);
      timeline.now + day * DAY < this.#end;
      day += 14
    ) {
      const name = `late holiday ${day}`;
      timeline.at(timeline.now + day * DAY + draw.between(`${name} at`, 0, 23) * HOUR, () => {
        const today = londonDate(timeline.instant);
        const date = addDays(today, draw.pick(`${name} ahead`, [0, 1, 1, 2, 3, 5, 8]));
        if (!isWorkingDay(date, 'England')) return;
        const divisions = draw.pick(`${name} where`, [
          [...everywhere],
          ['england-and-wales'],
          ['scotland'],
        ] as const);
        announced.push({ date, title: 'A state occasion', divisions });
        deployHolidays(announced);
        this.monitor.deadlines.announced();
        this.pipeline.timetable.look();
        this.kernel.trace.tell(
          timeline.now,
          '',
          () => `${date} is announced as a bank holiday (${divisions.join(', ')})`,
        );
      });
    }
  }

  /** Lets the whole year happen, and then everything come to its end. */
  async run(): Promise<void> {
    const undo = deployHolidays([]);
    try {
      await this.#live();
    } finally {
      undo();
    }
  }

  async #live(): Promise<void> {
    this.#announceHolidays();
    await this.open();
    const { timeline } = this.kernel;
    while (timeline.now < this.#end && !timeline.stopped) {
      await timeline.runUntil(Math.min(timeline.now + 30 * DAY, this.#end));
      await this.monitor.look();
    }
    await this.comeToTheEnd();
  }

  /** Nothing goes wrong any more, and everybody acts: everything has to come to its end. */
  async comeToTheEnd(): Promise<void> {
    const { timeline } = this.kernel;
    const { monitor, pipeline } = this;
    this.office.calm = true;
    for (const desk of this.#desks) await this.#mend(desk);
    pipeline.operator.hurry();
    const last = timeline.now + LONGEST_END_DAYS * DAY;
    const goesOn = async () => !this.isQuiet || (await pipeline.functions.waitsForNine());
    while (!timeline.stopped && timeline.now < last && (await goesOn())) {
      await timeline.runUntil(timeline.now + 2 * DAY);
      await monitor.check(() => monitor.deadlines.overdue(26 * HOUR));
    }
    if (timeline.stopped) return;
    await monitor.look();
    await monitor.check(() => this.#account());
  }

  get isQuiet(): boolean {
    return (
      this.monitor.cases.open.length === 0 &&
      this.pipeline.moving === 0 &&
      this.#people.waiting === 0 &&
      !this.pipeline.timetable.uncounted &&
      !this.successor.waiting
    );
  }

  /** @throws Violation when the world did not come to a good end */
  async #account(): Promise<void> {
    const { cases, mails, places } = this.monitor;
    const [open] = cases.open;
    if (open !== undefined)
      throw new Violation(
        'everything reaches an end',
        `${LONGEST_END_DAYS} days after the last fault ${open.id} is still ${open.status}, on the list of ${JSON.stringify(open.needs?.party)}.`,
        open.id,
      );
    if (!this.isQuiet)
      throw new Violation(
        'everything reaches an end',
        `${this.pipeline.moving} messages and ${this.#people.waiting} requests are still moving${this.successor.waiting ? ', and a council that has ended has something left' : ''}.`,
      );
    mails.account();
    for (const { code, body } of this.pipeline.operator.quarantined)
      if (!mayBeQuarantined.includes(code))
        throw new Violation(
          'no message goes astray',
          `A message was quarantined (${code}): ${body.slice(0, 300)}`,
        );
    await places.returned();
    await this.#succeeded();
    await this.monitor.figures.account(
      (month) => this.pipeline.functions.figures.figures(month),
      [...cases.trails.values()],
    );
    for (const { message } of this.stories) {
      const caseId = caseReference(message.data.referralId, 1);
      if (!cases.known.has(caseId) && (await this.cases.mergedInto(caseId)) === undefined)
        throw new Violation(
          'no referral lost',
          `The referral ${message.data.referralId} (${caseId}) has neither a case nor been merged into one.`,
          caseId,
        );
    }
  }

  /** A council's own system sends a message. */
  #post(message: AnyEvent): void {
    this.pipeline.send('referrals', { id: message.id, body: JSON.stringify(message) });
  }

  /** SES stores a mail, and its bucket tells of it. A mail server that is not sure delivers one twice: it lies there twice. */
  #mail(letter: Letter): void {
    this.#delivered += 1;
    const key = `mail/${this.#delivered}`;
    const raw = asStored(letter);
    this.#mails.put(key, raw);
    if (this.kernel.strikes(`mail ${this.#delivered} notice`, ['notice-lost']) === 'notice-lost') {
      this.pipeline.timetable.watchUntil(() => this.#mails.wasHeard(key));
      return;
    }
    this.pipeline.send('mail', {
      id: `${letter.messageId} ${this.#delivered}`,
      body: JSON.stringify({
        Records: [
          {
            eventTime: this.kernel.timeline.instant,
            s3: { bucket: { name: 'mail' }, object: { key, size: raw.byteLength } },
          },
        ],
      }),
    });
  }
}
