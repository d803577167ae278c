/** Gathers the synthesized policies: what each role may do, and what resources themselves allow or refuse. */

import { LocalRunError } from '../local-run-error.ts';
import type { Json, Resource } from '../template/assembly.ts';

export interface Statement {
  readonly effect: 'Allow' | 'Deny';
  readonly actions: readonly string[];
  readonly notActions: readonly string[];
  readonly resources: readonly string[];
  readonly notResources: readonly string[];
  readonly conditions: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
  readonly principals: readonly string[];
  /** Where it stands, for messages: the logical id of the policy and the statement's Sid or number. */
  readonly where: string;
}

export interface RolePolicies {
  readonly arn: string;
  readonly name: string;
  readonly logicalId: string;
  readonly statements: readonly Statement[];
  readonly trust: readonly Statement[];
}

export interface Policies {
  readonly roles: ReadonlyMap<string, RolePolicies>;
  /** Statements of table, queue, bucket, key, secret and function policies, by the ARN of the resource. */
  readonly onResources: ReadonlyMap<string, readonly Statement[]>;
}

const managed: Readonly<Record<string, readonly Json[]>> = {
  'service-role/AWSLambdaBasicExecutionRole': [
    {
      Effect: 'Allow',
      Action: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'],
      Resource: '*',
    },
  ],
  AWSXRayDaemonWriteAccess: [
    {
      Effect: 'Allow',
      Action: [
        'xray:PutTraceSegments',
        'xray:PutTelemetryRecords',
        'xray:GetSamplingRules',
        'xray:GetSamplingTargets',
        'xray:GetSamplingStatisticSummaries',
      ],
      Resource: '*',
    },
  ],
};

/** @throws LocalRunError for a managed policy or a policy element that is not known. */
export function gatherPolicies(resources: readonly Resource[]): Policies {
  const ofType = (type: string) => resources.filter((resource) => resource.type === type);
  const byRole = new Map<string, Statement[]>();
  const add = (roleName: string, statements: readonly Statement[]) =>
    byRole.set(roleName, [...(byRole.get(roleName) ?? []), ...statements]);

  const shared = ofType('AWS::IAM::ManagedPolicy');
  for (const policy of [...ofType('AWS::IAM::Policy'), ...shared])
    for (const role of (policy.properties.Roles ?? []) as string[])
      add(role, statementsOf(policy.properties.PolicyDocument, policy.logicalId));

  const roles = new Map<string, RolePolicies>();
  for (const role of ofType('AWS::IAM::Role')) {
    for (const inline of (role.properties.Policies ?? []) as {
      PolicyName: string;
      PolicyDocument: unknown;
    }[])
      add(role.id, statementsOf(inline.PolicyDocument, `${role.logicalId}/${inline.PolicyName}`));
    for (const arn of (role.properties.ManagedPolicyArns ?? []) as string[]) {
      const ours = shared.find((policy) => policy.arn === arn);
      const name = arn.slice(arn.indexOf(':policy/') + ':policy/'.length);
      const document =
        ours?.properties.PolicyDocument ?? (managed[name] ? { Statement: managed[name] } : undefined);
      if (!document)
        throw new LocalRunError(
          `The local run does not know the managed policy ${arn} of ${role.path}. Add its statements in infra/local-aws/iam/iam-policies.ts.`,
        );
      add(role.id, statementsOf(document, name));
    }
    roles.set(role.arn, {
      arn: role.arn,
      name: role.id,
      logicalId: role.logicalId,
      statements: byRole.get(role.id) ?? [],
      trust: statementsOf(role.properties.AssumeRolePolicyDocument, `${role.logicalId}/trust`),
    });
  }
  return { roles, onResources: resourcePolicies(resources) };
}

