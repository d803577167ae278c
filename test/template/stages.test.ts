import { expect, test } from 'vitest';
import { buildApp } from '../../infra/build-app.ts';
import { stackNames } from '../../infra/stage.ts';
import { anApp, type Synthesized, synthesize } from './synthesis.ts';

/**
 * The properties by which an account, or a region of it, knows a resource: two of one type cannot have the same. `nothing`: AWS or
 * CloudFormation makes the name. A type that is new here adds a line.
 */
const known: Readonly<Record<string, string>> = {
  'AWS::ApiGatewayV2::Api': 'nothing',
  'AWS::ApiGatewayV2::ApiMapping': 'nothing',
  'AWS::ApiGatewayV2::DomainName': 'DomainName',
  'AWS::ApiGatewayV2::Integration': 'nothing',
  'AWS::ApiGatewayV2::Route': 'nothing',
  'AWS::ApiGatewayV2::Stage': 'nothing',
  'AWS::Backup::BackupPlan': 'nothing',
  'AWS::Backup::BackupSelection': 'nothing',
  'AWS::Backup::BackupVault': 'BackupVaultName',
  'AWS::CloudTrail::Trail': 'TrailName',
  'AWS::CloudWatch::Alarm': 'AlarmName',
  'AWS::CloudWatch::Dashboard': 'DashboardName',
  'AWS::DynamoDB::Table': 'TableName',
  'AWS::Events::Rule': 'Name',
  'AWS::GuardDuty::MalwareProtectionPlan': 'nothing',
  'AWS::IAM::Policy': 'nothing',
  'AWS::IAM::Role': 'RoleName',
  'AWS::KMS::Key': 'nothing',
  'AWS::Lambda::EventInvokeConfig': 'nothing',
  'AWS::Lambda::EventSourceMapping': 'nothing',
  'AWS::Lambda::Function': 'FunctionName',
  'AWS::Lambda::Permission': 'nothing',
  'AWS::Logs::LogGroup': 'LogGroupName',
  'AWS::Logs::QueryDefinition': 'Name',
  'AWS::S3::Bucket': 'BucketName',
  'AWS::S3::BucketPolicy': 'nothing',
  'AWS::SES::ConfigurationSet': 'Name',
  'AWS::SES::ConfigurationSetEventDestination': 'nothing',
  'AWS::SES::EmailIdentity': 'EmailIdentity',
  'AWS::SES::ReceiptRule': 'nothing',
  'AWS::SES::ReceiptRuleSet': 'RuleSetName',
  'AWS::SNS::Subscription': 'nothing',
  'AWS::SNS::Topic': 'TopicName',
  'AWS::SNS::TopicPolicy': 'nothing',
  'AWS::SQS::Queue': 'QueueName',
  'AWS::SQS::QueuePolicy': 'nothing',
  'AWS::Scheduler::Schedule': 'Name',
  'AWS::Scheduler::ScheduleGroup': 'Name',
  'AWS::SecretsManager::Secret': 'Name',
};

const templates = (context: Readonly<Record<string, string>>): readonly Synthesized[] => {
  const { data, pipeline } = synthesize(context);
  return [data, pipeline].map((template) => template.toJSON() as Synthesized);
};

const duty = { alarmEmail: 'duty@council.example' };
const first = templates({ ...duty, senderDomain: 'transfers.example' });
const second = templates({ ...duty, stage: 'test', senderDomain: 'test.transfers.example' });
const third = templates({
  stage: 'te',
  senderDomain: 'te.example',
  mailRules: 'the-active-ones',
  pagesDomain: 'pages.te.example',
  certificate: 'arn:aws:acm:eu-west-2:1:certificate/one',
});

/** Every name that a resource is given, by its type, and what the stack exports. A name that CloudFormation makes holds the stack's. */
const namesOf = (stage: readonly Synthesized[]): string[] =>
  stage.flatMap(({ Resources, Outputs }) => [
    ...Object.values(Resources).flatMap(({ Type, Properties = {} }) => {
      const property = known[Type];
      if (property === undefined) throw new Error(`By what does AWS know a ${Type}? Say it above.`);
      const name = Properties[property];
      return name === undefined ? [] : [`${Type} ${JSON.stringify(name)}`];
    }),
    ...Object.values(Outputs).flatMap(({ Export }) =>
      Export === undefined ? [] : [`export ${Export.Name}`],
    ),
  ]);

test('two stages share no physical name and no export', () => {
  const all = [first, second, third].flatMap((stage) => [...new Set(namesOf(stage))]);
  expect(all.length).toBeGreaterThan(150);
  expect(all.filter((name, at) => all.indexOf(name) !== at)).toEqual([]);
});

test('a stage imports what its own tables export, and nothing of another', () => {
  const imported = JSON.stringify(second).match(/"Fn::ImportValue":"[^"]+"/g) ?? [];
  expect(imported.length).toBeGreaterThan(5);
  expect(imported.filter((one) => !one.includes(`"${stackNames('test').data}:`))).toEqual([]);
});

test('a stage is the scheme under another name: nothing else is different', () => {
  const asFirst = JSON.stringify(second)
    .replaceAll(/\btest-Nts(Data|Pipeline)/g, 'Nts$1')
    .replaceAll('test.transfers.example', 'transfers.example')
    .replaceAll(/\bNTS\/test\b/g, 'NTS')
    .replaceAll('"test/', '"');
  expect(JSON.parse(asFirst)).toEqual(first);
  expect(JSON.stringify(second)).not.toBe(JSON.stringify(first));
});

test('what a stage counts is read by its own alarms and graphs alone', () => {
  const counted = (stage: readonly Synthesized[]) => [
    ...new Set(JSON.stringify(stage).match(/\bNTS(\/[a-z]+)?(?=\\*")/g) ?? []),
  ];
  expect(counted(first)).toEqual(['NTS']);
  expect(counted(second)).toEqual(['NTS/test']);
  const kept = JSON.stringify(second[1]);
  expect(kept).toContain('"POWERTOOLS_METRICS_NAMESPACE":"NTS/test"');
  expect(kept).not.toMatch(/"Namespace":"NTS"/);
});

test('no name of a stage begins as those of another do, however the stages are called', () => {
  const stages = [undefined, 'te', 'test', 'n', 'nts'].flatMap((stage) => Object.values(stackNames(stage)));
  expect(stages.filter((name) => stages.some((other) => other !== name && name.startsWith(other)))).toEqual(
    [],
  );
});

test('a stage puts its rule for e-mail into the set that is active, where there is one', () => {
  const mail = (stage: readonly Synthesized[]) =>
    Object.values(stage[1]?.Resources ?? {}).filter(({ Type }) => Type.startsWith('AWS::SES::ReceiptRule'));
  expect(mail(first).map(({ Type }) => Type)).toEqual(['AWS::SES::ReceiptRuleSet', 'AWS::SES::ReceiptRule']);
  expect(mail(third)).toMatchObject([
    { Type: 'AWS::SES::ReceiptRule', Properties: { RuleSetName: 'the-active-ones' } },
  ]);
  // Whoever watches asks for the set that the rule is in.
  expect(JSON.stringify(third)).toContain('"RULE_SET":"the-active-ones"');
});

test.each(['Test', 'a-b', '1st', 'averyveryverylongname'])('no stage is called %s', (stage) => {
  expect(() => buildApp(anApp({ stage }))).toThrow(/names no stage/);
});
