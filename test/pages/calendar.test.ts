/** A council's calendar of moves, and its places ahead. */
import { beforeEach, expect, test } from 'vitest';
import type { Actor } from '../../events/envelope.ts';
import { iCalendar } from '../../functions/pages/home/i-calendar.ts';
import { SOCIAL_WORKER } from '../builders.ts';
import { Site } from './site.ts';

const KENT = 'E10000016';

let site: Site;
beforeEach(async () => {
  site = await Site.seeded();
});

/** A child whom the council that is asked first has taken; with the day of the move, where one is given. */
async function taken(moveOn?: string) {
  const asked = await site.referred();
  const [offer] = asked.offers;
  const council = offer?.council ?? '';
  const duty: Actor = { kind: 'council', code: council };
  const accepted = await site.tell(
    asked.id,
    { kind: 'answer', offerId: offer?.id ?? '', answer: 'accept' },
    duty,
  );
  const theCase =
    moveOn === undefined
      ? accepted
      : await site.tell(asked.id, { kind: 'arrange-transfer', moveOn, socialWorker: SOCIAL_WORKER }, duty);
  return { theCase, council };
}

const textOf = (body: string): string =>
  body
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();

test('it is one link from the council’s list, and says when children come, and when they leave', async () => {
  const { theCase, council } = await taken('2026-11-25');
  for (const [code, way] of [
    [KENT, 'From you, to'],
    [council, 'To you, from Kent'],
  ] as const) {
    const cookies = [await site.signedIn(code)];
    expect((await site.visit({ path: '/home', cookies })).body).toContain('href="/calendar"');
    const { body } = await site.visit({ path: '/calendar', cookies });
    const text = textOf(body);
    expect(text).toMatch(
      /Week of 23 November 2026 .* Wednesday 25 November 2026 (To|From) you, .* 1 child NTS-/i,
    );
    expect(text).toContain(way);
    expect(text).toContain('Week of 14 December 2026');
    expect(text).toMatch(/Room now and ahead Today \d+ child/);
    expect(body).toContain(`href="/case/${theCase.id}"`);
  }
  const another = council === 'E10000030' ? 'E10000013' : 'E10000030';
  const stranger = await site.visit({ path: '/calendar', cookies: [await site.signedIn(another)] });
  expect(stranger.body).not.toContain(theCase.id);
});

test('a move without a day stands with the day by which it is to be arranged, and one that has gone by comes first', async () => {
  await taken('2026-11-24');
  await taken();
  site.clock.set('2026-11-25T09:00:00.000Z');
  const cookies = [await site.signedIn(KENT)];
  expect(textOf((await site.visit({ path: '/calendar', cookies })).body)).toMatch(
    /nobody has confirmed the handover .* Tuesday 24 November 2026 From you, .* Week of 23 November 2026 No move\. .* No day yet .* Arrange by 5pm on \w+ \d+ \w+ From you, to/,
  );
});

test('the file for a calendar has a reference and a day, and nothing else of a move', async () => {
  const { theCase, council } = await taken('2026-11-25');
  const cookies = [await site.signedIn(council)];
  const { body, headers } = await site.visit({ path: '/calendar/moves.ics', cookies });
  expect(headers['content-type']).toBe('text/calendar; charset=utf-8');
  expect(headers['content-disposition']).toContain('moves.ics');
  expect(body.split('\r\n').filter((line) => !/^(DTSTAMP|PRODID)/.test(line))).toEqual([
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'METHOD:PUBLISH',
    'X-WR-CALNAME:Moves',
    'BEGIN:VEVENT',
    `UID:${theCase.id}-move@national-transfer-scheme`,
    'DTSTART;VALUE=DATE:20261125',
    `SUMMARY:Move ${theCase.id}`,
    'TRANSP:TRANSPARENT',
    'END:VEVENT',
    'END:VCALENDAR',
    '',
  ]);
  expect(body).toMatch(/\r\nDTSTAMP:20261123T\d{6}Z\r\n/);
  expect((await site.visit({ path: '/calendar/other.ics', cookies })).status).toBe(404);
});

test('signs that mean something in a calendar are written so that they do not', () => {
  const entries = [{ uid: '1', day: '2026-12-01', summary: 'a;b,c\\d' }];
  expect(iCalendar('n', entries, '2026-11-23T09:00:00.000Z')).toContain('SUMMARY:a\\;b\\,c\\\\d\r\n');
});