function resourcePolicies(resources: readonly Resource[]): Map<string, Statement[]> {
  const found = new Map<string, Statement[]>();
  const add = (arn: string, statements: Statement[]) =>
    found.set(arn, [...(found.get(arn) ?? []), ...statements]);
  for (const resource of resources) {
    if (resource.type === 'AWS::SQS::QueuePolicy')
      for (const url of resource.properties.Queues as string[]) {
        const queue = resources.find((one) => one.type === 'AWS::SQS::Queue' && one.id === url);
        if (queue) add(queue.arn, statementsOf(resource.properties.PolicyDocument, resource.logicalId));
      }
    if (resource.type === 'AWS::SNS::TopicPolicy')
      for (const topic of resource.properties.Topics as string[])
        add(topic, statementsOf(resource.properties.PolicyDocument, resource.logicalId));
    if (resource.type === 'AWS::S3::BucketPolicy') {
      const bucket = resources.find(
        (one) => one.type === 'AWS::S3::Bucket' && one.id === resource.properties.Bucket,
      );
      if (bucket) add(bucket.arn, statementsOf(resource.properties.PolicyDocument, resource.logicalId));
    }
    if (resource.type === 'AWS::DynamoDB::Table')
      add(
        resource.arn,
        statementsOf(
          (resource.properties.ResourcePolicy as Json | undefined)?.PolicyDocument,
          resource.logicalId,
        ),
      );
    if (resource.type === 'AWS::KMS::Key')
      add(resource.arn, statementsOf(resource.properties.KeyPolicy, resource.logicalId));
    if (resource.type === 'AWS::SecretsManager::ResourcePolicy')
      add(
        String(resource.properties.SecretId),
        statementsOf(resource.properties.ResourcePolicy, resource.logicalId),
      );
    if (resource.type === 'AWS::Lambda::Permission') {
      const { Action, FunctionName, Principal, SourceArn, SourceAccount } = resource.properties;
      const target = resources.find(
        (one) =>
          one.type === 'AWS::Lambda::Function' && (one.arn === FunctionName || one.id === FunctionName),
      );
      if (target)
        add(target.arn, [
          {
            effect: 'Allow',
            actions: [String(Action)],
            notActions: [],
            resources: [target.arn],
            notResources: [],
            conditions: {
              ...(SourceArn ? { ArnLike: { 'aws:SourceArn': [String(SourceArn)] } } : {}),
              ...(SourceAccount ? { StringEquals: { 'aws:SourceAccount': [String(SourceAccount)] } } : {}),
            },
            principals: [String(Principal)],
            where: resource.logicalId,
          },
        ]);
    }
  }
  return found;
}

const list = (value: unknown): string[] =>
  value === undefined ? [] : Array.isArray(value) ? value.map(String) : [String(value)];

const elements = new Set([
  'Sid',
  'Effect',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Condition',
  'Principal',
]);

function statementsOf(document: unknown, where: string): Statement[] {
  const { Statement: given } = (document ?? {}) as { Statement?: Json | Json[] };
  return (Array.isArray(given) ? given : given ? [given] : []).map((raw, index) => {
    const unknown = Object.keys(raw).find((element) => !elements.has(element));
    if (unknown)
      throw new LocalRunError(`The local run does not know the policy element ${unknown} in ${where}.`);
    const conditions = (raw.Condition ?? {}) as Record<string, Record<string, unknown>>;
    if (JSON.stringify(raw).includes('${'))
      throw new LocalRunError(`The local run does not know policy variables, and there is one in ${where}.`);
    return {
      effect: raw.Effect === 'Deny' ? 'Deny' : 'Allow',
      actions: list(raw.Action),
      notActions: list(raw.NotAction),
      resources: list(raw.Resource),
      notResources: list(raw.NotResource),
      conditions: Object.fromEntries(
        Object.entries(conditions).map(([operator, keys]) => [
          operator,
          Object.fromEntries(Object.entries(keys).map(([key, value]) => [key, list(value)])),
        ]),
      ),
      principals: principalsOf(raw.Principal),
      where: `${where}, statement ${raw.Sid === undefined ? index + 1 : String(raw.Sid)}`,
    };
  });
}

function principalsOf(principal: unknown): string[] {
  if (principal === undefined) return [];
  if (typeof principal === 'string') return [principal];
  return Object.values(principal as Record<string, unknown>).flatMap(list);
}
