/** Dates that the referral form shows are put into their own fields, on days on which an example of March goes wrong first. */
import { expect, test } from 'vitest';
import { answersTo } from '../../functions/pages/forms/form-post.ts';
import type { Answered, Step } from '../../functions/pages/forms/walk.ts';
import { allParts } from '../../functions/pages/refer/refer-steps.ts';

const days = ['2027-03-26', '2027-03-27', '2027-03-28', '2028-02-29', '2027-12-31', '2028-01-01'];

/** Whoever answers the same to everything comes to pages that others do not. */
const answeredAll = (answer: unknown): Answered =>
  new Proxy({}, { get: () => new Proxy({}, { get: () => answer }) });
const answers = ['yes', 'no', ['yes'], 'under-way', 'complete'];

/** What a step says of one of its days, typed as "27 3 2027". */
function saidOf(step: Step, field: string, typed: string): readonly string[] {
  const [day = '', month = '', year = ''] = typed.split(' ');
  const form = new Map([
    [`${field}-day`, [day]],
    [`${field}-month`, [month]],
    [`${field}-year`, [year]],
  ]);
  const read = step.schema.safeParse(answersTo(step.questions, form));
  return read.success
    ? []
    : read.error.issues.filter(({ path }) => path[0] === field).map(({ message }) => message);
}

test.each(days)(
  'on %s each day of the referral form takes the dates that its hint and its problem show',
  (today) => {
    const tried = new Set<string>();
    for (const answer of answers)
      for (const part of allParts({ own: 'E10000016', today, children: [1] }))
        for (const step of part.steps(answeredAll(answer)))
          for (const question of step.questions) {
            if (question.kind !== 'date') continue;
            const [problem = ''] = saidOf(step, question.name, '31 2 2027');
            for (const shown of [question.hint ?? problem, problem]) {
              const [, typed = ''] = /(?:example,|like) (\d+ \d+ \d{4})/.exec(shown) ?? [];
              expect([typed, ...saidOf(step, question.name, typed)], `${question.name}: ${shown}`).toEqual([
                expect.stringMatching(/\d/),
              ]);
            }
            tried.add(question.name);
          }
    expect(tried.size).toBeGreaterThan(5);
  },
);
