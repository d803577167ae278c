import { beforeEach, describe, expect, test } from 'vitest';
import { keepDocument } from '../../functions/pages/documents/keep-document.ts';
import { TEST_FILE } from '../contract/document-store-promises.ts';
import { asItStands } from './forms.ts';
import { World } from './world.ts';

const KENT = 'E10000016';
const NEW = 'a key for tests that comes after the first';

let world: World;
beforeEach(async () => {
  world = await World.seeded();
});

const mainForm = (body: string) => asItStands(body.slice(body.indexOf('<main')));

describe('while the key of links and sessions is rotated', () => {
  test('who is signed in stays so, and a form that was open goes through; after the overlap both are over', async () => {
    const cookie = await world.signedIn(KENT);
    const begun = await world.visit({ path: '/refer', cookies: [cookie] });
    world.key.rotate(NEW);
    expect((await world.visit({ path: '/home', cookies: [cookie] })).status).toBe(200);
    const posted = await world.visit({
      method: 'POST',
      path: '/refer',
      form: mainForm(begun.body),
      cookies: [cookie],
    });
    expect(posted).toMatchObject({ status: 303, headers: { location: expect.stringMatching(/^\/refer\//) } });
    world.key.endOverlap();
    const after = await world.visit({ path: '/home', cookies: [cookie] });
    expect(after).toMatchObject({ status: 303, headers: { location: expect.stringContaining('/sign-in') } });
    const fresh = await world.signedIn(KENT);
    expect((await world.visit({ path: '/home', cookies: [fresh] })).status).toBe(200);
  });

  test('a link that is out opens, acts and signs in; after the overlap it says that it has expired', async () => {
    const asked = await world.referred();
    const link = await world.offerLink(asked);
    world.key.rotate(NEW);
    expect((await world.get(link)).status).toBe(200);
    const form = { step: 'confirm', answer: 'accept', confirm: 'yes' };
    await world.post(link, form);
    expect((await world.current(asked.id)).status).toBe('accepted');
    world.key.endOverlap();
    const closed = await world.get(link);
    expect(closed.status).toBe(410);
    expect(closed.body).toContain('This link has expired');
    expect((await world.get(await world.offerLink(await world.current(asked.id)))).status).toBe(200);
  });
});

test('a document that was there before a rotation is the same after it, and is kept once', async () => {
  const asked = await world.referred();
  const tools = { ...world, newId: () => crypto.randomUUID() } as never;
  const upload = { name: 'letter.pdf', content: TEST_FILE } as never;
  expect(await keepDocument(tools, asked, KENT, upload)).toBeUndefined();
  world.key.rotate(NEW);
  expect(await keepDocument(tools, asked, KENT, upload)).toBeUndefined();
  expect(await world.sealed.documents(asked.referralId)).toHaveLength(1);
});
