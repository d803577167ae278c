/** Whole deployments, one after another, in an account that is played: first, again, live, an upgrade, back and forth. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  GetSecretValueCommand,
  ListSecretVersionIdsCommand,
  PutSecretValueCommand,
} from '@aws-sdk/client-secrets-manager';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { stateful, type Template, type Templates, upgrade } from '../../infra/deploy/upgrade.ts';
import { everyCouncil } from '../../shared/core/council/published-councils.ts';
import { schemaOf } from '../template/resource-schemas.ts';
import { PlayedAccount, thisVersion, type Version } from './played-account.ts';

let folder: string;
let first: readonly string[];
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'deploy-'));
  const contacts = path.join(folder, 'contacts.csv');
  writeFileSync(contacts, 'desk,dutyDesk,second\ncoordinators,nts@home.example,\n');
  first = ['--domain', 'm.example', '--alarm-email', 'duty@m.example', '--contacts', contacts, '--yes'];
});
afterAll(() => rmSync(folder, { recursive: true }));

let account: PlayedAccount;
beforeEach(() => {
  account = new PlayedAccount();
});
afterEach(() => account.close());

const contextOf = (told: readonly string[] | undefined): Record<string, string> =>
  Object.fromEntries(
    (told ?? []).flatMap((part, at) => (told?.[at - 1] === '--context' ? [part.split(/=(.*)/s)] : [])),
  );
const tableOf = (output: string): string => account.stacks.get('NtsData')?.outputs[output] ?? 'no table';
const changes = /^\S+ (?!get-|describe-|list-)/;

/** A change of a copy of what a version makes. */
const but =
  (change: (templates: Templates) => void): Version =>
  (context) => {
    const templates = thisVersion(context);
    change(templates);
    return templates;
  };
const without = (template: Template, begins: RegExp): void => {
  for (const id of Object.keys(template.Resources)) if (begins.test(id)) delete template.Resources[id];
  for (const id of Object.keys(template.Outputs)) if (begins.test(id)) delete template.Outputs[id];
};
/** Before there were copies and a trail. */
const before = but(({ data }) => without(data, /^(Backup|Readings)/));

