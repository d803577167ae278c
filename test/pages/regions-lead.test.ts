/** The page of a region's lead: whose turn it is, why, and what the lead makes of it. */
import { beforeEach, describe, expect, test } from 'vitest';
import type { Case } from '../../shared/core/case/case.ts';
import { councilsOfRegions } from '../../shared/core/council/whole-regions.ts';
import { authorityName, knownRegion } from '../../shared/words/authority-names.ts';
import { asItStands, offeredBy, sessionOf } from './forms.ts';
import { Site } from './site.ts';

let site: Site;
let theCase: Case;
let link: string;
let region: string;
let ranked: readonly string[];

const begun = async (facts: Parameters<Site['withTheRegion']>[0] = {}): Promise<void> => {
  site = await Site.seeded();
  theCase = await site.withTheRegion(facts);
  ({ region, councils: ranked } = theCase.regionAsked ?? { region: '', councils: [] });
  link = await site.link({ for: 'region', region, caseId: theCase.id, version: 2 });
};
beforeEach(() => begun());

const answer = async () => (await site.current(theCase.id)).regionsAnswered?.at(-1);
const confirmed = { confirm: 'yes', name: 'P. Rowe' };

describe('the page of a region’s lead', () => {
  test('shows the councils of the region in turn, with the reasons, and until when the rota waits', async () => {
    const { status, body } = await site.get(link);
    expect(status).toBe(200);
    expect(body).toContain('Which council is to be asked first?');
    expect(body).toContain(`It is the turn of ${knownRegion(region)}`);
    expect(body).toContain(
      'Answer by 5pm on Wednesday 25 November (in 2 days). If you do not, the rota goes on by itself.',
    );
    const places = ranked.map((code) => body.indexOf(`>${authorityName(code)}<`));
    expect(places.every((at, index) => at > 0 && (index === 0 || at > (places[index - 1] ?? 0)))).toBe(true);
    expect(body).toContain('Its turn, exactly at its share of the region’s turns. Room for');
    expect(offeredBy(body, 'first')).toEqual([ranked[0], 'another']);
  });

  test('says of no area that it is one to avoid, nor which council was left out for it', async () => {
    const [, out = ''] = ranked;
    await begun({ areasToAvoid: [out, 'E10000016'] });
    const { body } = await site.get(link);
    expect(ranked).not.toContain(out);
    expect(body).toContain('Not asked for this child');
    expect(body).not.toMatch(/area to avoid|no safe area/i);
    expect(body).toContain('2 areas. None is that of a council which you can choose');
  });

  test('confirms in two steps, and the page then says so for good', async () => {
    const check = await site.post(link, { step: 'choice', first: ranked[0] ?? '' });
    expect(check.body).toContain('Check your answer before you send it');
    expect(await answer()).toBeUndefined();
    const receipt = await site.post(link, { ...asItStands(check.body), ...confirmed });
    expect(receipt.body).toContain(`You confirmed ${authorityName(ranked[0] ?? '')}`);
    expect(await answer()).toEqual({ region, outcome: 'confirmed', council: ranked[0] });
    const trail = await site.cases.trail(theCase.id);
    expect(trail.at(-1)?.actor).toEqual({
      kind: 'smp-lead',
      region,
      name: 'P. Rowe',
      role: 'duty manager',
    });
    const asked = await site.allocated(theCase.id);
    expect(asked.offers[0]?.council).toBe(ranked[0]);
  });

  test('names another with a reason, which the coordinators’ page tells', async () => {
    const why = await site.post(link, { step: 'choice', first: 'another' });
    expect(why.body).toContain('Which council do you name, and why?');
    expect(why.body).not.toContain(`<option value="${ranked[0]}"`);
    const nothing = await site.post(link, { ...asItStands(why.body), named: ranked[2] ?? '' });
    expect(nothing.status).toBe(422);
    expect(nothing.body).toContain('Select why you name another council');
    const said = { named: ranked[2] ?? '', namedBecause: 'carers-speak-language' };
    const check = await site.post(link, { ...asItStands(why.body), ...said });
    const receipt = await site.post(link, { ...asItStands(check.body), ...confirmed });
    const named = authorityName(ranked[2] ?? '');
    expect(receipt.body).toContain(`You named ${named}`);
    const { body } = await site.get(await site.caseLink(await site.current(theCase.id)));
    expect(body).toContain(`The lead of ${knownRegion(region)} named ${named}`);
    expect(body).toContain(`It was the turn of ${authorityName(ranked[0] ?? '')}, which keeps its turn.`);
    expect(body).toContain('Reason: carers there speak the child’s language.');
  });

  test('takes no council of another region, and none that cannot be asked', async () => {
    const [elsewhere = ''] = councilsOfRegions(['E12000007', 'E12000001']).filter(
      (code) => !ranked.includes(code),
    );
    const form = { step: 'why', first: 'another', named: elsewhere, namedBecause: 'own-rota' };
    const { status, body } = await site.post(link, form);
    expect(status).toBe(422);
    expect(body).toContain('Choose a council from the list');
  });

  test.each([
    ['all', () => true, 'Confirm that, or name another council of the region.', 2],
    ['the one whose turn it is alone', (at: number) => at === 0, 'Confirm that. No other council', 1],
    ['all but that one', (at: number) => at !== 0, 'It can no longer take the child. Name another', 1],
    ['none', () => false, 'there is nothing to answer: the rota goes on by itself', 0],
  ] as const)(
    'offers what can still be answered where %s can take the child, and says so',
    async (_, can, words, offered) => {
      const { councils } = await site.councils.view();
      Object.assign(site.councils, {
        view: async () => ({
          councils: councils.map((one) =>
            can(ranked.indexOf(one.code)) ? one : { ...one, participates: false },
          ),
          national: { state: { arrivals: 0, parties: {} }, version: 0, turn: 0 },
          regions: {},
        }),
      });
      const { body } = await site.get(link);
      expect(body).toContain(words);
      const first = ranked[0] ?? '';
      expect(offeredBy(body, 'first')).toEqual(
        [first, 'another'].filter((one) => (one === first ? can(0) : can(1))),
      );
      expect(offeredBy(body, 'first')).toHaveLength(offered);
      // Where nothing can be answered, no time to answer is named, and nothing is said to follow.
      for (const asked of ['Answer by', 'What happens next', 'Councils that can take'])
        expect(body.includes(asked)).toBe(offered > 0);
    },
  );

  test.each([
    ['ran-out', 'The time to answer has passed'],
    ['paused', 'Your answer is not needed now'],
    ['withdrawn', 'Your answer is no longer needed'],
  ])('once nothing is to be answered (%s) says why, and takes no form', async (how, words) => {
    const entry = { kind: 'entry-authority', code: 'E10000016' } as const;
    if (how === 'ran-out') {
      site.clock.set('2026-11-25T17:00:00.000Z');
      await site.tell(theCase.id, { kind: 'look-at-deadlines' });
    } else if (how === 'paused')
      await site.tell(theCase.id, { kind: 'child-missing', missingSince: site.clock.now() }, entry);
    else await site.tell(theCase.id, { kind: 'withdraw', reason: 'other' }, entry);
    const { body } = await site.get(link);
    expect(body).toContain(words);
    expect(body).not.toContain('name="first"');
    const before = await site.current(theCase.id);
    await site.post(link, { step: 'confirm', first: ranked[0] ?? '', ...confirmed });
    expect(await site.current(theCase.id)).toEqual(before);
  });

  test('a coordinator finds it on the page of the case, and answers by name in the lead’s place', async () => {
    const cookies = [await site.coordinatorSignedIn('Robin Hale')];
    const page = await site.visit({ path: await site.caseLink(theCase), cookies });
    const lead = `Record what the lead of ${knownRegion(region)} says`;
    expect(page.body).toContain(lead);
    expect(page.body).toContain('Who the rota would ask: 3 councils');
    const [, path = ''] = new RegExp(`href="(/regions/[^"]+)">${lead}`).exec(page.body) ?? [];
    expect((await site.visit({ path })).headers.location).toBe('/sign-in');
    const shown = await site.visit({ path, cookies });
    const session = sessionOf(shown.body);
    const choosing = { session, step: 'choice', first: ranked[0] ?? '' };
    const check = await site.visit({ path, cookies, method: 'POST', form: choosing });
    // Who they are is known.
    for (const box of ['name', 'role']) expect(check.body).not.toContain(`name="${box}"`);
    await site.visit({
      path,
      cookies,
      method: 'POST',
      form: { session, step: 'confirm', first: ranked[0] ?? '', confirm: 'yes' },
    });
    expect((await site.cases.trail(theCase.id)).at(-1)).toMatchObject({
      type: 'region-answered.v1',
      actor: { kind: 'coordinator', name: 'Robin Hale' },
    });
  });
});
