/** Which properties of which resources the local run honours; anything else stops it with a sentence that says so. */

import { LocalRunError } from '../local-run-error.ts';
import type { Resource } from './assembly.ts';

interface Known {
  /** What the local run acts on. */
  readonly honoured: readonly string[];
  /** What changes nothing about behaviour on one machine: backups, descriptions, architectures. */
  readonly passive?: readonly string[];
}

const known: Readonly<Record<string, Known>> = {
  'AWS::DynamoDB::Table': {
    honoured: [
      'TableName',
      'KeySchema',
      'AttributeDefinitions',
      'GlobalSecondaryIndexes',
      'LocalSecondaryIndexes',
      'StreamSpecification',
      'TimeToLiveSpecification',
      'SSESpecification',
      'BillingMode',
      'ResourcePolicy',
      'Tags',
    ],
    passive: [
      'PointInTimeRecoverySpecification',
      'DeletionProtectionEnabled',
      'ContributorInsightsSpecification',
      'TableClass',
    ],
  },
  'AWS::SQS::Queue': {
    honoured: [
      'QueueName',
      'VisibilityTimeout',
      'MessageRetentionPeriod',
      'RedrivePolicy',
      'RedriveAllowPolicy',
      'DelaySeconds',
      'ReceiveMessageWaitTimeSeconds',
      'MaximumMessageSize',
      'KmsMasterKeyId',
      'Tags',
    ],
    passive: ['KmsDataKeyReusePeriodSeconds', 'SqsManagedSseEnabled'],
  },
  'AWS::SQS::QueuePolicy': { honoured: ['Queues', 'PolicyDocument'] },
  'AWS::Lambda::Function': {
    honoured: [
      'FunctionName',
      'Code',
      'Handler',
      'Runtime',
      'Role',
      'Timeout',
      'MemorySize',
      'Environment',
      'ReservedConcurrentExecutions',
      'LoggingConfig',
      'TracingConfig',
      'DeadLetterConfig',
      'Tags',
    ],
    passive: [
      'Architectures',
      'Description',
      'EphemeralStorage',
      'KmsKeyArn',
      'PackageType',
      'RuntimeManagementConfig',
      'RecursiveLoop',
    ],
  },
  'AWS::Lambda::EventInvokeConfig': {
    honoured: ['FunctionName', 'Qualifier', 'MaximumRetryAttempts', 'DestinationConfig'],
    passive: ['MaximumEventAgeInSeconds'],
  },
  'AWS::Lambda::EventSourceMapping': {
    honoured: [
      'EventSourceArn',
      'FunctionName',
      'BatchSize',
      'MaximumBatchingWindowInSeconds',
      'FunctionResponseTypes',
      'ScalingConfig',
      'FilterCriteria',
      'StartingPosition',
      'MaximumRetryAttempts',
      'BisectBatchOnFunctionError',
      'DestinationConfig',
      'MaximumRecordAgeInSeconds',
      'ParallelizationFactor',
      'Enabled',
      'Tags',
    ],
    passive: ['MetricsConfig'],
  },
  'AWS::Lambda::Permission': {
    honoured: ['Action', 'FunctionName', 'Principal', 'SourceArn', 'SourceAccount'],
  },
  'AWS::IAM::Role': {
    honoured: ['RoleName', 'AssumeRolePolicyDocument', 'ManagedPolicyArns', 'Policies'],
    passive: ['Description', 'MaxSessionDuration', 'Path', 'Tags'],
  },
  'AWS::IAM::Policy': { honoured: ['PolicyName', 'PolicyDocument', 'Roles'] },
  'AWS::IAM::ManagedPolicy': {
    honoured: ['ManagedPolicyName', 'PolicyDocument', 'Roles'],
    passive: ['Description', 'Path'],
  },
  'AWS::KMS::Key': {
    honoured: ['KeyPolicy', 'Enabled'],
    passive: [
      'Description',
      'EnableKeyRotation',
      'RotationPeriodInDays',
      'PendingWindowInDays',
      'KeySpec',
      'KeyUsage',
      'Tags',
    ],
  },
  'AWS::SecretsManager::Secret': {
    honoured: ['Name', 'GenerateSecretString', 'SecretString', 'KmsKeyId'],
    passive: ['Description', 'Tags'],
  },
  'AWS::SecretsManager::ResourcePolicy': {
    honoured: ['SecretId', 'ResourcePolicy'],
    passive: ['BlockPublicPolicy'],
  },
  'AWS::S3::Bucket': {
    honoured: [
      'BucketName',
      'BucketEncryption',
      'NotificationConfiguration',
      'ObjectLockEnabled',
      'VersioningConfiguration',
      'Tags',
    ],
    passive: [
      'LifecycleConfiguration',
      'ObjectLockConfiguration',
      'OwnershipControls',
      'PublicAccessBlockConfiguration',
    ],
  },
  'AWS::S3::BucketPolicy': { honoured: ['Bucket', 'PolicyDocument'] },
  'AWS::GuardDuty::MalwareProtectionPlan': {
    honoured: ['ProtectedResource', 'Actions', 'Role'],
    passive: ['Tags'],
  },
  'AWS::Events::Rule': { honoured: ['EventPattern', 'State', 'Targets'], passive: ['Name', 'Description'] },
  'AWS::SES::ReceiptRuleSet': { honoured: ['RuleSetName'] },
  'AWS::SES::ReceiptRule': { honoured: ['RuleSetName', 'Rule', 'After'] },
  'AWS::SES::EmailIdentity': {
    honoured: ['EmailIdentity', 'ConfigurationSetAttributes'],
    passive: ['DkimAttributes', 'DkimSigningAttributes', 'FeedbackAttributes', 'MailFromAttributes', 'Tags'],
  },
  'AWS::SES::ConfigurationSet': {
    honoured: ['Name', 'SendingOptions'],
    passive: [
      'DeliveryOptions',
      'ReputationOptions',
      'SuppressionOptions',
      'TrackingOptions',
      'VdmOptions',
      'Tags',
    ],
  },
  'AWS::SES::ConfigurationSetEventDestination': { honoured: ['ConfigurationSetName', 'EventDestination'] },
  'AWS::Scheduler::Schedule': {
    honoured: [
      'Name',
      'ScheduleExpression',
      'ScheduleExpressionTimezone',
      'FlexibleTimeWindow',
      'State',
      'Target',
      'GroupName',
    ],
    passive: ['Description', 'KmsKeyArn'],
  },
  'AWS::ApiGatewayV2::Api': {
    honoured: ['ProtocolType', 'Name'],
    passive: ['Description', 'Tags', 'DisableExecuteApiEndpoint'],
  },
  'AWS::ApiGatewayV2::Integration': {
    honoured: [
      'ApiId',
      'IntegrationType',
      'IntegrationUri',
      'IntegrationMethod',
      'PayloadFormatVersion',
      'TimeoutInMillis',
    ],
    passive: ['Description'],
  },
  'AWS::ApiGatewayV2::Route': {
    honoured: ['ApiId', 'RouteKey', 'Target', 'AuthorizationType'],
    passive: ['OperationName'],
  },
  'AWS::ApiGatewayV2::Stage': {
    honoured: ['ApiId', 'StageName', 'AutoDeploy'],
    passive: ['DefaultRouteSettings', 'RouteSettings', 'AccessLogSettings', 'Description', 'Tags'],
  },
};