describe('deployments of one account, in their order', () => {
  test('the first makes both stacks, paused, puts in councils and contacts, and says what is left for people', async () => {
    await account.deploy(first);
    expect([...account.stacks.keys()]).toEqual(['NtsData', 'NtsPipeline']);
    expect(account.told).toHaveLength(1);
    expect(contextOf(account.told[0])).toMatchObject({
      senderDomain: 'm.example',
      alarmEmail: 'duty@m.example',
      policy: 'nts-2026',
      clock: 'paused',
      sandbox: 'true',
      emailsASecond: '1',
      readings: 'here',
    });
    const councils = account.put(tableOf('CasesTable')).filter(({ pk }) => pk?.S === 'COUNCILS');
    expect(councils.length).toBeGreaterThan(everyCouncil().length);
    expect(JSON.stringify(account.dynamo.calls().map(({ args }) => args[0].input))).toContain(
      'nts@home.example',
    );
    // Our rules take in nothing before it is live.
    expect(account.activeRules).toBeUndefined();
    expect(account.asked.filter((question) => changes.test(question))).toEqual([]);
    for (const part of [
      `Councils: ${everyCouncil().length} added, 0 refreshed. Desks whose contacts were written: 1.`,
      'DkimDNSTokenName3  CNAME  NtsPipeline-',
      'Deployed. Pages: ',
      'Nothing happens by the clock yet',
      'confirm-subscription',
      'npm run deploy -- --live',
    ])
      expect(account.said).toContain(part);
  });

  test('again, with nothing typed, tells the CDK what it was told before, and keeps every resource, export and the way back', async () => {
    await account.deploy(first);
    const stacks = structuredClone([...account.stacks]);
    await account.deploy([]);
    expect(contextOf(account.told[1])).toEqual(contextOf(account.told[0]));
    expect([...account.stacks]).toEqual(stacks);
    expect(account.said).toMatch(/Told of alarms: duty@m\.example, as before/);
    expect(account.said).toMatch(
      /Of (\d+) resources that keep something \1 stay as they are; afterwards there are \1\./,
    );
    expect(account.said).toMatch(/Exports of the stack of tables: \d+ stay; new: none; gone: none\./);
    expect(account.said).toMatch(/can be deployed again, both stacks/);
    // Who is asked before permissions grow is asked again.
    expect(account.told[0]).toContain('never');
    expect(account.told[1]).toContain('broadening');
  });

  test('live only when all is there; then our rules take in e-mail, and pausing keeps everything else', async () => {
    await account.deploy(first);
    await expect(account.deploy(['--live'])).rejects.toThrow(/has to be mended before it is live/);
    expect(account.told).toHaveLength(1);
    account.ready = true;
    await account.deploy(['--live']);
    expect(contextOf(account.told[1])).toEqual({
      ...contextOf(account.told[0]),
      clock: 'live',
      sandbox: 'false',
      emailsASecond: '14',
      setsApart: 'true',
    });
    expect(account.activeRules).toMatch(/^NtsPipeline-IncomingMailRules/);
    expect(account.said).toContain('E-mail is taken in from now on.');
    await account.deploy(['--pause']);
    expect(contextOf(account.told[2])).toEqual({ ...contextOf(account.told[1]), clock: 'paused' });
  });

  test('a dry run of each prints the same and changes nothing', async () => {
    await account.deploy([...first, '--dry-run']);
    expect(account.stacks.size).toBe(0);
    await account.deploy(first);
    const calls = account.dynamo.calls().length;
    await account.deploy(['--readings', 'elsewhere', '--dry-run']);
    expect(account.said).toMatch(/Who reads what is sealed is recorded: here -> elsewhere/);
    expect(account.said).toMatch(/ReadingsBucket\w+ \(AWS::S3::Bucket\) is in the stack no more\. It stays/);
    expect(account.said).toMatch(/No trail of CloudTrail in this account/);
    expect(account.said).toContain('Changed nothing.');
    expect([account.told.length, account.dynamo.calls().length]).toEqual([1, calls]);
    expect(account.asked.filter((question) => changes.test(question))).toEqual([]);
  });

  test('an upgrade adds what is new and keeps what was; back, and forward again, loses no copy', async () => {
    await account.deploy(first, before);
    await account.deploy([]);
    expect(account.said).toMatch(
      /Of 3\d resources that keep something (3\d) stay as they are; afterwards there are 4\d/,
    );
    expect(account.said).toMatch(/The way back: the version that is deployed can be deployed again/);
    expect([...account.vaults.keys()]).toEqual(['NtsData-backups']);
    await account.deploy([], before);
    expect(account.said).toMatch(
      /BackupsVault\w+ \(AWS::Backup::BackupVault\) is in the stack no more\. It stays/,
    );
    await account.deploy([]);
    expect(account.said).toContain('it is taken into the stack again, with its copies');
    expect(account.told.map((told) => told.includes('--import-existing-resources'))).toEqual([
      false,
      false,
      false,
      true,
    ]);
    // The vault keeps the key that it was made with, and the stack goes on with that one, now and later.
    const key = account.vaults.get('NtsData-backups') ?? '';
    const ofTables = () => account.stacks.get('NtsData')?.template;
    const keys = () => Object.keys(ofTables()?.Resources ?? {}).filter((id) => /^BackupsKey/.test(id));
    expect([contextOf(account.told[3]).vaultKey, keys()]).toEqual([key, []]);
    expect(JSON.stringify(ofTables())).toContain(key);
    await account.deploy([]);
    expect(account.told[4]).not.toContain('--import-existing-resources');
    expect([contextOf(account.told[4]).vaultKey, keys()]).toEqual([key, []]);
  });

  test('over a pipeline that keeps its own keys makes the tables’ stack first, has its secrets say what the old ones say, and then the rest', async () => {
    const older = but(({ data, pipeline }) => {
      for (const [key, secret] of [
        ['LinkSecretArn', 'LinkSecret227E4EC3'],
        ['FingerprintSecretArn', 'FingerprintSecretE3154A40'],
      ] as const) {
        delete data.Outputs[key];
        pipeline.Resources[secret] = {
          ...data.Resources[secret],
          Type: 'AWS::SecretsManager::Secret',
          Properties: {},
        };
        pipeline.Outputs[key] = { Value: { Ref: secret } };
      }
    });
    await account.deploy(first, older);
    account.secrets
      .on(ListSecretVersionIdsCommand)
      .resolves({ Versions: [{ VersionId: 'v1', VersionStages: ['AWSCURRENT'] }] });
    account.secrets.on(GetSecretValueCommand).resolves({ SecretString: 'fHq8-secret' });
    await account.deploy([]);
    const stacks = account.told.map((told) => ['NtsData', 'NtsPipeline'].filter((one) => told.includes(one)));
    expect(stacks).toEqual([['NtsData', 'NtsPipeline'], ['NtsData'], ['NtsData', 'NtsPipeline']]);
    const carried = account.secrets.commandCalls(PutSecretValueCommand).map(({ args }) => args[0].input);
    expect(carried).toMatchObject([
      { SecretId: 'NtsData-LinkSecret227E4EC3', SecretString: 'fHq8-secret', ClientRequestToken: 'v1' },
      { SecretId: 'NtsData-FingerprintSecretE3154A40', SecretString: 'fHq8-secret' },
    ]);
    expect(account.said).toContain('Carried over, from the pipeline’s stack');
    expect(account.said).not.toContain('fHq8-secret');
    expect(account.said).toMatch(/LinkSecret\w+ \(AWS::SecretsManager::Secret\) is in the stack no more/);
    await account.deploy([]);
    expect(account.told).toHaveLength(4);
  });

  test('another stage is deployed beside it, and neither knows of the other', async () => {
    await account.deploy(first);
    const stacks = structuredClone([...account.stacks]);
    account.activeRules = 'theirs';
    await account.deploy(['--stage', 'test', ...first.with(1, 'test.m.example'), '--dry-run']);
    expect(account.said).toMatch(/Stage: test\.[\s\S]*SES knows test\.m\.example in this account already/);
    expect([...account.stacks]).toEqual(stacks);
  });
});

