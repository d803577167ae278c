/** The coordinators' lists: by kind, with how much is on each, and narrowed by what an address says. */
import { beforeEach, describe, expect, test } from 'vitest';
import type { Actor } from '../../events/envelope.ts';
import type { Case } from '../../shared/core/case/case.ts';
import { authorityName } from '../../shared/words/authority-names.ts';
import { Site } from './site.ts';

const KENT: Actor = { kind: 'entry-authority', code: 'E10000016' };

let site: Site;
let cookie: string;
beforeEach(async () => {
  site = await Site.seeded();
  cookie = await site.coordinatorSignedIn();
});

const textOf = (html: string) => html.replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ');
const open = async (query: Record<string, string> = {}) => {
  const { status, body } = await site.visit({ path: '/home', query, cookies: [cookie] });
  const ways = /<nav aria-label="Lists of what needs us">([\s\S]*?)<\/nav>/.exec(body)?.[1] ?? '';
  const entries = [...body.matchAll(/<li class="nts-needs__entry">([\s\S]*?)<\/li>/g)].map(([, one = '']) =>
    textOf(one),
  );
  return {
    status,
    body,
    ways: [...ways.matchAll(/<li>([\s\S]*?)<\/li>/g)].map(([, one = '']) => textOf(one).trim()),
    ids: entries.map((one) => /NTS-\w{4}-\w{4}/.exec(one)?.[0]),
    entries,
  };
};
async function declined(theCase: Case): Promise<Case> {
  const [offer] = theCase.offers;
  return site.tell(
    theCase.id,
    {
      kind: 'answer',
      offerId: offer?.id ?? '',
      answer: 'decline',
      reason: 'no-safe-placement',
      text: 'Full.',
    },
    { kind: 'council', code: offer?.council ?? '' },
  );
}

describe('the lists', () => {
  test('each say how much is on them; one shows what is on it, and nothing else', async () => {
    const held = await site.referred({ familyInUk: 'may-care' });
    const reviewed = await declined(await site.referred());
    const missing = await site.referred();
    await site.tell(missing.id, { kind: 'child-missing', missingSince: site.clock.now() }, KENT);
    const all = await open();
    expect(all.ways).toEqual([
      'All that needs us: 2',
      'Held: 1',
      'Declines: 1',
      'Missing: their council looks for them: 1',
    ]);
    expect(all.ids).toEqual([held.id, reviewed.id]);
    expect((await open({ list: 'held' })).ids).toEqual([held.id]);
    expect((await open({ list: 'decline' })).entries[0]).toMatch(
      /^ ?Accept or refuse the reason of .* Last: Now offered to/,
    );
    const looked = await open({ list: 'looked-for' });
    expect(looked.ids).toEqual([missing.id]);
    expect(looked.entries[0]).toMatch(
      /Kent looks for a child who is missing .* Missing since 9am on Monday 23 November 2026/,
    );
    expect(looked.body).toContain(
      '<strong aria-current="page">Missing: their council looks for them: 1</strong>',
    );
    const none = await open({ list: 'duplicate' });
    expect([none.ids, none.status]).toEqual([[], 200]);
    expect(none.body).toContain('Nothing here needs you now');
  });

  test('have a council that is late once its time has passed, until it has done it', async () => {
    const late = await site.referred({ arrivedOn: undefined } as never);
    expect((await open()).ways).toEqual(['All that needs us: 0']);
    site.clock.set(late.stepBy ?? '');
    await site.tell(late.id, { kind: 'look-at-deadlines' });
    cookie = await site.coordinatorSignedIn();
    const { ways, ids } = await open({ list: 'late-facts' });
    expect([ways, ids]).toEqual([['All that needs us: 0', 'Facts that are late: 1'], [late.id]]);
    const { entries } = await open({ list: 'late-facts' });
    expect(entries[0]).toContain('Ask Kent for the facts that are late');
    expect(entries[0]).toContain('Overdue');
  });

  test('have councils that let an offer run out, while others are asked', async () => {
    const theCase = await site.referred();
    const [first] = theCase.offers;
    site.clock.set(first?.answerBy ?? '');
    await site.tell(theCase.id, { kind: 'look-at-deadlines' });
    cookie = await site.coordinatorSignedIn();
    const { ways, entries } = await open({ list: 'silent' });
    expect(ways).toContain('Offers that nobody answered: 1');
    expect(entries[0]).toContain(
      `Ask ${authorityName(first?.council ?? '')} why nobody answered the offer ${theCase.id}`,
    );
    expect(entries[0]).toContain('No answer by 5pm on Tuesday 24 November');
  });

  test('lead to a council that e-mail does not reach, also where no case waits', async () => {
    await site.sealed.putContacts('council:E10000014', { dutyDesk: 'duty@hampshire.example' });
    await site.sealed.noteReturned('council:E10000014', ['duty@hampshire.example'], {
      at: site.clock.now(),
      why: 'no-such-mailbox',
    });
    const { ways, entries } = await open({ list: 'contacts' });
    expect(ways).toEqual(['All that needs us: 1', 'Councils and leads that email does not reach: 1']);
    expect(entries[0]).toContain('Ask Hampshire for an address that works');
    expect((await open({ region: 'E12000008' })).entries).toEqual([]);
  });

  test('have a lead whom e-mail does not reach, and say who registers another address', async () => {
    await site.sealed.putContacts('smp-lead:E12000007', { dutyDesk: 'lead@london.example' });
    await site.sealed.noteReturned('smp-lead:E12000007', ['lead@london.example'], {
      at: site.clock.now(),
      why: 'no-such-mailbox',
    });
    const { ways, entries, body } = await open({ list: 'contacts' });
    expect(ways).toContain('Councils and leads that email does not reach: 1');
    expect(entries[0]).toContain('Ask the lead of London for an address that works');
    expect(entries[0]).toContain('Give the new address to whoever runs the service');
    expect(body).not.toContain('href=""');
  });
});

