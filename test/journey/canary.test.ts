/**
 * A mark in every personal field of every channel: it is sealed, and turns up in no log, metric, queue, e-mail, subject, address,
 * and not in the cases table or its stream. Who works at a desk is named in the trail, and nowhere else of these. Then a program follows every link of every e-mail of the run, and changes nothing.
 */
import { paginateScan } from '@aws-sdk/client-dynamodb';
import { createTransport } from 'nodemailer';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { localApiKey } from '../../infra/local/story/local-api-key.ts';
import { deskAddress } from '../../infra/local/story/seed.ts';
import { auditOfPeriod } from '../../infra/ops/audit.ts';
import { DynamoTrailStore } from '../../shared/aws/dynamo-trail-store.ts';
import { kinds } from '../../shared/aws/keys.ts';
import type { ParticularField } from '../../shared/core/referral/particulars.ts';
import { MemoryAnchorStore } from '../../shared/memory/memory-anchor-store.ts';
import { auditOfCase } from '../../shared/runtime/audit-of-case.ts';
import { factLabels } from '../../shared/words/fact-labels.ts';
import { aRequest } from '../api/a-request.ts';
import { TEST_FILE } from '../contract/document-store-promises.ts';
import { cellsAt, filledForm, wholeForm, workbook } from '../functions/office-files.ts';
import { portion } from '../how-much.ts';
import { asItStands, attribute, formsIn, offeredBy } from '../pages/forms.ts';
import { type Run, startRun, tableName, withoutCapacityReminders } from './a-run.ts';
import { canariesOf, canary, MARK, marksIn, Overheard, personalFields, worker } from './canaries.ts';
import { linkTo } from './mail.ts';
import { type Form, Visitor } from './visitor.ts';

const KENT = 'E10000016';
const LONG = 300_000;
let run: Run;
let overheard: Overheard;

beforeAll(async () => {
  run = await startRun({ alter: withoutCapacityReminders });
  overheard = new Overheard(run);
});
afterAll(() => run?.stop());

const KIRKLEES = 'E08000034';
const boxesOf = (html: string, name: string): readonly string[] =>
  [...html.matchAll(/<input\b[^>]*>/g)].flatMap(([tag]) =>
    attribute(tag, 'name') === name ? [attribute(tag, 'value') ?? ''] : [],
  );

/** Every box of a group but the one that says "none". */
const boxes = (html: string, name: string): readonly string[] =>
  boxesOf(html, name).filter((value) => value !== 'none');

/** Answers the page of the form with a mark wherever something can be written. */
function marked(html: string): Form {
  const form = formsIn(html).at(-1);
  const answers: Record<string, string | readonly string[]> = { ...form?.fields };
  for (const [tag] of (form?.html ?? '').matchAll(/<(?:input|select|textarea)\b[^>]*>/g)) {
    const name = attribute(tag, 'name') ?? '';
    const part = { day: 0, month: 1, year: 2 }[name.split('-').at(-1) ?? ''];
    const choices = offeredBy(html, name);
    if (attribute(tag, 'type') === 'hidden') continue;
    if (part !== undefined)
      answers[name] = (
        name.includes('proposed')
          ? ['', '', '']
          : name.includes('born')
            ? ['19', '7', '2010']
            : name.includes('claimedBirth')
              ? ['21', '2', '2011']
              : name.includes('documentedBirth')
                ? ['22', '4', '2011']
                : name.includes('assessedBirth')
                  ? ['23', '6', '2011']
                  : name.includes('lastMissing')
                    ? ['23', '7', '2025']
                    : ['16', '11', '2026']
      )[part] as string;
    else if (tag.startsWith('<select'))
      answers[name] =
        name === 'avoid1-council'
          ? KIRKLEES
          : name === 'whyToAvoid'
            ? canary('form', 'whyToAvoid')
            : name.includes('nationality')
              ? canary('form', 'nationality')
              : '';
    else if (choices.length > 0)
      answers[name] = /^avoid$|wishes|inCare|interpreter/.test(name)
        ? 'yes'
        : (choices.find(
            (one) => one === 'has-been-missing' || (name.endsWith('assessment') && one === 'complete'),
          ) ??
          choices.find((one) => ['no', 'none', 'not-required', 'foster-care'].includes(one)) ??
          choices[0] ??
          '');
    else if (attribute(tag, 'type') === 'checkbox') {
      if (name === 'confirm' || name.endsWith('hasOtherBirths')) answers[name] = 'yes';
      else if (name === 'definition') answers[name] = boxes(html, name);
      // A box alone is left empty.
      else if (boxesOf(html, name).includes('none')) answers[name] = 'none';
    } else if (name.includes('times')) answers[name] = '2';
    else if (/nhs/i.test(name)) answers[name] = canary('form', 'nhsNumber');
    else answers[name] = `${MARK}form${name.replaceAll(/\W/g, '')}Vex`;
  }
  return answers;
}

