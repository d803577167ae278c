/** A scheme of a few councils that keeps its books as a store would, so that decisions can be played one after another. */
import type { AnyEvent } from '../../events/catalogue.ts';
import type { Actor } from '../../events/envelope.ts';
import type { ReferralFacts } from '../../events/referral.ts';
import type { Candidate } from '../../shared/core/allocation/decision.ts';
import { emptyRota } from '../../shared/core/allocation/rota.ts';
import type { SchemeView } from '../../shared/core/allocation/scheme.ts';
import { londonDate } from '../../shared/core/calendar/working-days.ts';
import type { Case } from '../../shared/core/case/case.ts';
import type { CaseChange } from '../../shared/core/case/change.ts';
import type { Command, Outcome } from '../../shared/core/case/command.ts';
import { decide, needsView } from '../../shared/core/case/commands/decide.ts';
import type { Council } from '../../shared/core/council/council.ts';
import { headroom } from '../../shared/core/council/headroom.ts';
import { unansweredAfter } from '../../shared/core/council/hearing.ts';
import { movedTogether } from '../../shared/core/council/moved.ts';
import { placedInAfter } from '../../shared/core/council/usual-places.ts';
import { defined } from '../../shared/core/defined.ts';
import { policyNamed } from '../../shared/core/policies.ts';
import type { Policy } from '../../shared/core/policy.ts';
import { aCouncil, aReferral, NOW, SOCIAL_WORKER } from '../builders.ts';

export const KENT = 'E10000016';
export const HAMPSHIRE = 'E10000014';
export const LEEDS = 'E08000035';
export const CARDIFF = 'W06000015';
export const BELFAST = 'BHSCT';

const regionOf: Readonly<Record<string, string>> = {
  [KENT]: 'E12000008',
  [HAMPSHIRE]: 'E12000008',
  [LEEDS]: 'E12000003',
  [CARDIFF]: 'W92000004',
  [BELFAST]: 'N92000002',
};

export const candidate = (council: string): Candidate => ({
  council,
  region: regionOf[council] ?? '',
  because: 'turn',
});

/** Councils with so many places left each. */
export const councilsWith = (places: number): readonly Council[] =>
  Object.entries(regionOf).map(([code, region]) =>
    aCouncil({
      code,
      name: code,
      region,
      caredFor: { count: 100 - places, asAt: '2025-03-31', source: 'published' },
    }),
  );

export const duty = (code: string): Actor => ({ kind: 'council', code });
export const coordinator: Actor = { kind: 'coordinator', name: 'A. Coordinator' };
export const system: Actor = { kind: 'system', name: 'test' };
export const entry: Actor = { kind: 'entry-authority', code: KENT };

/** The allocation check, done again, does not choose councils that have no place left. */
const without = (full: readonly string[], command: Command): Command => {
  if (command.kind !== 'allocate' || command.decision.kind !== 'offer') return command;
  const { decision } = command;
  const [chosen, ...backUps] = [decision.chosen, ...decision.backUps].filter(
    ({ council }) => !full.includes(council),
  );
  const { verdicts, warnings } = decision;
  const left = decision.forLead?.filter((code) => !full.includes(code)) ?? [];
  const forLead = left.length > 1 && chosen?.council === left[0] ? left : undefined;
  return {
    ...command,
    decision:
      chosen === undefined
        ? { kind: 'no-candidate', verdicts, warnings }
        : { kind: 'offer', chosen, backUps, verdicts, warnings, ...defined({ forLead }) },
  };
};

/** Plays commands on one case and keeps the councils' books. */
export class Play {
  now = NOW;
  subject: Case | undefined;
  readonly trail: AnyEvent[] = [];
  readonly outcomes: Outcome[] = [];
  view: SchemeView;
  readonly policy: Policy;
  readonly birthdays = new Set<string>();
  #causes = 0;

  constructor(councils: readonly Council[] = councilsWith(10), policy: Policy = policyNamed('nts-2025')) {
    this.view = { councils, national: { state: emptyRota, version: 0, turn: 0 }, regions: {} };
    this.policy = policy;
  }

  /** The case, which has to be there. */
  get case(): Case {
    if (this.subject === undefined) throw new Error('nothing has been received yet');
    return this.subject;
  }

  council(code: string): Council {
    const council = this.view.councils.find((one) => one.code === code);
    if (council === undefined) throw new Error(`no council ${code}`);
    return council;
  }

  /** What would be committed, without committing it. The view is given only when it is asked for. */
  decide(
    command: Command,
    actor: Actor = system,
    cause = `cause-${this.#causes + 1}`,
    noPlaceAt: readonly string[] = [],
  ): Outcome {
    const context = { now: this.now, actor, cause, noPlaceAt };
    const scheme = needsView(this.subject, command)
      ? { policy: this.policy, view: this.view }
      : { policy: this.policy };
    return decide(this.subject, command, context, scheme);
  }

  /** Decides and commits; decides again without the councils that turn out to be full, as functions do. */
  do(command: Command, actor: Actor = system, cause = `cause-${this.#causes + 1}`): Outcome {
    const full: string[] = [];
    this.#causes += 1;
    for (let attempt = 0; attempt < 6; attempt += 1) {
      const outcome = this.decide(without(full, command), actor, cause, full);
      const short = outcome.kind === 'changed' ? this.shortOf(outcome.change) : undefined;
      if (short === undefined) {
        if (outcome.kind === 'changed') this.commit(outcome.change);
        else if (outcome.words.trim().length < 10)
          throw new Error(`${command.kind} is answered without a sentence: "${outcome.words}"`);
        this.outcomes.push(outcome);
        return outcome;
      }
      full.push(short);
    }
    throw new Error(`no decision on ${command.kind} fits`);
  }

