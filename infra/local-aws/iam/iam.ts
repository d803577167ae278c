/** Decides whether the synthesized policies allow a call, the way IAM does within one account; unknown conditions refuse. */

import { LocalRunError } from '../local-run-error.ts';
import { ACCOUNT, PARTITION } from '../template/physical-names.ts';
import type { Policies, RolePolicies, Statement } from './iam-policies.ts';

/** One thing that a call does to one resource. A call on several items is several of these. */
export interface Access {
  readonly action: string;
  readonly resource: string;
  /** Condition keys and their values; a key that is absent is one that the request does not carry. */
  readonly context?: Readonly<Record<string, readonly string[]>>;
}

export type Verdict =
  | { readonly kind: 'allowed'; readonly by: Statement }
  | {
      readonly kind: 'denied';
      readonly access: Access;
      /** The statement that denies it; undefined when merely none allows it. */
      readonly by: Statement | undefined;
      /** A statement that would allow it, were it not for its conditions. */
      readonly near?: Statement;
    };

/**
 * Whether a role may do this.
 *
 * @throws LocalRunError when a policy uses a condition operator or key that cannot be judged here
 */
export function mayRole(policies: Policies, role: RolePolicies, asked: Access): Verdict {
  const access = { ...asked, context: { 'aws:PrincipalArn': [role.arn], ...asked.context } };
  const onResource = policiesOn(policies, access.resource).filter((statement) =>
    statement.principals.some((one) => one === '*' || one === role.arn),
  );
  const forKey = access.action.startsWith('kms:');
  const denied = [...role.statements, ...onResource].find(
    (one) => one.effect === 'Deny' && covers(one, access),
  );
  if (denied) return { kind: 'denied', access: asked, by: denied };
  const identity = role.statements.find((one) => one.effect === 'Allow' && covers(one, access));
  const direct = onResource.find((one) => one.effect === 'Allow' && covers(one, access));
  if (direct) return { kind: 'allowed', by: direct };
  // A key is the one resource whose own policy must first hand the decision over to IAM.
  const handedOver = !forKey || handsOver(policies.onResources.get(access.resource) ?? [], access);
  if (identity && handedOver) return { kind: 'allowed', by: identity };
  const near = role.statements.find((one) => one.effect === 'Allow' && isAbout(one, access));
  return { kind: 'denied', access: asked, by: undefined, ...(near && !identity ? { near } : {}) };
}

/** A bucket's policy speaks of its objects too, a table's of its indexes. */
function policiesOn({ onResources }: Policies, resource: string): readonly Statement[] {
  const own = onResources.get(resource);
  if (own) return own;
  const inBucket = resource.startsWith(`arn:${PARTITION}:s3:::`) ? resource.indexOf('/') : -1;
  const ofTable = resource.startsWith(`arn:${PARTITION}:dynamodb:`) ? resource.indexOf('/index/') : -1;
  const end = Math.max(inBucket, ofTable);
  return end < 0 ? [] : (onResources.get(resource.slice(0, end)) ?? []);
}

/** Whether a service may do this to a resource, by the resource's own policy (`lambda:InvokeFunction` for an API, say). */
export function mayService(policies: Policies, service: string, access: Access): Verdict {
  const own = policiesOn(policies, access.resource).filter((one) => one.principals.includes(service));
  const denied = own.find((one) => one.effect === 'Deny' && covers(one, access));
  if (denied) return { kind: 'denied', access, by: denied };
  const allowed = own.find((one) => one.effect === 'Allow' && covers(one, access));
  return allowed ? { kind: 'allowed', by: allowed } : { kind: 'denied', access, by: undefined };
}

/** Whether a service may take on a role. */
export function mayAssume(role: RolePolicies, service: string, sourceArn: string): boolean {
  const context = { 'aws:SourceAccount': [ACCOUNT], 'aws:SourceArn': [sourceArn] };
  return role.trust.some(
    (one) =>
      one.effect === 'Allow' &&
      one.actions.includes('sts:AssumeRole') &&
      one.principals.includes(service) &&
      meets(one, { action: 'sts:AssumeRole', resource: role.arn, context }),
  );
}

function handsOver(keyPolicy: readonly Statement[], access: Access): boolean {
  const root = `arn:${PARTITION}:iam::${ACCOUNT}:root`;
  return keyPolicy.some(
    (one) =>
      one.effect === 'Allow' &&
      (one.principals.includes(root) || one.principals.includes(ACCOUNT)) &&
      covers(one, access),
  );
}

const covers = (statement: Statement, access: Access) =>
  isAbout(statement, access) && meets(statement, access);

