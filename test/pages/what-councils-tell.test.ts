/** What the councils of a case tell of it: on what it rests, what it is called, what is sealed for it, and where each finds its page. */

import { beforeEach, describe, expect, test } from 'vitest';
import { actOnCase } from '../../functions/pages/case/act-on-case.ts';
import { decidedVerdicts } from '../../functions/pages/case/decided-verdicts.ts';
import { checkAllocation } from '../../shared/core/allocation/allocation.ts';
import type { Case } from '../../shared/core/case/case.ts';
import type { Command } from '../../shared/core/case/command.ts';
import { defined } from '../../shared/core/defined.ts';
import { canonicalJson } from '../../shared/core/hash.ts';
import { aCouncil, NOW } from '../builders.ts';
import { inputsWith } from '../core/allocation-inputs.ts';
import { RecordingMeter } from '../functions/recorders.ts';
import { readPage } from './read-page.ts';
import { Site } from './site.ts';

const KENT = 'E10000016';
const entry = { kind: 'entry-authority', code: KENT } as const;
const coordinator = { kind: 'coordinator', name: 'Robin Hale' } as const;
let site: Site;
beforeEach(async () => {
  site = await Site.seeded();
});
const CONTENDED =
  'Many people are working on the scheme at this moment, and your answer could not be recorded. Send it again in a minute.';

describe('an act on a case', () => {
  const act = (caseId: string, command: Command, more: object = {}) => {
    const { cases, councils, clock, policy, log } = site;
    const tools = { cases, councils, clock, policy, log, meter: new RecordingMeter(), pause: async () => {} };
    return actOnCase(tools, { caseId, command, actor: coordinator, cause: 'page', ...more });
  };
  const keep = (note: string) => ({ kind: 'keep-hold', note }) as const;

  test('rests on what was seen: not on who opened or added what meanwhile, but on all else', async () => {
    const held = await site.referred({ familyInUk: 'may-care' });
    const added = {
      kind: 'change-documents',
      change: 'added',
      document: '11111111-1111-4111-8111-111111111111',
    } as const;
    await site.tell(held.id, added, entry);
    const lookedAt = held.version;
    expect(await act(held.id, keep('First.'), { lookedAt })).toEqual({
      kind: 'done',
      event: held.version + 2,
    });
    const overtaken = {
      kind: 'refused',
      words:
        'Something else happened in this case while you were deciding. Look at it again before you decide.',
    };
    expect(await act(held.id, keep('Second.'), { lookedAt })).toEqual(overtaken);
    const now = (await site.current(held.id)).version;
    expect(await act(held.id, keep('Third.'), { lookedAt: now })).toEqual({ kind: 'done', event: now + 1 });
    expect(await act(held.id, keep('Fourth.'))).toEqual({ kind: 'done', event: now + 2 });
    expect(await act(held.id, keep('Fifth.'), { isOvertaken: () => true })).toEqual(overtaken);
    expect(await act(held.id, keep('Sixth.'), { isOvertaken: () => false })).toMatchObject({ kind: 'done' });
  });

  test('is called by what the person did, not by what follows from it', async () => {
    const asked = await site.referred();
    const [offer] = asked.offers;
    const council = { kind: 'council', code: offer?.council ?? '' } as const;
    const accepted = await act(
      asked.id,
      { kind: 'answer', offerId: offer?.id ?? '', answer: 'accept' },
      { actor: council },
    );
    const typeOf = async (acted: object) => {
      const number = 'event' in acted ? acted.event : undefined;
      return (await site.cases.trail(asked.id)).find(({ trail }) => trail?.number === number)?.type;
    };
    expect(await typeOf(accepted)).toBe('offer-answered.v1');
    const arrange = { kind: 'arrange-transfer', moveOn: '2026-11-25', socialWorker: 'm'.repeat(43) } as const;
    expect(await typeOf(await act(asked.id, arrange, { actor: council }))).toBe('transfer-arranged.v1');
    expect(await act(asked.id, arrange, { actor: council })).toStrictEqual({ kind: 'done' });
    const again = { kind: 'reallocate', because: 'coordinator', note: 'x' } as const;
    const undone = await act(asked.id, again);
    expect(undone).toEqual({ kind: 'done', event: (await site.current(asked.id)).version });
  });

  test('that cannot be recorded is said not to be, and what breaks is no answer', async () => {
    const held = await site.referred({ familyInUk: 'may-care' });
    const commit = site.cases.commit.bind(site.cases);
    site.cases.commit = async () => ({ kind: 'lost-race', over: 'case' });
    expect(await act(held.id, keep('x'))).toEqual({ kind: 'refused', words: CONTENDED });
    site.cases.commit = async () => {
      throw new Error('The table does not answer.');
    };
    await expect(act(held.id, keep('x'))).rejects.toThrow('The table does not answer.');
    site.cases.commit = commit;
    expect((await act('NTS-0000-0000', keep('x'), { lookedAt: 3, isOvertaken: () => true })).kind).toBe(
      'refused',
    );
  });
});