  shortOf({ places }: CaseChange): string | undefined {
    return places.find(({ council, held, incoming, netSince, mustFit, mustBeDeclared, used }) => {
      const one = this.council(council);
      const left = one.declaration;
      const undeclared =
        left === undefined ||
        left.places.fosterCare - left.used.fosterCare < used.fosterCare ||
        left.places.supportedAccommodation - left.used.supportedAccommodation < used.supportedAccommodation;
      return (
        (mustFit && headroom(one, this.policy) < held + incoming + netSince) || (mustBeDeclared && undeclared)
      );
    })?.council;
  }

  commit(change: CaseChange): void {
    if (change.seen !== (this.subject?.version ?? 0)) throw new Error('lost race');
    this.subject = change.case;
    this.trail.push(...change.events);
    const councils = this.view.councils.map((council) => {
      const shift = change.places.find((place) => place.council === council.code);
      if (shift === undefined) return council;
      const { unanswered, moved, ...rest } = council;
      const { declaration } = council;
      return {
        ...rest,
        ...defined({
          moved: movedTogether(moved, shift.moved),
          unanswered: unansweredAfter(unanswered, shift.hearing),
          placedIn: placedInAfter(council.placedIn, shift.placedIn),
        }),
        held: council.held + shift.held,
        offered: council.offered + shift.offered,
        incoming: council.incoming + shift.incoming,
        netSince: council.netSince + shift.netSince,
        ...(declaration === undefined
          ? {}
          : {
              declaration: {
                ...declaration,
                used: {
                  fosterCare: declaration.used.fosterCare + shift.used.fosterCare,
                  supportedAccommodation:
                    declaration.used.supportedAccommodation + shift.used.supportedAccommodation,
                },
              },
            }),
      };
    });
    let { national, regions } = this.view;
    for (const turn of change.rota) {
      if (turn.kind === 'tick') {
        if (turn.seen !== national.turn) throw new Error('lost race over the rota');
        national = { ...national, turn: national.turn + 1 };
      } else if (turn.scope === 'national') {
        if (turn.seen !== national.version) throw new Error('lost race over the rota');
        national = { state: turn.state, version: national.version + 1, turn: national.turn + 1 };
      } else {
        const before = regions[turn.scope] ?? { state: emptyRota, version: 0, turn: 0 };
        regions = { ...regions, [turn.scope]: { ...before, state: turn.state, version: before.version + 1 } };
      }
    }
    for (const { do: what, month, child } of change.birthdays) {
      if (what === 'add') this.birthdays.add(`${month} ${child}`);
      else this.birthdays.delete(`${month} ${child}`);
    }
    this.view = { councils, national, regions };
  }

  receive(facts: ReferralFacts = aReferral()): this {
    this.do({
      kind: 'receive',
      data: { referralId: '5f0c7e1a-3b1d-4f6e-9a2c-8d4e6b7f1a20', channel: 'queue', facts },
    });
    return this;
  }

  offer(chosen = HAMPSHIRE, ...backUps: readonly string[]): this {
    this.do({
      kind: 'allocate',
      decisionHash: 'd'.repeat(64),
      decision: {
        kind: 'offer',
        chosen: candidate(chosen),
        backUps: backUps.map(candidate),
        verdicts: [],
        warnings: [],
      },
    });
    return this;
  }

  answer(offerId: string, answer: Extract<Command, { kind: 'answer' }>['answer']): Outcome {
    const council = this.case.offers.find(({ id }) => id === offerId)?.council ?? HAMPSHIRE;
    return this.do(
      {
        kind: 'answer',
        offerId,
        answer,
        ...(answer === 'decline' ? { reason: 'no-safe-placement' as const } : {}),
      },
      duty(council),
    );
  }

  /** The council that has said yes arranges the move, of today where no other day is given. */
  arrange(
    moveOn = londonDate(this.now),
    more: Partial<Extract<Command, { kind: 'arrange-transfer' }>> = {},
  ): this {
    const by = duty(this.case.placement?.council ?? '');
    return this.certainly({ kind: 'arrange-transfer', moveOn, socialWorker: SOCIAL_WORKER, ...more }, by);
  }

  /** The entry authority says that the move is made, just now. */
  handOver(): this {
    return this.certainly({ kind: 'complete-transfer', handedOverAt: this.now }, entry);
  }

  /** @throws Error when it changes nothing: what follows would be of another case than the test says */
  certainly(command: Command, actor: Actor): this {
    const outcome = this.do(command, actor);
    if (outcome.kind !== 'changed') throw new Error(`${command.kind} is ${outcome.kind}: ${outcome.words}`);
    return this;
  }

  at(instant: string): this {
    this.now = instant;
    return this;
  }

  /** Sweeps until nothing is due, a bounded number of times. */
  sweep(): readonly Outcome[] {
    const outcomes: Outcome[] = [];
    for (let time = 0; time < 5; time += 1) {
      const outcome = this.do({ kind: 'look-at-deadlines' });
      if (outcome.kind !== 'changed') return outcomes;
      outcomes.push(outcome);
    }
    throw new Error('the sweep does not come to rest');
  }

  get types(): readonly string[] {
    return this.trail.map(({ type }) => type.replace(/\.v\d+$/, ''));
  }
}
