import type { Case } from './case.ts';
import type { Command, Outcome, PossibleCommand } from './command.ts';
import { refused } from './decision-draft.ts';
import { handedOver, responsibleCouncil } from './responsible.ts';

/** Who asks, as far as it decides what they may. An actor of an event is one; what they call themselves changes nothing. */
export type Asker =
  | { readonly kind: 'council'; readonly code: string }
  | { readonly kind: 'entry-authority'; readonly code: string }
  | { readonly kind: 'coordinator' }
  | { readonly kind: 'smp-lead'; readonly region: string }
  | { readonly kind: 'system' };

/** The part somebody has in a case. The system itself may ask for anything: what it asks follows from what people asked, or from the clock. */
export type Part =
  /** The council that refers the children, or has referred them. */
  | 'entry-authority'
  /** The council that an offer was made to. */
  | 'asked-council'
  /** The lead of a region that was asked. */
  | 'asked-lead'
  /** The council that has taken the children. */
  | 'receiving-authority'
  | 'coordinator';

/**
 * Who may ask what of a case. A coordinator also records, by name, what a council says by telephone of a child who is missing, was found
 * or refuses, what it or a region's lead answers, whether it sent an e-mail, and that a referral is withdrawn; nobody amends, gives or opens sealed details
 * in another's place.
 */
export const whoMay: Readonly<Record<Command['kind'], readonly Part[]>> = {
  receive: ['entry-authority'],
  merge: ['entry-authority'],
  'undo-merger': ['coordinator'],
  amend: ['entry-authority'],
  'confirm-amendment': ['entry-authority', 'coordinator'],
  'refuse-amendment': ['entry-authority', 'coordinator'],
  allocate: [],
  answer: ['asked-council', 'coordinator'],
  'answer-region': ['asked-lead', 'coordinator'],
  'review-decline': ['coordinator'],
  'assign-case': ['coordinator'],
  'place-legal-hold': ['coordinator'],
  'lift-legal-hold': ['coordinator'],
  'keep-hold': ['coordinator'],
  'release-hold': ['coordinator'],
  'give-more-time': ['coordinator'],
  'place-directly': ['coordinator'],
  reallocate: ['coordinator', 'receiving-authority'],
  'arrange-transfer': ['receiving-authority'],
  'name-social-worker': ['receiving-authority'],
  'transfer-failed': ['receiving-authority'],
  'change-documents': ['entry-authority'],
  'open-sealed-details': ['entry-authority', 'receiving-authority'],
  'consult-sealed-details': ['coordinator'],
  'complete-transfer': ['entry-authority', 'receiving-authority'],
  'child-missing': ['entry-authority', 'receiving-authority', 'coordinator'],
  'child-found': ['entry-authority', 'receiving-authority', 'coordinator'],
  'give-missing-details': ['entry-authority', 'receiving-authority'],
  'decide-group': ['coordinator'],
  'keep-places': ['coordinator'],
  'leave-care': ['receiving-authority', 'coordinator'],
  'move-care': ['receiving-authority', 'coordinator'],
  'move-placement': ['receiving-authority', 'coordinator'],
  'avoid-areas': ['receiving-authority', 'coordinator'],
  'decide-found': ['receiving-authority', 'coordinator'],
  reopen: ['coordinator'],
  succeed: ['coordinator'],
  'child-refused': ['entry-authority', 'receiving-authority', 'coordinator'],
  'family-joined': ['coordinator'],
  stay: ['coordinator'],
  withdraw: ['entry-authority', 'coordinator'],
  'turn-18': [],
  'decide-age': ['coordinator'],
  'note-bounce': [],
  'tell-again': [],
  'look-at-deadlines': [],
};

const ofMissing: readonly Command['kind'][] = ['child-missing', 'child-found', 'give-missing-details'];

const notYourOffer = refused(
  'not-your-offer',
  'This offer was made to another council. Please use the link in your own email.',
);
const notYourPlacement = refused(
  'not-your-placement',
  'The child is placed with another council. You need do nothing more.',
);
const notPlaced = refused(
  'not-placed',
  'No council has taken the child yet, or no longer: there is no move to speak of.',
);
const notYours = refused(
  'not-yours',
  'This case is not yours to do this with. Sign in as the council that it is for, or ask the National Transfer Scheme team.',
);

/**
 * Why somebody may not ask this of a case, or undefined. An offer that there is not is left to the command
 * itself, which says so.
 *
 * @param current undefined for a referral that opens a case
 */
export const mayNot = (
  current: Case | undefined,
  command:
    | PossibleCommand
    | Extract<Command, { readonly kind: 'receive' | 'merge' | 'note-bounce' | 'tell-again' }>,
  { actor }: { readonly actor: Asker },
): Outcome | undefined => {
  // A rule of its own: opensTo.
  if (command.kind === 'open-sealed-details') return undefined;
  if (actor.kind === 'system' || (current === undefined && command.kind !== 'receive')) return undefined;
  const parts = whoMay[command.kind];
  if (actor.kind === 'coordinator') return parts.includes('coordinator') ? undefined : notYours;
  // A lead has a say about its own region, and about nothing else.
  if (actor.kind === 'smp-lead')
    return command.kind === 'answer-region' && command.region === actor.region ? undefined : notYours;
  // Of a child who is missing, whoever is responsible says so: until the handover the entry authority, then who received the child.
  if (ofMissing.includes(command.kind) && current !== undefined) {
    if (responsibleCouncil(current) !== actor.code) return notYours;
    return handedOver(current) === (actor.kind === 'council') ? undefined : notYours;
  }
  if (actor.kind === 'entry-authority') {
    // Whoever sends a referral speaks for it, also when it turns out to be of another's case.
    const entryAuthority =
      command.kind === 'receive' || command.kind === 'merge'
        ? command.data.facts.entryAuthority
        : current?.facts.entryAuthority;
    return parts.includes('entry-authority') && entryAuthority === actor.code ? undefined : notYours;
  }
  if (command.kind === 'answer') {
    const offer = current?.offers.find(({ id }) => id === command.offerId);
    return offer === undefined || offer.council === actor.code ? undefined : notYourOffer;
  }
  // A council gives back what it took, and decides nothing else about where a case goes.
  if (command.kind === 'reallocate' && command.because !== 'receiving-authority-cannot') return notYours;
  if (!parts.includes('receiving-authority')) return notYours;
  const placement = current?.placement;
  if (placement === undefined) return notPlaced;
  return placement.council === actor.code ? undefined : notYourPlacement;
};