describe('what narrows them', () => {
  test('is the council, its region, the reason, the deadline and the days since the referral, also together', async () => {
    const held = await site.referred({ familyInUk: 'may-care' });
    const reviewed = await declined(await site.referred());
    site.clock.set('2026-11-28T10:00:00.000Z');
    cookie = await site.coordinatorSignedIn();
    const ids = async (query: Record<string, string>) => (await open(query)).ids;
    const both = [held.id, reviewed.id];
    expect(await ids({ council: 'E10000016' })).toEqual(both);
    expect(await ids({ council: 'E10000030' })).toEqual([]);
    expect(await ids({ region: 'E12000008' })).toEqual(both);
    expect(await ids({ region: 'E12000001' })).toEqual([]);
    expect(await ids({ due: 'overdue' })).toEqual([held.id]);
    expect(await ids({ due: 'none' })).toEqual([reviewed.id]);
    for (const due of ['today', 'later']) expect(await ids({ due })).toEqual([]);
    expect(await ids({ waiting: '5' })).toEqual(both);
    expect(await ids({ waiting: '10' })).toEqual([]);
    const reason = held.hold?.reasons[0]?.code ?? '';
    expect(await ids({ reason })).toEqual([held.id]);
    expect(await ids({ reason, due: 'none' })).toEqual([]);
    // What means nothing is left out.
    for (const strange of [
      { list: 'x' },
      { region: 'x' },
      { due: 'x' },
      { waiting: '7' },
      { after: 'x' },
      { council: 'Kent' },
      { reason: '<b>' },
    ])
      expect(await ids(strange)).toEqual(both);
  });
});

test('more than one list shows is said, counted as far as it was read, and led to', async () => {
  const lines = Array.from({ length: 376 }, (_, at) => ({
    caseId: `NTS-7F3K-${String(at).padStart(4, '0')}`,
    openedAt: site.clock.now(),
    entryAuthority: 'E10000016',
    kinds: ['held' as const],
    reasons: [],
    urgency: '1#2026-11-26T17:00:00.000Z',
  }));
  const asked: unknown[] = [];
  site.cases.work = async (span) => {
    asked.push(span);
    const from = span.after === undefined ? 0 : 375;
    return {
      lines: lines.slice(from, from + span.most),
      ...(from === 0 ? { end: `${lines[374]?.urgency}#${lines[374]?.caseId}` } : {}),
    };
  };
  const first = await open({ list: 'held', page: '15' });
  expect(first.ways).toEqual(['All that needs us: 375', 'Held: 375']);
  expect(first.body).toContain('These are the 375 most urgent cases from here on');
  const [, further = ''] = /href="\/home\?([^"]+)">Look further/.exec(first.body) ?? [];
  const query = Object.fromEntries(new URLSearchParams(further.replaceAll('&amp;', '&')));
  const second = await open(query);
  expect(second.ways).toEqual(['All that needs us: 1', 'Held: 1']);
  expect(second.body).not.toContain('Look further');
  expect(asked).toEqual([
    { most: 375 },
    { most: 375, after: `${lines[374]?.urgency}#${lines[374]?.caseId}` },
  ]);
});
