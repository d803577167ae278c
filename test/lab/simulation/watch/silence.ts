import type { AnyEvent } from '../../../../events/catalogue.ts';
import type { Decision } from '../../../../shared/core/allocation/decision.ts';
import { isSilent } from '../../../../shared/core/allocation/silence.ts';
import type { Policy } from '../../../../shared/core/policy.ts';
import { Violation } from './violation.ts';

/** Children who may be on their way to a silent council when it is found out: offers that were decided on before that was known. */
const K = 2;

/** Nobody is first for more than K children running while silent, as the trails alone tell who is; as long as anybody else can be. */
export class SilenceWatch {
  /** Children for whom a council was asked first since it left an offer unanswered, with no word of it in between. */
  readonly #running = new Map<string, number>();
  readonly #policy: Policy;

  constructor(policy: Policy) {
    this.#policy = policy;
  }

  /** Events of a case or of a council, as they were committed: whoever answers anything is heard. */
  committed(events: readonly AnyEvent[]): void {
    for (const { type, data } of events) {
      if (type === 'offer-expired.v1' && !this.#running.has(data.council)) this.#running.set(data.council, 0);
      if (type === 'offer-answered.v1' || type === 'offer-read.v1' || type === 'capacity-declared.v1')
        this.heard(data.council);
    }
  }

  /** A council said something of which no event tells: an answer to an offer that no longer stood. */
  heard(council: string): void {
    this.#running.delete(council);
  }

  /**
   * A council is asked first.
   *
   * @throws Violation when it has let too many children wait already, and others could have been asked
   */
  asked(caseId: string, decision: Extract<Decision, { kind: 'offer' }>): void {
    const { council, because } = decision.chosen;
    const running = this.#running.get(council);
    if (this.#policy.silence === undefined || running === undefined || because === 'family-link') return;
    const others = decision.verdicts.filter(
      ({ council: other, outcome, because: why, numbers: { unanswered } }) =>
        other !== council &&
        (outcome === 'back-up' || why === 'later-in-turn') &&
        !isSilent(unanswered === undefined ? {} : { unanswered }, this.#policy) &&
        !this.#running.has(other),
    );
    if (others.length === 0) return;
    this.#running.set(council, running + 1);
    if (running + 1 > K)
      throw new Violation(
        'nobody is first for long while silent',
        `${caseId} is the child number ${running + 1} for whom ${council} is asked first though it answers nothing, and ${others[0]?.council} could have been.`,
        caseId,
      );
  }
}
