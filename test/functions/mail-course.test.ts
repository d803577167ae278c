/** An e-mail on its way from the bucket to its answer: what is told of it, what is counted, and what ends where. */
import { beforeEach, describe, expect, test } from 'vitest';
import { countAnswer } from '../../functions/receive-email/answer-lid.ts';
import type { Placed } from '../../functions/receive-email/place-draft.ts';
import { SetClock } from '../../shared/memory/set-clock.ts';
import { NOW } from '../builders.ts';
import { KENT, MailIn, OFFICER, stored, type Written, wholeReferral } from './mails.ts';

const HANTS = 'E10000014';
let mail: MailIn;
beforeEach(async () => {
  mail = await MailIn.open();
});
let count = 0;
const send = (written: Written, id?: string) => {
  count += 1;
  return mail.receive(stored({ messageId: id ?? `<course-${count}@kent.example>`, ...written }));
};
const log = (code: string) =>
  mail.scheme.log.lines.filter((line) => line.code === code).map(({ particulars }) => particulars);
const sent = () =>
  mail.scheme.referrals
    .snapshot()
    .map(({ body }) => JSON.parse(body) as { type: string; data: Record<string, unknown> });
const setAsides = () =>
  mail.scheme.notifications
    .snapshot()
    .map(
      ({ body }) =>
        JSON.parse(body) as { id: string; type: string; actor: unknown; data: Record<string, unknown> },
    )
    .filter(({ type }) => type === 'mail-set-aside.v1');
const mailId = expect.stringMatching(/^[0-9a-f]{32}$/);

describe('answers are counted', () => {
  /** Which mails are one thread: whatever is hashed to the same. */
  async function counted(
    subject: string,
    placed: readonly object[] = [],
    from = OFFICER,
    council = KENT,
    answer: 'counted' | 'too-many' = 'counted',
  ) {
    const asked: unknown[] = [];
    const sealed = {
      countAnswer: async (...of: readonly unknown[]) => {
        asked.push(...of);
        return answer;
      },
    };
    const tools = { sealed: sealed as never, clock: new SetClock(NOW) };
    const head = { subject, from } as never;
    const fate = await countAnswer(tools, {
      council,
      mailId: 'm',
      head,
      placed: placed as readonly Placed[],
      thanks: false,
    });
    return { thread: asked[0], rest: asked.slice(1), fate };
  }
  const thread = async (...of: Parameters<typeof counted>) => (await counted(...of)).thread;
  const referral = (facts: object, particulars: readonly object[] = []) => ({
    message: { type: 'referral-received.v2', data: { facts } },
    particulars,
  });
  const amendment = { message: { type: 'referral-amended.v2', data: { facts: {} } }, particulars: [] };

  test('five times a day in London, and forgotten a day after', async () => {
    expect(await counted('Help')).toEqual({
      thread: expect.stringMatching(/^[0-9a-f]{32}$/),
      rest: ['2026-11-23', 'm', 5, Date.UTC(2026, 10, 25) / 1_000],
      fate: { kind: 'counted' },
    });
    const { fate } = await counted('Help', [], OFFICER, KENT, 'too-many');
    expect(fate).toEqual({
      kind: 'too-many',
      like: { what: expect.stringMatching(/^[0-9a-f]{32}$/), until: '2026-11-24T00:00:00.000Z' },
    });
  });

  test.each([
    'help me',
    'Re: Help me',
    'RE[2]: Fwd : HELP  ME',
    ' aw:re:help me',
    'Help me Ticket12 #34',
    '\uff28\uff25\uff2c\uff30 me',
    'Help NTS-7F3K-2M9Q me NTS-0000-0000',
  ])('in one thread by what "%s" says, without what programs put to it', async (subject) => {
    expect(await thread(subject, [amendment])).toBe(await thread('Help me'));
  });

  test.each(['Help', 'Helpme', 'Please re: help me', 'Abcdefghi: help me', 'Help me too', ''])(
    'in another by what "%s" says',
    async (subject) => {
      expect(await thread(subject)).not.toBe(await thread('Help me'));
    },
  );

  test('by the case that the subject names, by the children that are referred, by sender and council', async () => {
    const named = await thread('Again NTS-7F3K-2M9Q');
    expect(await thread('nts-7f3k-2m9q: other')).toBe(named);
    const one = referral({ children: [1] }, [{ name: 'A' }]);
    const children = await thread('Help', [one]);
    expect(await thread('NTS-7F3K-2M9Q', [amendment, one])).toBe(children);
    const all = [
      named,
      children,
      await thread('NTS-0000-0000'),
      await thread('Help', [referral({ children: [2] }, [{ name: 'A' }])]),
      await thread('Help', [referral({ children: [1] }, [{ name: 'B' }])]),
      await thread('Help', [one, one]),
      await thread('Help'),
      await thread('Help', [], 'other@kent.example'),
      await thread('Help', [], OFFICER, HANTS),
      await thread('again'),
    ];
    expect(new Set(all).size).toBe(all.length);
  });
});

