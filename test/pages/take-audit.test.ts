import { beforeEach, expect, test } from 'vitest';
import { AuditReader } from '../../shared/core/audit-file.ts';
import { aReferral } from '../builders.ts';
import { opening } from '../contract/fleet.ts';
import { linksIn } from './forms.ts';
import { Site } from './site.ts';

let site: Site;
beforeEach(async () => {
  site = await Site.seeded();
});

function verdictOf(file: string) {
  const reader = new AuditReader();
  const lines = file.split('\n');
  for (const line of lines.slice(0, -1)) reader.take(line);
  return reader.end(lines.at(-1) ?? '');
}

test('a coordinator takes out the whole record of a case as a file that holds by itself, and the log says who', async () => {
  const theCase = await site.referred();
  const cookie = await site.coordinatorSignedIn();
  const page = await site.visit({ path: await site.caseLink(theCase), cookies: [cookie] });
  const path = linksIn(page.body).find((href) => href.endsWith('/audit')) ?? '';
  expect(path).toBe(`/case/${theCase.id}/audit`);
  const { status, headers, body } = await site.visit({ path, cookies: [cookie] });
  expect(status).toBe(200);
  expect(headers['Content-Type'] ?? headers['content-type']).toBe('application/jsonl; charset=utf-8');
  expect(JSON.stringify(headers)).toContain(`audit-${theCase.id}.jsonl`);
  expect(verdictOf(body)).toMatchObject({ trails: 1, events: theCase.version, findings: [] });
  expect(site.log.codes()).toContain('AUDIT_TAKEN');
  expect(JSON.stringify(site.log.lines)).not.toContain('Robin Hale');
  // Looking is no event: taken out twice, it says the same.
  const [first, second] = [body, (await site.visit({ path, cookies: [cookie] })).body];
  expect(second).toBe(first);
});

test('the page says beside its link what stands in the file and not on the page', async () => {
  const mark = 'm'.repeat(43);
  const theCase = await site.tell(undefined, {
    kind: 'receive',
    data: {
      referralId: '5f0c7e1a-3b1d-4f6e-9a2c-8d4e6b7f1a20',
      channel: 'queue',
      facts: aReferral(),
      fingerprints: [{ number: 1, references: [mark] }],
    },
  });
  const cookie = await site.coordinatorSignedIn();
  const page = (await site.visit({ path: await site.caseLink(theCase), cookies: [cookie] })).body;
  const file = (await site.visit({ path: `/case/${theCase.id}/audit`, cookies: [cookie] })).body;
  expect(file).toContain(mark);
  expect(page).not.toContain(mark);
  const [, beside = ''] = page.split(`/case/${theCase.id}/audit`);
  for (const words of ['marks by which', 'ids of emails', 'references of other cases'])
    expect(beside.slice(0, 500)).toContain(words);
});

test('a case that was referred twice is found by either reference, and one that there is not by none', async () => {
  const cookie = await site.coordinatorSignedIn();
  const merged = { reference: 'NTS-7F3K-2M9Q', council: 'E10000012' };
  const change = opening(2);
  await site.cases.commit({ ...change, merged });
  for (const reference of [change.case.id, merged.reference]) {
    const { status, headers, body } = await site.visit({
      path: `/case/${reference}/audit`,
      cookies: [cookie],
    });
    expect(status).toBe(200);
    expect(JSON.stringify(headers)).toContain(`audit-${change.case.id}.jsonl`);
    expect(verdictOf(body)).toMatchObject({ about: { reference: change.case.id }, trails: 1 });
  }
  expect((await site.visit({ path: '/case/NTS-0000-0000/audit', cookies: [cookie] })).status).toBe(404);
  expect((await site.visit({ path: '/case/x/audit', cookies: [cookie] })).status).toBe(404);
});

test('who only reads along has no way to it, and an officer is led to their own list', async () => {
  const theCase = await site.referred();
  const along = await site.link({ for: 'coordinator', caseId: theCase.id, version: 1, seeOnly: true });
  expect((await site.get(along)).body).not.toContain('/audit');
  const officer = await site.signedIn('E10000016');
  const seen = await site.visit({ path: `/case/${theCase.id}/audit`, cookies: [officer] });
  expect([seen.status, seen.headers.location]).toEqual([303, '/home']);
});
