/** What a deployment does to what keeps something, and whether the way back stays open: the templates before and after it. */
import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod';
import type { Run } from './ask.ts';
import type { Finding } from './look.ts';

/** What holds something that would be gone, or left behind, if it was made anew; and what cannot change without that. */
export const stateful: Readonly<Record<string, readonly string[]>> = {
  'AWS::Backup::BackupVault': ['BackupVaultName', 'EncryptionKeyArn'],
  'AWS::DynamoDB::Table': ['ImportSourceSpecification', 'KeySchema', 'TableName'],
  'AWS::KMS::Key': [],
  'AWS::Logs::LogGroup': ['LogGroupName'],
  'AWS::S3::Bucket': ['BucketName', 'BucketNamePrefix', 'BucketNamespace', 'ObjectLockEnabled'],
  'AWS::SQS::Queue': ['FifoQueue', 'QueueName'],
  'AWS::SecretsManager::Secret': ['Name'],
};

const template = z.object({
  Resources: z.record(
    z.string(),
    z.object({
      Type: z.string(),
      Properties: z.record(z.string(), z.unknown()).default({}),
      DeletionPolicy: z.string().optional(),
    }),
  ),
  Outputs: z
    .record(
      z.string(),
      z.object({ Value: z.unknown().optional(), Export: z.object({ Name: z.string() }).optional() }),
    )
    .default({}),
});
export type Template = z.infer<typeof template>;

/** A template as it is written. */
export const readTemplate = (written: unknown): Template => template.parse(written);

const answered = z.object({ TemplateBody: z.unknown() });

/** The template that a stack was made of; undefined when it cannot be seen. */
export function deployedTemplate(stack: string, region: string, run: Run): Template | undefined {
  const question = ['get-template', '--stack-name', stack, '--template-stage', 'Original'];
  const { ok, out } = run('aws', ['cloudformation', ...question, '--region', region, '--output', 'json']);
  if (!ok) return undefined;
  const { TemplateBody: body } = answered.parse(JSON.parse(out));
  return readTemplate(typeof body === 'string' ? JSON.parse(body) : body);
}

/** Both stacks at one time. */
export interface Templates {
  readonly data: Template;
  readonly pipeline: Template;
}

const kept = ({ Resources }: Template) =>
  Object.entries(Resources).filter(([, { Type }]) => stateful[Type] !== undefined);

/** What of one stack keeps something, and is not there afterwards as it was. */
function losses(before: Template, after: Template): Finding[] {
  return kept(before).flatMap(([id, { Type, Properties, DeletionPolicy }]): Finding[] => {
    const next = after.Resources[id];
    if (next?.Type !== Type)
      return [
        DeletionPolicy === 'Retain'
          ? {
              weight: 'to-know',
              says: `${id} (${Type}) is in the stack no more. It stays where it is, with what it holds, until somebody deletes it.`,
            }
          : { weight: 'stop', says: `${id} (${Type}) would be deleted, with what it holds.` },
      ];
    const changed = (stateful[Type] ?? []).filter(
      (name) => !isDeepStrictEqual(Properties[name], next.Properties[name]),
    );
    return changed.length === 0
      ? []
      : [
          {
            weight: 'stop',
            says: `${id} (${Type}) would be made anew, empty: another ${changed.join(', ')}.`,
          },
        ];
  });
}

const exportsOf = ({ Outputs }: Template): string[] =>
  Object.values(Outputs).flatMap(({ Export }) => (Export === undefined ? [] : [Export.Name]));

const importsOf = (value: unknown): string[] => {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, within]) =>
    key === 'Fn::ImportValue' && typeof within === 'string' ? [within] : importsOf(within),
  );
};

const list = (names: readonly string[]): string => (names.length === 0 ? 'none' : names.join(', '));

/**
 * What a deployment does to what keeps something, and whether the version before can be deployed again afterwards. CloudFormation changes the
 * stack of tables first, and refuses to take away an export that the pipeline imports.
 */
export function upgrade(before: Templates, after: Templates): { lines: string[]; findings: Finding[] } {
  const lost = (['data', 'pipeline'] as const).flatMap((one) => losses(before[one], after[one]));
  const [had, has] = [exportsOf(before.data), exportsOf(after.data)];
  const gone = had.filter((name) => !has.includes(name));
  const added = has.filter((name) => !had.includes(name));
  const importedBefore = new Set(importsOf(before.pipeline));
  const importedAfter = new Set(importsOf(after.pipeline));
  const inUse = gone.filter((name) => importedBefore.has(name));
  const refused: Finding[] =
    inUse.length === 0
      ? []
      : [
          {
            weight: 'stop',
            says: `The stack of tables exports less than the pipeline that runs imports: ${list(inUse)}. Deploy the pipeline of this version first: infra/runbooks/going-back.md.`,
          },
        ];
  // Who goes back takes away what was added, while the pipeline of this version still runs.
  const holds = added.filter((name) => importedAfter.has(name));
  const count = ({ data, pipeline }: Templates) => kept(data).length + kept(pipeline).length;
  return {
    findings: [...lost, ...refused],
    lines: [
      `Of ${count(before)} resources that keep something ${count(before) - lost.length} stay as they are; afterwards there are ${count(after)}.`,
      `Exports of the stack of tables: ${had.length - gone.length} stay; new: ${list(added)}; gone: ${list(gone)}.`,
      holds.length === 0
        ? 'The way back: the version that is deployed can be deployed again, both stacks.'
        : `The way back: the pipeline of the version before alone, then the rest (infra/runbooks/going-back.md); this one imports what that does not export: ${list(holds)}.`,
    ],
  };
}
