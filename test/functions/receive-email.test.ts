import { describe, expect, test } from 'vitest';
import { caseReference } from '../../shared/core/case/reference.ts';
import { fingerprintsOf } from '../../shared/core/referral/fingerprints.ts';
import type { ChildParticulars } from '../../shared/core/referral/particulars.ts';
import { anEvent, aReferral } from '../builders.ts';
import { FINGERPRINT_KEY, KENT, MailIn, OFFICER, stored, wholeReferral } from './mails.ts';

const head = 'Name,Date of birth,Sex,Placement,Needs,Age assessment,Siblings';
const csv = (...rows: readonly string[]) => ({
  name: 'children.csv',
  type: 'text/csv',
  content: [head, ...rows].join('\r\n'),
});

test('a referral in the lines of a mail is allocated, its name sealed, and the sender has the reference', async () => {
  const mail = await MailIn.open();
  await mail.receive(
    stored({ body: `Dear colleagues\r\n\r\n${wholeReferral}\r\n\r\n-- \r\nName: An Officer` }),
  );
  const subject = await mail.scheme.onlyCase();
  expect(subject.status).toBe('offered');
  expect(subject.facts).toMatchObject({
    entryAuthority: KENT,
    children: [{ number: 1, turns18Month: '2028-05', placementKind: 'foster-care', needs: [] }],
    links: [{ council: 'E08000035', kind: 'community' }],
    areasToAvoid: ['E08000034'],
    trafficking: 'no-indicators',
  });
  expect(await mail.scheme.sealed.datesOfBirth(subject.referralId)).toEqual({ 1: '2010-05-14' });
  const answer = mail.scheme.mailer.snapshot().find(({ to }) => to.includes(OFFICER));
  expect(answer).toMatchObject({ cc: ['duty@kent.example'], replyTo: 'referrals@nts.example' });
  expect(answer?.subject).toBe(`${subject.id}: we have your email`);
  const everywhere = JSON.stringify([
    mail.scheme.referrals.snapshot(),
    mail.scheme.notifications.snapshot(),
    mail.scheme.mailer.snapshot(),
    mail.scheme.events,
    mail.scheme.log.lines,
  ]);
  expect(everywhere).not.toMatch(/Canary|2010-05-14/);
});

test('what is missing comes back as a numbered list, and the reply to it lands on the same case', async () => {
  const mail = await MailIn.open();
  await mail.receive(
    stored({ body: wholeReferral.replace(/Arrived on.*\r\n/, '').replace('Sex: male', 'Sex: ?') }),
  );
  const before = await mail.scheme.onlyCase();
  expect(before.status).toBe('incomplete');
  const answer = mail.scheme.mailer.snapshot().find(({ to }) => to.includes(OFFICER));
  expect(answer?.text).toContain('1. Your message, Sex. Choose one of: female, male, other, not known.');
  expect(answer?.text).toMatch(/\d\. Give the date on which the child arrived/);
  expect(answer?.text).toContain('"Arrived on: …"');
  // Through sign-in to that case: whoever wrote may have no address that is registered.
  expect(answer?.text).toMatch(/https:\/\/pages\.example\/case\/NTS-\w{4}-\w{4}/);

  await mail.receive(
    stored({
      subject: `RE: ${answer?.subject}`,
      messageId: '<two@kent.example>',
      body: 'Sex: male\r\nArrived on: 15/11/2026\r\n\r\nFrom: NTS\r\nSent: Monday\r\n\r\nSex: female',
    }),
  );
  const after = await mail.scheme.onlyCase();
  expect(after.status).toBe('offered');
  expect(after.facts.children).toEqual([{ ...before.facts.children[0], sex: 'male' }]);
  expect(mail.told().at(-1)?.referrals).toEqual([
    { row: 1, caseId: before.id, did: 'amended', children: 1, missing: [] },
  ]);
});

test('another council’s reference is as unknown as one that does not exist', async () => {
  const mail = await MailIn.open();
  await mail.receive(stored({ body: wholeReferral }));
  const { id } = await mail.scheme.onlyCase();
  await mail.scheme.sealed.putContacts('council:E10000014', { dutyDesk: 'duty@hants.example' });
  for (const [at, reference] of [id, 'NTS-0000-0000'].entries())
    await mail.receive(
      stored({
        from: 'x@hants.example',
        messageId: `<${at}@h>`,
        subject: `Re: ${reference}`,
        body: 'Sex: female',
      }),
    );
  const [, first, second] = mail.told();
  expect(first?.problems).toEqual(second?.problems);
  expect(first?.outcome).toBe('nothing-read');
  expect((await mail.scheme.onlyCase()).facts.children[0]?.sex).toBe('male');
});

