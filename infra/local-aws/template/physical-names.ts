/** The names, ids and ARNs that CloudFormation would give to what the template declares; the same on every run. */
import { createHash } from 'node:crypto';
import { LocalRunError } from '../local-run-error.ts';

export const REGION = 'eu-west-2';
export const ACCOUNT = '000000000000';
export const PARTITION = 'aws';
/** Every table's stream has this label here; DynamoDB Local's own label is not known before the table exists. */
export const STREAM_LABEL = '2024-01-01T00:00:00.000';

export interface Identity {
  readonly stack: string;
  readonly logicalId: string;
  readonly type: string;
  property(name: string): unknown;
  readonly urls: { readonly httpApiUrl: string; readonly awsUrl: string };
}

interface Naming {
  /** The property that holds an explicit name. */
  readonly named?: string;
  readonly lowerCase?: boolean;
  readonly arn?: (name: string, identity: Identity) => string;
  /** What Ref gives, when it is not the name. */
  readonly ref?: (name: string, identity: Identity) => string;
  readonly attributes?: Readonly<Record<string, (name: string, identity: Identity) => string>>;
}

const arn = (service: string, rest: string) => `arn:${PARTITION}:${service}:${REGION}:${ACCOUNT}:${rest}`;
const shortHash = (text: string, length: number) =>
  createHash('sha256').update(text).digest('hex').slice(0, length);

const namings: Readonly<Record<string, Naming>> = {
  'AWS::DynamoDB::Table': {
    named: 'TableName',
    arn: (name) => arn('dynamodb', `table/${name}`),
    attributes: { StreamArn: (name) => arn('dynamodb', `table/${name}/stream/${STREAM_LABEL}`) },
  },
  'AWS::SQS::Queue': {
    named: 'QueueName',
    arn: (name) => arn('sqs', name),
    ref: (name, { urls }) => `${urls.awsUrl}/${ACCOUNT}/${name}`,
    attributes: {
      QueueName: (name) => name,
      QueueUrl: (name, { urls }) => `${urls.awsUrl}/${ACCOUNT}/${name}`,
    },
  },
  'AWS::Lambda::Function': { named: 'FunctionName', arn: (name) => arn('lambda', `function:${name}`) },
  'AWS::IAM::Role': {
    named: 'RoleName',
    arn: (name) => `arn:${PARTITION}:iam::${ACCOUNT}:role/${name}`,
    attributes: { RoleId: (name) => `AROA${shortHash(name, 16).toUpperCase()}` },
  },
  'AWS::IAM::ManagedPolicy': {
    named: 'ManagedPolicyName',
    arn: (name) => `arn:${PARTITION}:iam::${ACCOUNT}:policy/${name}`,
    ref: (name) => `arn:${PARTITION}:iam::${ACCOUNT}:policy/${name}`,
  },
  'AWS::KMS::Key': {
    arn: (name) => arn('kms', `key/${keyId(name)}`),
    ref: (name) => keyId(name),
    attributes: { KeyId: (name) => keyId(name) },
  },
  'AWS::KMS::Alias': { named: 'AliasName', arn: (name) => arn('kms', name) },
  'AWS::SecretsManager::Secret': {
    named: 'Name',
    arn: (name) => arn('secretsmanager', `secret:${name}-${shortHash(name, 6)}`),
    ref: (name) => arn('secretsmanager', `secret:${name}-${shortHash(name, 6)}`),
    attributes: { Id: (name) => arn('secretsmanager', `secret:${name}-${shortHash(name, 6)}`) },
  },
  'AWS::SNS::Topic': {
    named: 'TopicName',
    arn: (name) => arn('sns', name),
    ref: (name) => arn('sns', name),
    attributes: { TopicArn: (name) => arn('sns', name), TopicName: (name) => name },
  },
  'AWS::S3::Bucket': {
    named: 'BucketName',
    lowerCase: true,
    arn: (name) => `arn:${PARTITION}:s3:::${name}`,
    attributes: { DomainName: (name) => `${name}.s3.amazonaws.com` },
  },
  'AWS::Backup::BackupVault': {
    named: 'BackupVaultName',
    arn: (name) => arn('backup', `backup-vault:${name}`),
    attributes: { BackupVaultName: (name) => name },
  },
  'AWS::Backup::BackupPlan': {
    arn: (name) => arn('backup', `backup-plan:${name}`),
    attributes: { BackupPlanId: (name) => name },
  },
  'AWS::CloudTrail::Trail': { named: 'TrailName', arn: (name) => arn('cloudtrail', `trail/${name}`) },
  'AWS::GuardDuty::MalwareProtectionPlan': {
    arn: (name) => arn('guardduty', `malware-protection-plan/${name}`),
  },
  'AWS::Events::Rule': { named: 'Name', arn: (name) => arn('events', `rule/${name}`) },
  'AWS::SES::ReceiptRuleSet': { named: 'RuleSetName' },
  'AWS::SES::EmailIdentity': { named: 'EmailIdentity', arn: (name) => arn('ses', `identity/${name}`) },
  'AWS::SES::ConfigurationSet': { named: 'Name', arn: (name) => arn('ses', `configuration-set/${name}`) },
  'AWS::ApiGatewayV2::Api': {
    ref: (name) => `a${shortHash(name, 9)}`,
    arn: (name) => `arn:${PARTITION}:apigateway:${REGION}::/apis/a${shortHash(name, 9)}`,
    attributes: { ApiEndpoint: (_, { urls }) => urls.httpApiUrl, ApiId: (name) => `a${shortHash(name, 9)}` },
  },
  'AWS::Logs::LogGroup': { named: 'LogGroupName', arn: (name) => arn('logs', `log-group:${name}:*`) },
  'AWS::CloudWatch::Alarm': { named: 'AlarmName', arn: (name) => arn('cloudwatch', `alarm:${name}`) },
  'AWS::Scheduler::Schedule': { named: 'Name', arn: (name) => arn('scheduler', `schedule/default/${name}`) },
  'AWS::Scheduler::ScheduleGroup': {
    named: 'Name',
    arn: (name) => arn('scheduler', `schedule-group/${name}`),
  },
};

const keyId = (name: string) => {
  const hex = shortHash(name, 32);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
};

function nameOf(identity: Identity): string {
  const naming = namings[identity.type];
  const given = naming?.named ? identity.property(naming.named) : undefined;
  if (typeof given === 'string') return given;
  const generated = `${identity.stack}-${identity.logicalId}`;
  return naming?.lowerCase ? generated.toLowerCase() : generated;
}

/** What `Ref` gives. */
export function physicalIdOf(identity: Identity): string {
  const name = nameOf(identity);
  return namings[identity.type]?.ref?.(name, identity) ?? name;
}

/** @returns the ARN, or an empty string for a type that has none here. */
export function arnOf(identity: Identity): string {
  return namings[identity.type]?.arn?.(nameOf(identity), identity) ?? '';
}

/** @throws LocalRunError for an attribute that is not known. */
export function attributeOf(identity: Identity, attribute: string): string {
  const naming = namings[identity.type];
  if (attribute === 'Arn' && naming?.arn) return naming.arn(nameOf(identity), identity);
  const found = naming?.attributes?.[attribute];
  if (!found)
    throw new LocalRunError(
      `The local run does not know the attribute ${attribute} of a ${identity.type} (${identity.stack}/${identity.logicalId}). Teach it in infra/local-aws/template/physical-names.ts.`,
    );
  return found(nameOf(identity), identity);
}