/** Whether a statement speaks of this action on this resource, its conditions aside. */
function isAbout(statement: Statement, access: Access): boolean {
  const action = access.action.toLowerCase();
  const actionFits = statement.notActions.length
    ? !statement.notActions.some((one) => matches(one.toLowerCase(), action))
    : statement.actions.some((one) => matches(one.toLowerCase(), action));
  if (!actionFits) return false;
  const resourceFits = statement.notResources.length
    ? !statement.notResources.some((one) => matches(one, access.resource))
    : statement.resources.some((one) => matches(one, access.resource));
  return resourceFits;
}

const always: Readonly<Record<string, readonly string[]>> = {
  'aws:SecureTransport': ['true'],
  'aws:RequestedRegion': ['eu-west-2'],
  'kms:CallerAccount': [ACCOUNT],
  'aws:PrincipalAccount': [ACCOUNT],
};

/** Keys that a request may lawfully lack; any other key that nobody supplies is one that the local run cannot judge. */
const optional = new Set([
  'ses:FeedbackAddress',
  'ses:FromDisplayName',
  'dynamodb:LeadingKeys',
  'dynamodb:Attributes',
  'dynamodb:EnclosingOperation',
  'dynamodb:Select',
  'secretsmanager:VersionStage',
  'kms:ViaService',
  's3:if-none-match',
  's3:prefix',
  'aws:SourceArn',
  'aws:SourceAccount',
]);

/** Keys with any number of values: a condition has to say whether it is about all of them or about any. */
const manyValued = new Set(['dynamodb:LeadingKeys', 'dynamodb:Attributes', 'ses:Recipients', 'aws:TagKeys']);

/** An object that has no such tag, like one that is not there. */
const isTag = (key: string): boolean => key.startsWith('s3:ExistingObjectTag/');

function meets(statement: Statement, access: Access): boolean {
  return Object.entries(statement.conditions).every(([operator, keys]) =>
    Object.entries(keys).every(([key, wanted]) => {
      const actual = access.context?.[key] ?? always[key];
      if (actual === undefined && !optional.has(key) && !isTag(key))
        throw new LocalRunError(
          `The local run cannot judge the condition key ${key} (${statement.where}) for ${access.action}. Supply it in infra/local-aws/iam/iam-requests.ts.`,
        );
      return judge(operator, key, actual, wanted, statement);
    }),
  );
}

function judge(
  operator: string,
  key: string,
  actual: readonly string[] | undefined,
  wanted: readonly string[],
  statement: Statement,
): boolean {
  const [, set, name = '', ifExists] =
    /^(?:(ForAllValues|ForAnyValue):)?([A-Za-z]+?)(IfExists)?$/.exec(operator) ?? [];
  if (name === 'Null') return (actual === undefined || actual.length === 0) === (wanted[0] === 'true');
  const compare = comparisons[name];
  if (!compare)
    throw new LocalRunError(
      `The local run does not know the condition operator ${operator} (${statement.where}). Teach it in infra/local-aws/iam/iam.ts.`,
    );
  if (set === undefined && manyValued.has(key))
    throw new LocalRunError(
      `${statement.where} asks ${operator} of ${key}, which has many values. Say ForAllValues or ForAnyValue.`,
    );
  if (actual === undefined || actual.length === 0) {
    // Of no value at all everything is true, and nothing is true of any.
    if (set !== undefined) return set === 'ForAllValues' || ifExists !== undefined;
    return compare.negated === true || ifExists !== undefined;
  }
  const fits = (value: string) =>
    compare.negated
      ? !wanted.some((one) => compare.test(one, value))
      : wanted.some((one) => compare.test(one, value));
  return set === 'ForAllValues' ? actual.every(fits) : actual.some(fits);
}

const equal = (wanted: string, value: string) => wanted === value;
const equalFolded = (wanted: string, value: string) => wanted.toLowerCase() === value.toLowerCase();
const comparisons: Readonly<
  Record<string, { negated?: boolean; test(wanted: string, value: string): boolean }>
> = {
  StringEquals: { test: equal },
  StringNotEquals: { negated: true, test: equal },
  StringEqualsIgnoreCase: { test: equalFolded },
  StringLike: { test: matches },
  StringNotLike: { negated: true, test: matches },
  ArnEquals: { test: matches },
  ArnLike: { test: matches },
  ArnNotEquals: { negated: true, test: matches },
  ArnNotLike: { negated: true, test: matches },
  Bool: { test: equalFolded },
};

const patterns = new Map<string, RegExp>();

/** IAM's wildcards: `*` for any run of characters, `?` for one. */
function matches(pattern: string, text: string): boolean {
  if (!/[*?]/.test(pattern)) return pattern === text;
  let expression = patterns.get(pattern);
  if (!expression) {
    const escaped = pattern.replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`);
    expression = new RegExp(`^${escaped.replaceAll('*', '.*').replaceAll('?', '.')}$`, 's');
    patterns.set(pattern, expression);
  }
  return expression.test(text);
}
