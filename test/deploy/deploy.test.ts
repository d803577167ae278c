import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkAccount } from '../../infra/deploy/account.ts';
import type { Run } from '../../infra/deploy/ask.ts';
import { readContacts } from '../../infra/deploy/contacts.ts';
import { deployedFile, lastDeployment } from '../../infra/deploy/last-deployment.ts';
import { readOptions } from '../../infra/deploy/options.ts';

const policies = ['nts-2022', 'nts-2026'];

describe('the command line', () => {
  test('may say nothing: what was deployed stays', () => {
    expect(readOptions([], policies)).toEqual({ yes: false, dryRun: false });
  });

  test('takes everything', () => {
    const line =
      '--domain m.example --policy nts-2022 --alarm-email a@b.example --contacts c.csv --stage test --mail-rules theirs --pages-domain p.m.example --live --yes --dry-run';
    expect(readOptions(line.split(' '), policies)).toEqual({
      domain: 'm.example',
      policy: 'nts-2022',
      alarmEmail: 'a@b.example',
      contacts: 'c.csv',
      clock: 'live',
      stage: 'test',
      mailRules: 'theirs',
      pagesDomain: 'p.m.example',
      yes: true,
      dryRun: true,
    });
  });

  test.each([
    ['--domain https://transfers.example', /bare, without https/],
    ['--domain no-reply@transfers.example', /bare, without https/],
    ['--domain transfers', /not a domain/],
    ['--domain transfers.example --policy nts-1999', /There are: nts-2022, nts-2026/],
    ['--domain transfers.example --alarm-email nobody', /not an e-mail address/],
    ['--live --pause', /not both/],
    ['--pages-domain https://p.example', /bare.*--pages-domain/],
    ['--stage Test-1', /cannot name a stage/],
    ['--domain transfers.example --force', /--force[\s\S]+npm run deploy/],
  ])('refuses "%s" and says what to type', (line, says) => {
    expect(() => readOptions(line.split(' ').filter(Boolean), policies)).toThrow(says);
  });
});

test('what a stage said when it was last deployed is that stage’s own', () => {
  expect(deployedFile()).toMatch(/[/\\]\.cache[/\\]deployed\.json$/);
  expect(deployedFile('test')).toMatch(/[/\\]\.cache[/\\]deployed-test\.json$/);
  const folder = mkdtempSync(path.join(tmpdir(), 'nts-deployed-'));
  try {
    const file = path.join(folder, 'said.json');
    expect(lastDeployment('test', file)).toEqual({});
    writeFileSync(file, JSON.stringify({ 'test-NtsData': { A: '1' }, NtsPipeline: { B: '2' } }));
    expect(lastDeployment('test', file)).toEqual({ data: { A: '1' } });
    expect(lastDeployment(undefined, file)).toEqual({ pipeline: { B: '2' } });
    expect(() => lastDeployment('../x', file)).toThrow(/cannot name a stage/);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

describe('the file of contacts', () => {
  const desks = new Set(['coordinators', 'council:E10000016', 'smp-lead:E12000008']);
  const first = 'desk,dutyDesk,second';

  test('has a desk a line, with one or two addresses', () => {
    const csv = `\uFEFF${first}\r\ncoordinators, nts@home.example ,\r\n\r\ncouncil:E10000016,duty@kent.example,manager@kent.example\r\n`;
    expect(readContacts(csv, desks)).toEqual([
      { desk: 'coordinators', contacts: { dutyDesk: 'nts@home.example' } },
      {
        desk: 'council:E10000016',
        contacts: { dutyDesk: 'duty@kent.example', second: 'manager@kent.example' },
      },
    ]);
  });

  test.each([
    ['an unknown desk', 'council:E99999999,a@b.example,', /Line 3 names a desk that does not exist/],
    ['no address', 'council:E10000016,,', /Line 3 has no e-mail address/],
    ['a bad second address', 'council:E10000016,a@b.example,ring me', /Line 3 has something other than/],
    [
      'too many fields',
      'council:E10000016,a@b.example,c@d.example,e@f.example',
      /Line 3 has more than three/,
    ],
    ['a desk twice', 'coordinators,a@b.example,', /Line 3 names coordinators a second time/],
  ])('is refused for %s, by line and without the address', (_what, line, says) => {
    const csv = `${first}\ncoordinators,nts@home.example,\n${line}`;
    expect(() => readContacts(csv, desks)).toThrow(says);
    expect(() => readContacts(csv, desks)).not.toThrow(/@/);
  });

  test('is refused without coordinators: held cases would reach nobody', () => {
    expect(() => readContacts(`${first}\ncouncil:E10000016,a@b.example,`, desks)).toThrow(
      /no line for coordinators/,
    );
  });

  test('is refused whole: every wrong line is named at once', () => {
    expect(() => readContacts('name,email\nfoo\nbar', desks)).toThrow(/Line 1[\s\S]+Line 2[\s\S]+Line 3/);
  });
});

describe('the account', () => {
  /** An AWS CLI of which only these commands work. */
  const cli =
    (...working: string[]): Run =>
    (_command, [verb = '']) =>
      working.includes(verb) ? { ok: true, out: '123456789012' } : { ok: false, out: 'no' };

  test('is named when it is ready', () => {
    expect(checkAccount('eu-west-2', cli('--version', 'sts', 'cloudformation'))).toBe('123456789012');
  });

  test.each([
    ['the CLI is missing', cli(), /Install version 2/],
    ['nobody is signed in', cli('--version'), /aws sso login/],
    ['CDK is not bootstrapped', cli('--version', 'sts'), /npx cdk bootstrap aws:\/\/123456789012\/eu-west-2/],
  ])('is refused when %s, with what to do', (_what, run, says) => {
    expect(() => checkAccount('eu-west-2', run)).toThrow(says);
  });
});
