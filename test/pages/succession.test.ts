/** A council has ended: what its own people see, and the page on which coordinators give what it left to those that took over. */
import { mkdirSync } from 'node:fs';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { givenBy } from '../../functions/pages/councils/succession-steps.ts';
import type { Left } from '../../functions/pages/councils/what-is-left.ts';
import type { Case } from '../../shared/core/case/case.ts';
import { partInPlacement } from '../../shared/core/case/commands/open-sealed-details.ts';
import { hashOfKey } from '../../shared/core/council/council-keys.ts';
import { everyCouncil } from '../../shared/core/council/published-councils.ts';
import { policyNamed } from '../../shared/core/policies.ts';
import type { Draft } from '../../shared/ports/draft-store.ts';
import { askAxe, injectAxe } from '../axe.ts';
import { type OpenBrowser, openBrowser } from '../browser.ts';
import { aCase, SOCIAL_WORKER } from '../builders.ts';
import { AsCoordinator, type Fields, formOf } from './as-coordinator.ts';
import { serve } from './serve.ts';
import { Site } from './site.ts';

const SURREY = 'E10000030';
const [EAST, WEST] = ['E06999901', 'E06999902'] as const;
const MARCH = '2027-03-31T09:00:00.000Z';
const APRIL = '2027-04-01T08:00:00.000Z';
const DRAFT = '5f0c7e1a-3b1d-4f6e-9a2c-8d4e6b7f1a20';

let site: Site;
beforeEach(async () => {
  site = new Site({ policy: policyNamed('nts-2026') });
  await site.councils.seed(everyCouncil(), site.policy);
  site.clock.set(MARCH);
});

const draft = (over: Partial<Draft> = {}): Draft => ({
  id: DRAFT,
  council: SURREY,
  version: 1,
  form: { definition: ['applied'] },
  state: 'open',
  at: MARCH,
  ...over,
});

describe('the people of a council that has ended', () => {
  const seen = async (council: string, path: string, method = 'GET') =>
    site.visit({ method, path, cookies: [await site.signedIn(council)] });

  test('are told on their list who took over, and are asked for no places any more', async () => {
    const before = (await seen(SURREY, '/home')).body;
    expect(before).toContain('Declare your places');
    expect(before).toContain('Refer a child');
    expect(before).not.toContain('took over');
    site.clock.set(APRIL);
    const after = (await seen(SURREY, '/home')).body;
    expect(after).toContain('Surrey ended on 31 March 2027. East Surrey and West Surrey took over');
    expect(after).not.toContain('Declare your places');
    expect(after).not.toContain('Refer a child');
    expect((await seen(EAST, '/home')).body).toContain('Declare your places');
  });

  test('who takes over a place reads that no turn decided it, and not that the child was placed with it, or is with it before the handover', async () => {
    const { id } = await site.referred();
    const coordinator = { kind: 'coordinator', name: 'A. Coordinator' } as const;
    const placed = { reason: 'family-link', note: 'Aunt.', overCapacity: true } as const;
    await site.tell(id, { kind: 'place-directly', council: SURREY, ...placed }, coordinator);
    site.clock.set(APRIL);
    await site.tell(id, { kind: 'succeed', from: SURREY, to: EAST }, coordinator);
    expect((await site.current(id)).placement).toMatchObject({ council: EAST, how: 'placed-directly' });
    const { body } = await seen(EAST, `/turn/${id}`);
    expect(body).toContain('Your council has taken over the place since.');
    expect(body).not.toContain('placed the child with your council directly');
    expect(body).not.toContain('responsible for the child');
  });

  test('begin no referral and change none, but send once more what broke off', async () => {
    await site.drafts.save(draft());
    expect((await seen(SURREY, `/refer/${DRAFT}`)).status).toBe(303);
    site.clock.set(APRIL);
    for (const path of ['/refer', `/refer/${DRAFT}`, `/refer/${DRAFT}/definition`]) {
      const { status, body } = await seen(SURREY, path);
      expect([path, status]).toEqual([path, 409]);
      expect(body).toContain('Surrey ended on 31 March 2027. East Surrey and West Surrey took over.');
    }
    expect((await seen(EAST, '/refer')).status).toBe(200);
    await site.drafts.save(draft({ version: 2, state: 'sending' }));
    expect((await seen(SURREY, `/refer/${DRAFT}`)).status).toBe(303);
  });

  test('are not said to have a published figure where it is a share of another’s', async () => {
    site.clock.set(APRIL);
    const link = async (council: string) =>
      (
        await site.visit({
          path: await site.link({ for: 'capacity', council, region: 'E12000008', version: 0 }),
        })
      ).body;
    expect(await link(EAST)).toContain('your share of what was published for Surrey for 31 March 2025');
    expect(await link('E10000016')).toContain('as published for 31 March 2025');
  });
});

