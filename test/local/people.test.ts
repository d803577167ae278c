import { expect, test } from 'vitest';
import { People } from '../../infra/local/people/people.ts';
import type { Message } from '../../infra/local-aws/services/kept-mail.ts';

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
