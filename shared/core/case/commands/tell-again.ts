import type { AnyEvent, DataOf } from '../../../../events/catalogue.ts';
import type { Case } from '../case.ts';
import type { Command, Outcome } from '../command.ts';
import { changed, type DecisionDraft, record, unchanged } from '../decision-draft.ts';
import { emailsFor } from '../notifications.ts';
import { withOffer } from '../offers.ts';
import { mayHaveOffers } from '../standing.ts';

type Told = Extract<Command, { kind: 'tell-again' }>['told'];

/** Not answered, and still to be. */
const isOpen = ({ status }: Case['offers'][number]): boolean => status === 'live' || status === 'asked';

/**
 * What told a council of the offers that it has not answered: of each, the e-mail that asked last.
 *
 * @param trail of the case, in order
 */
export const toldOf = (
  { offers }: Case,
  trail: readonly AnyEvent[],
  council: string,
): readonly Omit<DataOf<'offer-told-again.v1'>, 'contactsChanged'>[] =>
  offers
    .filter((offer) => offer.council === council && isOpen(offer))
    .flatMap(({ id: offerId }) => {
      const asked = trail
        .filter(({ type }) => type === 'offers-made.v1' || type === 'offer-promoted.v1')
        .flatMap(emailsFor)
        .findLast(
          ({ data: { to, about } }) =>
            to.role === 'council' &&
            to.council === council &&
            about.kind === 'case' &&
            about.offerId === offerId,
        );
      return asked === undefined
        ? []
        : [
            {
              offerId,
              council,
              template: asked.data.template,
              eventNumber: asked.data.about.eventNumber,
            },
          ];
    });

/** Sends the e-mail about an open offer again, once for each change of where its council's e-mail goes. */
export const tellAgain = (draft: DecisionDraft, { told }: { readonly told: Told }): Outcome => {
  const { case: subject } = draft;
  const offer = subject.offers.find(({ id, council }) => id === told.offerId && council === told.council);
  if (!mayHaveOffers(subject) || offer === undefined || !isOpen(offer))
    return unchanged('The council has no offer to answer.');
  if ((offer.toldAgain ?? 0) >= told.contactsChanged) return unchanged('It was sent again already.');
  record(draft, 'offer-told-again.v1', told, {
    offers: withOffer(subject, offer.id, { toldAgain: told.contactsChanged }),
  });
  return changed(draft);
};