describe('what is told of a mail', () => {
  test('is what was read of it, once, by us', async () => {
    await send({ body: wholeReferral }, '<1@k>');
    const { id: caseId } = await mail.scheme.onlyCase();
    const told = {
      council: KENT,
      mailId,
      outcome: 'read',
      answer: 'sender',
      referrals: [{ row: 1, caseId, did: 'referred', children: 1, missing: [] }],
      problems: [],
    };
    expect(mail.told()).toEqual([told]);
    expect(mail.scheme.events.find(({ type }) => type === 'mail-received.v1')?.actor).toEqual({
      kind: 'system',
      name: 'receive-email',
    });
    expect(log('MAIL_READ')).toEqual([{ key: 'mail/1', mailId, council: KENT, referrals: 1, problems: 0 }]);
    await send({ body: wholeReferral }, '<1@k>');
    expect(log('MAIL_KNOWN')).toEqual([{ key: 'mail/2', mailId }]);
    expect(log('MAIL_READ')).toHaveLength(1);
  });

  test('is that it came in the council’s name and was not proved, with what failed for the coordinators', async () => {
    await send({ verdicts: { spf: 'fail', virus: 'fail' }, body: wholeReferral });
    expect(mail.told()).toEqual([
      { council: KENT, mailId, outcome: 'not-accepted', answer: 'desk', referrals: [], problems: [] },
    ]);
    const [kept] = mail.scheme.setAside.snapshot();
    expect(kept?.reason.words).toMatch(/did not pass: virus, spf(, dmarc)?\. /);
    await send({ verdicts: { dkim: 'fail' }, headers: ['Auto-Submitted: auto-replied'] });
    expect([mail.told().length, mail.reasons()]).toEqual([1, ['mail-not-proved', 'mail-not-proved']]);
    mail = await MailIn.open();
    await send({ verdicts: { dkim: 'fail' }, headers: ['Auto-Submitted: auto-replied'] });
    expect([mail.told(), mail.reasons()]).toEqual([[], ['mail-not-proved']]);
  });

  test('is no more than a hundred problems, the last of which counts the rest', async () => {
    const rows = (count: number) => `Sex,Placement,Arrived on\r\n${'?,?,?\r\n'.repeat(count)}`;
    const attachment = (content: string) => ({ name: 'a.csv', type: 'text/csv', content });
    await send({ attachment: attachment(rows(33)) });
    await send({ attachment: attachment(rows(34)) });
    const [exact, more] = mail.told().map(({ problems }) => problems);
    expect([exact?.length, more?.length]).toEqual([99, 100]);
    expect(more?.at(-1)).toEqual({ where: 'Your email', words: 'There are 3 more like these.' });
    expect(exact?.at(-1)?.where).toBe('Row 33, Arrived on');
  });

  test('is that it was too big, and that nothing was referred', async () => {
    await send({ body: '--x\r\n'.repeat(600) });
    expect(mail.told()).toEqual([
      {
        council: KENT,
        mailId,
        outcome: 'too-big',
        answer: 'sender',
        referrals: [],
        problems: [{ where: 'Your email', words: expect.stringContaining('too many lines or parts') }],
      },
    ]);
  });

  test('is what is not taken because something else is sealed under it, of a referral and of an addition', async () => {
    await send({ body: wholeReferral });
    const { id } = await mail.scheme.onlyCase();
    const before = sent().length;
    Object.assign(mail.scheme.sealed, { sealFirst: async () => 'taken', keepAmendment: async () => 'taken' });
    await send({ body: wholeReferral.replace('Canary Child', 'Other') });
    await send({ subject: `Re: ${id}`, body: 'Health: well' });
    expect(mail.told().slice(1)).toMatchObject(
      ['Your message', 'Your message'].map((where) => ({
        outcome: 'nothing-read',
        referrals: [],
        problems: [{ where, words: expect.stringContaining('Something else is kept') }],
      })),
    );
    expect(sent()).toHaveLength(before);
    expect(log('MAIL_READ').map(({ problems }) => problems)).toEqual([0, 1, 1]);
  });

  test('is nothing yet when referrals could not be passed on: it is tried again', async () => {
    const { referrals } = mail.scheme;
    const publish = referrals.publish.bind(referrals);
    Object.assign(referrals, {
      publish: async (all: readonly { id: string }[]) => ({ failed: all.map(({ id }) => id) }),
    });
    expect(await send({ body: wholeReferral }, '<1@k>')).toHaveLength(1);
    expect([mail.told(), mail.reasons()]).toEqual([[], []]);
    Object.assign(referrals, { publish });
    expect(await send({ body: wholeReferral }, '<1@k>')).toEqual([]);
    expect(mail.told()).toHaveLength(1);
  });
});

