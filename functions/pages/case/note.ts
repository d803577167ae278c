import { someText } from '../forms/answers.ts';
import type { Question } from '../forms/question.ts';

const hint = 'Kept in the record of this case and read by whoever looks at it later. Do not name the child.';

/** A note that a coordinator writes to a decision. */
export const note = (name: string, label = 'Note'): Question => ({ kind: 'long-text', name, label, hint });
export const noteText = someText('Write a note that says why', 'Your note');
