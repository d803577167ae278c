import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import type { EventOf } from '../../events/catalogue.ts';
import { httpEvent, Site, type Visit } from './site.ts';

const HAMPSHIRE = 'E10000014';
const KENT = 'E10000016';
const DUTY = 'duty@hampshire.example';
const SECOND = 'manager@hampshire.example';

let site: Site;
beforeEach(async () => {
  site = await open();
});

async function open(): Promise<Site> {
  const opened = await Site.seeded();
  await opened.sealed.putContacts(`council:${HAMPSHIRE}`, { dutyDesk: DUTY, second: SECOND });
  await opened.sealed.putContacts(`council:${KENT}`, { dutyDesk: 'duty@kent.example' });
  await opened.sealed.putContacts('coordinators', { dutyDesk: 'desk@coordinators.example' });
  return opened;
}

interface Asking {
  readonly council?: string;
  readonly address?: string;
  readonly from?: string;
  readonly cookies?: readonly string[];
}

async function ask(
  on: Site,
  { council = HAMPSHIRE, address = DUTY, from = '192.0.2.1', cookies = [] }: Asking = {},
) {
  const visit: Visit = { method: 'POST', path: '/sign-in', form: { step: 'ask', council, address }, cookies };
  const event = httpEvent(visit);
  event.requestContext.http.sourceIp = from;
  return on.handle(event);
}

type Sent = EventOf<'sign-in-requested.v1'> | EventOf<'sign-in-stopped.v1'>;
const sent = (on: Site, type: Sent['type'] = 'sign-in-requested.v1') =>
  on.notifications
    .snapshot()
    .map(({ body }) => JSON.parse(body) as Sent)
    .filter((message) => message.type === type);
/** Links to the addresses of a desk; those to people's own have lids of their own. */
const linksTo = (on: Site, council = HAMPSHIRE) =>
  (sent(on) as EventOf<'sign-in-requested.v1'>[]).filter(
    ({ data }) => data.council === council && data.person === undefined,
  );
const linksToPeople = (on: Site) =>
  (sent(on) as EventOf<'sign-in-requested.v1'>[]).filter(({ data }) => data.person !== undefined);
const later = (on: Site, minutes: number) =>
  on.clock.set(new Date(Date.parse(on.clock.now()) + minutes * 60_000).toISOString());

/** Signs in with the last link that was sent to Hampshire. @returns the cookies by name */
async function signIn(on: Site, cookies: readonly string[] = []): Promise<Readonly<Record<string, string>>> {
  const { council = '', signInId = '' } = linksTo(on).at(-1)?.data ?? {};
  const path = await on.link({ for: 'sign-in', council, signInId });
  const seen = await on.visit({ method: 'POST', path, form: { step: 'sign', confirm: 'yes' }, cookies });
  return Object.fromEntries(
    seen.cookies.map((cookie) => [/nts-(\w+)/.exec(cookie)?.[1] ?? '', cookie.split(';')[0] ?? '']),
  );
}

/** A device on which somebody has signed in for Hampshire. */
async function knownDevice(on: Site): Promise<string> {
  await ask(on, { from: '198.51.100.1' });
  return (await signIn(on)).device ?? '';
}

describe('a link that nobody has used', () => {
  test('is not sent again for ten minutes: it lies in the mailbox, and works', async () => {
    for (let times = 0; times < 5; times += 1) await ask(site, { from: `192.0.2.${times}` });
    expect(linksTo(site)).toHaveLength(1);
    later(site, 9);
    await ask(site);
    expect(linksTo(site)).toHaveLength(1);
    expect((await signIn(site)).session).toBeDefined();
    await ask(site);
    expect(linksTo(site)).toHaveLength(2);
    later(site, 10);
    await ask(site);
    expect(linksTo(site)).toHaveLength(3);
  });

  test('is that of its own address: another address of the desk gets its own', async () => {
    await ask(site);
    await ask(site, { address: SECOND });
    expect(linksTo(site).map(({ data }) => data.contact)).toEqual(['duty-desk', 'second']);
  });
});

/** Asks for more links than any desk is sent, as somebody who uses none and waits until each is sent again. */
async function exhaust(on: Site, times = 70): Promise<void> {
  const begun = on.clock.now();
  for (let n = 0; n < times; n += 1) {
    on.clock.set(new Date(Date.parse(begun) + n * 11 * 60_000).toISOString());
    await ask(on, { from: `203.0.113.${n % 9}` });
  }
}

