import { expect, test } from 'vitest';
import type { Email, Mailer } from '../../shared/ports/mailer.ts';

/** Mail as it arrived. */
export interface Arrived {
  readonly to: readonly string[];
  readonly cc: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

export const anEmail = (overrides: Partial<Email> = {}): Email => ({
  id: 'NTS-7F3K-2M9Q:2/offer/council:E10000014',
  from: 'no-reply@transfers.example',
  to: ['duty@e10000014.councils.example'],
  cc: ['smp@e12000008.example'],
  subject: 'NTS-7F3K-2M9Q: can you take a child? – ateb erbyn dydd Mawrth',
  text: 'Plain words.\nA second line – with a dash.',
  html: '<p>Plain words.</p><p><a href="https://pages.example/offers/token">Answer</a></p>',
  thread: 'NTS-7F3K-2M9Q',
  ...overrides,
});

/** The promises of a mailer, for any twin. */
export const keepsMailerPromises = (
  fresh: () => Promise<{ readonly mailer: Mailer; readonly arrived: () => readonly Arrived[] }>,
): void => {
  test('a mail arrives at everyone as it was written', async () => {
    const { mailer, arrived } = await fresh();
    const email = anEmail();
    expect(await mailer.send(email)).toMatchObject({
      kind: 'accepted',
      messageId: expect.stringMatching(/./),
    });
    const [mail, ...others] = arrived();
    expect(others).toEqual([]);
    expect(mail).toMatchObject({ to: email.to, cc: email.cc, subject: email.subject });
    expect(mail?.text.trim()).toBe(email.text);
    expect(mail?.html.trim()).toBe(email.html);
  });

  test.each([
    { words: 'an address that is none', email: anEmail({ to: ['duty at council'], cc: [] }) },
    { words: 'nobody to send it to', email: anEmail({ to: [], cc: [] }) },
  ])('$words is refused for good, with a reason that names nobody', async ({ email }) => {
    const { mailer, arrived } = await fresh();
    const outcome = await mailer.send(email);
    expect(outcome).toMatchObject({ kind: 'refused', reason: expect.not.stringContaining('@') });
    expect(arrived()).toEqual([]);
  });
};
