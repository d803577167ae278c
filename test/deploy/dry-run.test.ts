/** The command itself, as somebody types it, before an AWS CLI that answers as an account would and notes what it is asked. */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { everyCouncil } from '../../shared/core/council/published-councils.ts';

const root = path.resolve(import.meta.dirname, '../..');
const OURS = {
  domain: 'transfers.council.gov.uk',
  policy: 'nts-2026',
  alarmEmail: 'duty@council.gov.uk',
  clock: 'paused',
};
const stack = (outputs: Readonly<Record<string, string>>) => ({
  StackStatus: 'UPDATE_COMPLETE',
  Outputs: Object.entries(outputs).map(([OutputKey, OutputValue]) => ({ OutputKey, OutputValue })),
});

/** What an account answers to the beginning of a question; nothing else can be asked. */
type Answers = Readonly<Record<string, object | string>>;
const anAccount: Answers = {
  '--version': 'aws-cli/2.31.0',
  'sts get-caller-identity': '123456789012',
  'cloudformation describe-stacks --stack-name CDKToolkit': {},
  'lambda get-account-settings': { AccountLimit: { ConcurrentExecutions: 10 } },
  'sesv2 get-account': {
    ProductionAccessEnabled: false,
    SendingEnabled: true,
    EnforcementStatus: 'HEALTHY',
    SendQuota: { MaxSendRate: 1 },
  },
  'ses describe-active-receipt-rule-set': { Metadata: { Name: 'theirs' } },
  'cloudwatch describe-alarms': { MetricAlarms: [] },
};
const deployedOnce: Answers = {
  ...anAccount,
  'cloudformation describe-stacks --stack-name NtsPipeline ': stack({
    Options: JSON.stringify(OURS),
    AlarmTopic: 'arn:aws:sns:eu-west-2:1:t',
    MailDkimOne: `one._domainkey.${OURS.domain} -> one.dkim.amazonses.com`,
  }),
  'cloudformation describe-stacks --stack-name NtsData ': stack({}),
  'sesv2 get-email-identity': { VerifiedForSendingStatus: false, DkimAttributes: { Status: 'PENDING' } },
  'sns list-subscriptions-by-topic': { Subscriptions: [{ SubscriptionArn: 'PendingConfirmation' }] },
  'cloudwatch describe-alarms': {
    MetricAlarms: [{ AlarmName: 'NtsPipeline-relay-silent', StateValue: 'ALARM' }],
  },
};

/** A DNS that knows no name: nothing of a test leaves this machine. */
const noDns = `data:text/javascript,${encodeURIComponent(
  `import { promises } from 'node:dns';
const none = async () => { throw Object.assign(new Error('none'), { code: 'ENOTFOUND' }); };
promises.Resolver = class { resolveCname = none; resolveMx = none; resolveTxt = none; };`,
)}`;

let folder: string;
let contacts: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'deploy-'));
  contacts = path.join(folder, 'contacts.csv');
  writeFileSync(contacts, 'desk,dutyDesk,second\ncoordinators,nts@home.example,\n');
});
afterAll(() => rmSync(folder, { recursive: true }));

function deploy(answers: Answers, ...typed: readonly string[]) {
  const asked = path.join(folder, 'asked');
  writeFileSync(asked, '');
  const quoted = (text: string) => `'${text.replaceAll("'", String.raw`'\''`)}'`;
  const cases = Object.entries(answers).map(
    ([question, answer]) =>
      `${quoted(question)}*) echo ${quoted(typeof answer === 'string' ? answer : JSON.stringify(answer))};;`,
  );
  const cli = path.join(folder, 'aws');
  writeFileSync(
    cli,
    [
      '#!/bin/sh',
      `echo "$*" >> ${quoted(asked)}`,
      'case "$*" in',
      ...cases,
      "cloudformation*) echo 'Stack does not exist' >&2; exit 254;;",
      "sesv2*) echo 'NotFoundException' >&2; exit 254;;",
      "*) echo 'AccessDenied' >&2; exit 254;;",
      'esac',
    ].join('\n'),
  );
  chmodSync(cli, 0o755);
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', noDns, path.join(root, 'infra/deploy.ts'), ...typed],
    { cwd: root, encoding: 'utf8', env: { ...process.env, PATH: `${folder}:${process.env.PATH}` } },
  );
  const questions = readFileSync(asked, 'utf8').trim().split('\n');
  return { status, said: `${stdout}${stderr}`, questions };
}

