import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import type { EventOf } from '../../events/catalogue.ts';
import { escaped, renderHtml } from '../../functions/send-notification/emails/render-html.ts';
import { renderText } from '../../functions/send-notification/emails/render-text.ts';
import { emailTemplates } from '../../shared/core/case/notification-templates.ts';
import type { Email } from '../../shared/ports/mailer.ts';
import {
  HARDEST_SENTENCE,
  OLDEST_READER,
  phrasesOf,
  readingAge,
  sentencesOf,
  withoutLawsWords,
} from '../reading-age.ts';
import { courses } from './courses.ts';
import { type Asked, emailsTable } from './emails-table.ts';
import { MailIn, stored, wholeReferral } from './mails.ts';

const mailIn = async (): Promise<MailIn> => {
  const mail = await MailIn.open();
  await mail.receive(stored({ body: wholeReferral.replace(/Arrived on.*\r\n/, '') }));
  return mail;
};

interface Sent {
  readonly course: string;
  readonly template: string;
  readonly desk: string;
  readonly mail: Email;
}
const sent: Sent[] = [];
/** Everything that was told, by itself or with others. */
const told = new Set<string>();
/** Every email that was asked for. */
const asked: Asked[] = [];
/** Rendered e-mails are left here for people to look at. */
const gallery = new URL('../../.cache/emails/', import.meta.url);

beforeAll(async () => {
  mkdirSync(gallery, { recursive: true });
  for (const [course, play] of Object.entries({ ...courses, 'mail in': mailIn })) {
    const { scheme } = await play();
    if (scheme.quarantine.snapshot().length > 0)
      throw new Error(JSON.stringify(scheme.quarantine.snapshot()));
    const requests = scheme.notifications
      .snapshot()
      .map(({ body }) => JSON.parse(body) as EventOf<'email-requested.v1'>);
    const byId = new Map(requests.map((request) => [request.id, request.data]));
    const typeOf = new Map(
      scheme.events.map(({ type, trail }) => [`${trail?.subject} ${trail?.number}`, type]),
    );
    for (const { type, data } of requests)
      if (type === 'email-requested.v1') {
        const { template, to, about } = data;
        const subject = about.kind === 'case' ? about.caseId : about.council;
        const after = typeOf.get(`${subject} ${about.eventNumber}`);
        if (after !== undefined) asked.push({ template, role: to.role, after });
      }
    for (const mail of scheme.mailer.snapshot()) {
      const [first = mail.id, ...others] = mail.tells ?? [];
      for (const id of mail.tells ?? [mail.id]) told.add(byId.get(id)?.template ?? '');
      const { template: own = '', to } = byId.get(first) ?? {};
      const template = others.length === 0 ? own : 'digest';
      sent.push({ course, template, desk: to?.role ?? '', mail });
    }
  }
  const shown = new Set<string>();
  for (const { template, desk, mail } of sent) {
    const name = `${template}--${desk}`;
    if (shown.has(name)) continue;
    shown.add(name);
    writeFileSync(new URL(`${name}.html`, gallery), mail.html);
    writeFileSync(new URL(`${name}.txt`, gallery), `Subject: ${mail.subject}\n\n${mail.text}`);
  }
});

