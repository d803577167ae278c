/** What children lose to councils that do not answer, rule by rule: the product's own check and turns, and a model of councils as they are. */
import { checkAllocationUnder } from '../../../shared/core/allocation/allocation.ts';
import { isSilent } from '../../../shared/core/allocation/silence.ts';
import { addWorkingDays } from '../../../shared/core/calendar/working-days.ts';
import type { Council } from '../../../shared/core/council/council.ts';
import { type Hearing, unansweredAfter, type Word } from '../../../shared/core/council/hearing.ts';
import { defined } from '../../../shared/core/defined.ts';
import { dice } from '../../rota/rota-play.ts';
import { Books } from './silence-books.ts';
import type { SilenceRule } from './silence-rules.ts';
import { type Manner, type Scenario, silentDays, withRoom } from './silence-scenarios.ts';

/** Working days from the start of the play, in parts: a day is office time. */
type Moment = number;

/** Children on a working day: the UK's 264 a month. */
const A_DAY = 12.6;
/** Weeks of reminders before the first child comes, and what part of those who answer offers declares its places when reminded. */
const WEEKS_BEFORE = 6;
const DECLARES = 0.6;
/** A reminder is sent every week, to whoever declared nothing for four. */
const WEEK = 5;
const STALE = 20;
/** A prompt answer, as part of a day. */
const PROMPT = 0.02;

export interface SilencePlay {
  readonly children: number;
  /** Working days lost by each child: days between the day it was referred and the day a council said yes. */
  readonly lost: readonly number[];
  /** How long councils that answer were taken for silent, each time, in working days. */
  readonly falseAlarms: readonly number[];
  /** Councils that answer and could be asked when the play began, and its working days. */
  readonly answering: number;
  readonly days: number;
  /** Of councils that woke: the longest run of children of their region, and the most of any three. */
  readonly inARow: number;
  readonly ofThree: number;
  /** Offers made to a council while it was known not to answer, as the first, though another could have been asked. */
  readonly firstWhileSilent: number;
  /** Children that those who never answer owe in the end. */
  readonly owed: number;
}

interface Offer {
  readonly council: string;
  live: boolean;
  promised: boolean;
}

interface Child {
  readonly came: Moment;
  readonly excluded: string[];
  offers: Offer[];
  placed: boolean;
}

class Season {
  readonly #books: Books;
  readonly #rule: SilenceRule;
  readonly #scenario: Scenario;
  readonly #declares: ReadonlySet<string>;
  readonly #declaredAt = new Map<string, Moment>();
  readonly #alarmSince = new Map<string, Moment>();
  readonly #queue: { readonly at: Moment; readonly number: number; readonly run: (at: Moment) => void }[] =
    [];
  #numbers = 0;
  readonly #lost: number[] = [];
  readonly #falseAlarms: number[] = [];
  #firstWhileSilent = 0;

  constructor(rule: SilenceRule, scenario: Scenario, seed: number) {
    this.#rule = rule;
    this.#scenario = scenario;
    this.#books = new Books(rule.policy);
    const roll = dice(seed);
    this.#declares = new Set(this.#books.councils.filter(() => roll() < DECLARES).map(({ code }) => code));
  }

