/** An account as `npm run deploy` sees it: what it answers, what the CDK makes in it, what is written into its tables and secrets. */
import {
  type AttributeValue,
  ConditionalCheckFailedException,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
} from '@aws-sdk/client-dynamodb';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { mockClient } from 'aws-sdk-client-mock';
import type { Outputs } from '../../infra/deploy/account.ts';
import { deploy, type World } from '../../infra/deploy/deployment.ts';
import { readTemplate, type Template, type Templates } from '../../infra/deploy/upgrade.ts';
import { STACKS, stackNames } from '../../infra/stage.ts';
import { synthesize } from '../template/synthesis.ts';

/** What a version of the project makes of a context. */
export type Version = (context: Readonly<Record<string, string>>) => Templates;

const made = new Map<string, Templates>();
/** This version; each context is synthesized once. */
export const thisVersion: Version = (context) => {
  const key = JSON.stringify(context);
  const known = made.get(key);
  if (known !== undefined) return structuredClone(known);
  const { data, pipeline } = synthesize(context);
  const templates = { data: readTemplate(data.toJSON()), pipeline: readTemplate(pipeline.toJSON()) };
  made.set(key, templates);
  return structuredClone(templates);
};

type Item = Record<string, AttributeValue>;
const keyOf = ({ pk, sk }: Item): string => JSON.stringify([pk?.S, sk?.S]);

interface Stack {
  readonly template: Template;
  readonly outputs: Outputs;
}

export class PlayedAccount {
  readonly stacks = new Map<string, Stack>();
  /** Vaults outlive the stack that made them. */
  /** By name, the key that each was made with. */
  readonly vaults = new Map<string, string>();
  /** What was asked of the AWS CLI. */
  readonly asked: string[] = [];
  /** What the CDK was told, in order. */
  readonly told: (readonly string[])[] = [];
  activeRules: string | undefined;
  ready = false;
  said = '';
  readonly dynamo = mockClient(DynamoDBClient);
  readonly secrets = mockClient(SecretsManagerClient);
  readonly #tables = new Map<string, Map<string, Item>>();
  readonly #last = new Map<string | undefined, { data?: Outputs; pipeline?: Outputs }>();

  /** Files of one worker share the classes of the SDK: they get back what was played of them. */
  close(): void {
    this.dynamo.restore();
    this.secrets.restore();
  }