describe('a program’s mail', () => {
  const written = { headers: ['Auto-Submitted: auto-replied'] };
  const unread = { name: 'a.pdf', type: 'application/pdf', content: '%PDF-1.7' };
  test.each([
    ['that says nothing', { body: 'Away.' }, false],
    ['that says something of a child', { body: wholeReferral }, true],
    ['with a file that is not read', { attachment: unread }, true],
    ['that is too big', { body: '--x\r\n'.repeat(600) }, true],
  ])('%s is passed over, or looked at, from a council and from a stranger', async (_, more, looked) => {
    await send({ ...written, ...more });
    await send({ ...written, ...more, from: 'x@gmail.example' });
    expect(mail.reasons()).toEqual(looked ? ['automatic-referral', 'unknown-sender'] : []);
    expect(log('MAIL_AUTOMATIC')).toEqual(looked ? [] : [{ key: 'mail/1' }, { key: 'mail/2' }]);
    expect([mail.told(), mail.answers()]).toEqual([[], []]);
  });

  test('of our own is passed over, whatever it says; a person’s in our name is a stranger’s', async () => {
    await mail.scheme.sealed.putContacts('council:E10000014', { dutyDesk: 'duty@nts.example' });
    await send({ ...written, from: 'no-reply@nts.example', body: wholeReferral });
    expect([mail.reasons(), log('MAIL_AUTOMATIC')]).toEqual([[], [{ key: 'mail/1' }]]);
    await send({ from: 'x@nts.example', body: wholeReferral });
    await send({ from: '', body: wholeReferral });
    expect(mail.reasons()).toEqual(['unknown-sender', 'unknown-sender']);
  });
});

describe('an address that councils share', () => {
  beforeEach(async () => {
    await mail.scheme.sealed.putContacts(`council:${HANTS}`, {
      dutyDesk: 'desk@kent.example',
      second: 'Two@kent.example',
    });
  });
  test('is told of to each desk, and to the coordinators mail by mail', async () => {
    await send({ body: wholeReferral }, '<1@k>');
    expect(mail.told().toSorted((a, b) => a.council.localeCompare(b.council))).toEqual(
      [HANTS, KENT].map((council) => ({
        council,
        mailId,
        outcome: 'shared-domain',
        answer: 'desk',
        referrals: [],
        problems: [],
      })),
    );
    const [aside] = setAsides();
    expect(aside).toMatchObject({
      id: expect.stringMatching(/^mail-set-aside:shared-domain:[0-9a-f]{32}$/),
      actor: { kind: 'system', name: 'receive-email' },
      data: { reason: 'shared-domain', mail: '1', receivedAt: NOW },
    });
    expect(aside?.data).not.toHaveProperty('moreUntil');
  });

  test.each<readonly [string, Written]>([
    ['a program', { headers: ['Precedence: bulk'] }],
    ['nobody who is proved', { verdicts: { dkim: 'fail' } }],
  ])('is told of to no desk when %s wrote, and to the coordinators once an hour', async (_, written) => {
    await send({ ...written, body: wholeReferral });
    expect(mail.told()).toEqual([]);
    expect(setAsides()).toMatchObject([
      { id: 'mail-set-aside:shared-domain:2026-11-23T09', data: { moreUntil: '2026-11-23T10:00:00.000Z' } },
    ]);
  });

  test('without an id of its own is one of many', async () => {
    await send({ body: wholeReferral, messageId: '' });
    expect(setAsides()[0]?.data).toHaveProperty('moreUntil');
  });

  test('is a council’s where it is a desk’s own', async () => {
    for (const from of ['Duty@kent.example', 'two@kent.example', 'DESK@kent.example'])
      await send({ from, body: wholeReferral });
    expect(mail.told().map(({ council, outcome }) => [council, outcome])).toEqual([
      [KENT, 'read'],
      [HANTS, 'read'],
      [HANTS, 'read'],
    ]);
  });
});

