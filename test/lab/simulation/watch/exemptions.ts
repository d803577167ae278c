import type { AnyEvent } from '../../../../events/catalogue.ts';
import type { Decision } from '../../../../shared/core/allocation/decision.ts';
import { addDays, londonDate } from '../../../../shared/core/calendar/working-days.ts';
import type { Policy } from '../../../../shared/core/policy.ts';
import { Violation } from './violation.ts';

/** By when somebody has to have been asked, once a child went elsewhere for a long pause: a weekend, holidays, and runs that fail. */
const MARGIN_DAYS = 14;

/** A pause as the trail alone tells. */
interface Pause {
  readonly since: string;
  until: string;
  asked: boolean;
  /** What a coordinator agreed to. May be asked of again once that is over. */
  agreedUntil?: string;
  /** When a child went elsewhere for it though it was long and nobody had been asked: the first time. */
  unseen?: string;
}

/** Whether somebody was asked, and what they agreed to is not over. */
const wasAsked = ({ asked, agreedUntil = '9999' }: Pause, today: string): boolean =>
  asked && today < agreedUntil;

/** Pauses that councils declare: no long one stays unseen, and nobody is asked of one twice while it stands undecided. */
export class ExemptionsWatch {
  readonly #pauses = new Map<string, Pause>();
  readonly #policy: Policy;
  readonly #now: () => number;

  constructor(policy: Policy, now: () => number) {
    this.#policy = policy;
    this.#now = now;
  }

  /** @throws Violation when the coordinators are asked again of a pause that nobody has decided on */
  committed(events: readonly AnyEvent[]): void {
    for (const { type, data, at } of events) {
      if (type === 'capacity-declared.v1') this.#declared(data.council, data.pausedUntil, londonDate(at));
      const pause = 'council' in data ? this.#pauses.get(data.council ?? '') : undefined;
      if (pause === undefined) continue;
      if (
        type === 'exemptions-decided.v1' &&
        data.exemptions.includes('pause') &&
        data.agreedUntil !== undefined
      )
        pause.agreedUntil = data.agreedUntil;
      if (type !== 'exemptions-in-question.v1' || !data.exemptions.some(({ what }) => what === 'pause'))
        continue;
      if (wasAsked(pause, londonDate(at)))
        throw new Violation(
          'a question is asked once',
          `The coordinators are asked again of the pause of ${data.council}.`,
        );
      pause.asked = true;
      delete pause.agreedUntil;
      delete pause.unseen;
    }
  }

  #declared(council: string, until: string | undefined, today: string): void {
    const { unseenDays = 0 } = this.#policy.declarations ?? {};
    const before = this.#pauses.get(council);
    if (before !== undefined && today < addDays(before.until, unseenDays))
      before.until = until ?? (before.until < today ? before.until : today);
    else if (until === undefined) this.#pauses.delete(council);
    else this.#pauses.set(council, { since: today, until, asked: false });
  }

  /**
   * The allocation check passes councils over.
   *
   * @throws Violation when one is passed over for a long pause, weeks on, and nobody was asked whether it counts
   */
  passedOver({ verdicts }: Extract<Decision, { kind: 'offer' }>): void {
    const { declarations } = this.#policy;
    if (declarations === undefined) return;
    const today = londonDate(new Date(this.#now()).toISOString());
    for (const { council, because } of verdicts) {
      const pause = this.#pauses.get(council);
      if (because !== 'paused' || pause === undefined || wasAsked(pause, today)) continue;
      if (today < addDays(pause.since, declarations.unseenDays)) continue;
      pause.unseen ??= today;
      if (addDays(pause.unseen, MARGIN_DAYS) <= today)
        throw new Violation(
          'no long pause stays unseen',
          `${council} has paused since ${pause.since}, and nobody was asked whether that counts.`,
        );
    }
  }
}
