import * as z from 'zod';
import { defined } from '../../../shared/core/defined.ts';
import { maybeText } from '../forms/answers.ts';
import { action } from './case-actions.ts';

/** The child refuses to go: either side may say so. */
export const childRefused = action({
  value: 'refused',
  text: 'The child [refuses|refuse] to move',
  hint: 'A coordinator decides what follows',
  asks: {
    title: 'What [does the child|do the children] say?',
    text: ['Nobody overrules the child here. A coordinator decides with both councils what comes next.'],
    questions: [
      {
        kind: 'long-text',
        name: 'refusalNote',
        label: 'What the coordinator should know (optional)',
        hint: 'Do not name the child or anybody else.',
      },
    ],
    schema: z.object({ refusalNote: maybeText('What you write') }),
  },
  means: ['The case goes to a coordinator.'],
  command: ({ refusalNote }) => ({
    kind: 'child-refused',
    ...defined({ note: refusalNote }),
  }),
});
