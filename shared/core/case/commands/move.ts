import { childrenWhoCount } from '../../allocation/missing-facts.ts';
import { dateWords, instantAt, londonDate } from '../../calendar/working-days.ts';
import { defined } from '../../defined.ts';
import { canonicalJson } from '../../hash.ts';
import type { Case } from '../case.ts';
import type { Command, Outcome, Refusal } from '../command.ts';
import {
  changed,
  type DecisionDraft,
  decidedWhere,
  dueIn,
  record,
  refused,
  unchanged,
} from '../decision-draft.ts';
import { leaveEntryAuthority, moveCount } from '../entry-count.ts';
import { foundHome } from '../placement.ts';
import { areaInQuestion, isHoldInQuestion, lacksSafetyPlan, livesWhereUnsafe } from '../safe-move.ts';
import { holdOfMove } from '../standing.ts';
import { notSafeIn } from './safe-area.ts';

const notPlaced = refused(
  'not-placed',
  'No council has taken the child yet, or no longer: there is no move to speak of.',
);

/** The placement that a step of the move is about. */
const placementOf = ({ case: subject }: DecisionDraft): NonNullable<Case['placement']> | Outcome => {
  const { placement } = subject;
  return placement === undefined || !['accepted', 'transfer-arranged'].includes(subject.status)
    ? notPlaced
    : placement;
};

type Placement = NonNullable<Case['placement']>;

/** Records who is named, unless it is who was named before. @returns the placement with the mark */
const named = (draft: DecisionDraft, placement: Placement, socialWorker: string): Placement => {
  if (placement.socialWorker === socialWorker) return placement;
  const after = { ...placement, socialWorker };
  record(
    draft,
    'social-worker-named.v1',
    { council: placement.council, socialWorker, replaces: placement.socialWorker !== undefined },
    { placement: after },
  );
  return after;
};

/** What was said after the yes and a coordinator has to clear, or an e-mail that waits and would come to that. */
const waits = ({ case: subject }: DecisionDraft): Refusal | undefined => {
  if (holdOfMove(subject) !== undefined)
    return refused(
      'move-held',
      'Something was said after the council had said yes, and a coordinator has to look at it first. Do not move the child before the coordinator has decided: you are told.',
    );
  return isHoldInQuestion(subject)
    ? refused(
        'hold-in-question',
        'An email in the entry authority’s name says something that has to be looked at before the child is moved. Its duty desk has been asked whether that is so, and a coordinator has been told. Do not move the child before it has answered.',
      )
    : undefined;
};

/** The receiving authority names the social worker, or, until the handover, another one. */
export const nameSocialWorker = (
  draft: DecisionDraft,
  { socialWorker }: Extract<Command, { kind: 'name-social-worker' }>,
): Outcome => {
  const placement = placementOf(draft);
  if ('kind' in placement) return placement;
  if (placement.socialWorker === socialWorker) return unchanged('This social worker is named already.');
  named(draft, placement, socialWorker);
  return changed(draft);
};

/**
 * The receiving authority has named a social worker and a day for the move; naming another day arranges it anew. Responsibility
 * can pass only to an authority that has named one, so no move is arranged before.
 */
export const arrangeTransfer = (
  draft: DecisionDraft,
  {
    moveOn,
    lateBecause,
    socialWorker,
    placedIn: area,
    handover: agreed,
  }: Extract<Command, { kind: 'arrange-transfer' }>,
): Outcome => {
  const placement = placementOf(draft);
  if ('kind' in placement) return placement;
  const whom = socialWorker ?? placement.socialWorker;
  // What is not said anew stays as it was agreed, where the child will live as well.
  const livesIn = area ?? placement.placedIn ?? placement.council;
  const placedIn = livesIn === placement.council ? undefined : livesIn;
  const handover = { ...placement.handover, ...agreed };
  if (whom === undefined) {
    return refused(
      'no-social-worker',
      'Name a social worker for the child first. Responsibility passes only once one is named.',
    );
  }
  const sameMove =
    placement.moveOn === moveOn &&
    placement.placedIn === placedIn &&
    canonicalJson(placement.handover ?? {}) === canonicalJson(handover);
  if (sameMove && placement.socialWorker === whom)
    return unchanged(`The move is arranged for ${dateWords(moveOn)} already.`);
  const first = waits(draft);
  if (first !== undefined) return first;
  // Where the child will live has to be safe, whoever is responsible.
  const unsafe = notSafeIn(draft.case, livesIn);
  if (unsafe !== undefined) return unsafe;
  if (lacksSafetyPlan(draft.case, agreed))
    return refused(
      'no-safety-plan',
      'There are signs of trafficking. Make a safety plan before the move is arranged, then say that it exists.',
    );
  if (draft.context.actor.kind === 'council' && areaInQuestion(draft.case, livesIn) !== undefined) {
    return refused(
      'area-in-question',
      'An email in the entry authority’s name says that your area may not be safe for the child. Its duty desk has been asked whether that is so. Do not move the child before it has answered; a coordinator has been told, and can say more.',
    );
  }
  if (moveOn < londonDate(draft.context.now)) {
    return refused('day-in-the-past', 'The day of the move has passed. Choose today or a later day.');
  }
  const latest = londonDate(draft.case.moveBy);
  if (moveOn > latest && (lateBecause ?? '').trim() === '') {
    return refused(
      'late-without-reason',
      `The child should have moved by ${dateWords(latest)}. Choose an earlier day, or say why it has to be later.`,
    );
  }
  const withWorker = named(draft, placement, whom);
  if (sameMove) return changed(draft);
  foundHome(draft, placement.council, livesIn);
  const { placedIn: _, ...elsewhere } = withWorker;
  record(
    draft,
    'transfer-arranged.v1',
    {
      council: placement.council,
      moveOn,
      socialWorkerNamed: true,
      ...handover,
      ...defined({ placedIn, lateBecause }),
    },
    {
      // The move goes on: that is the decision who takes a child who was found elsewhere.
      ...decidedWhere(draft),
      placement: {
        ...elsewhere,
        ...defined({ placedIn }),
        ...(Object.keys(handover).length === 0 ? {} : { handover }),
        moveOn,
        completeBy: instantAt(moveOn, draft.policy.closeOfDay),
      },
    },
  );
  return changed(draft);
};

