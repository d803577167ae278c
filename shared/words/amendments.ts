import type { DataOf } from '../../events/catalogue.ts';
import type { Case, Proposal } from '../core/case/case.ts';
import type { Words } from './reasons.ts';

/** What an e-mail touches that no e-mail changes by itself. */
export const concernWords: Words<DataOf<'amendment-to-confirm.v1'>['because'][number]> = {
  placement: 'where the child is to live',
  identity: 'who the child is',
  safety: 'what keeps the child safe',
};

/** Whose address an e-mail came from, to the council itself. */
export const sentFromWords: Words<NonNullable<Proposal['sentFrom']>> = {
  'duty-desk': 'Your duty desk’s own address',
  'second-contact': 'Your second contact’s address',
  'other-address': 'Another address of your council',
};

type RefusedBecause = DataOf<'amendment-refused.v1'>['because'];

/** Why a change that came by e-mail does not act, told to others: what happened, and more of it. */
export const refusedWords: Readonly<Record<RefusedBecause, readonly [string, string]>> = {
  'not-ours': [
    'The entry authority did not send the email',
    'It changes nothing. Somebody wrote in the council’s name.',
  ],
  superseded: ['An email no longer waits for confirmation', 'Something newer was said of the same facts.'],
  'said-already': ['An email no longer waits for confirmation', 'The referral said so already.'],
  'case-ended': [
    'An email no longer waits for confirmation',
    'The case ended before anybody had answered. It changed nothing.',
  ],
};

/** What became of a change, to the council that answers too late whether it sent it. */
export const becameWords: Words<Exclude<NonNullable<Case['proposed']>[string], 'waiting'>> = {
  made: 'It was confirmed, and the change has been made. If it is wrong, correct it on this page.',
  'not-ours':
    'Your council has said that it did not send this email, so it changes nothing. If the change is right after all, make it on this page.',
  superseded:
    'Your council has said something newer of the same facts since, so this email changes nothing. If something is still to be changed, change it on this page.',
  'said-already': 'The referral said so by then, so there was nothing left to change.',
  'case-ended':
    'The case ended before anybody had answered, so this email changes nothing. You need do nothing more.',
};