async function referByForm(officer: Visitor): Promise<string> {
  let page = await officer.visit('/refer');
  page = await officer.visit('/refer', asItStands(page.body.slice(page.body.indexOf('<main'))));
  for (let pages = 0; pages < 60 && !page.at.endsWith('/sent'); pages += 1) {
    const before = page.at;
    page = await officer.visit(page.at, marked(page.body));
    expect(
      page.at,
      `${before} was answered ${page.body.match(/govuk-error-message[\s\S]{0,200}/)?.[0] ?? ''}`,
    ).not.toBe(before);
  }
  return /NTS-\w{4}-\w{4}/.exec(page.body)?.[0] ?? '';
}

const byLabel = (channel: string): Readonly<Record<string, string>> => ({
  ...wholeForm,
  ...Object.fromEntries(personalFields.map((field) => [factLabels[field], canary(channel, field)])),
});

async function write(
  attachments: readonly { readonly filename: string; readonly content: string | Buffer }[],
  text = '',
  more: { readonly subject?: string; readonly html?: string } = {},
) {
  const transport = createTransport({ url: run.localRun.endpoints.smtp, ignoreTLS: true });
  await transport.sendMail({
    from: 'officer@kent.councils.example',
    to: 'referrals@transfers.example',
    subject: `About ${canary('subject', 'name')}`,
    text,
    ...more,
    attachments: attachments.map((one) => ({ ...one })),
  });
  transport.close();
}

const call = (path: string, key: string, body: object) => post(path, key, JSON.stringify(body));

const post = (
  path: string,
  key: string,
  body: string | Buffer,
  headers: Readonly<Record<string, string>> = {},
) =>
  fetch(`${run.localRun.endpoints.pages}${path}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${localApiKey(KENT)}`,
      'idempotency-key': key,
      'content-type': 'application/json',
      ...headers,
    },
    body: new Uint8Array(Buffer.from(body)),
  });

/** Bodies that are refused: a name twice, letters that are lost, packed, a year that is none. */
async function sendWhatIsRefused(): Promise<void> {
  const name = canary('refused', 'name');
  const twice = `{"children": [{"name": "${name}", "health": "x", "name": "${name}"}]}`;
  const answers = [
    await post('/api/referrals', 'refused-1', twice),
    await post(
      '/api/referrals',
      'refused-2',
      Buffer.from(`{"children": [{"name": "${name}\u00e9"}]}`, 'latin1'),
    ),
    await post('/api/referrals', 'refused-3', `{"children": [{"name": "${name}"}]}`, {
      'content-encoding': 'gzip',
    }),
    await call('/api/referrals', 'refused-4', { children: [{ name: `${name}\u00c3\u00a9` }] }),
    await call('/api/referrals', 'refused-5', { children: [{ name, dateOfBirth: '0010-07-19' }] }),
  ];
  expect(answers.map(({ status }) => status)).toEqual([422, 400, 415, 422, 422]);
  for (const answer of answers) expect(await answer.text()).not.toContain(MARK);
}

const linesOf = (channel: string): readonly string[] =>
  Object.entries(byLabel(channel)).map(([label, value]) => `${label}: ${value}`);

/** The day of birth of a child below another, which is another day. */
const SECOND_BORN = '2010-07-20';