describe('the decision behind a round', () => {
  const inputs = inputsWith([aCouncil(), aCouncil({ code: 'E10000030' })]);
  const later = inputsWith([aCouncil()]);
  const kept: Readonly<Record<string, string>> = {
    one: canonicalJson(inputs),
    two: canonicalJson(later),
    held: canonicalJson(inputsWith([aCouncil()], { familyInUk: 'may-care' })),
  };
  const asked: string[] = [];
  const cases = {
    decision: async (caseId: string, hash: string) => {
      asked.push(`${caseId} ${hash}`);
      return kept[hash];
    },
  };
  const made = (round: number, decisionHash: string) => ({
    type: 'offers-made.v1',
    data: { round, decisionHash },
  });
  const escalated = (decisionHash?: string) => ({
    type: 'case-escalated.v1',
    data: { ...defined({ decisionHash }) },
  });
  const other = { type: 'hold-kept.v1', data: { round: 1, decisionHash: 'two' } };
  const of = async (trail: readonly object[], round?: number) => {
    const decided = await decidedVerdicts(cases, 'NTS-1', trail as never, round);
    return (
      decided && [
        decided.event.type === 'offers-made.v1' ? decided.event.data.round : undefined,
        decided.verdicts.length,
        decided.inputs.councils.length,
      ]
    );
  };

  test.each([
    [[], undefined, undefined],
    [[other], undefined, undefined],
    [[made(1, 'one'), other], undefined, [1, 3, 3]],
    [[made(1, 'one'), made(2, 'two')], undefined, [2, 2, 2]],
    [[made(1, 'one'), made(2, 'two')], 1, [1, 3, 3]],
    [[made(1, 'one')], 2, undefined],
    [[made(1, 'one'), escalated('two')], undefined, [undefined, 2, 2]],
    [[made(1, 'one'), escalated('two')], 1, [1, 3, 3]],
    [[made(1, 'one'), escalated()], undefined, [1, 3, 3]],
    [[made(1, 'gone')], undefined, undefined],
    [[made(1, 'held')], undefined, undefined],
  ])('of %j, asked for round %s, is %j', async (trail, round, expected) => {
    expect(await of(trail, round)).toEqual(expected);
  });

  test('is derived again from what was kept', async () => {
    const decided = await decidedVerdicts(cases, 'NTS-1', [made(1, 'one')] as never);
    const decision = checkAllocation(inputs);
    expect(decided?.verdicts).toEqual('verdicts' in decision && decision.verdicts);
    expect(asked.at(-1)).toBe('NTS-1 one');
    asked.length = 0;
    expect(await of([escalated()])).toBeUndefined();
    expect(asked).toEqual([]);
  });
});

const confirmed = { step: 'confirm', confirm: 'yes', name: 'Robin Hale' };
const posted = (path: string, form: Record<string, string | readonly string[]>) =>
  site.visit({ method: 'POST', path, form });
const accept = async (theCase: Case) => {
  const [offer] = theCase.offers;
  const code = offer?.council ?? '';
  return site.tell(
    theCase.id,
    { kind: 'answer', offerId: offer?.id ?? '', answer: 'accept' },
    { kind: 'council', code },
  );
};