test.each([
  ['a reference that nobody has', 'NTS-7F3K-2M9Q', wholeReferral, false],
  ['a number of the council’s own', 'NTS-2026-0042', wholeReferral, true],
  ['a number with the council’s name', 'NTS-KENT-0042', wholeReferral, true],
  // Only an answer to something is so short of who the child is.
  [
    'such a number and no child',
    'NTS-2026-0042',
    'Sex: male\r\nNeeds: none\r\nPlacement: foster care',
    false,
  ],
])('%s in the subject: a child of its own, or asked about', async (_, subject, body, refers) => {
  const mail = await MailIn.open();
  await mail.receive(stored({ subject, body }));
  const [told] = mail.told();
  expect(told?.referrals.map(({ did }) => did)).toEqual(refers ? ['referred'] : []);
  expect(told?.problems.map(({ where }) => where)).toEqual(refers ? [] : ['Your message, Reference']);
});

test.each([
  ['of the same council', KENT],
  ['of another council', 'E10000014'],
])(
  'a reply to a reference that was merged into a case %s changes no case: its sender is answered, and a person looks',
  async (_, first) => {
    const mail = await MailIn.open();
    const id = (number: number) => `5f0c7e1a-3b1d-4f6e-9a2c-8d4e6b7f1a0${number}`;
    const children = [
      { number: 1, name: 'Canary Child', dateOfBirth: '2010-05-14', homeOfficeReference: 'HO-1234567' },
    ];
    const fingerprints = [...fingerprintsOf(await FINGERPRINT_KEY.read(), children)];
    for (const [at, council] of [first, KENT].entries()) {
      const facts = aReferral({ entryAuthority: council });
      const data = { referralId: id(at), channel: 'api', facts, fingerprints } as const;
      await mail.scheme.receive(JSON.stringify(anEvent('referral-received.v2', { id: `r${at}`, data })));
      await mail.scheme.settle();
    }
    const reference = caseReference(id(1), 1);
    expect((await mail.scheme.cases.mergedInto(reference))?.council).toBe(KENT);
    const before = (await mail.scheme.onlyCase()).version;
    await mail.receive(stored({ subject: `Re: ${reference}`, body: 'Arrived on: 14/11/2026' }));
    const [told] = mail.told();
    expect(told?.referrals).toEqual([]);
    expect(told?.problems[0]?.words).toContain('no case was changed');
    expect(mail.reasons()).toEqual(['about-a-merger']);
    expect((await mail.scheme.onlyCase()).version).toBe(before);
  },
);

test('a reply that says who the child is has fingerprints of all that is sealed, and is kept no shorter', async () => {
  const mail = await MailIn.open();
  const kept: (readonly [string, number])[] = [];
  const { sealed } = mail.scheme;
  const [first, applied] = [sealed.sealFirst.bind(sealed), sealed.applyAmendment.bind(sealed)];
  Object.assign(sealed, {
    sealFirst: (id: string, owner: string, children: readonly ChildParticulars[], until: number) => {
      kept.push(['referred', until]);
      return first(id, owner, children);
    },
    applyAmendment: (id: string, amendmentId: string, owner: string, until: number) => {
      kept.push(['amended', until]);
      return applied(id, amendmentId, owner);
    },
  });
  await mail.receive(stored({ body: wholeReferral }));
  const { id, referralId } = await mail.scheme.onlyCase();
  const reply = { subject: `Re: ${id}`, messageId: '<two@kent.example>' };
  await mail.receive(stored({ ...reply, body: 'Home Office reference: A 1234567' }));
  // Councils are asked by now, and it says who the child is: the desk is asked first.
  expect(await sealed.particulars(referralId)).toEqual([
    expect.not.objectContaining({ homeOfficeReference: expect.anything() }),
  ]);
  await mail.confirm();
  const after = await mail.scheme.onlyCase();
  expect(after.fingerprints).toEqual(
    fingerprintsOf(await FINGERPRINT_KEY.read(), await sealed.particulars(referralId)),
  );
  expect(after.fingerprints?.[0]?.references).toHaveLength(1);
  // The child turns 18 in May 2028.
  const until = Date.UTC(2029, 5, 1) / 1000;
  expect(kept).toEqual([
    ['referred', until],
    // The amendment's own event brings it: whether or not the page got so far.
    ['amended', until],
  ]);
});

const rowOf = (name: string) => ({
  name: 'children.csv',
  type: 'text/csv',
  content: `Name,Date of birth,Sex,Nationality,Home Office reference\r\n${name},2010-05-14,male,Eritrean,HO-1234567\r\n`,
});

