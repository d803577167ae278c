import { londonDate } from '../../calendar/working-days.ts';
import { defined } from '../../defined.ts';
import type { Command, Outcome } from '../command.ts';
import { type AgendaItem, agendaOf } from '../deadlines.ts';
import { changed, type DecisionDraft, type Patch, record, unchanged } from '../decision-draft.ts';
import { cameWithAnother, forItsOwnSake } from '../held-alike.ts';
import { askNext, children, endOffersOfClosed, withOffer } from '../offers.ts';
import { letGo, ranOut } from '../places.ts';
import { endsOf, TAKE_OVER } from '../succession.ts';
import { needsOn } from '../waiting-on.ts';
import { regionRunsOut } from './answer-region.ts';
import { concernedBy, lapsePlaces, remindOfMissing } from './pause.ts';

/** Whatever tells coordinators that a hold is to be decided tells of it for its own sake. */
const ownHold = ({ case: { hold } }: DecisionDraft): Pick<Patch, 'hold'> =>
  hold === undefined ? {} : { hold: forItsOwnSake(hold) };

/** The hold came to coordinators with another's that is decided by now: they are told of this one, however much time is left. */
const tellOfHold = (draft: DecisionDraft): void => {
  const { hold } = draft.case;
  if (hold !== undefined && cameWithAnother(draft.case))
    record(draft, 'deadline-approaching.v1', { deadline: 'decide', by: hold.reviewAt }, ownHold(draft));
};

const tell = (
  draft: DecisionDraft,
  { deadline, by, key, council, region, offerId, do: what }: AgendaItem,
): void => {
  const told = [...draft.case.told, key];
  const whose = { ...defined({ council }) };
  const ofHold = deadline === 'decide' ? ownHold(draft) : {};
  if (deadline === 'confirm') {
    record(draft, 'confirmation-due.v1', { by, ...(what === 'pass' ? { passed: true } : {}) }, { told });
  } else if (deadline === 'places' || deadline === 'missing') {
    return;
  } else if (what === 'remind') {
    record(
      draft,
      'deadline-approaching.v1',
      { deadline, by, ...defined({ offerId, region }), ...whose },
      { told, ...ofHold },
    );
  } else if (deadline !== 'answer' && deadline !== 'region') {
    record(draft, 'deadline-passed.v1', { deadline, by, ...whose }, { told, ...ofHold });
  }
};

/**
 * The live offer was not answered in time, or not even read in time while a back-up has said yes: its council is not asked again in this case, and
 * the next one is, or has the child.
 */
const expire = (draft: DecisionDraft, { offerId, do: what, by }: AgendaItem): void => {
  const offer = draft.case.offers.find(({ id }) => id === offerId);
  if (offer === undefined) return;
  const { offers: _, excluded } = draft.case;
  draft.places.push(letGo(offer, children(draft)), ranOut(offer, draft.context.now));
  record(
    draft,
    'offer-expired.v1',
    {
      offerId: offer.id,
      council: offer.council,
      answerBy: offer.answerBy,
      ...(what === 'give-to-back-up' ? { readBy: by } : {}),
    },
    {
      offers: withOffer(draft.case, offer.id, { status: 'expired' }),
      excluded: [...new Set([...excluded, offer.council])],
    },
  );
  askNext(draft, 'expired');
};

/** Nothing falls due any more, and the case is still open: whom it waits for is reminded, once however long nobody looked. */
const remindWhoIsWaitedFor = (draft: DecisionDraft): void => {
  const { case: subject, context } = draft;
  const { pause, nextDueAt } = subject;
  const needs = needsOn(subject, londonDate(context.now));
  // A lead's time ends by itself.
  if (needs === undefined || needs.party.kind === 'system' || needs.party.kind === 'smp-lead') return;
  if (nextDueAt !== undefined && nextDueAt > context.now) return;
  // Paused under a policy that had no reminders of its own, and looked at under one that has.
  if (pause !== undefined && draft.policy.missing !== undefined) {
    remindOfMissing(draft);
    return;
  }
  record(draft, 'case-waiting.v1', {
    since: pause?.at ?? needs.by,
    party: needs.party,
    what: needs.what,
    ...(pause === undefined ? {} : { missing: true, ...concernedBy(subject) }),
  });
};

/** A council of the case has ended: the coordinators are told once that it waits for their word. */
const tellOfEnds = (draft: DecisionDraft): void => {
  for (const { at, key } of endsOf(draft.case))
    if (at <= draft.context.now)
      record(
        draft,
        'case-waiting.v1',
        { since: at, party: { kind: 'coordinators' }, what: TAKE_OVER },
        { told: [...draft.case.told, key] },
      );
};

/**
 * Does what is due by now: ends offers of councils that are closed, reminds before a deadline, reports one that passed (each once), lets an unanswered offer expire;
 * once every deadline was told, and while the child is missing, reminds whom the case waits for.
 * After a long sleep a reminder whose deadline has passed too is left out. Doing it again at once changes nothing, because
 * whatever it starts has its whole time ahead.
 */
export const lookAtDeadlines = (
  draft: DecisionDraft,
  { alone }: Extract<Command, { kind: 'look-at-deadlines' }>,
): Outcome => {
  const { now } = draft.context;
  tellOfEnds(draft);
  endOffersOfClosed(draft);
  const agenda = agendaOf(draft.case, draft.policy);
  if (agenda.length === 0 && draft.events.length === 0) remindWhoIsWaitedFor(draft);
  const due = agenda.filter(({ at }) => at <= now);
  const ended = due.find((item) => item.do === 'expire') ?? due.find((item) => item.do === 'give-to-back-up');
  for (const item of due) {
    // Whoever's time ends is not reminded of it.
    const tooLate = item.by <= now || (item.deadline === 'answer' && ended !== undefined);
    if (item.do === 'lapse') lapsePlaces(draft);
    else if (item.do === 'region-runs-out') regionRunsOut(draft);
    else if (item.do === 'remind-of-missing') remindOfMissing(draft);
    else if (item.do !== 'give-to-back-up' && !(item.do === 'remind' && tooLate)) tell(draft, item);
  }
  if (ended !== undefined) expire(draft, ended);
  if (alone) tellOfHold(draft);
  return draft.events.length === 0 ? unchanged('Nothing is due for this case.') : changed(draft);
};
