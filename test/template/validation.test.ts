import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Validations } from 'aws-cdk-lib';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { expect, test } from 'vitest';
import { buildApp } from '../../infra/build-app.ts';
import { anApp } from './synthesis.ts';

/** What the checks found, one line each. */
function findings(outdir: string): string[] {
  const report = JSON.parse(readFileSync(path.join(outdir, 'validation-report.json'), 'utf8'));
  return report.pluginReports.flatMap(({ violations }: { violations: { ruleName: string }[] }) =>
    violations.map(({ ruleName }) => ruleName),
  );
}

test('cdk-nag finds nothing unexplained, and two syntheses are the same to the byte', () => {
  const [first, second] = [anApp(), anApp()].map((app) => {
    buildApp(app);
    return app.synth().directory;
  });
  if (first === undefined || second === undefined) throw new Error('unreachable: two apps were made');
  expect(findings(first)).toEqual([]);
  const files = readdirSync(first).filter((file) => /\.(template|assets)\.json$/.test(file));
  expect(files).toHaveLength(4);
  for (const file of files)
    expect(readFileSync(path.join(second, file), 'utf8')).toBe(readFileSync(path.join(first, file), 'utf8'));
  // Bundles every function twice where nothing is kept of an earlier run.
}, 300_000);

test('cdk-nag finds nothing unexplained for a new account either, which is in the sandbox of SES', () => {
  const app = anApp({ sandbox: 'true', emailsASecond: '1' });
  buildApp(app);
  expect(findings(app.synth().directory)).toEqual([]);
});

test('cdk-nag is awake: a queue without a dead-letter queue or TLS is found', () => {
  const app = anApp();
  const { pipeline } = buildApp(app);
  new Queue(pipeline, 'Bare');
  expect(() => app.synth()).toThrow(/AwsSolutions-SQS3/);
  expect(findings(app.outdir).toSorted()).toEqual(['AwsSolutions-SQS3', 'AwsSolutions-SQS4']);
});

test('what is acknowledged is known, and has a reason that somebody can disagree with', () => {
  const app = anApp();
  buildApp(app);
  const acknowledged = app.node
    .findAll()
    .flatMap(({ node }) =>
      node.metadata
        .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
        .flatMap(({ data }) => Object.entries<string>(data)),
    );
  const count = new Map<string, number>();
  for (const [rule] of acknowledged) count.set(rule, (count.get(rule) ?? 0) + 1);
  // The ids of what is read by many names hold a hash that follows from the template.
  const named = [...count].map(([rule, times]) => [
    rule
      .replace(/NtsData:[^/]*IncomingMail[^/]*/, '<mail bucket>')
      .replace(/NtsData:[^/]*Anchors[^/]*/, '<anchors bucket>')
      .replace(/<IncomingMailBucket[^>]*>/, '<mail bucket>')
      .replace(/<(Cases|Sealed)Table[^>]*>/, '<$1 table>')
      .replace(/<DocumentsBucket[^>]*>|NtsData:[^/]*/, '<documents bucket>'),
    times,
  ]);
  expect(Object.fromEntries(named)).toEqual({
    'Annotation::AwsSolutions-APIG4': 1,
    'Annotation::AwsSolutions-IAM5[Resource::*]': 15,
    'Annotation::AwsSolutions-IAM5[Resource::<anchors bucket>/anchors/*]': 2,
    'Annotation::AwsSolutions-IAM5[Resource::<documents bucket>/*]': 2,
    'Annotation::AwsSolutions-IAM5[Resource::<documents bucket>/documents/*]': 3,
    'Annotation::AwsSolutions-IAM5[Resource::<mail bucket>/*]': 1,
    'Annotation::AwsSolutions-IAM5[Resource::<mail bucket>/mail/*]': 2,
    'Annotation::AwsSolutions-IAM5[Resource::<Cases table>/backup/*]': 1,
    'Annotation::AwsSolutions-IAM5[Resource::<Sealed table>/backup/*]': 1,
    'Annotation::AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:events:eu-west-2:<AWS::AccountId>:rule/AwsBackupManagedRule*]': 1,
    'Annotation::AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:events:eu-west-2:<AWS::AccountId>:rule/DO-NOT-DELETE-AmazonGuardDutyMalwareProtectionS3*]': 1,
    'Annotation::AwsSolutions-S1': 4,
    'Annotation::AwsSolutions-SMG4': 2,
    'Annotation::AwsSolutions-SQS3': 4,
  });
  expect(acknowledged.filter(([, reason]) => reason.length < 40)).toEqual([]);
});