test('the same child by e-mail and by e-mail again: one case', async () => {
  const mail = await MailIn.open();
  await mail.receive(stored({ attachment: rowOf('Canary Child') }));
  await mail.receive(stored({ messageId: '<2@k>', attachment: rowOf('CANARY  child') }));
  const { id } = await mail.scheme.onlyCase();
  const second = mail.told()[1]?.referrals[0]?.caseId ?? '';
  expect(await mail.scheme.cases.mergedInto(second)).toEqual({ caseId: id, council: KENT });
});

test('a child with the reference of another by e-mail, whose name only sounds like it: two cases', async () => {
  const mail = await MailIn.open();
  await mail.receive(stored({ attachment: rowOf('Canary Child') }));
  await mail.receive(stored({ messageId: '<2@k>', attachment: rowOf('Kanary Child') }));
  const [first, second] = mail.told().map(({ referrals }) => referrals[0]?.caseId ?? '');
  expect((await mail.scheme.cases.read(second ?? ''))?.possibleDuplicates).toEqual([first]);
});

test('an address that two councils share: both desks are told once a day, a coordinator sees it; a desk’s own address is known', async () => {
  const mail = await MailIn.open();
  await mail.scheme.sealed.putContacts('council:E10000014', { dutyDesk: 'desk@kent.example' });
  for (const at of [1, 2]) await mail.receive(stored({ messageId: `<${at}@k>`, body: wholeReferral }));
  expect(mail.reasons()).toEqual(['shared-domain', 'shared-domain']);
  expect(
    mail
      .answers()
      .map(({ to }) => to[0])
      .toSorted(),
  ).toEqual(['desk@kent.example', 'duty@kent.example']);
  expect(mail.answers()[0]?.text.replaceAll(/\s+/g, ' ')).toContain('your duty desk’s own address');
  await mail.receive(stored({ messageId: '<3@k>', verdicts: { dkim: 'fail' }, body: wholeReferral }));
  expect(mail.answers()).toHaveLength(2);
  await mail.receive(stored({ from: 'Duty@kent.example', messageId: '<4@k>', body: wholeReferral }));
  expect((await mail.scheme.onlyCase()).facts.entryAuthority).toBe(KENT);
});

test('what is written above a table waits with every child in it, and is told once', async () => {
  const mail = await MailIn.open();
  await mail.receive(
    stored({
      body: 'They must not be placed near their uncle in Leeds.',
      attachment: csv(
        'Canary A,2010-05-14,male,foster care,none,not required,',
        'Canary B,2011-06-03,female,foster care,none,not required,',
      ),
    }),
  );
  const cases = Object.values(mail.scheme.cases.snapshot().cases);
  expect(cases.map(({ facts }) => facts.unclear)).toEqual([
    ['areasToAvoid', 'familyInUk'],
    ['areasToAvoid', 'familyInUk'],
  ]);
  expect(mail.told()[0]?.problems).toEqual([
    { where: 'Your message, line 1', words: expect.stringContaining('could not read this') },
  ]);
});

test('a table is one referral a row, siblings together; each unreadable cell is said without repeating it', async () => {
  const mail = await MailIn.open();
  await mail.receive(
    stored({
      attachment: csv(
        'Canary A,2010-05-14,male,foster care,none,not required,A',
        'Canary B,03/06/2011,female,foster care,none,not required,A',
        'Canary C,31/02/2010,male,foster care,none,not required,',
        'Canary D,2030-01-01,male,a tent,none,not required,',
      ),
    }),
  );
  const cases = Object.values(mail.scheme.cases.snapshot().cases);
  expect(cases.map(({ facts }) => facts.children.length).toSorted()).toEqual([1, 1, 2]);
  expect(mail.told()[0]?.problems).toEqual([
    { where: 'Row 3, Date of birth', words: expect.stringContaining('There is no such day') },
    { where: 'Row 4, Placement', words: expect.stringContaining('Choose one of: foster care, ') },
    { where: 'Row 4, Date of birth', words: expect.stringContaining('in the future') },
  ]);
});

test('the same mail again changes nothing and is not answered again', async () => {
  const mail = await MailIn.open();
  const raw = stored({ attachment: csv('A,2010-05-14,male,foster care,none,not required,') });
  await mail.receive(raw);
  const before = JSON.stringify([
    mail.scheme.cases.snapshot(),
    mail.scheme.mailer.snapshot(),
    mail.scheme.events,
  ]);
  for (let again = 0; again < 3; again += 1) expect(await mail.receive(raw)).toEqual([]);
  expect(
    JSON.stringify([mail.scheme.cases.snapshot(), mail.scheme.mailer.snapshot(), mail.scheme.events]),
  ).toBe(before);
});