const LEEDS = 'E08000035';
const PATH = `/councils/${SURREY}/succession`;
const since = {
  referredOn: '2027-03-31',
  arrivedOn: '2027-03-28',
  asylumClaimOn: '2027-03-29',
  settledSince: '2027-03-29',
} as const;
const duty = { kind: 'council', code: SURREY } as const;
const toSurrey = () => site.referred({ ...since, links: [{ council: SURREY, kind: 'family' }] });

/** One of each: an open offer, a placement, a child handed over, and what Surrey referred itself, offered and handed over. */
async function everything() {
  const accepted = async () => {
    const { id } = await toSurrey();
    return site.tell(id, { kind: 'answer', offerId: '1-1', answer: 'accept' }, duty);
  };
  const handedOver = async ({ id, placement }: Case) => {
    const by = { kind: 'council', code: placement?.council ?? '' } as const;
    await site.tell(id, { kind: 'arrange-transfer', moveOn: '2027-03-31', socialWorker: SOCIAL_WORKER }, by);
    return site.tell(id, { kind: 'complete-transfer', handedOverAt: MARCH }, by);
  };
  const own = () => site.referred({ ...since, entryAuthority: SURREY });
  // Surrey is below its threshold: what it refers is held, and a coordinator may place the child.
  const taken = await site.tell(
    (await own()).id,
    { kind: 'place-directly', council: LEEDS, reason: 'best-interests', note: 'n', overCapacity: true },
    { kind: 'coordinator', name: 'Robin Hale' },
  );
  return {
    offered: await toSurrey(),
    accepted: await accepted(),
    received: await handedOver(await accepted()),
    referred: await own(),
    sent: await handedOver(taken),
    elsewhere: await site.referred(since),
  };
}

