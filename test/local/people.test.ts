import { expect, test } from 'vitest';
import { People } from '../../infra/local/people/people.ts';
import { sampleReferrals } from '../../infra/local/story/sample-referrals.ts';
import type { Message } from '../../infra/local-aws/services/kept-mail.ts';
import { caseReference } from '../../shared/core/case/reference.ts';

const MOST = 60;
const SENT = 200;

const idOf = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

test('people read each mail once, whatever has gone since', async () => {
  const read: number[] = [];
  const people = new People({
    seed: 1,
    mood: 'willing',
    pagesUrl: 'http://pages.test',
    referrer: {} as never,
    now: () => new Date('2026-11-23T09:00:00.000Z'),
    say: () => undefined,
  });
  const mailOf = (number: number): Message => ({
    id: idOf(number),
    number,
    thread: idOf(number),
    from: 'no-reply@transfers.example',
    recipients: [`desk-${number}@councils.example`],
    to: [`desk-${number}@councils.example`],
    cc: [],
    subject: `Mail ${number}`,
    get text() {
      read.push(number);
      return '';
    },
    html: '',
    headers: [],
    tags: {},
    at: '2026-11-23T09:00:00.000Z',
    raw: Buffer.of(),
  });
  const kept: Message[] = [];
  expect(await people.attend(kept)).toBe(0);
  for (let number = 1; number <= SENT; number += 1) {
    kept.push(mailOf(number));
    if (kept.length > MOST) kept.shift();
    if (number % 7 === 0) await people.attend(kept);
  }
  await people.attend(kept);
  await people.attend(kept);
  expect(read.toSorted((a, b) => a - b)).toEqual(Array.from({ length: SENT }, (_, index) => index + 1));
});

test.for([
  ['silent', [0, 0]],
  ['slow', [0, 1]],
  ['declining', [1, 0]],
] as const)('a council that is %s for good does so with every request', async ([manner, [atOnce, later]]) => {
  const [sample] = sampleReferrals(7, '2026-11-23');
  if (sample === undefined) throw new Error('There are no samples.');
  let now = new Date('2026-11-23T09:00:00.000Z');
  const people = new People({
    seed: 7,
    mood: 'mixed',
    manners: { silent: 0, slow: 0, declining: 0, [manner]: 100 },
    pagesUrl: 'http://127.0.0.1:9',
    referrer: {} as never,
    now: () => now,
    say: () => undefined,
    // Nobody answers at that address: what counts is who goes there, and when.
    patience: 1,
  });
  people.adopt(sample);
  const subject = `Offer of ${caseReference(sample.message.data.referralId, 1)}`;
  const asked = ['a', 'b', 'c'].map((desk, index) => ({
    number: index + 1,
    to: [`${desk}@councils.example`],
    subject,
    text: 'http://127.0.0.1:9/offers/link',
  })) as unknown as Message[];
  expect(await people.attend(asked)).toBe(3 * atOnce);
  now = new Date('2026-11-24T16:00:00.000Z');
  if (atOnce === 0) expect(await people.attend(asked)).toBe(3 * later);
});