  #manner(code: string, at: Moment): Manner {
    const manner = this.#scenario.manners.get(code) ?? 'prompt';
    if (manner !== 'late starter') return manner;
    return at < silentDays ? 'silent' : 'prompt';
  }

  /** Whether it ever answers: what is said of it is then a false alarm. */
  #answersNow = (code: string, at: Moment): boolean => this.#manner(code, at) !== 'silent';

  #at(at: Moment, run: (at: Moment) => void): void {
    const entry = { at, number: this.#numbers++, run };
    let [low, high] = [0, this.#queue.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      const there = this.#queue[middle];
      if (there && there.at >= at) low = middle + 1;
      else high = middle;
    }
    this.#queue.splice(low, 0, entry);
  }

  /** The end of the next working day. */
  readonly #deadline = (at: Moment): Moment =>
    Math.floor(at) + this.#rule.policy.workingDays.answerOffer + 0.999;

  #date(at: Moment): string {
    return addWorkingDays('2026-11-23', Math.max(0, Math.floor(at)), 'England');
  }

  #hear(code: string, hearing: Hearing): void {
    this.#books.change(code, ({ unanswered, ...council }) => ({
      ...council,
      ...defined({ unanswered: unansweredAfter(unanswered, hearing) }),
    }));
  }

  #note(code: string, what: 'offers' | 'reminders', at: Moment): void {
    this.#hear(code, { kind: 'unanswered', what, at: `${this.#date(at)}T09:00:00.000Z` });
    if (this.#counts(this.#books.council(code)) && !this.#alarmSince.has(code))
      this.#alarmSince.set(code, at);
  }

  /** Whether the rule takes a council for silent. */
  #counts(council: Council): boolean {
    return this.#rule.passesOver === undefined
      ? isSilent(council, this.#rule.policy)
      : this.#rule.passesOver(council);
  }

  #heard(code: string, at: Moment, kind: Word['kind'] = 'heard'): void {
    this.#hear(code, { kind });
    if (this.#counts(this.#books.council(code))) return;
    const since = this.#alarmSince.get(code);
    this.#alarmSince.delete(code);
    if (since === undefined || !this.#scenario.answers(code) || !withRoom.has(code)) return;
    const from = this.#scenario.manners.get(code) === 'late starter' ? Math.max(since, silentDays) : since;
    this.#falseAlarms.push(Math.max(0, at - Math.max(0, from)));
  }

  #remindAll(at: Moment): void {
    for (const { code } of this.#books.councils) {
      if ((this.#declaredAt.get(code) ?? Number.NEGATIVE_INFINITY) > at - STALE) continue;
      this.#note(code, 'reminders', at);
      if (!this.#declares.has(code) || !this.#answersNow(code, at)) continue;
      this.#at(at + 0.5, (then) => {
        this.#declaredAt.set(code, then);
        this.#heard(code, then, 'spoke');
      });
    }
  }

  /** When a council answers what it is asked now; undefined: never. */
  #answerTime(code: string, at: Moment, deadline: Moment, toSecond: boolean): Moment | undefined {
    switch (this.#manner(code, at)) {
      case 'prompt':
        return at + PROMPT;
      case 'slow':
        return deadline + 0.1;
      case 'second contact':
        // Three hours before the deadline the second contact is reminded; a silent council's is told at once.
        return toSecond ? at + PROMPT : deadline - 3 / 8 + PROMPT;
      default:
        return undefined;
    }
  }

  #search(child: Child, at: Moment): void {
    const decision = checkAllocationUnder(
      this.#rule.policy,
      this.#books.inputs(child.excluded, this.#date(at), this.#rule.passesOver),
    );
    if (decision.kind !== 'offer') {
      if (decision.kind !== 'no-candidate') throw new Error(`The check came to ${decision.kind}`);
      this.#at(Math.floor(at) + 1, (then) => this.#search(child, then));
      return;
    }
    const { chosen, backUps, verdicts } = decision;
    if (
      this.#counts(this.#books.council(chosen.council)) &&
      verdicts.some(
        ({ council, because }) => because === 'later-in-turn' && !this.#counts(this.#books.council(council)),
      )
    )
      this.#firstWhileSilent += 1;
    child.offers = [chosen, ...backUps].map(({ council }) => ({
      council,
      live: false,
      promised: false,
    }));
    const [first, ...others] = child.offers;
    if (first) this.#goLive(child, first, at);
    // Of one moment, what was put down last comes first: whoever is as prompt as the first promises a place before it takes the child.
    for (const offer of others) {
      const silent = this.#counts(this.#books.council(offer.council));
      const when = this.#answerTime(offer.council, at, this.#deadline(at), silent);
      // A back-up is reminded of nothing.
      if (when === undefined || (this.#manner(offer.council, at) === 'second contact' && !silent)) continue;
      this.#at(when, (then) => {
        // Whatever has become of the offer, an answer in its time is heard, and a later one is a word like a declaration.
        this.#heard(offer.council, then, then < this.#deadline(at) ? 'heard' : 'spoke');
        if (offer.live || child.placed || !child.offers.includes(offer)) return;
        offer.promised = true;
        this.#books.move(offer.council, { held: 1 });
      });
    }
  }

  #goLive(child: Child, offer: Offer, at: Moment): void {
    offer.live = true;
    this.#books.move(offer.council, { held: 1, offered: 1 });
    const deadline = this.#deadline(at);
    const answer = this.#answerTime(offer.council, at, deadline, false);
    if (answer !== undefined)
      this.#at(answer, (then) => {
        // A yes that comes too late is taken as long as nobody else has said yes or is being asked; otherwise it is a word like a declaration.
        const taken = !child.placed && (offer.live || !child.offers.some((one) => one.live || one.promised));
        this.#heard(offer.council, then, taken || then < deadline ? 'heard' : 'spoke');
        if (taken) this.#take(child, offer, then);
      });
    const { half } = this.#rule;
    if (half)
      this.#at(at + (deadline - at) / 2, (then) => {
        const promised = child.offers.find((one) => one.promised);
        if (!offer.live || child.placed || promised === undefined) return;
        this.#note(offer.council, 'offers', then);
        this.#take(child, promised, then);
      });
    this.#at(deadline, (then) => {
      if (!offer.live || child.placed) return;
      offer.live = false;
      this.#books.move(offer.council, { held: -1, offered: -1 });
      this.#note(offer.council, 'offers', then);
      child.excluded.push(offer.council);
      const promised = child.offers.find((one) => one.promised);
      if (promised) return this.#take(child, promised, then);
      const next = child.offers.find((one) => !one.live && !child.excluded.includes(one.council));
      if (next) this.#goLive(child, next, then);
      else this.#search(child, then);
    });
  }

  #take(child: Child, taker: Offer, at: Moment): void {
    child.placed = true;
    for (const offer of child.offers) {
      if (offer.live) this.#books.move(offer.council, { held: -1, offered: -1 });
      else if (offer.promised) this.#books.move(offer.council, { held: -1 });
      offer.live = false;
    }
    this.#books.accept(taker.council, this.#date(at), this.#rule.passesOver);
    this.#rule.afterwards?.(this.#books, (council) => this.#counts(council));
    this.#lost.push(Math.floor(at) - Math.floor(child.came));
  }

  run(children: number): SilencePlay {
    for (let week = -WEEKS_BEFORE; week * WEEK < children / A_DAY; week += 1)
      this.#at(week * WEEK, (at) => this.#remindAll(at));
    for (let number = 0; number < children; number += 1) {
      // The last tenth of a day is left out: a prompt answer then comes on the next.
      const came = Math.floor(number / A_DAY) + 0.9 * ((number / A_DAY) % 1);
      const child: Child = { came, excluded: [], offers: [], placed: false };
      this.#at(came, (at) => this.#search(child, at));
    }
    const end = children / A_DAY + 60;
    for (let next = this.#queue.pop(); next !== undefined && next.at < end; next = this.#queue.pop())
      next.run(next.at);
    for (const [code, since] of this.#alarmSince)
      if (this.#scenario.answers(code) && withRoom.has(code))
        this.#falseAlarms.push(children / A_DAY - Math.max(0, since));
    const { manners } = this.#scenario;
    const woken = [...manners].filter(([, manner]) => manner === 'late starter').map(([code]) => code);
    const bursts = woken.map((code) => this.#books.burstOf(code));
    return {
      children: this.#lost.length,
      lost: this.#lost,
      falseAlarms: this.#falseAlarms,
      days: children / A_DAY,
      answering: [...withRoom].filter((code) => this.#scenario.answers(code)).length,
      inARow: Math.max(0, ...bursts.map((one) => one.inARow)),
      ofThree: Math.max(0, ...bursts.map((one) => one.ofThree)),
      firstWhileSilent: this.#firstWhileSilent,
      owed: this.#owedBySilent(),
    };
  }

  /** What the silent owe their regions, and what regions owe in which nobody who could be asked answers. */
  #owedBySilent(): number {
    const silent = new Set(
      [...this.#scenario.manners].filter(([, manner]) => manner === 'silent').map(([code]) => code),
    );
    const regions = Map.groupBy(this.#books.councils, ({ region }) => region);
    let owed = 0;
    for (const [region, councils] of regions) {
      if (councils.every(({ code }) => silent.has(code) || !withRoom.has(code)))
        owed += this.#books.owedToRegion(region);
      else for (const { code } of councils) if (silent.has(code)) owed += this.#books.owedTo(code);
    }
    return owed;
  }
}

/** Plays so many children under one rule, in one scenario. The same seed gives the same play. */
export const playSilence = (
  rule: SilenceRule,
  scenario: Scenario,
  children: number,
  seed: number,
): SilencePlay => new Season(rule, scenario, seed).run(children);
