import type { DataOf } from '../../events/catalogue.ts';
import type { Words } from './reasons.ts';

/** What a council answered, after its name. */
export const answerWords: Words<DataOf<'offer-answered.v1'>['answer']> = {
  accepted: 'accepted the offer',
  declined: 'declined the offer',
  'back-up-yes': 'said yes, if it comes to them',
  'back-up-no': 'said no to being a back-up',
};

type WithdrawnBecause = DataOf<'offer-withdrawn.v1'>['because'];

/** Why a council is no longer asked, told to others. */
export const withdrawnWords: Words<WithdrawnBecause> = {
  'placed-elsewhere': 'a place was found elsewhere',
  'case-closed': 'the case was closed',
  reallocated: 'the case went back to the allocation check',
  'no-place-left': 'the council had no place left',
  'council-ended': 'the council ended',
  held: 'the case was held for a decision',
  'area-to-avoid': 'the area is now one to avoid',
  'council-closed': 'the council is closed',
};

/** The same to the council itself, which need not know all. `child`: "the child" or "the children". */
export function noLongerAsked(because: WithdrawnBecause, child: string): string {
  const words: Words<WithdrawnBecause> = {
    'placed-elsewhere': `another council has taken ${child}`,
    'case-closed': 'a transfer is no longer needed',
    reallocated: 'the search for a council has started again',
    'no-place-left': 'our figures say that your council has no place left',
    'council-ended': 'your council has ended',
    held: 'a coordinator has to look at the case first',
    'area-to-avoid': `new facts change where ${child} can live`,
    'council-closed': 'your council is recorded as closed',
  };
  return words[because];
}

type PromotedBecause = DataOf<'offer-promoted.v1'>['because'];

/** Why a back-up is now the one that decides, told to others. */
export const promotedWords: Words<PromotedBecause> = {
  declined: 'The council before it declined.',
  expired: 'The council before it did not answer in time.',
  'decline-refused': 'A coordinator did not accept its earlier decline.',
  'no-place-left': 'The council before it had no place left.',
  'area-to-avoid': 'The area of the council before it is now one to avoid.',
  'council-closed': 'The council before it was closed.',
  'facts-changed': 'The council before it no longer fits what the referral says.',
};

/** The same to the council itself. */
export function nowYours(because: PromotedBecause, child: string): string {
  const words: Words<PromotedBecause> = {
    declined: 'The council asked before you cannot help.',
    expired: 'The council asked before you did not answer in time.',
    'decline-refused':
      'A coordinator looked at your no and asks you again. The reason given was not accepted.',
    'no-place-left': 'The council asked before you has no place left.',
    'area-to-avoid': `New facts change where ${child} can live, so the council asked before you is out.`,
    'council-closed': 'The council asked before you takes no child now.',
    'facts-changed':
      'What the referral says has changed, and the council asked before you can no longer help.',
  };
  return words[because];
}

type How = DataOf<'place-accepted.v1'>['how'];

/** How a council came to take the child, where its name stands before. */
export const howWords: Words<How> = {
  accepted: 'It accepted the offer.',
  'back-up-yes': 'It had said yes, if it came to them.',
  'placed-directly': 'A coordinator placed the child there.',
};

/** The same in a sentence that stands alone. */
export function howTaken(how: How, council: string, child: string): string {
  const words: Words<How> = {
    accepted: `${council} said yes.`,
    'back-up-yes': `${council} had said yes as a back-up, and the council asked first cannot help.`,
    'placed-directly': `A coordinator placed ${child} with ${council} directly.`,
  };
  return words[how];
}
