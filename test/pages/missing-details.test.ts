/** What is said for the search for a missing child: given on the page of whoever is responsible, read in the sealed details, and nowhere else. */
import { beforeEach, describe, expect, test } from 'vitest';
import type { Case } from '../../shared/core/case/case.ts';
import { SOCIAL_WORKER } from '../builders.ts';
import { asItStands, offeredBy } from './forms.ts';
import { readPage } from './read-page.ts';
import { Site } from './site.ts';

const KENT = 'E10000016';
const REFERENCE = 'CAD Canary 4711';
const WHERE = 'Canary Road station';
const NEVER = /Canary|2026-11-21|21 November/;
const confirmed = { confirm: 'yes', name: 'Robin Hale' };
const date = (name: string, iso: string) => {
  const [year = '', month = '', day = ''] = iso.split('-');
  return { [`${name}-day`]: day, [`${name}-month`]: month, [`${name}-year`]: year };
};
const said = {
  policeReference: REFERENCE,
  ...date('lastSeenOn', '2026-11-21'),
  lastSeenTime: '21:15',
  lastSeenWhere: WHERE,
};
const missing = { action: 'missing', ...date('missingOn', '2026-11-22'), missingAt: '08:00' };

let site: Site;
let placed: Case;
let receiver: string;

beforeEach(async () => {
  site = await Site.seeded();
  const asked = await site.referred();
  receiver = asked.offers[0]?.council ?? '';
  await site.sealed.sealFirst(asked.referralId, KENT, [{ number: 1, name: 'A Child' }]);
  placed = await site.tell(
    asked.id,
    { kind: 'answer', offerId: asked.offers[0]?.id ?? '', answer: 'accept' },
    { kind: 'council', code: receiver },
  );
  await site.tell(
    placed.id,
    { kind: 'arrange-transfer', moveOn: '2026-11-23', socialWorker: SOCIAL_WORKER },
    { kind: 'council', code: receiver },
  );
});

const now = () => site.current(placed.id);
const byEntry = async (form: object) =>
  site.post(await site.entryLink(await now()), { ...form, ...confirmed } as never);
async function openedBy(council: string): Promise<string> {
  const cookie = await site.signedIn(council);
  const path = `/sealed/${placed.id}`;
  const { body } = await site.visit({ path, cookies: [cookie] });
  const form = { ...asItStands(body.slice(body.indexOf('<main'))), confirm: 'yes' };
  const opened = await site.visit({ method: 'POST', path, form, cookies: [cookie] });
  return readPage(opened.body).join('\n');
}

describe('details of a missing child', () => {
  test('are read by who opens the sealed details, and stand in no page, trail, log, queue or e-mail beside', async () => {
    await byEntry({ ...missing, ...said });
    expect((await site.cases.trail(placed.id)).at(-1)).toMatchObject({
      type: 'missing-details-given.v1',
      data: { given: ['policeReference', 'lastSeenAt', 'lastSeenWhere'] },
    });
    for (const council of [KENT, receiver]) {
      const told = await openedBy(council);
      expect(told).toContain(REFERENCE);
      expect(told).toContain(WHERE);
      expect(told).toContain('9:15pm on Saturday 21 November 2026');
    }
    const { cases, trails } = site.cases.snapshot();
    const queues = [...site.notifications.snapshot(), ...site.referrals.snapshot()];
    expect(JSON.stringify([cases, trails, site.log.lines, queues])).not.toMatch(NEVER);
    const pages = [
      await site.get(await site.entryLink(await now())),
      await site.get(await site.transferLink(await now())),
      await site.get(await site.caseLink(await now())),
    ];
    for (const { body } of pages) expect(readPage(body).join('\n')).not.toMatch(NEVER);
    const history = readPage(pages[2]?.body ?? '').join('\n');
    expect(history).toContain(
      'The police reference, when the child was last seen and where the child was last seen.',
    );
  });

  test('come later too, field by field, and the newer word takes the place of the older', async () => {
    await byEntry(missing);
    expect((await site.cases.trail(placed.id)).at(-1)?.type).toBe('case-paused.v1');
    expect(offeredBy((await site.get(await site.entryLink(await now()))).body, 'action')).toContain(
      'missing-details',
    );
    await byEntry({ action: 'missing-details', policeReference: 'CAD 1', lastSeenWhere: WHERE });
    await byEntry({ action: 'missing-details', policeReference: REFERENCE });
    const events = (await site.cases.trail(placed.id)).length;
    await byEntry({ action: 'missing-details', policeReference: REFERENCE });
    expect(await site.cases.trail(placed.id)).toHaveLength(events);
    const told = await openedBy(KENT);
    expect(told).toContain(REFERENCE);
    expect(told).toContain(WHERE);
    expect(told).not.toContain('CAD 1\n');
  });

  test('of an earlier search are not shown as those of the next', async () => {
    await byEntry({ ...missing, ...said });
    await byEntry({ action: 'found', ...date('foundOn', '2026-11-23'), foundAt: '08:05' });
    expect(await openedBy(KENT)).toContain(REFERENCE);
    await byEntry({ ...missing, lastSeenWhere: 'At school' });
    const told = await openedBy(KENT);
    expect(told).toContain('At school');
    expect(told).not.toMatch(NEVER);
  });

  test('are there though the page broke off before they were in their place', async () => {
    const apply = site.sealed.applyAmendment.bind(site.sealed);
    site.sealed.applyAmendment = () => Promise.reject(new Error('Broken off.'));
    await byEntry({ ...missing, ...said }).catch(() => undefined);
    site.sealed.applyAmendment = apply;
    expect((await now()).status).toBe('paused');
    expect(await openedBy(receiver)).toContain(REFERENCE);
  });

  test('are given by the receiving authority once the child was handed over', async () => {
    site.clock.set('2026-11-23T15:00:00.000Z');
    await byEntry({ action: 'handover', ...date('handedOverOn', '2026-11-23'), handedOverAt: '14:30' });
    const link = await site.transferLink(await now());
    await site.post(link, {
      ...missing,
      ...date('missingOn', '2026-11-23'),
      missingAt: '14:45',
      ...confirmed,
    } as never);
    expect((await now()).status).toBe('missing-from-care');
    await site.post(link, { action: 'missing-details', ...said, ...confirmed } as never);
    expect((await site.cases.trail(placed.id)).at(-1)).toMatchObject({
      type: 'missing-details-given.v1',
      data: { council: receiver },
    });
    expect(await openedBy(receiver)).toContain(REFERENCE);
  });
});
