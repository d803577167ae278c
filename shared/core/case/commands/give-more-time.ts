import { nationOf } from '../../calendar/nation.ts';
import { deadlineAfter } from '../../calendar/working-days.ts';
import { defined } from '../../defined.ts';
import type { Policy } from '../../policy.ts';
import type { Case } from '../case.ts';
import type { Command, Outcome } from '../command.ts';
import { liveOffer } from '../deadlines.ts';
import { changed, type DecisionDraft, record, refused, unchanged } from '../decision-draft.ts';
import { askedAsLong, withOffer } from '../offers.ts';
import { holdOfMove } from '../standing.ts';

type GiveMoreTime = Extract<Command, { kind: 'give-more-time' }>;

/** A deadline that a coordinator can make later, and whether that was done. */
interface Given {
  readonly deadline: GiveMoreTime['deadline'];
  readonly council: string;
  readonly offerId?: string;
  readonly by: string;
  readonly isGiven: boolean;
}

/** Whose time runs: the first, while it has not answered; who has accepted, while the move is not arranged and nothing holds it. */
const timeThatRuns = (subject: Case): Given | undefined => {
  const { status, placement } = subject;
  const live = status === 'offered' ? liveOffer(subject) : undefined;
  if (live !== undefined)
    return {
      deadline: 'answer',
      council: live.council,
      offerId: live.id,
      by: live.answerBy,
      isGiven: live.moreTime === true,
    };
  return status !== 'accepted' || placement === undefined || holdOfMove(subject) !== undefined
    ? undefined
    : {
        deadline: 'arrange',
        council: placement.council,
        by: placement.arrangeBy,
        isGiven: placement.moreTime === true,
      };
};

/** Whose time can be made longer; undefined where nobody's can: it is once for each offer, and once for each placement. */
export const timeToGive = (subject: Case): Given | undefined => {
  const runs = timeThatRuns(subject);
  return runs?.isGiven === false ? runs : undefined;
};

/** The most working days that can be added: as many as the policy gives for it in the first place. */
export const mostDays = ({ workingDays }: Policy, deadline: Given['deadline']): number =>
  deadline === 'answer' ? workingDays.answerOffer : workingDays.arrangeTransfer;

/** When a council's time ends with so many working days more: from its end, or from now once that has passed; in its own nation's calendar. */
export const laterBy = (
  { council, by }: Pick<Given, 'council' | 'by'>,
  days: number,
  now: string,
  policy: Policy,
) => deadlineAfter(by > now ? by : now, days, nationOf(council), policy.closeOfDay);

/** A coordinator gives a council more time, once, as far as the policy lets them; back-ups answer and wait as long. Given again, it changes nothing. */
export const giveMoreTime = (draft: DecisionDraft, command: GiveMoreTime): Outcome => {
  const { case: subject, context, policy } = draft;
  const { deadline, council, days, because, note } = command;
  const runs = timeThatRuns(subject);
  if (runs === undefined || runs.deadline !== deadline || runs.council !== council)
    return refused(
      'no-such-deadline',
      'This council’s time does not run any more. Look at the case as it is now.',
    );
  if (runs.isGiven) return unchanged('This council has been given more time already. That can be done once.');
  const most = mostDays(policy, deadline);
  if (!Number.isInteger(days) || days < 1 || days > most)
    return refused('too-much-time', `Give at most ${most} working ${most === 1 ? 'day' : 'days'} more.`);
  const { offerId, by: from } = runs;
  const by = laterBy(runs, days, context.now, policy);
  const { placement } = subject;
  const asLong = askedAsLong(subject, (asked) =>
    laterBy({ council: asked.council, by: asked.answerBy }, days, context.now, policy),
  );
  record(
    draft,
    'more-time-given.v1',
    { deadline, council, ...defined({ offerId }), from, by, because, note },
    offerId === undefined
      ? { placement: placement && { ...placement, arrangeBy: by, moreTime: true } }
      : { offers: withOffer({ offers: asLong }, offerId, { answerBy: by, moreTime: true }) },
  );
  return changed(draft);
};