describe('what the entry authority gives', () => {
  /** Notes every call that changes what is sealed. */
  function noted() {
    const calls: unknown[][] = [];
    for (const name of ['keepAmendment', 'applyAmendment', 'setAmendmentAside'] as const) {
      const real = site.sealed[name].bind(site.sealed) as (...given: unknown[]) => Promise<never>;
      Object.assign(site.sealed, {
        [name]: async (...given: unknown[]) => {
          calls.push([name, ...given]);
          return real(...given);
        },
      });
    }
    return calls;
  }
  const named = (name: string, lookedAt = '0') => ({
    lookedAt,
    action: 'correct',
    facts: ['child1-name', 'trafficking'],
    'child1-name': name,
    trafficking: 'indicators',
    ...confirmed,
  });
  const amendments = async ({ id }: Case) =>
    (await site.cases.trail(id)).filter(({ type }) => type === 'referral-amended.v2');

  test('is sealed under what stands behind the event, and takes its place once that stands', async () => {
    const theCase = await site.referred();
    const calls = noted();
    const path = await site.entryLink(theCase);
    await posted(path, named('Synthetic Child'));
    const [event] = await amendments(theCase);
    const cause = event?.trail?.cause ?? '';
    expect(cause).toMatch(new RegExp(`^entry-page:${theCase.id}:${theCase.version}:[\\w-]{22}$`));
    expect(event?.actor).toEqual({ ...entry, name: 'Robin Hale', role: 'duty manager' });
    expect(calls.map(([name, referralId, id, owner]) => [name, referralId, id, owner])).toEqual([
      ['keepAmendment', theCase.referralId, cause, KENT],
      ['applyAmendment', theCase.referralId, cause, KENT],
    ]);
    await posted(path, named('Another Name', '1'));
    const causes = (await amendments(theCase)).map(({ trail }) => trail?.cause);
    expect([causes.length, new Set(causes).size]).toEqual([2, 2]);
    expect(await site.sealed.particulars(theCase.referralId)).toContainEqual({
      number: 1,
      name: 'Another Name',
    });
  });

  test('is said already by a form that is late, or is not taken, and then nothing is kept', async () => {
    const theCase = await site.referred();
    const path = await site.entryLink(theCase);
    await posted(path, named('Synthetic Child'));
    const calls = noted();
    expect((await posted(path, named('Synthetic Child'))).status).toBe(303);
    expect((await posted(path, named('Another Name'))).status).toBe(409);
    expect(calls).toEqual([]);
    expect(await amendments(theCase)).toHaveLength(1);
  });

  test('is set aside when the case does not take it, and never replaces what is another’s', async () => {
    const theCase = await site.referred();
    const path = await site.entryLink(theCase);
    const calls = noted();
    const commit = site.cases.commit.bind(site.cases);
    site.cases.commit = async () => ({ kind: 'lost-race', over: 'case' });
    expect((await posted(path, named('Synthetic Child'))).status).toBe(409);
    expect(calls.map(([name]) => name)).toEqual(['keepAmendment', 'setAmendmentAside']);
    site.cases.commit = commit;
    calls.length = 0;
    await posted(path, {
      lookedAt: '0',
      action: 'correct',
      facts: ['trafficking'],
      trafficking: 'indicators',
      ...confirmed,
    });
    expect(calls.filter(([name]) => name !== 'keepAmendment')).toEqual([]);
    site.sealed.keepAmendment = async () => 'taken';
    expect((await posted(path, named('Synthetic Child', '1'))).status).toBe(500);
    expect(await amendments(theCase)).toHaveLength(1);
  });

  test('by e-mail takes its place once the desk has said that it sent it, and only then', async () => {
    for (const [action, name] of [
      ['sent', 'applyAmendment'],
      ['not-sent', undefined],
    ] as const) {
      const theCase = await site.referred();
      const { referralId } = theCase;
      const accepted = await accept(theCase);
      const avoid = [accepted.placement?.council ?? ''];
      const mailed = await site.tell(
        theCase.id,
        {
          kind: 'amend',
          data: { referralId, facts: { areasToAvoid: avoid }, channel: 'email', sentFrom: 'other-address' },
        },
        entry,
        `mail:${action}`,
      );
      const id = mailed.proposals?.[0]?.id ?? '';
      const calls = noted();
      await posted(await site.entryLink(mailed), { action: `${action}-${id}`, ...confirmed });
      expect((await site.current(theCase.id)).proposals ?? []).toEqual([]);
      expect(calls.map((call) => call.slice(0, 4))).toEqual(
        name === undefined ? [] : [[name, referralId, id, KENT]],
      );
    }
  });

  test('is not even named by a link once the case is closed', async () => {
    const theCase = await site.referred();
    await site.sealed.sealFirst(theCase.referralId, KENT, [{ number: 1, name: 'Synthetic Child' }]);
    const path = await site.entryLink(theCase);
    const sealed = async (cookies: string[] = []) =>
      readPage((await site.visit({ path, cookies })).body).includes('Sealed');
    expect(await sealed()).toBe(true);
    await site.tell(theCase.id, { kind: 'withdraw', reason: 'other' }, entry);
    expect([await sealed(), await sealed([await site.signedIn(KENT)])]).toEqual([false, true]);
    const claims = { for: 'entry', caseId: theCase.id, version: 1 } as const;
    for (const link of [
      { ...claims, authority: 'E10000014' },
      { ...claims, authority: KENT, caseId: 'NTS-0000-0000' },
    ])
      expect((await site.get(await site.link(link))).status).toBe(404);
  });
});

