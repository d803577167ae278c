/** What becomes of an e-mail that does not arrive: who gets it, once, in whatever order it is said. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { DataOf } from '../../events/catalogue.ts';
import { whatFailed } from '../../functions/record-bounce/what-failed.ts';
import { eventOfTag } from '../../shared/core/case/email-tag.ts';
import type { Email } from '../../shared/ports/mailer.ts';
import { gone, referral } from './returned-mail.ts';
import { SchemeInMemory } from './scheme-in-memory.ts';

const full = (...addresses: readonly string[]) => ({
  kind: 'Bounce',
  said: {
    bounceType: 'Transient',
    bounceSubType: 'MailboxFull',
    bouncedRecipients: addresses.map((emailAddress) => ({ emailAddress, action: 'failed' })),
  },
});
const unwanted = (...addresses: readonly string[]) => ({
  kind: 'Complaint',
  said: {
    complainedRecipients: addresses.map((emailAddress) => ({ emailAddress })),
    complaintFeedbackType: 'abuse',
  },
});
const outOfOffice = (...addresses: readonly string[]) => ({
  kind: 'Bounce',
  said: {
    bounceType: 'Transient',
    bounceSubType: 'General',
    bouncedRecipients: addresses.map((emailAddress) => ({ emailAddress })),
  },
});

async function offered(policy = 'nts-2026') {
  const scheme = await SchemeInMemory.open({ policy });
  await scheme.receive(JSON.stringify(referral));
  await scheme.settle();
  const sent = (): readonly Email[] => scheme.mailer.snapshot();
  const about = (template: string): Email => {
    const found = sent().findLast(({ id }) => id.includes(`:${template}:`));
    if (found === undefined) throw new Error(`No email ${template} was sent.`);
    return found;
  };
  const comesBack = async (email: Email, how: { readonly kind: string; readonly said: object }) => {
    const failed = await scheme.returned(email, how);
    await scheme.settle();
    return failed;
  };
  const bounces = async () =>
    (await scheme.cases.trail((await scheme.onlyCase()).id)).flatMap((event) =>
      event.type === 'email-bounced.v1' ? [event] : [],
    );
  return { scheme, sent, about, comesBack, bounces };
}

const nextOf = (all: readonly { readonly data: DataOf<'email-bounced.v1'> }[]) =>
  all.map(({ data: { attempt, failed, next } }) => [attempt, failed, next]);

describe('an offer that comes back', () => {
  test('goes to the second contact, then to the coordinators, then to their second, each with words that say so', async () => {
    const { about, comesBack, sent, bounces } = await offered();
    const first = about('offer-to-primary');
    const council = first.id.split(':').at(-1)?.toLowerCase() ?? '';
    await comesBack(first, gone(...first.to));
    const second = sent().at(-1);
    expect(second?.to).toEqual([`second.council.${council}@desks.example`]);
    expect(second?.text).toMatch(/so\s+this\s+came\s+to\s+you/);
    expect(second?.subject).toBe(first.subject);
    await comesBack(second as Email, full(...(second?.to ?? [])));
    const third = sent().at(-1);
    expect(third?.to).toEqual(['coordinators@desks.example']);
    expect(third?.subject).toMatch(/^Not reached by email: /);
    await comesBack(third as Email, unwanted(...(third?.to ?? [])));
    const fourth = sent().at(-1);
    expect(fourth?.to).toEqual(['second.coordinators@desks.example']);
    expect(nextOf(await bounces())).toEqual([
      [0, 'duty-desk', 'second'],
      [1, 'second', 'coordinators'],
      [2, 'coordinators', 'coordinators-second'],
    ]);
    // Nobody is left: it waits for whoever mends it, and goes to the address that they give.
    const before = sent().length;
    expect(await comesBack(fourth as Email, gone(...(fourth?.to ?? [])))).toEqual(['0']);
    expect(sent()).toHaveLength(before);
  });

  test('that nobody could be told of goes to the coordinators once their address works again, which reads as it did', async () => {
    const { scheme, about, comesBack, sent, bounces } = await offered();
    const given = { dutyDesk: 'coordinators@desks.example' };
    await scheme.sealed.putContacts('coordinators', given);
    const held = about('offer-to-primary');
    const council = held.id.split(':').at(-1) ?? '';
    await scheme.sealed.putContacts(`council:${council}`, { dutyDesk: held.to[0] ?? '' });
    await comesBack(held, gone(...held.to));
    const stranded = sent().at(-1) as Email;
    for (const how of [full(...stranded.to), gone(...stranded.to)])
      expect(await comesBack(stranded, how)).toEqual(['0']);
    await scheme.sealed.putContacts('coordinators', given);
    await scheme.sealed.forgetReturned('coordinators', scheme.clock.now());
    const before = sent().length;
    for (const how of [full(...stranded.to), gone(...stranded.to)])
      expect(await comesBack(stranded, how)).toEqual([]);
    expect(sent()).toHaveLength(before + 1);
    expect(sent().at(-1)?.to).toEqual([given.dutyDesk]);
    expect(await scheme.sealed.reachable('coordinators')).not.toHaveProperty('returned');
    expect(nextOf(await bounces()).at(-1)).toEqual([1, 'former', 'coordinators']);
  });

  test('that nobody could be told of goes to the coordinators once they have another address', async () => {
    const { scheme, about, comesBack, sent, bounces } = await offered();
    await scheme.sealed.putContacts('coordinators', { dutyDesk: 'broken@desks.example' });
    const held = about('offer-to-primary');
    const council = held.id.split(':').at(-1) ?? '';
    await scheme.sealed.putContacts(`council:${council}`, { dutyDesk: held.to[0] ?? '' });
    await comesBack(held, gone(...held.to));
    const stranded = sent().at(-1) as Email;
    expect(stranded.to).toEqual(['broken@desks.example']);
    const before = sent().length;
    expect(await comesBack(stranded, gone(...stranded.to))).toEqual(['0']);
    expect(await comesBack(stranded, gone(...stranded.to))).toEqual(['0']);
    expect(sent()).toHaveLength(before);
    expect(scheme.meter.total('CoordinatorsUnreached')).toBeGreaterThan(0);
    await scheme.sealed.putContacts('coordinators', { dutyDesk: 'mended@desks.example' });
    expect(await comesBack(stranded, gone(...stranded.to))).toEqual([]);
    expect(
      sent()
        .slice(before)
        .map(({ to }) => to),
    ).toEqual([['mended@desks.example']]);
    expect(nextOf(await bounces())).toEqual([
      [0, 'duty-desk', 'coordinators'],
      [1, 'coordinators', 'nobody'],
      [1, 'former', 'coordinators'],
    ]);
  });

  test('gives its council the whole time again, as often as the policy says and only under one that does', async () => {
    for (const [policy, anew] of [
      ['nts-2025', 0],
      ['nts-2026', 2],
    ] as const) {
      const { scheme, about, comesBack, sent, bounces } = await offered(policy);
      const answerBy = async () => (await scheme.onlyCase()).offers[0]?.answerBy ?? '';
      const first = await answerBy();
      let email = about('offer-to-primary');
      for (let day = 24; day <= 26; day += 1) {
        scheme.clock.set(`2026-11-${day}T09:00:00.000Z`);
        await comesBack(email, full(...email.to));
        email = sent().at(-1) as Email;
      }
      const given = (await bounces()).map(({ data }) => data.answerBy).filter((by) => by !== undefined);
      expect(given).toHaveLength(anew);
      expect(await answerBy()).toBe(given.at(-1) ?? first);
      expect(given.toSorted()).toEqual(given);
      if (anew > 0) {
        const { nextDueAt, needs } = await scheme.onlyCase();
        expect(needs?.by).toBe(given.at(-1));
        expect((nextDueAt ?? '') <= (given.at(-1) ?? '')).toBe(true);
      }
    }
  });

  test('says nothing that an address could be told from', async () => {
    const { scheme, about, comesBack, bounces } = await offered();
    const email = about('offer-to-primary');
    await comesBack(email, gone(...email.to));
    expect(JSON.stringify(await bounces())).not.toContain('@');
    expect(JSON.stringify(scheme.log)).not.toContain('@');
  });

  test('that is answered meanwhile is put aside, and that it came back is still on record', async () => {
    const { scheme, about, comesBack, sent, bounces } = await offered();
    const email = about('offer-to-primary');
    const { id, offers } = await scheme.onlyCase();
    await scheme.command(
      id,
      { kind: 'answer', offerId: offers[0]?.id ?? '', answer: 'accept' },
      { kind: 'council', code: offers[0]?.council ?? '' },
    );
    await scheme.settle();
    const before = sent().length;
    await comesBack(email, gone(...email.to));
    expect(sent()).toHaveLength(before);
    expect(nextOf(await bounces())).toEqual([[0, 'duty-desk', 'second']]);
  });
});

test('a copy that reaches nobody is missed by nobody: its addresses are marked, and nothing waits', async () => {
  const { scheme, about, comesBack, sent, bounces } = await offered();
  const [{ council = '' } = {}] = (await scheme.onlyCase()).offers;
  scheme.clock.set('2026-11-25T17:00:00.000Z');
  await scheme.sweep();
  await scheme.settle();
  const copy = about('offer-expired:smp-lead');
  expect(copy.subject).toMatch(/^Copy: /);
  const coordinators = ['coordinators@desks.example', 'second.coordinators@desks.example'];
  const before = sent().length;
  // As where the lead had no address of its own, and the coordinators' are out of order too.
  expect(await comesBack(copy, gone(...copy.to, ...coordinators))).toEqual([]);
  expect(sent()).toHaveLength(before);
  expect((await bounces()).map(({ data }) => data.next)).toEqual(['reached', 'reached', 'reached']);
  expect((await scheme.sealed.reachable('coordinators'))?.returned).toHaveProperty('dutyDesk');
  expect(await scheme.sealed.reachable(`council:${council}`)).not.toHaveProperty('returned');
});

test('an e-mail that another of the desk had is not sent again, whichever copy comes back', async () => {
  const { scheme, about, comesBack, sent, bounces } = await offered();
  scheme.clock.set('2026-11-25T17:00:00.000Z');
  await scheme.sweep();
  await scheme.settle();
  const expired = about('offer-expired');
  const toCouncil = sent().findLast(({ id }) => id.includes(':offer-expired:council:')) as Email;
  expect(expired.to.length).toBe(1);
  const [second = ''] = toCouncil.cc;
  const copy = sent().findLast(({ id }) => id.includes(':offer-expired:smp-lead:')) as Email;
  const before = sent().length;
  await comesBack(copy, gone(...copy.to));
  await comesBack(toCouncil, gone(second));
  expect(sent()).toHaveLength(before);
  await comesBack(toCouncil, gone(...toCouncil.to));
  // Now nobody of the desk has it.
  expect(
    sent()
      .slice(before)
      .map(({ to }) => to),
  ).toEqual([['coordinators@desks.example']]);
  expect(nextOf(await bounces())).toEqual([
    [0, 'smp-lead', 'reached'],
    [0, 'second', 'reached'],
    [0, 'duty-desk', 'coordinators'],
  ]);
});

test('what comes back of a closed case is recorded, and changes nothing of the case', async () => {
  const { scheme, about, comesBack, bounces } = await offered();
  const email = about('referral-acknowledged');
  const { id } = await scheme.onlyCase();
  await scheme.command(id, { kind: 'withdraw', reason: 'no-longer-needed' });
  await scheme.settle();
  const before = await scheme.onlyCase();
  expect(await comesBack(email, gone(...email.to))).toEqual([]);
  const { status, needs, offers } = await scheme.onlyCase();
  expect([status, needs, offers]).toEqual([before.status, before.needs, before.offers]);
  expect(await bounces()).toHaveLength(1);
});

test('what comes back of an e-mail about a council stands in that council’s trail, once', async () => {
  const { scheme, comesBack, sent } = await offered();
  scheme.clock.set('2026-11-24T08:00:00.000Z');
  await scheme.remind();
  await scheme.settle();
  const email = sent().find(({ id }) => id.includes(':capacity-reminder:council:E10000016')) as Email;
  for (let time = 1; time <= 3; time += 1) await comesBack(email, gone(...email.to));
  const noted = (await scheme.councils.trail('E10000016')).filter(({ type }) => type === 'email-bounced.v1');
  expect(noted).toHaveLength(1);
  expect(
    sent()
      .filter(({ id }) => id === `${email.id}:again:1`)
      .map(({ to }) => to),
  ).toEqual([['second.council.e10000016@desks.example']]);
  expect(await scheme.sealed.reachable('council:E10000016')).toMatchObject({
    returned: { dutyDesk: { why: 'no-such-mailbox' } },
  });
});

test('a link to sign in that comes back marks the address, and no trail tells of it', async () => {
  const { scheme, comesBack } = await offered();
  const [address, theirs] = ['council.e10000016@desks.example', 'coordinators@desks.example'];
  const link = {
    id: 'sign-in:0b9a2f64-6c1e-4d53-8f27-5a3f0f6f4e11',
    to: [address],
    cc: [],
  } as unknown as Email;
  expect(await comesBack(link, gone(address))).toEqual([]);
  expect(await scheme.sealed.reachable('council:E10000016')).toMatchObject({
    returned: { dutyDesk: { why: 'no-such-mailbox' } },
  });
  expect(await scheme.councils.trail('E10000016')).toEqual([]);
  expect(scheme.meter.total('CoordinatorsUnreached')).toBe(0);
  await comesBack({ ...link, to: [theirs] }, gone(theirs));
  expect(scheme.meter.total('CoordinatorsUnreached')).toBe(1);
});

test('a link to sign in that comes back from a region’s lead marks that lead’s address, and no other’s', async () => {
  const { scheme, comesBack } = await offered();
  const address = 'lead@south-east.example';
  await scheme.sealed.putContacts('smp-lead:E12000008', { dutyDesk: address });
  await scheme.sealed.putContacts('smp-lead:E12000007', { dutyDesk: 'lead@london.example' });
  const link = { id: 'sign-in:0b9a2f64-6c1e-4d53-8f27-5a3f0f6f4e11', to: [address], cc: [] };
  expect(await comesBack(link as unknown as Email, gone(address))).toEqual([]);
  const unreached = (await scheme.sealed.unreached()).map(({ desk }) => desk);
  expect(unreached).toEqual(['smp-lead:E12000008']);
});

test('whoever signed in by an own address that is no more is forgotten at each desk, and nobody for less', async () => {
  const { scheme, comesBack } = await offered();
  const [address, until] = ['jo.smith@desks.example', Number.MAX_SAFE_INTEGER];
  const desks = ['council:E10000016', 'council:E10000014'];
  const seed = '0b9a2f64-6c1e-4d53-8f27-5a3f0f6f4e11';
  for (const desk of desks) {
    await scheme.people.add(desk, address, seed, scheme.clock.now(), until);
    await scheme.people.add(desk, `other.${address}`, seed, scheme.clock.now(), until);
  }
  const known = async () =>
    Promise.all(
      desks.map(
        async (desk) => (await scheme.people.people(desk, Date.parse(scheme.clock.now()) / 1000)).length,
      ),
    );
  const link = { id: `sign-in:${seed}`, to: [address], cc: [] } as unknown as Email;
  for (const said of [full(address), unwanted(address), outOfOffice(address), gone('x@desks.example')])
    await comesBack(link, said);
  expect(await known()).toEqual([2, 2]);
  expect(await comesBack(link, gone(address))).toEqual([]);
  expect(await comesBack(link, gone(address))).toEqual([]);
  expect(await known()).toEqual([1, 1]);
  // What came back before they asked anew says nothing of them now.
  const later = new Date(Date.parse(scheme.clock.now()) + 60_000).toISOString();
  await scheme.people.add('council:E10000014', address, seed, later, until);
  await comesBack(link, gone(address));
  expect(await known()).toEqual([1, 2]);
});

test('in whatever order and however often it is said, each sending goes out once, and whoever must act or a coordinator has it', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.record({
          which: fc.nat({ max: 4 }),
          how: fc.constantFrom(gone, full, unwanted, outOfOffice),
          times: fc.integer({ min: 1, max: 3 }),
        }),
        { maxLength: 8 },
      ),
      async (said) => {
        const { scheme, comesBack, sent } = await offered();
        const reached = new Map<string, boolean>();
        for (const { which, how, times } of said) {
          const mine = sent().filter(({ id }) => id.includes(':offer-to-primary:'));
          const email = mine[which % mine.length] as Email;
          const failed = how !== outOfOffice;
          for (let time = 1; time <= times; time += 1) await comesBack(email, how(...email.to));
          if (failed) reached.set(email.id, false);
        }
        const mine = sent().filter(({ id }) => id.includes(':offer-to-primary:'));
        expect(new Set(mine.map(({ id }) => id)).size).toBe(mine.length);
        const had = mine.filter(({ id }) => reached.get(id) !== false);
        // Or it failed to the last, and operations were called.
        expect(had.length > 0 || scheme.meter.total('CoordinatorsUnreached') > 0).toBe(true);
      },
    ),
    { numRuns: 30 },
  );
});

describe('what SES says', () => {
  const common = { email: ['tag'], destination: ['a@x.example', 'b@x.example'] };
  const of = (how: { readonly kind: string; readonly said: object }) =>
    whatFailed({ ...common, ...how } as DataOf<'email-returned.v1'>);

  test('is a failure of the addresses that it names, and none where a program replied or somebody took a mail out of the junk', () => {
    expect(of(gone('a@x.example'))).toEqual({ addresses: ['a@x.example'], why: 'no-such-mailbox' });
    expect(of(full('b@x.example'))).toEqual({ addresses: ['b@x.example'], why: 'not-delivered' });
    expect(of(unwanted('a@x.example'))).toEqual({ addresses: ['a@x.example'], why: 'unwanted' });
    expect(of(outOfOffice('a@x.example')).addresses).toEqual([]);
    const undetermined = { bounceType: 'Undetermined', bounceSubType: 'Undetermined', bouncedRecipients: [] };
    expect(of({ kind: 'Bounce', said: undetermined }).addresses).toEqual([]);
    const rescued = {
      complainedRecipients: [{ emailAddress: 'a@x.example' }],
      complaintFeedbackType: 'not-spam',
    };
    expect(of({ kind: 'Complaint', said: rescued }).addresses).toEqual([]);
    for (const kind of ['Reject', 'Rendering Failure'])
      expect(of({ kind, said: { reason: 'Bad content' } })).toEqual({
        addresses: common.destination,
        why: 'not-carried',
      });
  });

  test('leads from the tag to the event, and of an e-mail without one nowhere', () => {
    expect(eventOfTag('NTS-7F3K-2M9Q-12-offer-to-primary-council-E10000016-again-1')).toEqual({
      subject: 'NTS-7F3K-2M9Q',
      number: 12,
    });
    expect(eventOfTag('BHSCT-3-capacity-reminder-council-BHSCT')).toEqual({ subject: 'BHSCT', number: 3 });
    for (const tag of ['sign-in-0b9a2f64', 'sha256-0123456789abcdef', 'INBOX', ''])
      expect(eventOfTag(tag)).toBeUndefined();
  });
});