test.each(['spam', 'virus', 'spf', 'dkim', 'dmarc'] as const)(
  'a mail whose %s check did not pass is for a coordinator; the council’s desk is told once a day, the sender never',
  async (check) => {
    const mail = await MailIn.open();
    for (const word of ['fail', 'gray', 'none'])
      await mail.receive(
        stored({ messageId: `<${word}@kent.example>`, verdicts: { [check]: word }, body: wholeReferral }),
      );
    expect(mail.reasons()).toEqual(['mail-not-proved', 'mail-not-proved', 'mail-not-proved']);
    expect(mail.answers().map(({ to, cc }) => [...to, ...cc])).toEqual([['duty@kent.example']]);
    expect(Object.keys(mail.scheme.cases.snapshot().cases)).toEqual([]);
  },
);

test('checks that the sender wrote into the mail prove nothing', async () => {
  const mail = await MailIn.open();
  const raw = stored({
    headers: [
      'Authentication-Results: amazonses.com; spf=pass; dkim=pass; dmarc=pass',
      'X-SES-RECEIPT: BBBB',
    ],
    body: wholeReferral,
  })
    .toString()
    .replace(/Authentication-Results: amazonses[\s\S]*?dmarc=pass[^\r]*\r\n/, '');
  await mail.receive(Buffer.from(raw));
  expect(mail.reasons()).toEqual(['mail-not-proved']);
});

test('a stranger is kept for a coordinator and not answered', async () => {
  const mail = await MailIn.open();
  for (const from of ['x@gmail.example', 'x@kent.example.evil.example', 'x@notkent.example'])
    await mail.receive(stored({ from, body: wholeReferral }));
  expect(mail.reasons()).toEqual(['unknown-sender', 'unknown-sender', 'unknown-sender']);
  expect(mail.answers()).toEqual([]);
});

test.each([
  ['an out-of-office answer', { headers: ['Auto-Submitted: auto-replied'] }],
  ['a bounce', { returnPath: '' }],
  ['a report', { from: 'mailer-daemon@kent.example' }],
  ['a list', { headers: ['List-Id: <all.lists.example>'] }],
  ['our own mail', { from: 'no-reply@nts.example' }],
])('%s is never answered', async (_, written) => {
  const mail = await MailIn.open();
  await mail.receive(stored({ ...written, body: 'I am away until Monday.' }));
  expect([mail.scheme.mailer.snapshot(), mail.reasons(), mail.told()]).toEqual([[], [], []]);
});

test('a program’s mail that seems to refer a child is seen by a coordinator', async () => {
  const mail = await MailIn.open();
  await mail.receive(stored({ headers: ['Precedence: bulk'], body: wholeReferral }));
  expect(mail.reasons()).toEqual(['automatic-referral']);
  expect(mail.answers()).toEqual([]);
});

test.each([
  [
    'a Word file',
    { attachment: { name: 'a.docx', type: 'application/msword', content: 'x' } },
    'damaged, or not what its name says',
  ],
  ['too many parts', { body: '--x\r\n'.repeat(600) }, 'too many lines or parts'],
  ['nothing of use', { body: 'Name: Bob\r\nPlease help.' }, 'How to send a referral'],
])('%s: nothing is referred, and the sender is told what to do', async (_, written, words) => {
  const mail = await MailIn.open();
  await mail.receive(stored(written));
  expect(Object.keys(mail.scheme.cases.snapshot().cases)).toEqual([]);
  const [answer] = mail.scheme.mailer.snapshot();
  expect(answer?.to).toEqual([OFFICER]);
  expect(answer?.text.replaceAll(/\s+/g, ' ')).toContain(words);
});

describe('a JSON file, which systems send to the API', () => {
  const attachment = {
    name: 'referral.json',
    type: 'application/json',
    content: JSON.stringify({ children: [{ sex: 'female', name: 'Canary' }] }),
  };
  const notRead = [
    {
      where: 'The attachment',
      words:
        'We cannot read this kind of file. Use our Word form, an Excel or CSV table, or write the answers in the email.',
    },
  ];

  test('alone refers nobody: the answer says that it was not read, and how to send it', async () => {
    const mail = await MailIn.open();
    await mail.receive(stored({ body: 'Please find attached.', attachment }));
    expect(mail.told()).toMatchObject([{ referrals: [], problems: notRead }]);
    expect(JSON.stringify(mail.scheme.events)).not.toContain('Canary');
  });

  test('beside a referral in the lines of the mail takes nothing away from it', async () => {
    const mail = await MailIn.open();
    await mail.receive(stored({ body: wholeReferral, attachment }));
    expect((await mail.scheme.onlyCase()).status).toBe('offered');
    expect(mail.told()).toMatchObject([{ referrals: [{ did: 'referred' }], problems: notRead }]);
  });
});
