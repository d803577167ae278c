/** E-mails that follow from no case: a link to sign in, a mail set aside, a document that was not cleared. They keep to what the others keep to. */
import { describe, expect, test } from 'vitest';
import { capacityUnasked } from '../../functions/send-notification/emails/capacity-unasked.ts';
import { documentNotCleared } from '../../functions/send-notification/emails/document-not-cleared.ts';
import type { Letter } from '../../functions/send-notification/emails/letter.ts';
import { mailSetAside } from '../../functions/send-notification/emails/mail-set-aside.ts';
import { personAsks, personDecided, readerDecided } from '../../functions/send-notification/emails/person.ts';
import { renderHtml } from '../../functions/send-notification/emails/render-html.ts';
import { renderText } from '../../functions/send-notification/emails/render-text.ts';
import { signIn } from '../../functions/send-notification/emails/sign-in.ts';
import { signInStopped } from '../../functions/send-notification/emails/sign-in-stopped.ts';
import {
  HARDEST_SENTENCE,
  OLDEST_READER,
  phrasesOf,
  readingAge,
  sentencesOf,
  withoutLawsWords,
} from '../reading-age.ts';

const help = 'coordinators@desks.example';
const url = 'https://pages.example/somewhere';
const at = '2026-11-23T09:12:00.000Z';

const mails: readonly (readonly [string, Letter])[] = [
  ...['Kent', 'the coordinators'].map(
    (reader) =>
      [`signing in for ${reader}`, signIn({ reader, url, until: '2026-11-23T09:27:00.000Z', help })] as const,
  ),
  ...['Kent', 'the coordinators'].map(
    (reader) =>
      [
        `somebody asks ${reader}`,
        personAsks({ reader, url, until: '2026-12-23T09:00:00.000Z', help }),
      ] as const,
  ),
  ...(['let-in', 'let-in-finance', 'refused', 'taken-away'] as const).map(
    (state) =>
      [
        `somebody is ${state}`,
        personDecided({ reader: 'Kent', url, until: '2026-12-23T09:00:00.000Z', help, state }),
      ] as const,
  ),
  ...(['let-in', 'taken-away'] as const).map(
    (state) =>
      [
        `a reader is ${state}`,
        readerDecided({ url, until: '2026-12-23T09:00:00.000Z', help, state }),
      ] as const,
  ),
  ...(['new-devices', 'known-devices'] as const).map(
    (who) =>
      [
        `no more links for ${who}`,
        signInStopped({ reader: 'Kent', who, until: '2026-11-24T00:00:00.000Z', help, whose: 'council' }),
      ] as const,
  ),
  ...(['unknown-sender', 'mail-not-proved', 'shared-domain', 'automatic-referral'] as const).flatMap(
    (reason) =>
      [undefined, '2026-11-23T10:00:00.000Z'].map(
        (moreUntil) =>
          [
            `set aside: ${reason}${moreUntil === undefined ? '' : ', and more to come'}`,
            mailSetAside({
              reason,
              councils: ['Kent'],
              mail: 'kept-as-this',
              receivedAt: at,
              moreUntil,
              help,
            }),
          ] as const,
      ),
  ),
  ...[['Kent'], ['Kent', 'Leeds', 'Surrey']].map(
    (councils) =>
      [
        `places of ${councils.length} without an address`,
        capacityUnasked({ councils, on: '2026-11-23', help }),
      ] as const,
  ),
  ...(['THREATS_FOUND', 'UNSUPPORTED', 'ACCESS_DENIED', 'FAILED'] as const).flatMap((found) =>
    [undefined, '2026-11-25'].map(
      (moveBy) =>
        [
          `not cleared: ${found}${moveBy === undefined ? '' : ', before the move'}`,
          documentNotCleared({ found, caseId: 'NTS-7F3K-2M9Q', addedAt: at, moveBy, url, help }),
        ] as const,
    ),
  ),
];

describe.each(mails)('the e-mail about %s', (_, mail) => {
  const html = renderHtml(mail);
  const text = renderText(mail);

  test('is read with ease at twelve, as a whole and sentence by sentence', () => {
    const said = sentencesOf(phrasesOf(html));
    expect(readingAge(said)).toBeLessThanOrEqual(OLDEST_READER);
    for (const sentence of said.filter((one) => one.split(' ').length > 5))
      expect(readingAge([withoutLawsWords(sentence)]), sentence).toBeLessThanOrEqual(HARDEST_SENTENCE);
  });

  test('says by when in words, and how to reach a person, alike in both forms', () => {
    for (const form of [html, text]) {
      expect(form.replaceAll(/\s+/g, ' ')).toMatch(
        /(by|until) (\d{1,2}(:\d\d)?(am|pm) on )?\w+day \d{1,2} \w+|by \d{1,2} \w+ \d{4}|act today/,
      );
      expect(form).toContain(help);
    }
  });

  test('asks for one thing: one link, or steps in their order where only a call helps', () => {
    const links = [...html.matchAll(/href="(https:[^"]+)"/g)].map(([, to]) => to);
    const steps = [...text.matchAll(/^\s*\d\. /gm)];
    expect([links.length, steps.length > 0]).toEqual(links.length === 1 ? [1, false] : [0, true]);
    expect([...text.matchAll(/https:\/\/\S+/g)].map(([to]) => to)).toEqual(links);
    expect(mail.subject.length).toBeLessThanOrEqual(120);
  });
});