describe('the page of a council that ends', () => {
  const as = () => AsCoordinator.signedIn(site, PATH);
  const now = async (one: Case) => (await site.cases.read(one.id)) as Case;
  const passed = async (one: Case) =>
    (await site.cases.trail(one.id)).filter(({ type }) => type === 'council-succeeded.v1');
  const given = { successionNote: '' };
  const all = (to: string) => [{ todo: `all-${to}`, ...given }, { confirm: 'yes' }] as const;
  const begun = async (code: string) =>
    (await site.councils.trail(code)).filter(({ type }) => type === 'council-took-over.v1');

  test('is found from the councils and from its own, and is there for no other council', async () => {
    const robin = await as();
    for (const path of ['/councils', `/councils/${SURREY}`])
      expect((await robin.get(path)).body).toContain(`href="${PATH}"`);
    expect((await robin.get('/councils/E10000016')).body).not.toContain('succession');
    for (const code of ['E10000016', EAST, 'nobody'])
      expect((await robin.get(`/councils/${code}/succession`)).status).toBe(404);
  });

  test.each([
    [MARCH, false],
    [APRIL, true],
    ['2027-04-28T22:59:00.000Z', true],
    ['2027-04-28T23:00:00.000Z', false],
  ])(
    'is on the coordinators’ list as long as the old mailbox can look: at %s it is %s',
    async (now, there) => {
      site.clock.set(now);
      const { body } = await (await as()).get('/home');
      expect(body.includes(`href="${PATH}"`)).toBe(there);
      if (there) expect(body).toContain('Its own people can look until 28 April 2027');
    },
  );

  test('says before the end all that it has, what becomes of it and who takes over, and gives nothing yet', async () => {
    const { elsewhere, ...its } = await everything();
    await site.drafts.save(draft());
    await site.drafts.save(draft({ id: DRAFT.replace('20', '21'), state: 'sending' }));
    await site.sealed.putContacts(`council:${EAST}`, { dutyDesk: 'duty@east.example' });
    const robin = await as();
    const { body } = await robin.get();
    for (const { id } of Object.values(its)) expect(body).toContain(id);
    expect(body).not.toContain(elsewhere.id);
    for (const words of [
      'Ends on 31 March 2027',
      'From 1 April 2027 you give here what Surrey leaves',
      '5 cases and 1 referral that was not sent',
      '1 referral whose sending broke off',
      'East Surrey (45 % of its children)',
      'Handed over on 31 March 2027',
      'An open offer',
      'It has no email address yet',
      'A referral that was begun on 31 March 2027',
      'Its mailbox can sign in until 28 April 2027',
    ])
      expect(body).toContain(words);
    expect(body.match(/It has no email address yet/g)).toHaveLength(1);
    expect(body).not.toContain('name="todo"');
    await robin.post({ ...all(EAST)[0], step: 'confirm', confirm: 'yes' });
    for (const one of Object.values(its)) expect(await passed(one)).toEqual([]);
    expect(await begun(EAST)).toEqual([]);
  });

  test('gives all that is left to one council: each case, each child handed over before with what is sealed, each draft', async () => {
    const { elsewhere, ...its } = await everything();
    await site.drafts.save(draft());
    await site.apiKeys.replaceKey(SURREY, hashOfKey('k'), { at: MARCH, by: 'Robin Hale' });
    site.clock.set(APRIL);
    const robin = await as();
    expect((await robin.get()).body).toContain('Its system has no key. It is told to ask for one.');
    const { form, last } = await robin.answer(...all(EAST));
    expect([last.status, last.headers.location]).toEqual([303, PATH]);
    for (const one of Object.values(its)) {
      expect(await passed(one)).toMatchObject([
        { data: { from: SURREY, to: EAST }, actor: { kind: 'coordinator', name: 'Robin Hale' } },
      ]);
      const is = await now(one);
      expect(is.facts.entryAuthority === SURREY || is.placement?.council === SURREY).toBe(false);
      expect(partInPlacement(is, SURREY)).toBeUndefined();
    }
    expect(partInPlacement(await now(its.received), EAST)).toBe('receiving-authority');
    expect((await now(its.sent)).facts.entryAuthority).toBe(EAST);
    expect((await now(elsewhere)).version).toBe(elsewhere.version);
    const [own, old] = [await site.drafts.read(EAST, DRAFT), await site.drafts.read(SURREY, DRAFT)];
    expect(own).toEqual({ ...draft(), council: EAST });
    expect(old).toMatchObject({ state: 'moved', movedTo: EAST });
    for (const code of [EAST, WEST])
      expect(await begun(code)).toMatchObject([
        { data: { council: code, from: SURREY, left: 6, drafts: 1, systemKey: true } },
      ]);
    const { body } = await robin.get();
    expect(body).toContain('Nothing is left to give');
    expect(body).toMatch(/Done<\/dt>\s*<dd[^>]*>6 of 6/);
    expect(body).not.toContain('name="todo"');
    // The same form once more, as from another window or a second click: nothing is given again.
    await robin.post(form);
    for (const one of Object.values(its)) expect(await passed(one)).toHaveLength(1);
    expect(await begun(EAST)).toHaveLength(1);
    expect(await site.drafts.read(EAST, DRAFT)).toEqual(own);
    // The council that took over goes on with the draft; the other one has none of it.
    const seen = async (council: string) =>
      (await site.visit({ path: '/refer', cookies: [await site.signedIn(council)] })).body;
    expect(await seen(EAST)).toContain(DRAFT);
    expect(await seen(WEST)).not.toContain(DRAFT);
  });

  test('gives each to the council that is chosen for it, and leaves the rest', async () => {
    const { accepted, received, sent } = await everything();
    await site.drafts.save(draft());
    site.clock.set(APRIL);
    const robin = await as();
    const chosen = { [`to-${accepted.id}`]: EAST, [`to-${received.id}`]: WEST, [`to-${DRAFT}`]: WEST };
    const { form, last } = await robin.answer({ todo: 'each', successionNote: 'As agreed.' }, chosen, {
      confirm: 'yes',
    });
    expect(last.status).toBe(303);
    expect((await now(accepted)).placement?.council).toBe(EAST);
    expect((await now(received)).placement?.council).toBe(WEST);
    expect(await passed(received)).toMatchObject([{ data: { note: 'As agreed.' } }]);
    expect(await passed(sent)).toEqual([]);
    expect((await site.drafts.read(WEST, DRAFT))?.state).toBe('open');
    expect((await robin.get()).body).toMatch(/Done<\/dt>\s*<dd[^>]*>3 of 6/);
    // Nothing chosen is asked back; a council that does not take over is none of the choices.
    const nothing: Fields = { ...form, step: 'each', [`to-${sent.id}`]: '' };
    expect((await robin.post(nothing)).body).toContain('Choose a council for at least one');
    expect((await robin.post({ ...nothing, [`to-${sent.id}`]: 'E10000016' })).status).toBe(422);
  });

  test('gives no more than forty at a time of cases and drafts together, and loses none of either', () => {
    const counts = fc.record({ cases: fc.nat(90), drafts: fc.nat(90) });
    fc.assert(
      fc.property(counts, (count) => {
        let left: Left = {
          cases: Array.from({ length: count.cases }, (_, at) => ({
            theCase: aCase({ id: `NTS-${at}` }),
            parts: ['entry-authority' as const],
          })),
          drafts: Array.from({ length: count.drafts }, (_, at) => draft({ id: `draft-${at}` })),
          brokenOff: 0,
        };
        for (let forms = 0; left.cases.length + left.drafts.length > 0; forms += 1) {
          expect(forms).toBeLessThan(5);
          const given = givenBy({ what: { todo: `all-${WEST}` } }, left);
          const size = given.cases.length + given.drafts.length;
          expect(size).toBe(Math.min(40, left.cases.length + left.drafts.length));
          left = {
            ...left,
            cases: left.cases.filter(({ theCase }) => !given.cases.some((one) => one.theCase === theCase)),
            drafts: left.drafts.filter((one) => !given.drafts.some((each) => each.draft === one)),
          };
        }
      }),
    );
  });

  test('gives forty cases at a time, and says how many are done and left', async () => {
    const cases: Case[] = [];
    for (let count = 0; count < 43; count += 1)
      cases.push(await site.referred({ ...since, entryAuthority: SURREY }));
    site.clock.set(APRIL);
    const robin = await as();
    const { last } = await robin.answer(...all(WEST));
    expect(last.status).toBe(303);
    const { body } = await robin.get();
    expect(body).toMatch(/Done<\/dt>\s*<dd[^>]*>40 of 43/);
    expect(body).toContain('3 cases and 0 referrals that were not sent');
    await robin.answer(...all(WEST));
    expect((await robin.get()).body).toMatch(/Done<\/dt>\s*<dd[^>]*>43 of 43/);
    for (const one of cases) expect(await passed(one)).toHaveLength(1);
  });

  test.each([0, 1, 2, 3, 4, 5, 6, 7])(
    'broken off after %s writes, the same again does what is left, and nothing twice',
    async (writes) => {
      const { elsewhere: _, ...its } = await everything();
      await site.drafts.save(draft());
      site.clock.set(APRIL);
      const robin = await as();
      let left = writes;
      const breaking = <T extends object>(store: T, method: keyof T) => {
        const real = (store[method] as (...given: unknown[]) => Promise<unknown>).bind(store);
        vi.spyOn(store as Record<string, () => Promise<unknown>>, method as string).mockImplementation(
          async (...given: unknown[]) => {
            left -= 1;
            if (left < 0) throw new Error('The function was killed.');
            return real(...given);
          },
        );
      };
      breaking(site.cases, 'commit');
      breaking(site.drafts, 'save');
      const { last } = await robin.answer(...all(EAST));
      expect(last.status).toBe(writes === 7 ? 303 : 500);
      vi.restoreAllMocks();
      const seen = (await robin.get()).body;
      if (writes < 7) {
        const undone = writes < 5 ? 6 - writes : 1;
        expect(seen).toMatch(new RegExp(`Done</dt>\\s*<dd[^>]*>${6 - undone} of 6`));
        // Where the draft was to go stands from its first write on.
        expect((await robin.answer(...all(writes === 6 ? WEST : EAST))).last.status).toBe(303);
      }
      for (const one of Object.values(its)) expect(await passed(one)).toHaveLength(1);
      expect(await site.drafts.read(EAST, DRAFT)).toEqual({ ...draft(), council: EAST });
      expect(await site.drafts.read(WEST, DRAFT)).toBeUndefined();
      expect(await begun(EAST)).toHaveLength(1);
      expect((await robin.get()).body).toContain('Nothing is left to give');
    },
  );

  test('a referral whose move broke off goes where it was to go, whatever is chosen the second time', async () => {
    await site.drafts.save(draft());
    await site.drafts.save(draft({ version: 2, state: 'moved', movedTo: EAST }));
    site.clock.set(APRIL);
    const robin = await as();
    const [first, second] = all(WEST);
    const asked = await robin.post({ ...formOf((await robin.get()).body), ...first });
    expect(asked.body).toContain('You give 1 referral that was not sent to East Surrey.');
    await robin.post({ ...formOf(asked.body), ...second });
    expect((await site.drafts.read(EAST, DRAFT))?.state).toBe('open');
    expect(await site.drafts.read(WEST, DRAFT)).toBeUndefined();
  });

  test('a referral that somebody changed a moment ago is given as it is then, and never twice', async () => {
    await site.drafts.save(draft());
    site.clock.set(APRIL);
    const robin = await as();
    const save = site.drafts.save.bind(site.drafts);
    vi.spyOn(site.drafts, 'save').mockImplementationOnce(async (moved) => {
      await save(draft({ version: 2, form: { definition: ['separated'] } }));
      return save(moved);
    });
    await robin.answer(...all(EAST));
    vi.restoreAllMocks();
    expect(await site.drafts.read(EAST, DRAFT)).toBeUndefined();
    expect((await robin.get()).body).toContain('1 referral that was not sent');
    await robin.answer(...all(EAST));
    expect((await site.drafts.read(EAST, DRAFT))?.form).toEqual({ definition: ['separated'] });
  });

  test('leaves with the council a case that cannot go to the other, and says why', async () => {
    const { id, referralId, facts } = await toSurrey();
    site.clock.set(APRIL);
    const unsafe = await site.tell(
      id,
      { kind: 'amend', data: { referralId, facts: { areasToAvoid: [EAST] } } },
      { kind: 'entry-authority', code: facts.entryAuthority },
    );
    expect(unsafe.offers.map(({ council, status }) => [council, status])).toContainEqual([SURREY, 'live']);
    const robin = await as();
    expect((await robin.get()).body).toContain(
      'It cannot go to East Surrey: that area is not safe for the child',
    );
    const { last } = await robin.answer(...all(EAST));
    expect(last.body).toContain(`Not all of it could be done. ${id}: `);
    expect(await passed(unsafe)).toEqual([]);
    expect((await robin.get()).body).toMatch(/Done<\/dt>\s*<dd[^>]*>0 of 1/);
    await robin.answer(...all(WEST));
    expect(await passed(unsafe)).toHaveLength(1);
  });

  describe('in a real browser', () => {
    let browser: OpenBrowser | undefined;
    afterEach(async () => {
      await browser?.close();
    });

    test('axe finds nothing on it, before the end and after, nor on its form', async () => {
      await everything();
      await site.drafts.save(draft());
      const served = await serve(site);
      browser = await openBrowser();
      const page = await browser.context.newPage();
      const shots = new URL('../../.cache/screenshots/', import.meta.url).pathname;
      mkdirSync(shots, { recursive: true });
      const looked = async (name: string) => {
        await injectAxe(page);
        await page.screenshot({ path: `${shots}succession-${name}.png`, fullPage: true });
        const { violations, unexplained } = await askAxe(page);
        expect([name, violations, unexplained]).toEqual([name, [], []]);
      };
      const opened = async () => {
        const [, value = ''] = (await site.coordinatorSignedIn('Robin Hale')).split('=');
        await page.context().addCookies([{ name: 'nts-session', value, url: served.url }]);
        await page.goto(`${served.url}${PATH}`);
      };
      try {
        await opened();
        await looked('before');
        site.clock.set(APRIL);
        await opened();
        await looked('after');
        await page.check(`input[value="each"]`);
        await page.click('main form button');
        await looked('each');
        await page.locator(`input[value="${WEST}"]`).first().check();
        await page.click('main form button');
        await looked('check');
        await page.check('input[name="confirm"]');
        await page.click('main form button');
        await looked('done');
        expect(await page.textContent('main')).toContain('1 of 6');
      } finally {
        await served.close();
      }
    });
  });
});