describe('an addition', () => {
  let caseId: string;
  beforeEach(async () => {
    await mail.scheme.sealed.putContacts(`council:${KENT}`, {
      dutyDesk: 'Duty@kent.example',
      second: 'Two@kent.example',
    });
    await send({
      body: `${wholeReferral.replace(/Arrived on.*\r\n/, '')}\r\nChild 3 sex: female\r\nChild 3 needs: none`,
    });
    caseId = (await mail.scheme.onlyCase()).id;
  });
  const add = (body: string, from = OFFICER) => send({ from, subject: `Re: ${caseId}`, body });

  test.each([
    ['duty@kent.example', 'duty-desk'],
    ['two@kent.example', 'second-contact'],
    [OFFICER, 'other-address'],
  ])('of %s says whose address it is: %s', async (from, sentFrom) => {
    await add('Wishes recorded: no', from);
    expect(sent().at(-1)).toMatchObject({
      type: 'referral-amended.v2',
      data: { sentFrom, channel: 'email', facts: { wishesRecorded: false } },
    });
    expect(sent().at(-1)?.data).not.toHaveProperty('sealedFields');
  });

  test('is laid over what is held, child by child, and says what is still missing', async () => {
    const before = (await mail.scheme.onlyCase()).facts;
    await add(
      'Correction: yes\r\nChild 2 sex: other\r\nChild 1 sex: female\r\nUnder 18 at claim: no\r\nHealth: well',
    );
    expect(sent().at(-1)?.data).toMatchObject({
      facts: {
        definition: { ...before.definition, under18AtClaim: false },
        children: [{ ...before.children[0], sex: 'female' }, { number: 2, sex: 'other' }, before.children[1]],
      },
      sealedFields: ['1.health'],
      sealedReplaced: [],
    });
    const missing =
      mail
        .told()
        .at(-1)
        ?.referrals[0]?.missing.map(({ field }) => field) ?? [];
    expect(missing).toContain('arrivedOn');
    expect(missing).not.toContain('children.1.sex');
    await add('Arrived on: 2026-11-15');
    expect(sent().at(-1)?.data.facts).toEqual({ arrivedOn: '2026-11-15' });
  });

  test('is a table’s row only where it names its case, and no subject stands for two rows', async () => {
    const row = (...rows: readonly string[]) => ({
      name: 'a.csv',
      type: 'text/csv',
      content: ['Reference,Sex,Placement', ...rows].join('\r\n'),
    });
    await send({ subject: `Re: ${caseId}`, attachment: row(',male,foster care') });
    await send({ subject: `Re: ${caseId}`, attachment: row(',male,foster care', `${caseId},male,`) });
    await send({ subject: `${caseId} and NTS-0000-0000`, body: wholeReferral });
    expect(
      mail
        .told()
        .slice(1)
        .map(({ referrals }) => referrals.map(({ did }) => did)),
    ).toEqual([['amended'], ['referred', 'amended'], ['referred']]);
  });

  test('to a case that is closed is a problem, and so is one to a case of nobody', async () => {
    const entry = { kind: 'entry-authority', code: KENT } as const;
    await mail.scheme.command(caseId, { kind: 'withdraw', reason: 'made-in-error' }, entry);
    await mail.scheme.settle();
    await add('Sex: female');
    await send({ subject: 'Re: NTS-0000-0000', body: 'Sex: female' });
    expect(
      mail
        .told()
        .slice(-2)
        .map(({ outcome, problems }) => [outcome, problems]),
    ).toEqual([
      [
        'nothing-read',
        [{ where: 'Your message, Reference', words: expect.stringContaining('This case is closed.') }],
      ],
      [
        'nothing-read',
        [
          {
            where: 'Your message, Reference',
            words: expect.stringContaining('no referral with this reference'),
          },
        ],
      ],
    ]);
  });
});

test('a referral of which only facts are said is of one child, without anything sealed', async () => {
  await send({ body: 'Arrived on: 2026-11-15\r\nTrafficking: none\r\nFamily in the UK: none' });
  expect(sent()[0]?.data).toEqual({
    referralId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    channel: 'email',
    facts: {
      entryAuthority: KENT,
      children: [{ number: 1 }],
      arrivedOn: '2026-11-15',
      trafficking: 'no-indicators',
      familyInUk: 'none',
    },
  });
});

test('a mail that is no longer in its bucket is for a person', async () => {
  Object.assign(mail.mails, { read: async () => undefined });
  expect(await send({ body: wholeReferral })).toEqual([]);
  expect(mail.scheme.quarantine.snapshot().map(({ reason }) => reason.code)).toEqual(['mail-gone']);
});
