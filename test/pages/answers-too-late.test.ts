/** Answers to offers that no longer stand: they change nothing of the case, and whoever gives one is heard. */

import { beforeEach, describe, expect, test } from 'vitest';
import { isSilent } from '../../shared/core/allocation/silence.ts';
import type { Case } from '../../shared/core/case/case.ts';
import { mergedPlaces } from '../../shared/core/case/places.ts';
import type { Hearing } from '../../shared/core/council/hearing.ts';
import { policyNamed } from '../../shared/core/policies.ts';
import { runCouncilCommand } from '../../shared/runtime/run-council-command.ts';
import { authorityName } from '../../shared/words/authority-names.ts';
import { asItStands } from './forms.ts';
import { Site } from './site.ts';

const policy = policyNamed('nts-2026');
const yes = { step: 'confirm', answer: 'accept', confirm: 'yes' };
const backUpYes = { ...yes, answer: 'back-up-yes' };
const no = { ...yes, answer: 'decline', reason: 'other', text: 'Full' };

let site: Site;
let theCase: Case;

const codeAt = (at: number): string => theCase.offers[at]?.council ?? '';
const left = async (code: string) => (await site.councils.read(code))?.unanswered;
const note = (code: string, hearing: Hearing) =>
  site.councils.apply(mergedPlaces([{ council: code, hearing }]), []);
const ranOut = (code: string, times = 1) => {
  for (let at = 0; at < times; at += 1)
    note(code, { kind: 'unanswered', what: 'offers', at: '2026-11-02T17:00:00.000Z' });
};
const reminded = (code: string) => {
  for (let at = 0; at < (policy.silence?.afterReminders ?? 0); at += 1)
    note(code, { kind: 'unanswered', what: 'reminders', at: '2026-11-02T09:00:00.000Z' });
};
const silent = async (code: string) => {
  const council = await site.councils.read(code);
  return council !== undefined && isSilent(council, policy);
};
const answers = async (at: number, form: Readonly<Record<string, string>>) =>
  site.post(await site.offerLink(theCase, at), form);
const cases = () => JSON.stringify(site.cases.snapshot());

beforeEach(async () => {
  site = await Site.seeded({ policy });
  theCase = await site.referred();
});

/** What became of the offer of the second council meanwhile, by what others did. */
const meanwhile: Readonly<Record<string, () => Promise<unknown>>> = {
  'taken by the first': () => answers(0, yes),
  'withdrawn because the referral is withdrawn': () =>
    site.tell(
      theCase.id,
      { kind: 'withdraw', reason: 'made-in-error' },
      { kind: 'entry-authority', code: theCase.facts.entryAuthority },
    ),
  'placed elsewhere by a coordinator': () =>
    site.tell(
      theCase.id,
      {
        kind: 'place-directly',
        council: codeAt(0),
        reason: 'best-interests',
        note: 'A brother lives there.',
        overCapacity: true,
      },
      { kind: 'coordinator', name: 'R. Okafor' },
    ),
};

describe('an answer to an offer that no longer stands', () => {
  test.each(Object.keys(meanwhile))('is heard at once, and changes nothing else: %s', async (what) => {
    for (const leave of [ranOut, reminded, (code: string) => ranOut(code, 3)]) {
      leave(codeAt(1));
      expect(await silent(codeAt(1))).toBe(true);
      if (leave === ranOut) await meanwhile[what]?.();
      const before = cases();
      for (const form of [backUpYes, yes, no]) await answers(1, form);
      expect(await left(codeAt(1))).toBeUndefined();
      expect(cases()).toBe(before);
    }
  });

  test('after its own time makes up for an offer that ran out once, as declaring does', async () => {
    await answers(1, backUpYes);
    site.clock.set('2026-11-24T17:05:00.000Z');
    await site.tell(theCase.id, { kind: 'look-at-deadlines' });
    expect(await silent(codeAt(0))).toBe(true);
    const before = cases();
    for (let twice = 0; twice < 2; twice += 1) {
      await answers(0, yes);
      expect(await left(codeAt(0))).toMatchObject({ offers: 1, offersBefore: 1 });
      expect(await silent(codeAt(0))).toBe(false);
    }
    ranOut(codeAt(0));
    await answers(0, yes);
    expect(await silent(codeAt(0))).toBe(true);
    expect(cases()).toBe(before);
  });

  test('that is refused because something else happened at that moment is heard too', async () => {
    ranOut(codeAt(1));
    const commit = site.cases.commit.bind(site.cases);
    site.cases.commit = async (change) => {
      site.cases.commit = commit;
      await answers(0, yes);
      return commit(change);
    };
    expect((await answers(1, backUpYes)).status).toBe(409);
    expect(await left(codeAt(1))).toBeUndefined();
  });

  test('that the form no longer takes is heard too', async () => {
    reminded(codeAt(0));
    await answers(0, { ...yes, answer: 'reading' });
    reminded(codeAt(0));
    const form = await answers(0, { ...yes, answer: 'reading' });
    expect(form.status).toBe(422);
    expect(await left(codeAt(0))).toBeUndefined();
  });

  test('that was given before is heard, though it changes nothing', async () => {
    const link = await site.offerLink(theCase, 1);
    const read = site.cases.read.bind(site.cases);
    const stale = await read(theCase.id);
    await site.post(link, backUpYes);
    ranOut(codeAt(1));
    // The page was opened before the first of the two was sent.
    let first = true;
    site.cases.read = async (id) => {
      if (!first) return read(id);
      first = false;
      return stale;
    };
    await site.visit({ method: 'POST', path: link, form: backUpYes });
    expect(await left(codeAt(1))).toBeUndefined();
  });

  test.each([
    ['the page is only opened', async (link: string) => site.get(link)],
    ['nothing is confirmed', async (link: string) => site.post(link, { step: 'choice', answer: 'accept' })],
    ['nothing is answered', async (link: string) => site.post(link, { answer: 'noise', step: 'x' })],
    [
      'a page elsewhere sends it',
      async (link: string) =>
        site.visit({
          method: 'POST',
          path: link,
          form: yes,
          headers: { 'sec-fetch-site': 'cross-site' },
          origin: 'as-said',
        }),
    ],
  ])('is none where %s', async (_, look) => {
    ranOut(codeAt(1));
    const open = await site.offerLink(theCase, 1);
    await look(open);
    await answers(0, yes);
    await look(await site.offerLink(theCase, 1));
    expect(await left(codeAt(1))).toMatchObject({ offers: 1 });
  });
});