describe('the lid of a day', () => {
  test('stops what strangers ask for, tells desk and coordinators once, and lets a known device in', async () => {
    const device = await knownDevice(site);
    await exhaust(site);
    const atTheLid = linksTo(site).length;
    expect(atTheLid).toBe(40);
    expect(sent(site, 'sign-in-stopped.v1')).toEqual([
      expect.objectContaining({
        id: `sign-in-stopped:council:${HAMPSHIRE}:new-devices:2026-11-23`,
        data: { council: HAMPSHIRE, who: 'new-devices', until: '2026-11-24T00:00:00.000Z' },
      }),
    ]);
    await ask(site, { cookies: [device], from: '203.0.113.1' });
    expect(linksTo(site)).toHaveLength(atTheLid + 1);
    expect((await signIn(site)).session).toBeDefined();
    // Other desks have their own.
    await ask(site, { council: KENT, address: 'duty@kent.example' });
    expect(linksTo(site, KENT)).toHaveLength(1);
    site.clock.set('2026-11-24T00:00:00.000Z');
    await ask(site, { from: '203.0.113.1' });
    expect(linksTo(site)).toHaveLength(atTheLid + 2);
  });

  test('of one place is not the desk’s: others, elsewhere and in the same network, are sent their links', async () => {
    const device = await knownDevice(site);
    site.clock.set('2026-11-23T10:00:00.000Z');
    for (let n = 0; n < 30; n += 1) {
      later(site, 11);
      await ask(site);
    }
    const before = linksTo(site).length;
    expect(before).toBe(21);
    await ask(site, { cookies: [device] });
    later(site, 11);
    await ask(site, { from: '192.0.2.77' });
    expect(linksTo(site)).toHaveLength(before + 2);
    expect(sent(site, 'sign-in-stopped.v1')).toEqual([]);
  });

  test('holds for known devices too: a desk is never sent more than a hundred links, and is told why', async () => {
    const devices: string[] = [];
    for (let n = 0; n < 5; n += 1) devices.push(await knownDevice(site));
    for (let n = 0; n < 30; n += 1) for (const device of devices) await ask(site, { cookies: [device] });
    await exhaust(site);
    expect(linksTo(site)).toHaveLength(100);
    expect(sent(site, 'sign-in-stopped.v1').map(({ data }) => 'who' in data && data.who)).toEqual([
      'known-devices',
      'new-devices',
    ]);
  });

  test('of one device is not that of the others', async () => {
    const [one, other] = [await knownDevice(site), await knownDevice(site)];
    for (let n = 0; n < 30; n += 1) await ask(site, { cookies: [one] });
    const before = linksTo(site).length;
    await ask(site, { cookies: [other] });
    expect(linksTo(site)).toHaveLength(before + 1);
  });
});

describe('a known device', () => {
  test('is known for the desks that it signed in for, and opens nothing', async () => {
    const device = await knownDevice(site);
    expect((await site.visit({ path: '/home', cookies: [device] })).headers.location).toBe('/sign-in');
    const value = device.split('=')[1] ?? '';
    for (const cookie of [`__Host-nts-session=${value}`, `__Host-nts-back=${value}`])
      expect((await site.visit({ path: '/home', cookies: [cookie] })).headers.location).toBe('/sign-in');
    for (const folder of ['offers', 'sign-in', 'cases'])
      expect((await site.get(`/${folder}/${value}`)).status).toBeGreaterThanOrEqual(404);
  });

  test('stays the same device when it signs in again, also for another desk', async () => {
    const device = await knownDevice(site);
    await site.sealed.putContacts(`council:${KENT}`, { dutyDesk: DUTY });
    await ask(site, { council: KENT, cookies: [device] });
    const { signInId = '' } = linksTo(site, KENT).at(-1)?.data ?? {};
    const path = await site.link({ for: 'sign-in', council: KENT, signInId });
    const seen = await site.visit({
      method: 'POST',
      path,
      form: { step: 'sign', confirm: 'yes' },
      cookies: [device],
    });
    const both = seen.cookies.find((one) => one.includes('nts-device'))?.split(';')[0] ?? '';
    const claims = (cookie: string) =>
      JSON.parse(Buffer.from(cookie.split('.')[1] ?? '', 'base64url').toString());
    expect(claims(both).jti).toBe(claims(device).jti);
    expect(Object.keys(claims(both).desks).toSorted()).toEqual([`council:${HAMPSHIRE}`, `council:${KENT}`]);
  });

  test('is known no more once the desk has closed its links: a thief of its mailbox may have signed in on it', async () => {
    const thief = await knownDevice(site);
    later(site, 1);
    await site.signIns.voidLinks(`council:${HAMPSHIRE}`, site.clock.now());
    later(site, 1);
    const own = await knownDevice(site);
    await exhaust(site);
    const before = linksTo(site).length;
    await ask(site, { cookies: [thief] });
    expect(linksTo(site)).toHaveLength(before);
    await ask(site, { cookies: [own] });
    expect(linksTo(site)).toHaveLength(before + 1);
  });

  test('is not made by changing a cookie, cutting it, or bringing that of another desk', async () => {
    const device = await knownDevice(site);
    await exhaust(site);
    const before = linksTo(site).length;
    for (const cookie of [`${device}x`, device.slice(0, -4), '__Host-nts-device=', '__Host-nts-device=a.b.c'])
      await ask(site, { cookies: [cookie] });
    expect(linksTo(site)).toHaveLength(before);
  });
});

