/** An authority is one, whichever of its codes is said: the one that it has, or one that it had before. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AuthorityCode } from '../../events/envelope.ts';
import example from '../../events/examples/care-moved.v1.json' with { type: 'json' };
import { asSaidNow, firstCode, presentCode, presentCodes } from '../../events/former-codes.ts';
import { caseFrom, caseItem, summaryFrom } from '../../shared/aws/case-item.ts';
import { councilFrom, councilItem, rotaFrom, rotaItem } from '../../shared/aws/council-item.ts';
import { keys } from '../../shared/aws/keys.ts';
import { emptyRota } from '../../shared/core/allocation/rota.ts';
import { anchorOf } from '../../shared/core/anchoring.ts';
import { appendOne, noHash, verifyTrail } from '../../shared/core/audit-trail.ts';
import { publishedCouncil, publishedCouncils } from '../../shared/core/council/published-councils.ts';
import { policyNamed } from '../../shared/core/policies.ts';
import { FixedSigningKey } from '../../shared/memory/fixed-signing-key.ts';
import { signLink, verifyLink } from '../../shared/runtime/links.ts';
import { readMessage } from '../../shared/runtime/read-message.ts';
import { aCase, anOffer } from '../builders.ts';
import { runs } from '../how-much.ts';
import { amending, aWholeReferral, type Meant, referring, wanted } from './whole-referrals.ts';

const signingKey = new FixedSigningKey('a key for tests, long enough to be one, of no use elsewhere');
const pairs = Object.entries(presentCodes);
const [[BARNSLEY_ONCE, BARNSLEY], [SHEFFIELD_ONCE, SHEFFIELD]] = [
  ['E08000016', 'E08000038'],
  ['E08000019', 'E08000039'],
] as const;

test('Barnsley and Sheffield have the codes that they were given on 1 April 2025', () => {
  expect([BARNSLEY, SHEFFIELD].map((code) => publishedCouncil(code)?.name)).toEqual([
    'Barnsley',
    'Sheffield',
  ]);
  expect([BARNSLEY_ONCE, SHEFFIELD_ONCE].map(presentCode)).toEqual([BARNSLEY, SHEFFIELD]);
});

test.each(pairs)('%s is read as %s, and names no authority of its own', (former, present) => {
  expect(publishedCouncils().map(({ code }) => code)).not.toContain(former);
  expect(publishedCouncil(former)).toBe(publishedCouncil(present));
  expect(publishedCouncil(present)?.code).toBe(present);
  expect(AuthorityCode.parse(former)).toBe(present);
  expect([former, present].map(firstCode)).toEqual([former, former]);
});

test('a code that was never changed stays as it is, and so does what is no code', () => {
  for (const said of ['E10000016', 'BHSCT', 'toString', '__proto__', ''])
    expect([presentCode(said), firstCode(said)]).toEqual([said, said]);
});

const formerly = (said: Meant): string =>
  pairs.reduce(
    (text, [former, present]) => text.replaceAll(`"${present}"`, `"${former}"`),
    JSON.stringify(said),
  );

/** A referral in which both authorities are named. */
const naming = () =>
  aWholeReferral().map(
    (meant): Meant => ({
      ...meant,
      facts: {
        ...meant.facts,
        links: [{ council: BARNSLEY, kind: 'family' }],
        areasToAvoid: [SHEFFIELD],
      },
    }),
  );

describe('whatever channel names a council by a code that it had comes to the same case as by the one that it has', () => {
  const asked = (channel: string) => runs(channel === 'form' ? 2 : 8);
  const ways = { referring, amending };
  const all = Object.entries(ways).flatMap(([way, channels]) =>
    Object.keys(channels).map((channel) => [way as keyof typeof ways, channel] as const),
  );

  test.each(all)('%s by %s', async (way, channel) => {
    await fc.assert(
      fc.asyncProperty(naming(), async (meant) => {
        const said = JSON.parse(formerly(meant)) as Meant;
        expect(said).not.toEqual(meant);
        expect(await ways[way][channel]?.(said)).toEqual(wanted(meant));
      }),
      { numRuns: asked(channel) },
    );
  });
});

test.each(pairs)('a link and a message that say %s are those of %s', async (former, present) => {
  const now = '2026-11-23T09:00:00.000Z';
  const claims = { for: 'capacity', council: former, region: 'E12000003', version: 0 } as const;
  const token = await signLink(signingKey, claims, now);
  expect(await verifyLink(signingKey, token, 'capacity', now)).toMatchObject({
    kind: 'valid',
    claims: { council: present },
  });
  const moved = { ...example, data: { ...example.data, to: former } };
  expect(readMessage(JSON.stringify(moved), ['care-moved.v1']).data.to).toBe(present);
});

