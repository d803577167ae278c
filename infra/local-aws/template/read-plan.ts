/** Reads the plan of a run from the resources of the template. */

import { LocalRunError } from '../local-run-error.ts';
import type { Assembly, Json, Resource } from './assembly.ts';
import { refuseUnknown } from './known-properties.ts';
import { ACCOUNT, PARTITION, REGION, STREAM_LABEL } from './physical-names.ts';
import type {
  BucketPlan,
  FunctionPlan,
  MappingPlan,
  Plan,
  QueuePlan,
  ReceiptRulePlan,
  RoutePlan,
  SchedulePlan,
  TablePlan,
} from './plan.ts';
import { eventRulePlan, mailEventsPlan, malwareScanPlan } from './scan-plans.ts';

/** @throws LocalRunError for a resource, property or value that the local run does not honour. */
export function planOf(assembly: Assembly): Plan {
  const { resources } = assembly;
  refuseUnknown(resources);
  const ofType = (type: string) => resources.filter((resource) => resource.type === type);
  const keyArn = (id: unknown) => keyArnOf(id, ofType('AWS::KMS::Key'));
  return {
    resources,
    tables: ofType('AWS::DynamoDB::Table').map((one) => tablePlan(one, keyArn)),
    queues: ofType('AWS::SQS::Queue').map((one) => queuePlan(one, keyArn)),
    functions: ofType('AWS::Lambda::Function').map((one) =>
      functionPlan(one, assembly, ofType('AWS::Lambda::EventInvokeConfig')),
    ),
    mappings: ofType('AWS::Lambda::EventSourceMapping')
      .filter((one) => one.properties.Enabled !== false)
      .map(mappingPlan),
    schedules: ofType('AWS::Scheduler::Schedule')
      .filter((one) => one.properties.State !== 'DISABLED')
      .map(schedulePlan),
    routes: routePlans(ofType('AWS::ApiGatewayV2::Route'), ofType('AWS::ApiGatewayV2::Integration')),
    secrets: ofType('AWS::SecretsManager::Secret').map((one) => ({
      arn: one.arn,
      shortName: one.shortName,
      name: nameInArn(one.arn).replace(/-[0-9a-f]{6}$/, ''),
      kmsKeyArn: keyArn(one.properties.KmsKeyId),
      fixed: one.properties.SecretString as string | undefined,
      generate: one.properties.GenerateSecretString as Json | undefined,
    })),
    buckets: ofType('AWS::S3::Bucket').map((one) => bucketPlan(one, keyArn)),
    receiptRules: ofType('AWS::SES::ReceiptRule')
      .map(({ properties, path }) => receiptRulePlan(properties.Rule as Json, path))
      .filter((rule) => rule !== undefined),
    receiptRuleSet: ofType('AWS::SES::ReceiptRuleSet')[0]?.id,
    malwareScans: ofType('AWS::GuardDuty::MalwareProtectionPlan').map(malwareScanPlan),
    eventRules: ofType('AWS::Events::Rule')
      .filter((one) => one.properties.State !== 'DISABLED')
      .map(eventRulePlan),
    identities: ofType('AWS::SES::EmailIdentity').map((one) => one.id),
    configurationSets: ofType('AWS::SES::ConfigurationSet').map((one) => one.id),
    mailEvents: ofType('AWS::SES::ConfigurationSetEventDestination')
      .map(mailEventsPlan)
      .filter((one) => one !== undefined),
  };
}

const nameInArn = (arn: string) => arn.slice(arn.lastIndexOf(':') + 1);
const wholeNumber = (value: unknown, otherwise: number) => (value === undefined ? otherwise : Number(value));

function keyArnOf(id: unknown, keys: readonly Resource[]): string | undefined {
  if (id === undefined || id === false) return undefined;
  const found = keys.find((key) => key.id === id || key.arn === id);
  if (found) return found.arn;
  if (String(id).startsWith('alias/aws/')) return undefined;
  throw new LocalRunError(`The template encrypts with the key ${String(id)}, which is not in it.`);
}