/** Mails that people write by hand: a second child without a heading, what is struck out or not shown, lines that nobody reads, an answer between our lines. */
async function writeAsPeopleDo(reference: string): Promise<void> {
  const second = linesOf('second').map((line) => line.replace(canary('second', 'dateOfBirth'), SECOND_BORN));
  await write([], [...linesOf('first'), '', '--', ...second].join('\r\n'));
  const said = (channel: string) => canary(channel, 'health');
  const html = [
    ...linesOf('html'),
    `<s>${said('struck')}</s><span style="display: none">${said('hidden')}</span>`,
    `Brother: ${said('unread')} in Leeds`,
    `Interpreter: ${said('boxes')} \u2612 No \u2610`,
  ];
  await write([], 'This message is in HTML.', { html: html.map((line) => `<p>${line}</p>`).join('') });
  await write(
    [],
    `Thanks, but ${said('thanks')} is not safe\r\n> 1. Give it. In a reply: "Health: x".\r\n${said('between')}`,
    {
      subject: `Re: ${reference}`,
    },
  );
}

const child = (channel: string) => ({
  number: 1,
  ...aRequest().children[0],
  ageAssessment: 'complete',
  ...canariesOf(channel),
});

test('what names a child is sealed, whichever way it came', { timeout: LONG }, async () => {
  const taken = await call('/api/referrals', 'canary-1', {
    ...aRequest({ areasToAvoid: [KIRKLEES] }),
    children: [child('api')],
  });
  const { statusUrl, reference } = (await taken.json()) as { statusUrl: string; reference: string };
  await sendWhatIsRefused();
  await run.localRun.idle();
  await writeAsPeopleDo(reference);
  await call(`${statusUrl}/amendments`, 'canary-2', { children: [{ number: 1, ...canariesOf('amended') }] });

  await write([], linesOf('lines').join('\r\n'));
  const table = Object.entries(byLabel('csv'));
  const cell = (text: string) => `"${text.replaceAll('"', '""')}"`;
  await write([
    {
      filename: 'children.csv',
      content: [table.map(([label]) => cell(label)), table.map(([, value]) => cell(value))]
        .map((row) => row.join(','))
        .join('\r\n'),
    },
  ]);
  // What is not read is no way in either.
  await write([
    { filename: 'child.json', content: JSON.stringify({ ...aRequest(), children: [child('json')] }) },
  ]);
  await write([{ filename: 'form.docx', content: filledForm(byLabel('word')) }]);
  const sheet = Object.entries(byLabel('excel'));
  await write([
    {
      filename: 'children.xlsx',
      content: workbook({
        sheets: [
          {
            name: 'Children',
            rows: [
              cellsAt(
                1,
                sheet.map(([label]) => label),
              ),
              cellsAt(
                2,
                sheet.map(([, value]) => value),
              ),
            ],
          },
        ],
      }),
    },
  ]);
  // What is not accepted is kept where only a coordinator sees it.
  await write([
    { filename: `${canary('hopeless', 'name')}.pdf`, content: `%PDF ${canary('hopeless', 'health')}` },
  ]);
  const officer = new Visitor(run, overheard.addresses, worker);
  await officer.signIn(`council:${KENT}`);
  const caseId = await referByForm(officer);
  await run.localRun.idle();
  const documents = `/documents/${caseId}`;
  for (const [channel, content] of [
    ['document', Buffer.from('%PDF-1.7 ')],
    ['threat', TEST_FILE],
  ] as const) {
    const { body } = await officer.visit(documents);
    const held = Buffer.concat([content, Buffer.from(canary(channel, 'health'))]);
    const file = new File([new Uint8Array(held)], `${canary(channel, 'name')}.pdf`);
    const added = await officer.visit(documents, formsIn(body).at(-1)?.fields ?? {}, file);
    expect(added.body).toContain('The document is added');
  }
  // A verdict that is quicker than the page is looked at again when it comes back to its queue.
  await run.localRun.advance('4m');
  const told = run.localRun.messages.filter(({ subject }) => subject.endsWith('a document cannot be opened'));
  expect(told.map(({ to, cc }) => [to, cc])).toEqual([
    [[deskAddress(`council:${KENT}`)], [deskAddress('coordinators')]],
  ]);

  const found = await Promise.all(
    (await casesOf(run)).map(({ referralId }) => run.sealed.particulars(referralId)),
  );
  const all = found.flat();
  for (const channel of ['amended', 'lines', 'first', 'html', 'csv', 'word', 'excel'])
    expect(all, channel).toContainEqual({ number: 1, ...canariesOf(channel) });
  expect(all).toContainEqual({ number: 2, ...canariesOf('second'), dateOfBirth: SECOND_BORN });
  const form = all.find(({ name }) => name?.startsWith(`${MARK}form`));
  expect(Object.keys(form ?? {}).toSorted()).toEqual(['number', ...personalFields].toSorted());

  const theCase = await run.cases.read(caseId);
  const offer = theCase?.offers.find(({ status }) => status === 'live');
  const desk = `council:${offer?.council}`;
  const receiver = new Visitor(run, overheard.addresses, worker);
  await receiver.visit(linkTo(run, { desk, caseId, link: 'offer' }), {
    step: 'confirm',
    answer: 'accept',
    confirm: 'yes',
  });
  await run.localRun.idle();
  const corrected = await receiver.visit(linkTo(run, { desk: `council:${KENT}`, caseId, link: 'entry' }));
  const { lookedAt = '' } = asItStands(corrected.body);
  await receiver.visit(linkTo(run, { desk: `council:${KENT}`, caseId, link: 'entry' }), {
    lookedAt,
    step: 'confirm',
    action: 'correct',
    facts: ['child1-care'] as never,
    behind: ['child1-care'],
    'child1-health': canary('corrected', 'health'),
    'child1-disability': canary('corrected', 'disability'),
    'child1-education': '',
    'child1-faith': '',
    confirm: 'yes',
  });
  await receiver.visit(linkTo(run, { desk, caseId, link: 'transfer' }), {
    step: 'confirm',
    action: 'arrange',
    'moveOn-day': '26',
    'moveOn-month': '11',
    'moveOn-year': '2026',
    socialWorker: `${MARK} Worker`,
    socialWorkerPhone: '01632 960 777',
    socialWorkerEmail: `${MARK}@vex.example`,
    confirm: 'yes',
  });
  await run.localRun.idle();
  expect(await run.cases.read(caseId)).toMatchObject({ status: 'transfer-arranged' });
  const details = await officer.visit(`/sealed/${caseId}`);
  const opened = await officer.visit(`/sealed/${caseId}`, {
    ...formsIn(details.body).at(-1)?.fields,
    confirm: 'yes',
  });
  for (const mark of [form?.name ?? '', canary('corrected', 'health'), `${MARK} Worker`, 'Tuvalu'])
    expect(opened.body).toContain(mark);
  // One document is handed out, whole; the other never.
  for (const channel of ['document', 'threat']) expect(opened.body).toContain(canary(channel, 'name'));
  expect(opened.body).toContain('A threat, such as a virus');
  const [handedOut, ...more] = formsIn(opened.body).filter(({ action }) => action === documents);
  expect(more).toEqual([]);
  const file = await officer.visit(documents, handedOut?.fields ?? {});
  expect(file.body).toContain(canary('document', 'health'));
  await run.localRun.advance('3d');
  await run.localRun.idle();
});