describe('every e-mail', () => {
  test('of the scheme is sent in some course', () => {
    expect(told).toEqual(new Set(emailTemplates));
  });

  test('stands in a table: to whom, after what, by when, and what it asks', () => {
    const page = new URL('../../functions/send-notification/emails.md', import.meta.url);
    if (process.env.KEEP_EMAILS) writeFileSync(page, emailsTable(asked));
    expect(readFileSync(page, 'utf8')).toBe(emailsTable(asked));
  });

  test('about a child whom another council referred first tells that council a reference and nothing else of the case', () => {
    const [told, ...more] = sent.filter(
      ({ template, desk }) => template === 'referral-merged' && desk === 'council',
    );
    expect(more).toEqual([]);
    expect(told?.mail.to).toEqual([expect.stringContaining('e09000008')]);
    expect(told?.mail.text).toMatch(/reference\s+NTS-\w{4}-\w{4}.*Its\s+reference\s+is\s+NTS-\w{4}-\w{4}/s);
    expect(`${told?.mail.subject} ${told?.mail.text}`).not.toMatch(/Kent|foster|December|offered|differs/i);
  });

  test('about a correction of what is sealed goes to the council that has the child, and says only that there was one', () => {
    const [mail, ...more] = sent.filter(({ course }) => course.startsWith('sealed details')).slice(-1);
    expect([mail?.template, mail?.desk, more]).toEqual(['referral-changed', 'council', []]);
    expect(mail?.mail.text.replaceAll(/\s+/g, ' ')).toContain(
      'has added to the sealed details of this referral',
    );
    expect(mail?.mail.subject).toMatch(/^NTS-\w{4}-\w{4}: details of the referral have changed$/);
  });

  test('about a move to another council tells the entry authority all of it at once', () => {
    const mails = sent.filter(
      ({ course, desk, template }) =>
        course === 'moved by a coordinator' &&
        desk === 'entry-authority' &&
        /place-accepted|placement-cancelled/.test(template),
    );
    expect(mails.map(({ template }) => template)).toEqual(['place-accepted', 'place-accepted']);
    expect(mails[0]?.mail.text).not.toMatch(/will\s+not\s+go\s+ahead/);
    expect(mails[1]?.mail.text).toMatch(
      /A\s+place\s+is\s+found\s+with.*The\s+placement\s+with.*will\s+not\s+go\s+ahead/s,
    );
  });

  test('says in its subject which case or council it is about, and no more than fits a list of mail', () => {
    for (const { mail } of sent) {
      expect(mail.subject).toMatch(
        /NTS-[0-9A-Z]{4}-[0-9A-Z]{4}|: (please declare|we have) your places|: please say if our count is right|: (the key of )?your system|: (closed|open) to new children|: unusual figures|: you take over from|: where our email goes|: (does )?what (it|you) declares?|^Moves: \d/,
      );
      expect(mail.subject.length).toBeLessThanOrEqual(120);
    }
  });

  test('asks for one thing: one link to a page, the same in both forms, and of several things one each', () => {
    for (const { mail } of sent) {
      const inHtml = [...mail.html.matchAll(/href="(https:[^"]+)"/g)].map(([, url]) => url);
      const inText = [...mail.text.matchAll(/https:\/\/\S+/g)].map(([url]) => url);
      // Of moves they are told how many, and all stand on one list.
      const isOfMoves = mail.subject.startsWith('Moves: ');
      expect(inHtml).toHaveLength(isOfMoves ? 1 : (mail.tells?.length ?? 1));
      expect(inText).toEqual(inHtml);
    }
  });

  test('says email, and who instead of whom', () => {
    for (const { mail } of sent)
      expect(`${mail.subject} ${mail.text}`).not.toMatch(/\b(?:e-mail\w*|whom)\b/i);
  });

  test('says how to reach a person, and sends no coordinator to themselves, but whoever they pass it on to', () => {
    const COORDINATORS = 'coordinators@desks.example';
    let theirs = 0;
    for (const { mail } of sent) {
      const isPassedOn = /^(No address for|Not reached by email)/.test(mail.subject);
      const isTheirs = mail.to.includes(COORDINATORS) && !isPassedOn;
      if (isTheirs) theirs += 1;
      const written = [mail.text, mail.html].map((text) => text.replaceAll(/\s+/g, ' '));
      for (const text of written) {
        expect(text.includes('Need help? Ask the people who run this service.')).toBe(isTheirs);
        expect(/Email the scheme[’&#\w;]+s coordinators at/.test(text)).toBe(!isTheirs);
      }
      expect(mail.text.includes(COORDINATORS)).toBe(!isTheirs);
      expect(mail.html.includes(`mailto:${COORDINATORS}`)).toBe(!isTheirs);
    }
    expect([theirs > 0, theirs < sent.length]).toEqual([true, true]);
  });

  test('loads nothing and runs nothing', () => {
    for (const { mail } of sent)
      expect(mail.html).not.toMatch(/<(img|script|link|iframe|object|form)\b|url\(|@import|javascript:/i);
  });

  test('is plain to read: short sentences', () => {
    for (const { mail } of sent)
      for (const [, said = ''] of mail.html.matchAll(/<(?:p|li)\b[^>]*>([^<]+)</g))
        for (const sentence of said.split(/(?<=[.?!])\s/))
          expect(sentence.split(/\s+/).length, sentence).toBeLessThanOrEqual(26);
  });

  test('is read with ease at twelve, as a whole and sentence by sentence but for the law’s words', () => {
    const hard = sent.flatMap(({ mail, template, desk }) => {
      const said = sentencesOf(phrasesOf(mail.html));
      const age = readingAge(said);
      return [
        ...(age > OLDEST_READER ? [`${template} to ${desk} as a whole: ${age.toFixed(1)}`] : []),
        ...said
          .filter((sentence) => sentence.split(' ').length > 5)
          .map((sentence) => ({ sentence, age: readingAge([withoutLawsWords(sentence)]) }))
          .filter((one) => one.age > HARDEST_SENTENCE)
          .map((one) => `${template}: ${one.age.toFixed(1)} ${one.sentence}`),
      ];
    });
    expect([...new Set(hard)]).toEqual([]);
  });

  test('in plain text keeps within 72 columns, but for its link', () => {
    for (const { mail } of sent)
      for (const line of mail.text.split('\n'))
        if (!line.startsWith('http')) expect(line.length, line).toBeLessThanOrEqual(72);
  });

  test('names no sex, no date or month of birth, no nationality', () => {
    for (const { mail } of sent)
      expect(`${mail.subject} ${mail.text} ${mail.html}`).not.toMatch(
        /\b(male|female|boy|girl|born|birthday|2028|nationality|Afghan)\b/i,
      );
  });

  test('leaves no gap where a value should stand', () => {
    for (const { mail } of sent)
      expect(`${mail.subject} ${mail.text}`).not.toMatch(/undefined|null|NaN|\[object| {2}\S.*: $/m);
  });

  test('asking for something says by when', () => {
    const asking = [
      'offer-to-primary',
      'backup-request',
      'offer-promoted',
      'offer-reminder',
      'referral-incomplete',
      'deadline-approaching',
    ];
    const asked = sent.filter(({ template }) => asking.includes(template));
    expect(asked.length).toBeGreaterThan(10);
    for (const { mail } of asked)
      expect(mail.subject).toMatch(/by \d{1,2}(:\d\d)?(am|pm) on \w+day \d{1,2} \w+/);
  });
});

describe('rendering', () => {
  const nasty = `<b onclick="x">&'"</b>`;
  const document = {
    subject: nasty,
    preview: nasty,
    heading: nasty,
    blocks: [
      { kind: 'paragraph', text: nasty },
      { kind: 'notice', text: nasty },
      { kind: 'heading', text: nasty },
      { kind: 'list', items: [nasty] },
      { kind: 'facts', facts: [{ label: nasty, value: nasty }] },
      { kind: 'action', label: nasty, url: 'https://pages.example/?a="b"&c' },
    ],
    help: 'a@b.example',
    quote: nasty,
  } as const;

  test('escapes whatever it is given, everywhere', () => {
    const html = renderHtml(document);
    expect(html).not.toMatch(/<b[ >]/);
    expect(html.split(escaped(nasty)).length - 1).toBe(11);
    expect(html).toContain('href="https://pages.example/?a=&quot;b&quot;&amp;c"');
    expect(renderText(document)).toContain(nasty);
  });

  test('takes no address that is no page', () => {
    const bad = {
      ...document,
      blocks: [{ kind: 'action', label: 'x', url: 'javascript:alert(1)' }],
    } as const;
    expect(() => renderHtml(bad)).toThrow(/http/);
  });
});
