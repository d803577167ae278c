/** What happens to each referral: searched for, offered, answered, accepted, moved; and birthdays on the way. */
import { checkAllocationUnder } from '../../../shared/core/allocation/allocation.ts';
import type { Candidate, Decision } from '../../../shared/core/allocation/decision.ts';
import { addWorkingDays, workingDaysBetween } from '../../../shared/core/calendar/working-days.ts';
import { dice } from '../../rota/rota-play.ts';
import { Agenda } from './agenda.ts';
import { type Answer, answerOf, mannerOf } from './answers.ts';
import { agesOn, type Referral } from './arrivals.ts';
import type { Asked, Outcome } from './replayed.ts';
import { Scheme } from './scheme.ts';

/** What people had to clear before the real transfer; the replay takes it as cleared. */
const CLEARED = ['entry-authority-below-threshold', 'entry-authority-count-not-known', 'settled-child'];

interface Open {
  readonly referral: Referral;
  readonly turned18: number[];
  excluded: string[];
  round: number;
  attempt: number;
  offers: number;
  unanswered: number;
  /** Places held by offers to councils, in children. */
  held: { readonly council: string; readonly children: number; readonly offered: number }[];
  state: 'waiting' | 'offered' | 'accepted' | 'moved' | 'closed';
  council?: string;
}

export class Casework {
  readonly scheme: Scheme;
  readonly agenda = new Agenda();
  /** Everyone who was not moved yet. */
  readonly open = new Set<Open>();
  readonly outcomes: Outcome[] = [];
  /** In order; those who have an offer are not on it. */
  waiting: Open[] = [];
  arrived = 0;
  placed = 0;
  turned18 = 0;
  decisions = 0;
  /** Furthest from its share that any region, and any council in its region, was since this was last reset. */
  furthest = { region: 0, council: 0 };
  private readonly asked: Asked;

  constructor(asked: Asked) {
    this.asked = asked;
    this.scheme = new Scheme(asked.policy, asked.closing ?? [], asked.times ?? 1);
  }

  size({ referral, turned18 }: Open): number {
    return referral.facts.children.length - turned18.length;
  }

  private check(one: Open, today: string, cleared: readonly string[] = CLEARED): Decision {
    this.decisions += 1;
    const { facts } = one.referral;
    const inputs = this.scheme.inputs({
      today,
      facts,
      excluded: one.excluded,
      turned18: one.turned18,
      ages: agesOn(one.referral, today),
      cleared,
    });
    const decision = checkAllocationUnder(this.asked.policy, inputs);
    this.asked.onDecision?.(decision);
    // Whatever else a policy holds for a person was cleared too: these children were transferred.
    if (decision.kind === 'held' && cleared === CLEARED)
      return this.check(one, today, [...CLEARED, ...decision.reasons.map(({ code }) => code)]);
    if (decision.kind === 'held' || decision.kind === 'incomplete')
      throw new Error(`A replayed referral was ${decision.kind}: ${JSON.stringify(decision)}`);
    return decision;
  }

  /** Asks the check, and offers to whom it chose. False: nobody can take the children today. */
  private search(one: Open, today: string): boolean {
    const decision = this.check(one, today);
    if (decision.kind !== 'offer') {
      one.state = 'waiting';
      return false;
    }
    one.round += 1;
    this.offer(one, [decision.chosen, ...decision.backUps], today);
    return true;
  }

  private reply(one: Open, council: string) {
    const deadline = this.asked.policy.workingDays.answerOffer;
    return answerOf(this.asked, one.referral, council, { deadline, round: one.attempt });
  }

  private hold(one: Open, council: string, offered: boolean): void {
    const children = this.size(one);
    const held = { council, children, offered: offered ? children : 0 };
    one.held.push(held);
    this.scheme.move(council, { held: children, offered: held.offered });
  }

  private release(one: Open): void {
    for (const { council, children, offered } of one.held)
      this.scheme.move(council, { held: -children, offered: -offered });
    one.held = [];
  }

  private offer(one: Open, [primary, ...backUps]: readonly Candidate[], today: string): void {
    if (primary === undefined) return;
    one.state = 'offered';
    one.offers += 1;
    this.hold(one, primary.council, true);
    const promised = backUps.filter(
      ({ council }) => this.reply(one, council).backUpYes && this.scheme.headroom(council) >= this.size(one),
    );
    for (const { council } of promised) {
      this.hold(one, council, false);
      this.scheme.hear(council, { kind: 'heard' });
    }
    const answer = this.reply(one, primary.council);
    // Who says nothing loses its turn at half-time to a back-up that said yes; whoever would answer says that it is looking.
    const { search } = this.asked.policy;
    const cut = search !== undefined && promised.length > 0 && answer.says === 'nothing';
    const after = cut ? Math.floor(answer.after * search.backUpAfterPart) : answer.after;
    const day = addWorkingDays(today, after, this.scheme.council(primary.council).nation);
    this.agenda.add(day, () => {
      if (one.state !== 'offered') return;
      this.release(one);
      this.listen(one, primary.council, answer.says, day, after);
      if (answer.says === 'yes') return this.accept(one, primary, day);
      one.excluded.push(primary.council);
      const [next] = promised;
      if (next !== undefined) {
        one.offers += 1;
        return this.accept(one, next, day);
      }
      const room = backUps.filter(({ council }) => this.scheme.headroom(council) >= this.size(one));
      if (room.length > 0 && this.inTime(one, day)) return this.offer(one, room, day);
      this.again(one, day);
    });
  }