describe('the page of a council', () => {
  const ways = async (path: string) =>
    readPage((await site.get(path)).body).filter((line) => line.startsWith('[to /'));

  test('leads to what it may open and add, as the case stands', async () => {
    const asked = await site.referred();
    const add = `[to /documents/${asked.id}] Add documents`;
    const open = `[to /sealed/${asked.id}] Open the sealed details`;
    const record = `[to /refer/${asked.referralId}/record] See a record to print or save`;
    expect(await ways(await site.entryLink(asked))).toEqual([add, record]);
    const accepted = await accept(asked);
    expect(await ways(await site.entryLink(accepted))).toEqual([open, add, record]);
    expect(await ways(await site.transferLink(accepted))).toEqual([
      open,
      expect.stringMatching(/^\[to \/offers\/\S+\] See the receipt of your answer$/),
    ]);
    await site.tell(asked.id, { kind: 'withdraw', reason: 'other' }, entry);
    expect((await ways(await site.entryLink(accepted))).join()).not.toContain('Add documents');
  });

  test('says what its own council has just done, and nobody else’s acts', async () => {
    const asked = await site.referred();
    const accepted = await accept(asked);
    const answered = (await site.cases.trail(asked.id)).find(({ type }) => type === 'offer-answered.v1')
      ?.trail?.number;
    const event = { event: String(answered) };
    const said = async (path: string) => readPage((await site.get(path, event)).body).includes('Recorded');
    expect([
      await said(await site.transferLink(accepted)),
      await said(await site.entryLink(accepted)),
    ]).toEqual([true, false]);
  });

  test('is found by the reference of its case, for each council its own', async () => {
    const asked = await site.referred();
    const cookieOf = async (code: string) => [await site.signedIn(code)];
    const title = async (code: string, reference = asked.id) => {
      const cookies = await cookieOf(code);
      const { headers, status, body } = await site.visit({ path: `/case/${reference}`, cookies });
      if (status !== 303) return [status, ...readPage(body)];
      const [folder = ''] = (headers.location ?? '').split('/').slice(1);
      const page = await site.visit({ path: headers.location ?? '', cookies });
      return [folder, page.status, /<h1[^>]*>([^<]*)/.exec(page.body)?.[1]?.trim()];
    };
    const [first = '', second = '', third = ''] = asked.offers.map(({ council }) => council);
    expect([await title(KENT), await title(first), await title(second)]).toEqual([
      ['referrals', 200, 'Your referral'],
      ['offers', 200, 'Can you take a child?'],
      ['offers', 200, 'Could you take a child if others cannot?'],
    ]);
    await accept(asked);
    expect([await title(first), await title(third)]).toEqual([
      ['transfers', 200, 'The child’s move to you'],
      ['offers', 200, 'You no longer need to answer'],
    ]);
    const stranger =
      ['E09000008', 'E10000013', 'E08000035', 'E06000001'].find(
        (code) => ![first, second, third].includes(code),
      ) ?? '';
    expect(await title(stranger)).toEqual([
      403,
      'There is no such case for your council',
      'Check the reference. A case opens to the council that referred the child, and to the councils that are asked.',
      '[to /home]',
      'Go to your list',
    ]);
    expect(await title(KENT, 'NTS-0000-0000')).toEqual(await title(stranger));
    const merged = site.cases.mergedInto.bind(site.cases);
    site.cases.mergedInto = async () => ({ caseId: asked.id, council: first }) as never;
    expect([(await title(first, 'NTS-0000-0000'))[1], (await title(second, 'NTS-0000-0000'))[0]]).toEqual([
      200, 403,
    ]);
    site.cases.mergedInto = merged;
    const head = { method: 'HEAD', path: `/case/${asked.id}`, cookies: await cookieOf(KENT) };
    expect((await site.visit(head)).status).toBe(303);
    expect((await site.visit({ ...head, method: 'POST' })).headers.allow).toBe('GET, HEAD');
  });

  test('lists what needs it, page by page, with its other referrals and what was not sent', async () => {
    for (let number = 0; number < 27; number += 1) await site.referred();
    await site.drafts.save({
      id: '11111111-1111-4111-8111-111111111111',
      council: KENT,
      version: 1,
      form: {},
      state: 'sending',
      at: NOW,
    });
    const cookies = [await site.signedIn(KENT)];
    const lines = async (query: Record<string, string> = {}) =>
      readPage((await site.visit({ path: '/home', query, cookies })).body).map((line) =>
        line.replace(/\[to \/(\w+)\/[\w.-]+\]/, '[to /$1/…]'),
      );
    const first = await lines();
    const [, reference = ''] = /(NTS-\S+): 1 child/.exec(first.join('\n')) ?? [];
    const asked = first.find((line) => line.startsWith('Referred today.')) ?? '';
    expect(asked).toMatch(
      /^Referred today\. ([\w ]+) has been asked to take the child\. \1: answer the offer, by 5pm on Tuesday 24 November\.$/,
    );
    expect(first.slice(0, 26)).toEqual([
      'Signed in',
      'Kent',
      '[to /refer]',
      'Refer a child',
      '[form post /find]',
      '[hidden: session …]',
      'Find a case',
      'By its reference, by your own reference or a part of it, or by the name of a council. Never by the name of a child.',
      '[text: find]',
      '[button]',
      'Find the case',
      'What needs us, by when',
      '[to /refer/…] Send this referral again',
      'It was to be sent on 23 November 2026, and something broke. Your answers are kept: open it and press “Refer the child” once more.',
      'As soon as you can',
      'Not sent',
      '[to /capacity/…] Declare your places',
      'You have not declared your places yet. Without your word we go by published figures.',
      'Please do so now',
      'Never declared',
      'Your other cases',
      'Offered: 27',
      `[to /referrals/…] ${reference}: 1 child, foster care`,
      asked,
      'Move by 7 December 2026',
      'Offered',
    ]);
    expect(first.filter((line) => /^\[to \/\w+\/…\] NTS/.test(line))).toHaveLength(25);
    expect(first).toContain('Showing 1 to 25 of 27');
    const second = await lines({ referrals: '2' });
    expect(second.filter((line) => /^\[to \/\w+\/…\] NTS/.test(line))).toHaveLength(2);
    // A council that takes no part is not asked for places, and reads nothing of others.
    const seen = async (participates: boolean) => {
      const read = async () => aCouncil({ code: 'E06000001', participates });
      Object.assign(site.councils, { read });
      return readPage(
        (await site.visit({ path: '/home', cookies: [await site.signedIn('E06000001')] })).body,
      );
    };
    const nothing =
      'Nothing needs you now. We email you when something does. Here come offers to answer, facts to give, moves to arrange, handovers to confirm and places to declare.';
    expect([(await seen(false)).includes(nothing), (await seen(true)).includes(nothing)]).toEqual([
      true,
      false,
    ]);
  });
});