describe('whoever opens a closed request only when it is closed', () => {
  test('can say that it answers, and is asked in its turn again', async () => {
    ranOut(codeAt(1));
    const name = authorityName(codeAt(1));
    const link = await site.offerLink(theCase, 1);
    expect((await site.get(link)).body).not.toContain('Tell us that you read our requests');
    await answers(0, yes);
    const page = await site.get(link);
    expect(page.body).toContain('You no longer need to answer');
    expect(page.body).toContain(`${name} has left what we asked unanswered`);
    const unticked = await site.post(link, asItStands(page.body));
    expect(unticked.status).toBe(422);
    expect(unticked.body).toContain(`Tick the box to say that you answer requests for ${name}`);
    expect(await silent(codeAt(1))).toBe(true);
    const before = cases();
    const told = await site.post(link, { ...asItStands(page.body), confirm: 'yes' });
    expect(told.body).toContain('Thank you for telling us');
    expect(await left(codeAt(1))).toBeUndefined();
    expect(cases()).toBe(before);
    expect((await site.get(link)).body).not.toContain('<form');
  });

  test('is promised no turn while its council is closed', async () => {
    ranOut(codeAt(1));
    await answers(0, yes);
    const link = await site.offerLink(theCase, 1);
    await runCouncilCommand(
      { councils: site.councils, clock: site.clock, policy, pause: async () => undefined },
      {
        code: codeAt(1),
        command: { kind: 'close', closing: { because: 'emergency', from: '2026-11-24' } },
        actor: { kind: 'coordinator', name: 'R. Okafor' },
        cause: 'closed',
      },
    );
    const heading = 'Tell us that you read our requests';
    expect((await site.get(link)).body).toContain(heading);
    site.clock.set('2026-11-24T09:00:00.000Z');
    const closed = await site.get(await site.offerLink(theCase, 1));
    expect(closed.status).toBe(200);
    expect(closed.body).not.toContain(heading);
  });

  test('is asked nothing where that would change nothing', async () => {
    await answers(1, backUpYes);
    await answers(2, backUpYes);
    ranOut(codeAt(0));
    site.clock.set('2026-11-24T17:05:00.000Z');
    await site.tell(theCase.id, { kind: 'look-at-deadlines' });
    const link = await site.offerLink(theCase, 0);
    // It let two run out: only an answer in time is left to it.
    expect(await left(codeAt(0))).toMatchObject({ offers: 2 });
    expect((await site.get(link)).body).not.toContain('<form');
    // Who has answered everything is asked nothing either, nor is anybody of an offer that it answered.
    expect((await site.get(await site.offerLink(theCase, 2))).body).not.toContain('<form');
    ranOut(codeAt(1));
    expect((await site.get(await site.offerLink(theCase, 1))).body).not.toContain('Tell us that');
  });

  test('is asked nothing under a policy that asks everyone alike', async () => {
    site = await Site.seeded({ policy: policyNamed('nts-2025') });
    theCase = await site.referred();
    ranOut(codeAt(1), 5);
    await answers(0, yes);
    expect((await site.get(await site.offerLink(theCase, 1))).body).not.toContain('<form');
    // What it answers is kept all the same: another policy may come into force.
    await answers(1, backUpYes);
    expect(await left(codeAt(1))).toBeUndefined();
  });
});

test('a declaration sent again on the same day is a word all the same', async () => {
  const [code = '', region = ''] = ['E10000014', 'E12000008'];
  const link = await site.link({ for: 'capacity', council: code, region, version: 0 });
  const declaration = {
    step: 'confirm',
    fosterCare: '1',
    supportedAccommodation: '1',
    supports: 'trained-carers',
    confirm: 'yes',
  };
  await site.post(link, declaration);
  ranOut(code);
  const trail = await site.councils.trail(code);
  expect(trail).toHaveLength(1);
  await site.visit({ method: 'POST', path: link, form: declaration });
  expect(await silent(code)).toBe(false);
  expect(await site.councils.trail(code)).toEqual(trail);
  // One that the form does not take says nothing yet: it is asked again at once.
  ranOut(code);
  ranOut(code);
  await site.post(link, { ...declaration, fosterCare: 'many' });
  expect(await left(code)).toMatchObject({ offers: 3, offersBefore: 1 });
});
