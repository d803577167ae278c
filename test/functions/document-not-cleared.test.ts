import { mkdirSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { EventOf } from '../../events/catalogue.ts';
import { HARDEST_SENTENCE, OLDEST_READER, phrasesOf, readingAge, sentencesOf } from '../reading-age.ts';
import { Course } from './courses.ts';

const REFERRAL = '5f0c7e1a-3b1d-4f6e-9a2c-8d4e6b7f1a20';
const COPY = '0d3a7e1a-3b1d-4f6e-9a2c-8d4e6b7f1a20';
const OBJECT = `documents/${REFERRAL}/${COPY}`;
type Found = EventOf<'document-not-cleared.v1'>['data']['found'];

const words = (text = '') => text.replaceAll(/\s+/g, ' ');
/** Rendered e-mails are left here for people to look at. */
const gallery = new URL('../../.cache/emails/', import.meta.url);

const said = (found: Found, object = OBJECT) =>
  JSON.stringify({
    id: `scan:${object}:${found}`,
    type: 'document-not-cleared.v1',
    at: '2026-11-23T09:12:03Z',
    actor: { kind: 'system', name: 'guardduty' },
    data: { object, found },
  } satisfies EventOf<'document-not-cleared.v1'>);

const withDocument = async (): Promise<Course> => {
  const course = await Course.begin();
  await listed(course);
  return course;
};

/** The last step of keeping a document: its bytes were put, and looked at, before. */
async function listed({ scheme }: Course): Promise<void> {
  await scheme.sealed.addDocument(
    REFERRAL,
    'E10000016',
    {
      id: '1e4b7e1a-3b1d-8f6e-9a2c-8d4e6b7f1a20',
      copy: COPY,
      name: 'Canary Child, letter.pdf',
      type: 'application/pdf',
      size: 1_000,
      addedAt: '2026-11-23T09:10:00.000Z',
      council: 'E10000016',
    },
    20,
    0,
  );
}
const mailsOf = ({ scheme }: Course) =>
  scheme.mailer.snapshot().filter(({ subject }) => subject.endsWith('a document cannot be opened'));

test.each([
  ['THREATS_FOUND', /A threat, such as a virus, was found/, /Tell your IT help desk today/],
  ['UNSUPPORTED', /It may have a password/, /without a password/],
  ['ACCESS_DENIED', /The fault is ours/, /Add the document again tomorrow/],
  ['FAILED', /broke off/, /Add the document again/],
] as const)(
  '%s: the council that added it is told once, with a copy to the coordinators',
  async (found, why, what) => {
    const course = await withDocument();
    const { scheme } = course;
    expect(await scheme.notify(said(found))).toEqual([]);
    expect(await scheme.notify(said(found), said(found))).toEqual([]);
    const [told, ...more] = mailsOf(course);
    expect(more).toEqual([]);
    expect(told).toMatchObject({
      to: ['council.e10000016@desks.example'],
      cc: ['coordinators@desks.example'],
      subject: `${course.caseId}: a document cannot be opened`,
    });
    const text = words(told?.text);
    expect(text).toMatch(why);
    expect(text).toMatch(what);
    expect(text).toContain('Added: 9:10am on Monday 23 November');
    expect(text).toContain('before the move, by');
    expect(text).toContain(`https://pages.example/documents/${course.caseId}`);
    const sentences = sentencesOf(phrasesOf(told?.html ?? ''));
    expect(readingAge(sentences)).toBeLessThanOrEqual(OLDEST_READER);
    for (const sentence of sentences.filter((one) => one.split(' ').length > 5))
      expect(readingAge([sentence]), sentence).toBeLessThanOrEqual(HARDEST_SENTENCE);
    expect(JSON.stringify([told, scheme.log.lines, scheme.quarantine.snapshot()])).not.toMatch(
      /Canary|letter/,
    );
    mkdirSync(gallery, { recursive: true });
    writeFileSync(new URL(`document-not-cleared--${found}.html`, gallery), told?.html ?? '');
    writeFileSync(
      new URL(`document-not-cleared--${found}.txt`, gallery),
      `Subject: ${told?.subject}\n\n${told?.text}`,
    );
  },
);

test('where the case has ended meanwhile, nobody is asked to move the child', async () => {
  const course = await withDocument();
  await course.coordinator({ kind: 'stay', reason: 'settled', note: 'At school since.' });
  await course.scheme.notify(said('FAILED'));
  expect(words(mailsOf(course)[0]?.text)).not.toContain('before the move, by');
});

test('a verdict that is quicker than the page that keeps the document comes again, and is told then', async () => {
  const course = await Course.begin();
  const { scheme } = course;
  scheme.clock.set('2026-11-23T09:12:04.000Z');
  expect(await scheme.notify(said('THREATS_FOUND'))).toHaveLength(1);
  expect(scheme.quarantine.snapshot()).toEqual([]);
  await listed(course);
  expect(await scheme.notify(said('THREATS_FOUND'))).toEqual([]);
  expect(mailsOf(course)).toHaveLength(1);
});

test('a document that was taken away or kept anew since is not told of', async () => {
  const course = await withDocument();
  await course.scheme.sealed.removeDocument(REFERRAL, 'E10000016', COPY);
  course.scheme.clock.set('2026-11-23T09:15:03.000Z');
  expect(await course.scheme.notify(said('THREATS_FOUND'))).toEqual([]);
  expect(mailsOf(course)).toEqual([]);
});

test('an object of no case is kept for a person, not retried', async () => {
  const { scheme } = await withDocument();
  expect(await scheme.notify(said('THREATS_FOUND', OBJECT.replace('5f0c', '6f0c')))).toEqual([]);
  expect(scheme.quarantine.snapshot().map(({ reason }) => reason.code)).toEqual(['nothing-to-write-about']);
});