  /** What the first said, or did not say, is remembered of it. Who is slow says something the day after, which is too late for these children. */
  private listen(one: Open, council: string, says: Answer['says'], day: string, after: number): void {
    if (says !== 'nothing') {
      this.scheme.hear(council, { kind: 'heard' });
      return;
    }
    if (after > 0) one.unanswered += 1;
    this.scheme.hear(council, { kind: 'unanswered', what: 'offers', at: `${day}T17:00:00.000Z` });
    if (mannerOf(this.asked, council) === 'slow')
      this.agenda.add(addWorkingDays(day, 1, this.scheme.council(council).nation), () =>
        this.scheme.hear(council, { kind: 'spoke' }),
      );
  }

  /** Everyone asked said no: another round, or a coordinator who starts the search again. */
  private again(one: Open, today: string): void {
    const { search, offers } = this.asked.policy;
    const more = search === undefined ? one.round < offers.rounds : this.inTime(one, today);
    if (more && this.search(one, today)) return;
    this.escalate(one, today);
  }

  /** Whether whoever is asked now could answer, within a day, before a person has to have the case. */
  private inTime({ referral: { facts } }: Open, today: string): boolean {
    const { search, workingDays } = this.asked.policy;
    if (search === undefined) return true;
    const { moveInCare, moveNotInCare } = workingDays;
    const days = facts.inCareOfAuthority === false ? moveNotInCare : moveInCare;
    const used = workingDaysBetween(facts.referredOn, today, 'England');
    return used + 1 <= Math.floor(days * search.peopleAfterPart);
  }

  private escalate(one: Open, today: string): void {
    one.state = 'offered';
    this.agenda.add(
      addWorkingDays(today, this.asked.policy.workingDays.coordinatorDecides, 'England'),
      () => {
        if (one.state !== 'offered') return;
        Object.assign(one, { excluded: [], round: 0, attempt: one.attempt + 1, state: 'waiting' });
        this.waiting.push(one);
      },
    );
  }

  private accept(one: Open, { council, because }: Candidate, today: string): void {
    const children = this.size(one);
    this.scheme.accept(council, children, today);
    one.state = 'accepted';
    one.council = council;
    this.placed += children;
    const { least, most } = this.asked.assumptions.moveAfter;
    const roll = dice(this.asked.seed * 7919 + one.referral.number);
    const after = least + Math.floor(roll() * (most - least + 1));
    const movedOn = addWorkingDays(today, after, this.scheme.council(council).nation);
    this.outcomes.push({
      referral: one.referral,
      children,
      council,
      because,
      acceptedOn: today,
      movedOn,
      offers: one.offers,
      unanswered: one.unanswered,
    });
    this.agenda.add(movedOn, () => {
      one.state = 'moved';
      const now = this.size(one);
      this.scheme.move(council, { incoming: -now, netSince: now });
      this.open.delete(one);
    });
    this.measure(this.scheme.council(council).region);
  }

  private measure(region: string): void {
    const most = (of: Readonly<Record<string, number>>) => Math.max(...Object.values(of).map(Math.abs));
    this.furthest.region = Math.max(this.furthest.region, most(this.scheme.regionLags()));
    this.furthest.council = Math.max(this.furthest.council, most(this.scheme.councilLags(region)));
  }

  /** A birthday: a child who waits no longer counts; one who was placed leaves the council's count. */
  private comesOfAge(one: Open, child: number): void {
    if (one.state === 'closed') return;
    one.turned18.push(child);
    if (one.state === 'moved') this.scheme.move(one.council ?? '', { netSince: -1 });
    else if (one.state === 'accepted') this.scheme.move(one.council ?? '', { incoming: -1 });
    else {
      this.turned18 += 1;
      if (this.size(one) > 0) return;
      this.release(one);
      one.state = 'closed';
      this.open.delete(one);
    }
  }

  receive(referral: Referral): void {
    const one: Open = {
      referral,
      turned18: [],
      excluded: [],
      round: 0,
      attempt: 0,
      offers: 0,
      unanswered: 0,
      held: [],
      state: 'waiting',
    };
    this.arrived += referral.facts.children.length;
    this.open.add(one);
    this.waiting.push(one);
    for (const [at, day] of referral.eighteenth.entries())
      this.agenda.add(day, () => this.comesOfAge(one, at + 1));
  }

  /** Everyone who waits, in order; who asks for what nobody had a moment ago is not asked about again today. */
  searchForAll(today: string): void {
    const queue = this.waiting;
    const nobodyFor = new Set<string>();
    this.waiting = [];
    for (const one of queue) {
      if (one.state !== 'waiting') continue;
      // Links only change the order of those who can, and no declaration of a replay names a kind or a need: room and the sender decide.
      const wants = `${this.size(one)} ${one.referral.facts.entryAuthority}`;
      if (nobodyFor.has(wants) || !this.search(one, today)) {
        nobodyFor.add(wants);
        this.waiting.push(one);
      }
    }
  }
}
