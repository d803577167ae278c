/** What MiniStack does not know of our templates, and is therefore not shown. */
import { createHash } from 'node:crypto';
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

type Json = Record<string, unknown>;
interface Resource {
  readonly Type: string;
  readonly Properties?: Json;
  DependsOn?: string | string[];
}
interface Template {
  Resources: Record<string, Resource>;
  Outputs?: Record<string, Json>;
}

interface LeftOut {
  /** Said in the table. */
  readonly what: string;
  readonly because: string;
  readonly resource?: (resource: Resource) => boolean;
  readonly output?: (output: Json) => boolean;
}

/** Each is MiniStack’s gap, by the page of AWS that has it. When its version grows one may be taken off: a line that leaves nothing out is an error. */
export const leftOut: readonly LeftOut[] = [
  {
    what: 'GuardDuty’s plan',
    because:
      'It refuses the type. AWS has it: AWS::GuardDuty::MalwareProtectionPlan in the CloudFormation template reference.',
    resource: ({ Type }) => Type === 'AWS::GuardDuty::MalwareProtectionPlan',
  },
  {
    what: 'what is copied at night',
    because:
      'It refuses AWS::Backup::BackupSelection, which AWS has; the vault and the plan it makes, and copies nothing.',
    resource: ({ Type }) => Type === 'AWS::Backup::BackupSelection',
  },
  {
    what: 'the trail of readings',
    because: 'It refuses AWS::CloudTrail::Trail, which AWS has.',
    resource: ({ Type }) => Type === 'AWS::CloudTrail::Trail',
  },
  {
    what: 'rules for mail that comes in',
    because: 'It refuses AWS::SES::ReceiptRuleSet and ReceiptRule, and receives no mail.',
    resource: ({ Type }) => Type === 'AWS::SES::ReceiptRuleSet' || Type === 'AWS::SES::ReceiptRule',
  },
  {
    what: 'alarms with metric maths',
    because: 'It refuses Properties.Metrics of AWS::CloudWatch::Alarm, which AWS has.',
    resource: ({ Type, Properties }) =>
      Type === 'AWS::CloudWatch::Alarm' && Properties?.Metrics !== undefined,
  },
  {
    what: 'saved queries of logs',
    because: 'It refuses AWS::Logs::QueryDefinition, which AWS has.',
    resource: ({ Type }) => Type === 'AWS::Logs::QueryDefinition',
  },
  {
    what: 'outputs of DKIM',
    because: 'AWS::SES::EmailIdentity gives DkimDNSTokenName1 and the like by Fn::GetAtt; it does not.',
    output: (output) => JSON.stringify(output).includes('DkimDNSToken'),
  },
];

/** A reference to what is not there becomes a text. */
const without = (value: unknown, gone: ReadonlySet<string>): unknown => {
  if (Array.isArray(value)) return value.map((one) => without(one, gone));
  if (typeof value !== 'object' || value === null) return value;
  if ('Ref' in value && gone.has(String(value.Ref))) return 'left-out';
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, without(one, gone)]));
};

interface Counts {
  readonly made: number;
  /** How many each line left out. */
  readonly left: readonly number[];
}

function leaveOut(template: Template): Counts {
  const left = leftOut.map(({ resource, output }) => {
    const resources = Object.keys(template.Resources).filter((id) =>
      resource?.(template.Resources[id] as Resource),
    );
    const outputs = Object.keys(template.Outputs ?? {}).filter((id) =>
      output?.(template.Outputs?.[id] ?? {}),
    );
    return { resources, outputs };
  });
  const gone = new Set(left.flatMap(({ resources }) => resources));
  const outputs = new Set(left.flatMap((one) => one.outputs));
  const kept = Object.entries(template.Resources).filter(([id]) => !gone.has(id));
  for (const [, resource] of kept) {
    const waitsFor = [resource.DependsOn ?? []].flat().filter((id) => !gone.has(id));
    if (waitsFor.length > 0) resource.DependsOn = waitsFor;
    else delete resource.DependsOn;
  }
  template.Resources = without(Object.fromEntries(kept), gone) as Template['Resources'];
  template.Outputs = without(
    Object.fromEntries(Object.entries(template.Outputs ?? {}).filter(([id]) => !outputs.has(id))),
    gone,
  ) as Record<string, Json>;
  return { made: kept.length, left: left.map((one) => one.resources.length + one.outputs.length) };
}

interface Manifest {
  readonly artifacts: Readonly<Record<string, { readonly type: string; readonly properties: Json }>>;
}

/**
 * Copies an assembly without what MiniStack does not know.
 *
 * @param change is made to each stack’s template besides
 * @returns how many resources are left, and how many each line of the list left out
 */
export function shown(
  assembly: string,
  to: string,
  change: (template: Template, stack: string) => void = () => undefined,
): Counts {
  rmSync(to, { recursive: true, force: true });
  cpSync(assembly, to, { recursive: true });
  const file = (name: string) => path.join(to, name);
  let made = 0;
  let left = leftOut.map(() => 0);
  for (const name of readdirSync(to).filter((one) => one.endsWith('.template.json'))) {
    const stack = name.replace('.template.json', '');
    const template = JSON.parse(readFileSync(file(name), 'utf8')) as Template;
    const counts = leaveOut(template);
    change(template, stack);
    made += counts.made;
    left = left.map((sum, index) => sum + (counts.left[index] ?? 0));
    const text = JSON.stringify(template);
    writeFileSync(file(name), text);
    // The CDK uploads a template under the hash of what it was, once.
    const now = createHash('sha256').update(text).digest('hex');
    const { files } = JSON.parse(readFileSync(file(`${stack}.assets.json`), 'utf8')) as {
      readonly files: Readonly<Record<string, { readonly source: { readonly path: string } }>>;
    };
    const [before = ''] = Object.entries(files).find(([, { source }]) => source.path === name) ?? [];
    for (const known of [`${stack}.assets.json`, 'manifest.json'])
      writeFileSync(file(known), readFileSync(file(known), 'utf8').replaceAll(before, now));
  }
  const manifest = JSON.parse(readFileSync(file('manifest.json'), 'utf8')) as Manifest;
  // Nor does it know UpdateTerminationProtection.
  for (const { type, properties } of Object.values(manifest.artifacts))
    if (type === 'aws:cloudformation:stack') properties.terminationProtection = false;
  writeFileSync(file('manifest.json'), JSON.stringify(manifest));
  return { made, left };
}
