import { beforeEach, describe, expect, test } from 'vitest';
import { keepDocument } from '../../functions/pages/documents/keep-document.ts';
import { TEST_FILE } from '../contract/document-store-promises.ts';
import { asItStands } from './forms.ts';
import { Site } from './site.ts';

const KENT = 'E10000016';
const NEW = 'a key for tests that comes after the first';

let site: Site;
beforeEach(async () => {
  site = await Site.seeded();
});

const mainForm = (body: string) => asItStands(body.slice(body.indexOf('<main')));

describe('while the key of links and sessions is rotated', () => {
  test('who is signed in stays so, and a form that was open goes through; after the overlap both are over', async () => {
    const cookie = await site.signedIn(KENT);
    const begun = await site.visit({ path: '/refer', cookies: [cookie] });
    site.key.rotate(NEW);
    expect((await site.visit({ path: '/home', cookies: [cookie] })).status).toBe(200);
    const posted = await site.visit({
      method: 'POST',
      path: '/refer',
      form: mainForm(begun.body),
      cookies: [cookie],
    });
    expect(posted).toMatchObject({ status: 303, headers: { location: expect.stringMatching(/^\/refer\//) } });
    site.key.endOverlap();
    const after = await site.visit({ path: '/home', cookies: [cookie] });
    expect(after).toMatchObject({ status: 303, headers: { location: expect.stringContaining('/sign-in') } });
    const fresh = await site.signedIn(KENT);
    expect((await site.visit({ path: '/home', cookies: [fresh] })).status).toBe(200);
  });

  test('a link that is out opens, acts and signs in; after the overlap it says that it has expired', async () => {
    const asked = await site.referred();
    const link = await site.offerLink(asked);
    site.key.rotate(NEW);
    expect((await site.get(link)).status).toBe(200);
    const form = { step: 'confirm', answer: 'accept', confirm: 'yes' };
    await site.post(link, form);
    expect((await site.current(asked.id)).status).toBe('accepted');
    site.key.endOverlap();
    const closed = await site.get(link);
    expect(closed.status).toBe(410);
    expect(closed.body).toContain('This link has expired');
    expect((await site.get(await site.offerLink(await site.current(asked.id)))).status).toBe(200);
  });
});

test('a document that was there before a rotation is the same after it, and is kept once', async () => {
  const asked = await site.referred();
  const tools = { ...site, newId: () => crypto.randomUUID() } as never;
  const upload = { name: 'letter.pdf', content: TEST_FILE } as never;
  expect(await keepDocument(tools, asked, { council: KENT }, upload)).toBeUndefined();
  site.key.rotate(NEW);
  expect(await keepDocument(tools, asked, { council: KENT }, upload)).toBeUndefined();
  expect(await site.sealed.documents(asked.referralId)).toHaveLength(1);
});