describe('what was stored under a former code', () => {
  test.each(pairs)(
    '%s is found by %s, where it was: its figures, trail, e-mails, contacts, sessions, drafts and keys',
    (former, present) => {
      const all = (code: string) => [
        keys.council(code),
        keys.event(code, 3),
        keys.email(code, 'e1'),
        keys.contacts(`council:${code}`),
        keys.returned(`council:${code}`),
        keys.session(`council:${code}`, 's1'),
        keys.voidLinks(`council:${code}`),
        keys.draft(code, 'd1'),
        keys.apiKeyOf(code),
        keys.apiRequests(code, '09:00'),
        keys.apiRequest(code, 'k1'),
        keys.domain('barnsley.example', code),
      ];
      expect(all(present)).toEqual(all(former));
      expect(JSON.stringify(all(former))).not.toContain(present);
    },
  );

  test('a case says the codes of today, and lies in the list where it lay', () => {
    const asOf = (entry: string, asked: string) => {
      const subject = aCase({
        status: 'offered',
        round: 1,
        offers: [anOffer({ council: asked })],
        needs: {
          party: { kind: 'council', code: asked },
          by: '2026-11-24T17:00:00.000Z',
          what: 'answer the offer',
        },
      });
      return { ...subject, facts: { ...subject.facts, entryAuthority: entry, areasToAvoid: [asked] } };
    };
    const item = caseItem(asOf(BARNSLEY_ONCE, SHEFFIELD_ONCE));
    const now = asOf(BARNSLEY, SHEFFIELD);
    expect(caseFrom(item)).toEqual(now);
    expect(summaryFrom(item).entryAuthority).toBe(BARNSLEY);
    expect(caseItem(now).needsParty).toEqual(item.needsParty);
  });

  test('a council and its turns are those of today', () => {
    const policy = policyNamed('nts-2026');
    const [barnsley] = publishedCouncils().filter(({ code }) => code === BARNSLEY);
    if (barnsley === undefined) throw new Error('There is no Barnsley.');
    expect(councilFrom(councilItem({ ...barnsley, code: BARNSLEY_ONCE }, policy))).toEqual(barnsley);
    const entry = { placed: 2, rate: 10, base: 0, last: 1 };
    const turns = (code: string) => ({
      state: {
        ...emptyRota,
        parties: { [code]: entry },
        run: { id: code, children: 1 },
        day: { on: '2026-11-23', children: { [code]: 1 } },
      },
      version: 1,
      turn: 1,
    });
    expect(rotaFrom(rotaItem('E12000003', turns(BARNSLEY_ONCE) as never))).toEqual(turns(BARNSLEY));
  });

  const stamp = {
    at: '2026-11-23T09:00:00.000Z',
    actor: { kind: 'system', name: 'test' },
    policy: 'nts-2026',
    cause: 'c1',
  } as const;
  const draft = { type: 'capacity-reminder-due.v1', data: { council: BARNSLEY } } as never;
  const first = appendOne({ subject: BARNSLEY_ONCE, number: 0, hash: noHash }, draft, stamp);
  const second = appendOne({ subject: BARNSLEY, number: 1, hash: first.trail.hash }, draft, stamp);

  test('a trail is compared with what was anchored of it under its former code', () => {
    const days = { since: '2026-11-22', at: stamp.at, previous: null, broken: [] };
    const anchored = (hash: string) => [
      { ...days, day: '2026-11-22', heads: [{ subject: BARNSLEY_ONCE, number: 1, hash }] },
    ];
    const brokenBeside = (hash: string) =>
      anchorOf({ ...days, day: '2026-11-23' }, anchored(hash), new Map([[BARNSLEY, [first, second]]])).broken;
    expect(brokenBeside(first.trail.hash)).toEqual([]);
    expect(brokenBeside(second.trail.hash)).toEqual([
      { subject: BARNSLEY, words: 'event 1 is not the one that was anchored on 2026-11-22' },
    ]);
  });

  test('a trail goes on under the new code and stays whole, and what was altered shows', () => {
    const head = { subject: BARNSLEY, number: 2, hash: second.trail.hash };
    expect(verifyTrail([first, second], head)).toEqual({ kind: 'whole' });
    expect(verifyTrail([first, { ...second, at: '2026-11-24T09:00:00.000Z' }], head).kind).toBe('broken');
    const other = appendOne({ subject: SHEFFIELD, number: 1, hash: first.trail.hash }, draft, stamp);
    expect(verifyTrail([first, other]).kind).toBe('broken');
    expect(verifyTrail([first, { ...second, id: `${BARNSLEY_ONCE}:2` }], head).kind).toBe('broken');
  });

  test('every code in it is read, however deep, and nothing else is changed', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (said) => {
        expect(asSaidNow(said)).toEqual(said);
      }),
    );
    expect(
      asSaidNow({ [BARNSLEY_ONCE]: [{ council: SHEFFIELD_ONCE, words: `not ${BARNSLEY_ONCE}` }] }),
    ).toEqual({
      [BARNSLEY]: [{ council: SHEFFIELD, words: `not ${BARNSLEY_ONCE}` }],
    });
  });
});