/** The move failed on the day: the council keeps the child's place and arranges another day. */
export const transferFailed = (
  draft: DecisionDraft,
  { reason, text }: Extract<Command, { kind: 'transfer-failed' }>,
): Outcome => {
  const placement = placementOf(draft);
  if ('kind' in placement) return placement;
  const { moveOn, completeBy: _, moveOn: __, ...kept } = placement;
  if (moveOn === undefined) {
    return placement.lastFailedOn === undefined
      ? refused('not-arranged', 'No move is arranged that could have failed. Arrange one first.')
      : unchanged('The failed move is recorded already. Please arrange another day.');
  }
  if (moveOn > londonDate(draft.context.now)) {
    return refused(
      'day-ahead',
      `The move is planned for ${dateWords(moveOn)}, which is still ahead. To move on another day, arrange that day.`,
    );
  }
  const arrangeBy = dueIn(draft, 'arrangeTransfer', placement.council);
  record(
    draft,
    'transfer-failed.v1',
    { council: placement.council, moveOn, reason, arrangeBy, ...defined({ text }) },
    { placement: { ...kept, arrangeBy, lastFailedOn: moveOn } },
  );
  return changed(draft);
};

/**
 * The child was handed over: responsibility passes, unless what was said since the move was arranged keeps it from being made so. Children on their way become children in the receiving authority's care, and
 * leave the count of the entry authority, unless they never were in its care (a port, a hotel).
 */
export const completeTransfer = (
  draft: DecisionDraft,
  { handedOverAt, safetyPlan }: Extract<Command, { kind: 'complete-transfer' }>,
): Outcome => {
  const { case: subject, context } = draft;
  const placement = placementOf(draft);
  if ('kind' in placement) return placement;
  if (subject.status === 'accepted') {
    return refused(
      'not-arranged',
      'No social worker and no day are named yet. Arrange the move first, then confirm the handover.',
    );
  }
  if (Date.parse(handedOverAt) > Date.parse(context.now))
    return refused('in-the-future', 'The handover cannot be in the future. Confirm it once it has happened.');
  if (Date.parse(handedOverAt) < Date.parse(subject.openedAt))
    return refused('before-the-referral', 'The handover cannot be before the referral. Check the date.');
  const first = waits(draft);
  if (first !== undefined) return first;
  // That the plan exists the receiving authority alone says.
  const said = safetyPlan === true && context.actor.kind === 'council' ? { safetyPlan } : {};
  if (lacksSafetyPlan(subject, said))
    return refused(
      'no-safety-plan',
      'There are signs of trafficking. The receiving authority makes a safety plan before the child is handed over, and says that it exists.',
    );
  if (livesWhereUnsafe(subject))
    return refused(
      'area-to-avoid',
      'The child is not safe in the area where it was to live: it has become one to avoid. The receiving authority finds a placement elsewhere, and arranges the move anew.',
    );
  if (areaInQuestion(subject) !== undefined)
    return refused(
      'area-in-question',
      'An email in the entry authority’s name says that the area where the child is to live may not be safe. The handover can be confirmed once the entry authority’s duty desk has answered on its page whether that is so, or a coordinator has for it.',
    );
  const { stillMissing } = subject;
  if (stillMissing !== undefined && context.actor.kind !== 'council')
    return refused(
      'child-missing',
      'One of the children is missing. The receiving authority becomes responsible for that child too, so it confirms the handover itself.',
    );
  const children = childrenWhoCount(subject).length;
  draft.places.push({ council: placement.council, incoming: -children });
  moveCount(draft, placement.council, children, handedOverAt);
  leaveEntryAuthority(draft, children, handedOverAt);
  record(
    draft,
    'transfer-completed.v1',
    { council: placement.council, handedOverAt, ...said },
    {
      // Who is missing is looked for as before, by the council that is responsible now.
      ...(stillMissing === undefined
        ? {}
        : { pause: { ...stillMissing, from: 'transferred' }, stillMissing: undefined }),
      placement: {
        ...placement,
        handedOverAt,
        ...('safetyPlan' in said ? { handover: { ...placement.handover, ...said } } : {}),
      },
    },
  );
  return changed(draft);
};