function tablePlan(resource: Resource, keyArn: (id: unknown) => string | undefined): TablePlan {
  const { properties } = resource;
  const hashKeyOf = (schema: unknown) =>
    (schema as { AttributeName: string; KeyType: string }[]).find((key) => key.KeyType === 'HASH')
      ?.AttributeName ?? '';
  const indexes = [
    ...((properties.GlobalSecondaryIndexes ?? []) as { IndexName: string; KeySchema: unknown }[]),
    ...((properties.LocalSecondaryIndexes ?? []) as { IndexName: string; KeySchema: unknown }[]),
  ];
  const stream = properties.StreamSpecification as { StreamViewType: string } | undefined;
  const ttl = properties.TimeToLiveSpecification as { AttributeName?: string; Enabled?: boolean } | undefined;
  const sse = properties.SSESpecification as { KMSMasterKeyId?: unknown } | undefined;
  return {
    name: resource.id,
    shortName: resource.shortName,
    arn: resource.arn,
    streamArn: stream ? `${resource.arn}/stream/${STREAM_LABEL}` : undefined,
    hashKey: hashKeyOf(properties.KeySchema),
    indexHashKeys: Object.fromEntries(indexes.map((index) => [index.IndexName, hashKeyOf(index.KeySchema)])),
    ttlAttribute: ttl?.Enabled ? ttl.AttributeName : undefined,
    kmsKeyArn: keyArn(sse?.KMSMasterKeyId),
    create: {
      TableName: resource.id,
      KeySchema: properties.KeySchema,
      AttributeDefinitions: properties.AttributeDefinitions,
      BillingMode: 'PAY_PER_REQUEST',
      ...(properties.GlobalSecondaryIndexes
        ? { GlobalSecondaryIndexes: properties.GlobalSecondaryIndexes }
        : {}),
      ...(properties.LocalSecondaryIndexes
        ? { LocalSecondaryIndexes: properties.LocalSecondaryIndexes }
        : {}),
      ...(stream
        ? { StreamSpecification: { StreamEnabled: true, StreamViewType: stream.StreamViewType } }
        : {}),
    },
  };
}

function queuePlan(resource: Resource, keyArn: (id: unknown) => string | undefined): QueuePlan {
  const { properties } = resource;
  const attributes: Record<string, string> = {};
  for (const name of [
    'VisibilityTimeout',
    'MessageRetentionPeriod',
    'DelaySeconds',
    'ReceiveMessageWaitTimeSeconds',
    'MaximumMessageSize',
  ])
    if (properties[name] !== undefined) attributes[name] = String(properties[name]);
  for (const name of ['RedrivePolicy', 'RedriveAllowPolicy'])
    if (properties[name] !== undefined) attributes[name] = JSON.stringify(properties[name]);
  return {
    name: nameInArn(resource.arn),
    shortName: resource.shortName,
    arn: resource.arn,
    url: resource.id,
    visibilitySeconds: wholeNumber(properties.VisibilityTimeout, 30),
    kmsKeyArn: keyArn(properties.KmsMasterKeyId),
    attributes,
  };
}

function bucketPlan(resource: Resource, keyArn: (id: unknown) => string | undefined): BucketPlan {
  const { BucketEncryption, NotificationConfiguration, VersioningConfiguration } = resource.properties as {
    BucketEncryption?: {
      ServerSideEncryptionConfiguration: { ServerSideEncryptionByDefault?: { KMSMasterKeyID?: unknown } }[];
    };
    NotificationConfiguration?: Json;
    VersioningConfiguration?: { Status: string };
  };
  const bus = NotificationConfiguration?.EventBridgeConfiguration as Json | undefined;
  const told = (NotificationConfiguration?.QueueConfigurations ?? []) as {
    Event: string;
    Queue: string;
    Filter?: { S3Key: { Rules: { Name: string; Value: string }[] } };
  }[];
  const strange =
    Object.keys(NotificationConfiguration ?? {}).find(
      (key) => key !== 'QueueConfigurations' && key !== 'EventBridgeConfiguration',
    ) ?? told.find(({ Event }) => !/^s3:ObjectCreated:(\*|Put)$/.test(Event))?.Event;
  if (strange)
    throw new LocalRunError(
      `${resource.path} notifies by ${strange}. The local run tells queues of s3:ObjectCreated:*, and EventBridge of every new object.`,
    );
  return {
    name: resource.id,
    shortName: resource.shortName,
    arn: resource.arn,
    kmsKeyArn: keyArn(
      BucketEncryption?.ServerSideEncryptionConfiguration[0]?.ServerSideEncryptionByDefault?.KMSMasterKeyID,
    ),
    locked: resource.properties.ObjectLockEnabled === true,
    versioned: VersioningConfiguration?.Status === 'Enabled',
    tellsBus: bus?.EventBridgeEnabled === true,
    tells: told.map(({ Queue, Filter }) => ({
      queueArn: Queue,
      prefix: Filter?.S3Key.Rules.find(({ Name }) => Name.toLowerCase() === 'prefix')?.Value ?? '',
    })),
  };
}

