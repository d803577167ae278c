import type { Case, Offer } from '../case.ts';
import type { Command, Outcome } from '../command.ts';
import { changed, type DecisionDraft, record, unchanged } from '../decision-draft.ts';
import type { EmailTemplate } from '../notification-templates.ts';
import { answerDue, askedAsLong, withOffer } from '../offers.ts';
import { mayHaveOffers } from '../standing.ts';

type Bounced = Extract<Command, { kind: 'note-bounce' }>['bounced'];

/** E-mails by which a council hears first that its time to answer runs. */
const tellsOfOffer: ReadonlySet<string> = new Set<EmailTemplate>(['offer-to-primary', 'offer-promoted']);

const nameOf = ({ email, attempt, failed, next }: Bounced): string =>
  `${email.id} ${attempt} ${failed} ${next}`;

/** The live offer whose council has not heard of it, and is told now, or the coordinators in its place. */
const unheardOffer = (subject: Case, { email, next }: Bounced): Offer | undefined =>
  mayHaveOffers(subject) && tellsOfOffer.has(email.template) && next !== 'reached' && next !== 'nobody'
    ? subject.offers.find(({ id, status }) => id === email.offerId && status === 'live')
    : undefined;

/**
 * Records that an e-mail did not arrive, and who gets it now, which is for whoever knows the addresses to say. The time to answer an offer begins
 * anew, as often as the policy allows, when its council had not heard of it; on the same day it ends when it did. The same again changes nothing.
 */
export const noteBounce = (
  draft: DecisionDraft,
  { bounced }: Extract<Command, { kind: 'note-bounce' }>,
): Outcome => {
  const { case: subject, context, policy } = draft;
  const name = nameOf(bounced);
  if (subject.bounced?.includes(name)) return unchanged('This has been recorded already.');
  const known = { bounced: [...(subject.bounced ?? []), name] };
  const offer = unheardOffer(subject, bounced);
  const { times = 0 } = offer?.begunAnew ?? {};
  if (offer === undefined || times >= (policy.unreached?.answersAnew ?? 0)) {
    record(draft, 'email-bounced.v1', bounced, known);
    return changed(draft);
  }
  const answerBy = answerDue(draft, offer.council, offer.round);
  const isLater = answerBy > offer.answerBy;
  const asLong = askedAsLong(subject, ({ council, round }) => answerDue(draft, council, round));
  record(
    draft,
    'email-bounced.v1',
    { ...bounced, ...(isLater ? { answerBy } : {}) },
    {
      ...known,
      offers: withOffer({ offers: isLater ? asLong : subject.offers }, offer.id, {
        begunAnew: { times: isLater ? times + 1 : times, at: context.now },
        ...(isLater ? { answerBy } : {}),
      }),
    },
  );
  return changed(draft);
};