/** Types that only watch, keep or describe: a local run does without them. */
const passiveTypes = new Set([
  'AWS::Backup::BackupPlan',
  'AWS::Backup::BackupSelection',
  'AWS::Backup::BackupVault',
  'AWS::CDK::Metadata',
  'AWS::CloudTrail::Trail',
  'AWS::CloudWatch::Alarm',
  'AWS::CloudWatch::CompositeAlarm',
  'AWS::CloudWatch::AnomalyDetector',
  'AWS::CloudWatch::Dashboard',
  'AWS::KMS::Alias',
  'AWS::Logs::LogGroup',
  'AWS::Logs::MetricFilter',
  'AWS::Logs::QueryDefinition',
  'AWS::Logs::ResourcePolicy',
  'AWS::SNS::Topic',
  'AWS::SNS::TopicPolicy',
  'AWS::SNS::Subscription',
  'AWS::Scheduler::ScheduleGroup',
]);

/** @throws LocalRunError naming the first resource or property that the local run would not honour. */
export function refuseUnknown(resources: readonly Resource[]): void {
  for (const resource of resources) {
    if (passiveTypes.has(resource.type)) continue;
    const entry = known[resource.type];
    if (!entry)
      throw new LocalRunError(
        `The local run does not know how to play ${resource.type} (${resource.path}). Teach it in infra/local-aws, or list it as passive in known-properties.ts.`,
      );
    const expected = new Set([...entry.honoured, ...(entry.passive ?? [])]);
    const unknown = Object.keys(resource.properties).find((property) => !expected.has(property));
    if (unknown)
      throw new LocalRunError(
        `The local run does not honour the property ${unknown} of ${resource.type} (${resource.path}). Teach it in infra/local-aws, or list it as passive in known-properties.ts.`,
      );
  }
}