/** A rule as SES plays it; undefined for one that is switched off. */
function receiptRulePlan(rule: Json, path: string): ReceiptRulePlan | undefined {
  const actions = (rule.Actions ?? []) as { S3Action?: { BucketName: string; ObjectKeyPrefix?: string } }[];
  if (actions.some((action) => Object.keys(action).join() !== 'S3Action'))
    throw new LocalRunError(
      `${path} does more than store mail in a bucket, which is all that the local run plays.`,
    );
  if (rule.Enabled === false) return undefined;
  return {
    recipients: ((rule.Recipients ?? []) as string[]).map((one) => one.toLowerCase()),
    scans: rule.ScanEnabled === true,
    stores: actions.flatMap(({ S3Action }) =>
      S3Action ? [{ bucketName: S3Action.BucketName, prefix: S3Action.ObjectKeyPrefix ?? '' }] : [],
    ),
  };
}

function functionPlan(
  resource: Resource,
  assembly: Assembly,
  invokeConfigs: readonly Resource[],
): FunctionPlan {
  const { properties } = resource;
  const runtime = String(properties.Runtime);
  if (!runtime.startsWith('nodejs'))
    throw new LocalRunError(
      `${resource.path} asks for the runtime ${runtime}. The local run plays Node.js functions only.`,
    );
  const code = properties.Code as { S3Key?: string };
  if (!code.S3Key)
    throw new LocalRunError(
      `The code of ${resource.path} is not a file asset, so the local run has nothing to start.`,
    );
  const logging = properties.LoggingConfig as { LogFormat?: string; LogGroup?: string } | undefined;
  const config = invokeConfigs.find((one) => one.properties.FunctionName === resource.id)?.properties;
  const destination = config?.DestinationConfig as { OnFailure?: { Destination: string } } | undefined;
  const deadLetters = properties.DeadLetterConfig as { TargetArn?: string } | undefined;
  return {
    name: resource.id,
    shortName: resource.shortName,
    arn: resource.arn,
    roleArn: String(properties.Role),
    codeFolder: assembly.assetFolder(code.S3Key),
    handler: String(properties.Handler),
    environment: ((properties.Environment as Json | undefined)?.Variables ?? {}) as Record<string, string>,
    timeoutSeconds: wholeNumber(properties.Timeout, 3),
    memoryMegabytes: wholeNumber(properties.MemorySize, 128),
    reservedConcurrency: properties.ReservedConcurrentExecutions as number | undefined,
    jsonLogs: logging?.LogFormat === 'JSON',
    logGroup: logging?.LogGroup ?? `/aws/lambda/${resource.id}`,
    traced: (properties.TracingConfig as { Mode?: string } | undefined)?.Mode === 'Active',
    retryAttempts: wholeNumber(config?.MaximumRetryAttempts, 2),
    onFailureArn: destination?.OnFailure?.Destination ?? deadLetters?.TargetArn,
  };
}

