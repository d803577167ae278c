/** What the service says of itself, to anybody, is what it does. */
import { readdirSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { rememberPlace } from '../../functions/pages/sign-in/come-back.ts';
import { ownCookies } from '../../functions/pages/sign-in/own-cookies.ts';
import { rememberWho } from '../../functions/pages/sign-in/who.ts';
import { retention } from '../../shared/core/retention.ts';
import type { PageRequest } from '../../shared/runtime/http-middleware.ts';
import { Site } from './site.ts';

const DESK = 'coordinators@desk.example';
let site: Site;
beforeAll(async () => {
  site = await Site.seeded();
  await site.sealed.putContacts('coordinators', { dutyDesk: DESK });
});

const read = async (name: string, cookies: string[] = []) => {
  const { status, body } = await site.visit({ path: `/about/${name}`, cookies });
  expect(status).toBe(200);
  return body;
};

describe('the page of cookies', () => {
  test('names every cookie that our code sets, as browsers see it, and no other', async () => {
    const sources = readdirSync('functions/pages', { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && !/generated|own-cookies/.test(file))
      .map((file) => readFileSync(`functions/pages/${file}`, 'utf8'));
    const set = new Set<string>();
    for (const source of sources)
      for (const [, named = ''] of source.matchAll(/(?<!function )ownCookie\(\w+, (\w+)\)/g)) {
        const [, name = `unknown: ${named}`] = new RegExp(`const ${named} = '([^']+)'`).exec(source) ?? [];
        set.add(name);
      }
    const shown = [...(await read('cookies')).matchAll(/__Host-([\w-]+)/g)].map(([, name]) => name);
    expect(shown.toSorted()).toEqual([...set].toSorted());
    expect(shown.toSorted()).toEqual(Object.keys(ownCookies).toSorted());
  });

  test('says how long a browser keeps each', async () => {
    const body = (await read('cookies')).replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ');
    const request = { headers: {} } as PageRequest;
    expect(rememberPlace(request, '/documents/NTS-7F3K-2M9Q')[0]).toContain('Max-Age=3600;');
    expect(body).toMatch(/__Host-nts-back [^_]*gone after 1 hour\./);
    expect(rememberWho(request, 'council:E10000016', { name: 'Ann' })).toContain('Max-Age=28800;');
    expect(body).toMatch(/__Host-nts-who [^_]*name[^_]*gone after 8 hours\./);
    // How long these two last is seen where people sign in.
    expect(body).toMatch(/__Host-nts-session [^_]*signed out after 8 hours[^_]*gone after 24 hours\./);
    expect(body).toMatch(/__Host-nts-device [^_]*gone after 180 days\./);
  });
});

test('only a page that says how to reach us looks for where we are reached', async () => {
  const reachable = vi.spyOn(site.sealed, 'reachable');
  for (const [name, looks] of [
    ['cookies', 0],
    ['contact', 1],
  ] as const) {
    reachable.mockClear();
    await read(name);
    expect(reachable, name).toHaveBeenCalledTimes(looks);
  }
  reachable.mockRestore();
});

describe('whoever wants to reach somebody', () => {
  const pages = ['accessibility', 'privacy', 'contact'];

  test('finds the address that the coordinators read, never the inbox, and is not told to reply', async () => {
    for (const name of pages) {
      const body = await read(name);
      expect(body, name).toContain(`Write to ${DESK}.`);
      expect(body, name).not.toMatch(/reply to/i);
    }
  });

  test('finds the second address where email to the first comes back, and where there is none what emails name', async () => {
    const other = await Site.seeded();
    const asked = async () => (await other.visit({ path: '/about/contact' })).body;
    await other.sealed.putContacts('coordinators', {
      dutyDesk: 'one@desk.example',
      second: 'two@desk.example',
    });
    await other.sealed.noteReturned('coordinators', ['one@desk.example'], {
      at: other.clock.now(),
      why: 'no-such-mailbox',
    });
    expect(await asked()).toContain('Write to two@desk.example.');
    other.sealed.reachable = async () => undefined;
    expect(await asked()).toContain('Write to the address that each of our emails names for help.');
  });

  test('is shown the head of their session by what shows it on every page', async () => {
    const cookie = await site.signedIn('E10000016');
    for (const name of [...pages, 'cookies']) {
      expect(await read(name, [cookie]), name).toContain('action="/sign-out"');
      expect(await read(name), name).not.toContain('action="/sign-out"');
    }
  });
});

test('the privacy notice says how long each is kept, as the retention does', async () => {
  const body = await read('privacy');
  expect(body).toContain(`begun is kept for ${retention.draftDays} days after your last answer`);
  expect(body).toContain(`sealed about a child is kept for ${retention.sealedDays} days`);
  expect(body).toContain('until a year after the child turns 18, if that is later');
  expect(body).toContain(`is kept for ${retention.sealedDays} days`);
  expect(body).toContain(`within ${retention.setBackDays} days`);
  expect(body).toContain(`documents and emails within ${retention.goneForGoodDays} days`);
  expect(body).toContain('names no child. It keeps the names of those who acted');
});