const first = (...more: readonly string[]) => [
  ...['--domain', OURS.domain, '--alarm-email', OURS.alarmEmail, '--contacts', contacts],
  ...more,
];

/** Everything that may be asked of AWS before somebody has agreed to a change. */
const onlyLooks = /^(?:--version|\S+ (?:get|describe|list)-)/;

describe('npm run deploy', () => {
  test('--dry-run prints, before a first deployment, what it found, every record and what it would do, and changes nothing', () => {
    const { status, said, questions } = deploy(anAccount, ...first('--live', '--dry-run'));
    expect(status).toBe(0);
    for (const part of [
      'Account 123456789012, eu-west-2',
      `E-mails come from: ${OURS.domain}`,
      'Policy that decides: nts-2026',
      `Told of alarms: ${OURS.alarmEmail}`,
      'By the clock: live',
      'MEND  Only 10 functions may run side by side',
      'MEND  SES holds this account in its sandbox',
      'E-mails a second, at most: 1',
      'Made for the sandbox of SES: yes',
      'Functions set apart for pages and API: no',
      `MEND  SES does not know ${OURS.domain} yet`,
      'MEND  Other rules take in e-mail in this account: theirs',
      'three CNAME records (DKIM), known once it is deployed',
      `${OURS.domain}  MX  10 inbound-smtp.eu-west-2.amazonaws.com`,
      `bounce.${OURS.domain}  MX  10 feedback-smtp.eu-west-2.amazonses.com`,
      `bounce.${OURS.domain}  TXT  v=spf1 include:amazonses.com ~all`,
      `_dmarc.${OURS.domain}  TXT  v=DMARC1; p=reject`,
      'MISSING',
      'Would stop here: 4 of what is marked above.',
      'cdk deploy NtsData NtsPipeline --context policy=nts-2026',
      '--context clock=live',
      '--require-approval broadening',
      `Would seed ${everyCouncil().length} councils under nts-2026, and the contacts of 1 desks.`,
      'Changed nothing.',
    ])
      expect(said).toContain(part);
    expect(questions.filter((question) => !onlyLooks.test(question))).toEqual([]);
  });

  test('going live stops before anything is changed while something has to be mended, and keeps what nobody typed', () => {
    const { status, said, questions } = deploy(deployedOnce, '--live');
    expect(status).toBe(1);
    for (const part of [
      `E-mails come from: ${OURS.domain}, as before`,
      'By the clock: paused -> live',
      'No --contacts: addresses stay as they are.',
      'cannot be seen beforehand: no leave to read the templates',
      'Nobody has confirmed',
      'DKIM: PENDING',
      'Ringing now: NtsPipeline-relay-silent',
      `one._domainkey.${OURS.domain}  CNAME  one.dkim.amazonses.com`,
      'Not deployed: ',
      'has to be mended before it is live',
    ])
      expect(said).toContain(part);
    expect(said).not.toContain('Deployed.');
    expect(questions.filter((question) => !onlyLooks.test(question))).toEqual([]);
  });

  test('says in words, without a stack trace, that nobody is signed in, and a dry run goes on', () => {
    const { '--version': version = '' } = anAccount;
    const { status, said } = deploy({ '--version': version }, ...first('--dry-run'));
    expect(status).toBe(0);
    expect(said).toMatch(/The account cannot be seen: AWS does not know you[\s\S]*Changed nothing\./);
    expect(said).not.toMatch(/^\s+at /m);
  });
});