function mappingPlan(resource: Resource): MappingPlan {
  const { properties } = resource;
  const sourceArn = String(properties.EventSourceArn);
  const target = String(properties.FunctionName);
  const filters =
    (properties.FilterCriteria as { Filters?: { Pattern: string }[] } | undefined)?.Filters ?? [];
  const destination = properties.DestinationConfig as { OnFailure?: { Destination: string } } | undefined;
  const position = properties.StartingPosition;
  if (position !== undefined && position !== 'TRIM_HORIZON' && position !== 'LATEST')
    throw new LocalRunError(
      `${resource.path} starts at ${String(position)}; the local run knows TRIM_HORIZON and LATEST.`,
    );
  return {
    path: resource.path,
    sourceArn,
    functionName: target.startsWith('arn:') ? nameInArn(target) : target,
    batchSize: wholeNumber(properties.BatchSize, sourceArn.includes(':dynamodb:') ? 100 : 10),
    windowSeconds: wholeNumber(properties.MaximumBatchingWindowInSeconds, 0),
    reportsItemFailures: ((properties.FunctionResponseTypes ?? []) as string[]).includes(
      'ReportBatchItemFailures',
    ),
    maximumConcurrency: (properties.ScalingConfig as { MaximumConcurrency?: number } | undefined)
      ?.MaximumConcurrency,
    filters: filters.map((filter) => JSON.parse(filter.Pattern) as Json),
    maximumRetries: wholeNumber(properties.MaximumRetryAttempts, -1),
    maximumAgeSeconds: wholeNumber(properties.MaximumRecordAgeInSeconds, -1),
    bisect: properties.BisectBatchOnFunctionError === true,
    fromOldest: position === 'TRIM_HORIZON',
    onFailureArn: destination?.OnFailure?.Destination,
  };
}

function schedulePlan(resource: Resource): SchedulePlan {
  const { properties } = resource;
  const target = properties.Target as {
    Arn: string;
    RoleArn: string;
    Input?: string;
    RetryPolicy?: { MaximumRetryAttempts?: number };
    DeadLetterConfig?: { Arn: string };
  };
  if (!target.Arn.includes(':lambda:'))
    throw new LocalRunError(
      `${resource.path} is aimed at ${target.Arn}. The local run fires schedules at functions only.`,
    );
  return {
    name: resource.path.split('/').findLast((part) => part !== 'Resource') ?? resource.id,
    groupArn: `arn:${PARTITION}:scheduler:${REGION}:${ACCOUNT}:schedule-group/${String(properties.GroupName ?? 'default')}`,
    expression: String(properties.ScheduleExpression),
    timeZone: String(properties.ScheduleExpressionTimezone ?? 'UTC'),
    functionArn: target.Arn,
    roleArn: target.RoleArn,
    input: target.Input,
    retryAttempts: target.RetryPolicy?.MaximumRetryAttempts ?? 185,
    deadLetterArn: target.DeadLetterConfig?.Arn,
  };
}

function routePlans(routes: readonly Resource[], integrations: readonly Resource[]): RoutePlan[] {
  return routes.map((route) => {
    const target = String(route.properties.Target).replace('integrations/', '');
    const integration = integrations.find((one) => one.id === target);
    if (!integration) throw new LocalRunError(`The route ${route.path} has no integration in the template.`);
    if (!['NONE', undefined].includes(route.properties.AuthorizationType as string | undefined))
      throw new LocalRunError(
        `The route ${route.path} asks for an authorizer, which the local run does not play.`,
      );
    const {
      IntegrationType: type,
      PayloadFormatVersion: version,
      IntegrationUri: uri,
    } = integration.properties;
    if (type !== 'AWS_PROXY' || version !== '2.0')
      throw new LocalRunError(
        `${integration.path} is ${String(type)} with payload ${String(version)}. The local run plays AWS_PROXY with payload 2.0.`,
      );
    return {
      routeKey: String(route.properties.RouteKey),
      apiId: String(route.properties.ApiId),
      functionArn:
        /arn:[^/]*:lambda:[^/]*/.exec(String(uri).split('/functions/').at(-1) ?? '')?.[0] ?? String(uri),
      timeoutMilliseconds: wholeNumber(integration.properties.TimeoutInMillis, 30_000),
    };
  });
}