async function casesOf({ dynamo, localRun, cases }: Run) {
  const ids = new Set<string>();
  for await (const { Items = [] } of paginateScan(
    { client: dynamo },
    { TableName: tableName({ localRun }, 'cases') },
  ))
    for (const { pk, sk } of Items) if (sk?.S === 'CASE') ids.add(pk?.S?.slice('CASE#'.length) ?? '');
  return (await Promise.all([...ids].map((id) => cases.read(id)))).filter((one) => one !== undefined);
}

test('and turns up nowhere else', async () => {
  const said = await overheard.everything();
  for (const [place, texts] of Object.entries(said)) expect(texts.length, place).toBeGreaterThan(5);
  // The inputs of decisions, which are kept compressed, are among what is read.
  for (const place of ['the cases table', 'the stream of the cases table'] as const)
    for (const stands of ['childPopulation', worker.name, worker.role])
      expect(said[place]?.join(), place).toContain(stands);
  expect(Object.entries(said).flatMap(([place, texts]) => marksIn(place, texts.join('\n')))).toEqual([]);
  expect([run.localRun.denials, run.troubles]).toEqual([[], []]);
});

test('nor in the audit that is taken out, of every trail and of each case', async () => {
  const trails = new DynamoTrailStore(run.dynamo, tableName(run, 'cases'));
  const anchors = new MemoryAnchorStore();
  const now = run.localRun.clock.now().toISOString();
  const period = { from: '2026-11-01', to: now.slice(0, 10) };
  const texts: string[] = [];
  for await (const line of auditOfPeriod({ trails, anchors }, period, now)) texts.push(line);
  for (const theCase of await casesOf(run))
    texts.push(await auditOfCase({ cases: run.cases, anchors, clock: { now: () => now } }, theCase));
  expect(texts.length).toBeGreaterThan(20);
  // Who works at a desk is named in the trail, and so here.
  expect(marksIn('the cases table', texts.join('\n'))).toEqual([]);
});