  constructor() {
    this.dynamo.onAnyCommand().resolves({});
    this.dynamo.on(PutItemCommand).callsFake(({ TableName, Item = {}, ConditionExpression }) => {
      const table = this.#table(TableName);
      if (ConditionExpression === 'attribute_not_exists(pk)' && table.has(keyOf(Item)))
        throw new ConditionalCheckFailedException({ message: 'it is there', $metadata: {} });
      table.set(keyOf(Item), Item);
      return {};
    });
    this.dynamo
      .on(GetItemCommand)
      .callsFake(({ TableName, Key = {} }) => ({ Item: this.#table(TableName).get(keyOf(Key)) }));
    this.dynamo.on(QueryCommand).callsFake(({ TableName, ExpressionAttributeValues: values = {} }) => ({
      Items: this.put(TableName).filter(
        ({ pk, sk }) =>
          pk?.S === values[':councils']?.S && sk?.S?.startsWith(values[':beginning']?.S ?? '') === true,
      ),
    }));
    this.secrets.onAnyCommand().resolves({});
  }

  #table(name = ''): Map<string, Item> {
    const table = this.#tables.get(name) ?? new Map<string, Item>();
    this.#tables.set(name, table);
    return table;
  }

  /** What is in a table, by what the table is called. */
  put(table: string): readonly Item[] {
    return [...this.#table(table).values()];
  }

  /** Runs `npm run deploy` as some version of the project. */
  async deploy(args: readonly string[], version: Version = thisVersion): Promise<void> {
    this.said = '';
    this.asked.length = 0;
    const world: World = {
      run: (_command, question) => this.#answer(question),
      dns: { resolveCname: none, resolveMx: none, resolveTxt: none },
      cdk: (told) => this.#cdk(told, version),
      last: (stage) => this.#last.get(stage) ?? {},
      templates: version,
      secrets: new SecretsManagerClient({ region: 'eu-west-2' }),
      dynamo: new DynamoDBClient({ region: 'eu-west-2' }),
      say: (text) => {
        this.said += `${text}\n`;
      },
    };
    await deploy(args, world);
  }

  #cdk(told: readonly string[], version: Version): boolean {
    this.told.push(told);
    const context = Object.fromEntries(
      told.flatMap((part, at) => {
        const [key = '', value = ''] = part.split(/=(.*)/s);
        return told[at - 1] === '--context' ? [[key, value]] : [];
      }),
    );
    const names = stackNames(context.stage || undefined);
    const templates = version(context);
    for (const which of ['data', 'pipeline'] as const) {
      if (!told.includes(STACKS[which])) continue;
      const template = templates[which];
      this.#refuse(names[which], template, told);
      const stack = { template, outputs: this.#outputsOf(names[which], template) };
      this.stacks.set(names[which], stack);
      for (const { Type, Properties } of Object.values(template.Resources))
        if (Type === 'AWS::Backup::BackupVault' && !this.vaults.has(String(Properties.BackupVaultName)))
          this.vaults.set(
            String(Properties.BackupVaultName),
            `arn:aws:kms:eu-west-2:123456789012:key/made-by-deployment-${this.told.length}`,
          );
      const stage = context.stage || undefined;
      this.#last.set(stage, { ...this.#last.get(stage), [which]: stack.outputs });
    }
    return true;
  }

  #outputsOf(stack: string, { Outputs }: Template): Outputs {
    return Object.fromEntries(
      Object.entries(Outputs).map(([key, { Value }]) => [key, this.#resolved(stack, Value)]),
    );
  }

  /** What CloudFormation makes of a value: names that it chooses hold the stack's and the logical id. */
  #resolved(stack: string, value: unknown): string {
    if (typeof value === 'string') return value;
    const [[how, what] = ['', '']] = Object.entries(value as Readonly<Record<string, unknown>>);
    switch (how) {
      case 'Fn::ImportValue': {
        for (const [other, { template, outputs }] of this.stacks)
          for (const [key, { Export }] of Object.entries(template.Outputs))
            if (Export?.Name === what && other !== stack) return outputs[key] ?? '';
        throw new Error(`No export named ${what} found`);
      }
      case 'Fn::Join': {
        const [between, parts] = what as [string, readonly unknown[]];
        return parts.map((part) => this.#resolved(stack, part)).join(between);
      }
      default:
        return `${stack}-${[what].flat().join('.')}`;
    }
  }

  /** What CloudFormation refuses: an export that is in use goes, or something is made whose name is taken. */
  #refuse(name: string, template: Template, told: readonly string[]): void {
    const before = this.stacks.get(name);
    const exported = (of: Template) =>
      Object.values(of.Outputs).flatMap(({ Export }) => (Export === undefined ? [] : [Export.Name]));
    const used = JSON.stringify([...this.stacks].filter(([other]) => other !== name));
    for (const gone of before === undefined ? [] : exported(before.template))
      if (!exported(template).includes(gone) && used.includes(`"Fn::ImportValue":"${gone}"`))
        throw new Error(`Export ${gone} cannot be deleted as it is in use`);
    for (const [id, { Type, Properties }] of Object.entries(template.Resources))
      if (
        Type === 'AWS::Backup::BackupVault' &&
        before?.template.Resources[id] === undefined &&
        this.vaults.has(String(Properties.BackupVaultName)) &&
        !told.includes('--import-existing-resources')
      )
        throw new Error(`${Properties.BackupVaultName} already exists`);
  }

  #answer(args: readonly string[]): { ok: boolean; out: string } {
    this.asked.push(args.join(' '));
    const [service, what] = args;
    const option = (name: string) => args[args.indexOf(name) + 1] ?? '';
    const yes = (out: unknown) => ({ ok: true, out: typeof out === 'string' ? out : JSON.stringify(out) });
    const no = (out: string) => ({ ok: false, out });
    const stack = this.stacks.get(option('--stack-name'));
    switch (`${service} ${what}`) {
      case '--version undefined':
        return yes('aws-cli/2.31.0');
      case 'sts get-caller-identity':
        return yes('123456789012');
      case 'cloudformation describe-stacks': {
        if (option('--stack-name') === 'CDKToolkit') return yes({});
        if (stack === undefined) return no('Stack does not exist');
        const outputs = Object.entries(stack.outputs).map(([OutputKey, OutputValue]) => ({
          OutputKey,
          OutputValue,
        }));
        return yes({ StackStatus: 'UPDATE_COMPLETE', Outputs: outputs });
      }
      case 'cloudformation get-template':
        return stack === undefined ? no('does not exist') : yes({ TemplateBody: stack.template });
      case 'backup describe-backup-vault':
        return this.vaults.has(option('--backup-vault-name'))
          ? yes(`${this.vaults.get(option('--backup-vault-name'))}\n`)
          : no('ResourceNotFoundException');
      case 'ses describe-active-receipt-rule-set':
        return yes(this.activeRules === undefined ? '' : { Metadata: { Name: this.activeRules } });
      case 'ses set-active-receipt-rule-set':
        this.activeRules = option('--rule-set-name');
        return yes('');
      default:
        return this.#answerOfServices(`${service} ${what}`) ?? no(`AccessDenied: ${args.join(' ')}`);
    }
  }

  /** What does not hang on what was deployed. */
  #answerOfServices(question: string): { ok: boolean; out: string } | undefined {
    const { ready } = this;
    const answers: Readonly<Record<string, unknown>> = {
      'lambda get-account-settings': {
        AccountLimit: { ConcurrentExecutions: 1000, UnreservedConcurrentExecutions: ready ? 1000 : 100 },
      },
      'sesv2 get-account': {
        ProductionAccessEnabled: ready,
        SendingEnabled: true,
        EnforcementStatus: 'HEALTHY',
        SendQuota: { MaxSendRate: ready ? 14 : 1 },
      },
      'sns list-subscriptions-by-topic': {
        Subscriptions: [{ SubscriptionArn: ready ? 'arn:aws:sns:eu-west-2:1:t:s' : 'PendingConfirmation' }],
      },
      'cloudwatch describe-alarms': { MetricAlarms: [] },
      'cloudtrail describe-trails': { trailList: [] },
    };
    if (question === 'sesv2 get-email-identity')
      return this.stacks.size === 0
        ? { ok: false, out: 'NotFoundException' }
        : {
            ok: true,
            out: JSON.stringify({
              VerifiedForSendingStatus: ready,
              DkimAttributes: { Status: ready ? 'SUCCESS' : 'PENDING' },
              MailFromAttributes: { MailFromDomainStatus: ready ? 'SUCCESS' : 'PENDING' },
            }),
          };
    const found = answers[question];
    return found === undefined ? undefined : { ok: true, out: JSON.stringify(found) };
  }
}

/** A DNS that knows no name. */
const none = (): Promise<never> => Promise.reject(Object.assign(new Error('none'), { code: 'ENOTFOUND' }));
