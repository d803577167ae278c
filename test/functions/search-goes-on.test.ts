/** While nobody has said yes, the entry authority hears that the search goes on: at most once a day and case. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { londonDate } from '../../shared/core/calendar/working-days.ts';
import { searchSoFar } from '../../shared/core/case/offers.ts';
import { aCase, anOffer } from '../builders.ts';
import { Course, courses } from './courses.ts';

const told = ({ scheme: { mailer } }: Course) =>
  mailer.snapshot().filter(({ id }) => id.includes(':search-goes-on:'));

test('of the first no of a day the entry authority hears, and of the others on that day not again', async () => {
  const course = await Course.begin({}, undefined, 'nts-2026');
  await course.decline();
  expect(told(course)).toMatchObject([
    {
      to: ['council.e10000016@desks.example'],
      subject: expect.stringMatching(/^NTS-.*: no place yet, next answer due by 5pm on Tuesday 24 November$/),
      text: expect.stringContaining('So far 1 council said no.'),
    },
  ]);
  await course.decline();
  expect(told(course)).toHaveLength(1);
  await course.at('2026-11-24T17:05:00.000Z');
  expect(told(course)).toHaveLength(2);
  expect(told(course)[1]?.text.replaceAll(/\s+/g, ' ')).toContain(
    'So far 2 councils said no and 1 council did not answer in time.',
  );
});

test('a no that gives the child to a back-up is told as the place that it is', async () => {
  const course = await Course.begin();
  await course.promise();
  await course.decline();
  expect(told(course)).toEqual([]);
  expect((await course.case()).status).toBe('accepted');
  // That spent nothing: given back on the same day, the next no is told of.
  await course.placed({ kind: 'reallocate', because: 'receiving-authority-cannot' });
  await course.decline();
  expect(told(course)).toHaveLength(1);
});

test('of an offer that ended because its council closed it hears too', async () => {
  const course = await courses['a council is closed']?.();
  expect(course && told(course)).toHaveLength(1);
});

test('once the search has ended with people, they are who it is said of', async () => {
  const course = await Course.begin();
  while ((await course.case()).status === 'offered') await course.decline();
  expect((await course.case()).status).toBe('escalated');
  expect(told(course)).toHaveLength(1);
  expect(
    course.scheme.mailer.snapshot().filter(({ id }) => id.endsWith(':case-escalated:entry-authority')),
  ).toHaveLength(1);
});

test('it is said how many councils answered, each once however often it was asked, and only who promised stands by', () => {
  const first = { role: 'primary', status: 'expired' } as const;
  const [here, there] = ['E08000035', 'E10000016'];
  const offers = [
    anOffer({ ...first, id: '1-1', council: here }),
    anOffer({ ...first, id: '2-1', council: here, status: 'declined' }),
    anOffer({ ...first, id: '2-2', council: there }),
    anOffer({ role: 'back-up', id: '3-2', council: 'W06000015', status: 'asked' }),
    anOffer({ role: 'back-up', id: '3-3', council: 'N09000003', status: 'promised' }),
  ];
  expect(searchSoFar(aCase({ offers }))).toStrictEqual({ saidNo: 1, silent: 1, standBy: 1 });
});

test('however councils answer, or do not, nobody is told twice on one day, and nothing of a day is left untold', async () => {
  const step = fc.constantFrom('decline', 'wait', 'late in the day', 'promise');
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 8 }), async (steps) => {
      const course = await Course.begin({}, undefined, 'nts-2026');
      const unheard = new Set<string>();
      for (const what of steps) {
        const { status, nextDueAt = '', offers, version } = await course.case();
        if (status === 'accepted') {
          await course.placed({ kind: 'reallocate', because: 'receiving-authority-cannot' });
          continue;
        }
        if (status !== 'offered') break;
        const canPromise = offers.some((offer) => offer.status === 'asked');
        if (what === 'decline') await course.decline();
        else if (what === 'promise') await (canPromise ? course.promise() : course);
        else await course.at(what === 'wait' ? nextDueAt : nextDueAt.replace(/T\d\d:/, 'T20:'));
        const after = await course.case();
        const now = course.scheme.clock.now();
        const ended = (await course.scheme.cases.trail(course.caseId))
          .slice(version)
          .some(
            ({ type, data }) =>
              type === 'offer-expired.v1' || (type === 'offer-answered.v1' && data.answer === 'declined'),
          );
        if (ended && after.status === 'offered') unheard.add(londonDate(now));
      }
      const days = told(course).map(({ id }) => {
        const number = Number(id.split(':')[1]);
        const event = course.scheme.events.find(
          ({ trail }) => trail?.subject === course.caseId && trail.number === number,
        );
        return londonDate(event?.at ?? '');
      });
      expect(new Set(days).size).toBe(days.length);
      for (const day of unheard) expect(days).toContain(day);
    }),
    { numRuns: 12 },
  );
});