describe('an upgrade that would lose something is refused', () => {
  const is = thisVersion({});
  const changed = (change: (templates: Templates) => void): string[] => {
    const after = thisVersion({});
    change(after);
    return upgrade(is, after).findings.map(({ weight, says }) => `${weight}: ${says}`);
  };
  const every = (['data', 'pipeline'] as const).flatMap((stack) =>
    Object.entries(is[stack].Resources)
      .filter(([, { Type }]) => stateful[Type] !== undefined)
      .map(([id, { Type }]) => ({ stack, id, Type })),
  );

  test('whichever resource goes: said where it stays behind, stopped where it would be deleted', () => {
    expect(every.length).toBeGreaterThan(38);
    for (const { stack, id } of every) {
      const retained = is[stack].Resources[id]?.DeletionPolicy === 'Retain';
      expect(changed((after) => delete after[stack].Resources[id])).toEqual([
        expect.stringMatching(retained ? `to-know: ${id} .* stays` : `stop: ${id} .* deleted`),
      ]);
    }
  });

  test('whichever property would make one anew, as AWS publishes them', () => {
    for (const [type, properties] of Object.entries(stateful))
      expect([type, ...properties]).toEqual([
        type,
        ...Object.entries(schemaOf(type).properties)
          .filter(([, { causesReplacement = 'no' }]) => causesReplacement !== 'no')
          .map(([name]) => name)
          .toSorted(),
      ]);
    for (const { stack, id, Type } of every)
      for (const property of stateful[Type] ?? [])
        expect(
          changed((after) => {
            const { Properties = {} } = after[stack].Resources[id] ?? {};
            Properties[property] = 'another';
          }),
        ).toEqual([expect.stringMatching(`^stop: ${id} .* anew, empty: another ${property}\\.$`)]);
  });

  test('and whichever export the pipeline imports', () => {
    const imported = Object.entries(is.data.Outputs).filter(
      ([, { Export }]) =>
        Export && JSON.stringify(is.pipeline).includes(`"Fn::ImportValue":"${Export.Name}"`),
    );
    expect(imported.length).toBeGreaterThan(12);
    for (const [id, { Export }] of imported) {
      expect(changed(({ data }) => delete data.Outputs[id])).toEqual([
        expect.stringContaining(`imports: ${Export?.Name}.`),
      ]);
      // And the other way round: who comes from a version without it goes back in two steps.
      const older = thisVersion({});
      delete older.data.Outputs[id];
      expect(upgrade(older, is).lines.at(-1)).toContain(`does not export: ${Export?.Name}.`);
    }
  });
});