test('a mark would be found in whatever form it took', () => {
  const mark = canary('api', 'homeOfficeReference' satisfies ParticularField);
  for (const form of [
    mark,
    mark.toUpperCase(),
    [...mark].reverse().join(''),
    Buffer.from(`Name: ${mark}`).toString('base64'),
    `Qz=\r\nx${mark.slice(3)}`,
    '"dateOfBirth":"2010-07-19"',
    Buffer.from('{"born":"2010-07-19"}').toString('base64'),
    'from Tuvalu',
  ])
    expect(marksIn('here', form), form).not.toEqual([]);
  for (const text of Object.values(worker)) {
    expect(marksIn('queues', text)).not.toEqual([]);
    expect(marksIn('the cases table', text)).toEqual([]);
  }
  expect(marksIn('here', 'Kent refers NTS-7F3K-2M9Q by 5pm on Tuesday 24 November')).toEqual([]);
});

/** Every item of both tables, but for what a form was answered with. */
async function everythingKept(): Promise<string> {
  const items: string[] = [];
  for (const name of ['cases', 'sealed'])
    for await (const page of paginateScan({ client: run.dynamo }, { TableName: tableName(run, name) }))
      for (const item of page.Items ?? [])
        if (!item.pk?.S?.startsWith(kinds.sealed.reply)) items.push(JSON.stringify(item));
  return items.toSorted().join('\n');
}

test('a program that follows the links of e-mails, and posts what it finds as it stands, changes nothing', {
  timeout: LONG,
}, async () => {
  const all = new Set(
    run.localRun.messages.flatMap(({ html }) =>
      [...html.matchAll(/href="(http[^"]+)"/g)].map(([, link = '']) => link),
    ),
  );
  const byKind = Map.groupBy(all, (link) => new URL(link).pathname.split('/')[1]);
  expect(byKind.size).toBeGreaterThanOrEqual(5);
  const links = [...byKind.values()].flatMap((alike) => alike.slice(0, portion(2, Number.POSITIVE_INFINITY)));
  const before = await everythingKept();
  const program = new Visitor(run, overheard.addresses, worker);
  for (const link of links) {
    await fetch(link, { method: 'HEAD' });
    const { body, at } = await program.visit(link);
    for (const { fields, action } of formsIn(body))
      for (const form of [fields, fields, {}]) await program.visit(action ?? at, form);
  }
  await run.localRun.idle();
  expect(await everythingKept()).toBe(before);
});

test('every route of the API Gateway answers with the headers that keep a page to itself', async () => {
  const routes = run.localRun.plan.routes.map(({ routeKey }) => routeKey).filter((key) => key.includes(' '));
  expect(routes.length).toBeGreaterThan(20);
  for (const route of routes) {
    const [method = '', path = ''] = route.split(' ');
    const response = await fetch(`${run.localRun.endpoints.pages}${path.replaceAll(/\{[^}]+\}/g, 'x')}`, {
      method: method === 'ANY' ? 'GET' : method,
      redirect: 'manual',
      ...(method === 'POST' ? { body: 'x'.repeat(200_000) } : {}),
    });
    expect(response.status, route).toBeLessThan(500);
    expect(Object.fromEntries(response.headers), route).toMatchObject({
      'content-security-policy': expect.stringMatching(
        /^default-src 'none';(?!.*unsafe).*frame-ancestors 'none'/,
      ),
      'strict-transport-security': expect.stringContaining('max-age=31536000'),
      // Forms that sign in have to come with their origin; it is told to nobody else.
      'referrer-policy': path === '/sign-in' && method !== 'POST' ? 'same-origin' : 'no-referrer',
      'x-content-type-options': 'nosniff',
      'cache-control': expect.stringMatching(/^(no-store$|public, max-age)/),
    });
  }
});