test('whatever strangers do, a person on a known device gets in, and the desk is sent a hundred links a day at most', async () => {
  const stranger = fc.record({
    from: fc.integer({ min: 1, max: 60 }).map((n) => `203.0.113.${n}`),
    address: fc.constantFrom(
      ...[DUTY, SECOND, DUTY.toUpperCase(), 'guess@nowhere.example'],
      ...[1, 2, 3].map((n) => `guess${n}@hampshire.example`),
    ),
    minutes: fc.constantFrom(0, 1, 11, 31),
    cookies: fc.constantFrom<string[]>([], ['__Host-nts-device=a.b.c'], ['kents']),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(stranger, { minLength: 40, maxLength: 130 }), async (asked) => {
      const on = await open();
      const device = await knownDevice(on);
      await ask(on, { council: KENT, address: 'duty@kent.example' });
      const answers = new Set<string>();
      const begun = on.clock.now().slice(0, 10);
      for (const { minutes, cookies, ...asking } of asked) {
        later(on, minutes);
        // The day's end would give everybody a new lid: the property is about one day.
        if (!on.clock.now().startsWith(begun)) on.clock.set(`${begun}T23:59:00.000Z`);
        answers.add(JSON.stringify(await ask(on, { ...asking, cookies })));
      }
      expect(linksToPeople(on).length).toBeLessThanOrEqual(40);
      const before = linksTo(on).length;
      expect(before).toBeLessThanOrEqual(41);
      answers.add(JSON.stringify(await ask(on, { cookies: [device], from: asked[0]?.from ?? '' })));
      expect(linksTo(on)).toHaveLength(before + 1);
      expect((await signIn(on, [device])).session).toBeDefined();
      expect(answers.size).toBe(1);
      expect(sent(on, 'sign-in-stopped.v1').length).toBeLessThanOrEqual(1);
    }),
    { numRuns: 15 },
  );
});

test('the same is read and counted whoever asks, so that neither words nor time tell who is registered', async () => {
  /** What is done for one request, in its order. */
  const doneFor = async (address: string): Promise<readonly string[]> => {
    const on = await open();
    const done: string[] = [];
    for (const store of [on.sealed, on.signIns, on.people])
      for (const method of Object.getOwnPropertyNames(Object.getPrototypeOf(store))) {
        const target = store as unknown as Record<string, (...given: unknown[]) => unknown>;
        const act = target[method];
        if (method === 'constructor' || typeof act !== 'function') continue;
        target[method] = (...given) => {
          done.push(method);
          return act.apply(store, given);
        };
      }
    await ask(on, { address });
    return done;
  };
  const [known, unknown] = [await doneFor(DUTY), await doneFor('guess@nowhere.example')];
  expect(unknown).toEqual(known.filter((method) => method !== 'noteLink'));
  // Whoever is let in gets a link as the desk does; of somebody new it is kept who asked.
  const own = await doneFor('guess@hampshire.example');
  expect(own.filter((method) => method !== 'add' && method !== 'read')).toEqual(known);
  expect(unknown).toContain('countRequest');
});
