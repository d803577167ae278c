import type { DataOf } from '../../../events/catalogue.ts';
import { heading, type Letter, notice, numberedList } from './letter.ts';

interface AccessEmailContext {
  readonly change: DataOf<'coordinator-access-changed.v1'>['change'];
  readonly help: string | undefined;
}

const words = {
  'let-in': {
    subject: 'Coordinators: somebody was let in',
    happened:
      'A coordinator let somebody in. They sign in with a link to this address. They have a day to set up a second step: codes on their own phone.',
  },
  'set-up': {
    subject: 'Coordinators: a second step was set up',
    happened: 'A coordinator set up a second step, which is codes on their own phone, and signed in.',
  },
  reset: {
    subject: 'Coordinators: a second step was reset',
    happened:
      'The second step of a coordinator was reset. The codes on that phone count no more, and its owner was signed out. They have a day to set up a phone again.',
  },
  'taken-off': {
    subject: 'Coordinators: somebody was taken off the list',
    happened:
      'A coordinator took somebody off the list of those who may sign in. That person was signed out.',
  },
} as const;

/** Tells the coordinators that it was changed who may sign in as one of them. Who it was stands on the page, and in no email. */
export const coordinatorAccess = ({ change, help }: AccessEmailContext): Letter => {
  const { subject, happened } = words[change];
  return {
    subject,
    preview: 'Check that you know of it.',
    heading: subject.replace('Coordinators: s', 'S').replace('Coordinators: a', 'A'),
    blocks: [
      notice(happened),
      heading('What to do'),
      numberedList([
        'Check that you know of it: sign in, and choose “Coordinators who may sign in”. It says who, and when.',
        'Does nobody of you know of it? Then a stranger may act as one of you. Put it right on that page, and tell us at once.',
      ]),
    ],
    help,
    quote: 'coordinators who may sign in',
  };
};
