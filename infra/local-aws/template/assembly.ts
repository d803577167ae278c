/** Reads a synthesized cloud assembly and resolves CloudFormation's intrinsics to plain values. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { LocalRunError } from '../local-run-error.ts';
import { ACCOUNT, arnOf, attributeOf, PARTITION, physicalIdOf, REGION } from './physical-names.ts';

export type Json = Record<string, unknown>;

export interface Resource {
  readonly stack: string;
  readonly logicalId: string;
  readonly type: string;
  /** Construct path, from the metadata that CDK leaves in the template. */
  readonly path: string;
  /** What `Ref` gives. */
  readonly id: string;
  readonly arn: string;
  /** Resolved on first use: passive resources are never resolved, so what they refer to need not be known. */
  readonly properties: Json;
  /** What its name tag says, or the last part of the construct path in kebab-case. */
  readonly shortName: string;
}

export interface Assembly {
  readonly resources: readonly Resource[];
  /** Folder of a file asset, by the hash in its S3 key. */
  assetFolder(s3Key: string): string;
}

export interface AssemblyOptions {
  /** URL that the template's HTTP API has here. */
  readonly httpApiUrl: string;
  /** URL of the gateway that stands for every AWS service. */
  readonly awsUrl: string;
  /**
   * The tag whose value is a resource's short name.
   *
   * @default Name
   */
  readonly nameTag?: string;
}

interface RawResource {
  Type: string;
  Properties?: Json;
  Metadata?: Json;
  Condition?: string;
}

interface Template {
  Resources?: Record<string, RawResource>;
  Outputs?: Record<string, { Value: unknown; Export?: { Name: unknown } }>;
  Conditions?: Record<string, unknown>;
  Mappings?: Record<string, Record<string, Record<string, unknown>>>;
  Parameters?: Record<string, { Default?: unknown }>;
}

interface Stack {
  readonly name: string;
  readonly template: Template;
}

const readJson = (file: string): Json => JSON.parse(readFileSync(file, 'utf8')) as Json;

/** @throws LocalRunError when the folder holds no assembly, or a template uses something that cannot be resolved. */
export function readAssembly(folder: string, options: AssemblyOptions): Assembly {
  const manifestFile = path.join(folder, 'manifest.json');
  if (!existsSync(manifestFile))
    throw new LocalRunError(`There is no cloud assembly in ${folder}. Synthesize it first: npm run synth.`);
  const manifest = readJson(manifestFile) as {
    artifacts: Record<
      string,
      { type: string; properties?: { templateFile?: string; stackName?: string; file?: string } }
    >;
  };
  const stacks: Stack[] = [];
  const assets = new Map<string, string>();
  for (const [id, artifact] of Object.entries(manifest.artifacts)) {
    if (artifact.type === 'aws:cloudformation:stack' && artifact.properties?.templateFile) {
      const template = readJson(path.join(folder, artifact.properties.templateFile)) as Template;
      stacks.push({ name: artifact.properties.stackName ?? id, template });
    }
    if (artifact.type === 'cdk:asset-manifest' && artifact.properties?.file) {
      const { files = {} } = readJson(path.join(folder, artifact.properties.file)) as {
        files?: Record<string, { source: { path: string } }>;
      };
      for (const [hash, file] of Object.entries(files))
        assets.set(hash, path.resolve(folder, file.source.path));
    }
  }
  return {
    resources: new Resolver(stacks, options).resources(),
    assetFolder(s3Key) {
      const hash = path.basename(s3Key, path.extname(s3Key));
      const found = assets.get(hash);
      if (!found || !existsSync(found))
        throw new LocalRunError(
          `The bundle ${s3Key} is not in ${folder}. Delete that folder and start again.`,
        );
      return found;
    },
  };
}

class Resolver {
  readonly #stacks: readonly Stack[];
  readonly #options: AssemblyOptions;
  readonly #exports = new Map<string, () => unknown>();

  constructor(stacks: readonly Stack[], options: AssemblyOptions) {
    this.#stacks = stacks;
    this.#options = options;
    for (const stack of stacks)
      for (const output of Object.values(stack.template.Outputs ?? {}))
        if (output.Export)
          this.#exports.set(String(this.#value(stack, output.Export.Name)), () =>
            this.#value(stack, output.Value),
          );
  }

  resources(): Resource[] {
    return this.#stacks.flatMap((stack) =>
      Object.entries(stack.template.Resources ?? {})
        .filter(([, raw]) => !raw.Condition || this.#condition(stack, raw.Condition))
        .map(([logicalId, raw]) => this.#resource(stack, logicalId, raw)),
    );
  }

  #resource(stack: Stack, logicalId: string, raw: RawResource): Resource {
    const resolve = () => this.#value(stack, raw.Properties ?? {}) as Json;
    const identify = () => this.#identity(stack, logicalId, raw);
    let properties: Json | undefined;
    const constructPath = String(raw.Metadata?.['aws:cdk:path'] ?? `${stack.name}/${logicalId}`);
    return {
      stack: stack.name,
      logicalId,
      type: raw.Type,
      path: constructPath,
      get id() {
        return physicalIdOf(identify());
      },
      get arn() {
        return arnOf(identify());
      },
      get properties() {
        properties ??= resolve();
        return properties;
      },
      shortName: shortNameOf(raw, constructPath, this.#options.nameTag ?? 'Name'),
    };
  }

  #identity(stack: Stack, logicalId: string, raw: RawResource) {
    return {
      stack: stack.name,
      logicalId,
      type: raw.Type,
      property: (name: string) => this.#value(stack, raw.Properties?.[name]),
      urls: this.#options,
    };
  }

  #value(stack: Stack, value: unknown): unknown {
    if (Array.isArray(value))
      return value.map((one) => this.#value(stack, one)).filter((one) => one !== NO_VALUE);
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value);
    const [first] = entries;
    if (
      entries.length === 1 &&
      first &&
      (first[0] === 'Ref' || first[0] === 'Condition' || first[0].startsWith('Fn::'))
    )
      if (first[0] !== 'Condition' || typeof first[1] === 'string')
        return this.#intrinsic(stack, first[0], first[1]);
    return Object.fromEntries(
      entries
        .map(([key, one]) => [key, this.#value(stack, one)] as const)
        .filter(([, one]) => one !== NO_VALUE),
    );
  }

  #intrinsic(stack: Stack, name: string, argument: unknown): unknown {
    const of = (value: unknown) => this.#value(stack, value);
    const list = () => of(argument) as unknown[];
    switch (name) {
      case 'Ref':
        return this.#ref(stack, String(argument));
      case 'Fn::GetAtt': {
        const [logicalId = '', ...attribute] = Array.isArray(argument)
          ? argument.map(String)
          : String(argument).split('.');
        return this.#getAtt(stack, logicalId, attribute.join('.'));
      }
      case 'Fn::Join': {
        const [separator, parts] = argument as [string, unknown];
        return (of(parts) as unknown[]).map(String).join(separator);
      }
      case 'Fn::Sub':
        return this.#sub(stack, argument);
      case 'Fn::Select': {
        const [index, from] = list() as [number | string, unknown[]];
        return from[Number(index)];
      }
      case 'Fn::Split': {
        const [separator, text] = list() as [string, string];
        return text.split(separator);
      }
      case 'Fn::ImportValue': {
        const exported = this.#exports.get(String(of(argument)));
        if (!exported)
          throw new LocalRunError(`${stack.name} imports ${String(of(argument))}, which no stack exports.`);
        return exported();
      }
      case 'Fn::GetStackOutput': {
        const { StackName, OutputName } = argument as { StackName: unknown; OutputName: unknown };
        const other = this.#stacks.find((one) => one.name === of(StackName));
        const output = other?.template.Outputs?.[String(of(OutputName))];
        if (!other || !output)
          throw new LocalRunError(
            `${stack.name} reads the output ${String(OutputName)} of ${String(StackName)}, which is not there.`,
          );
        return this.#value(other, output.Value);
      }
      case 'Fn::If': {
        const [condition, yes, no] = argument as [string, unknown, unknown];
        return of(this.#condition(stack, condition) ? yes : no);
      }
      case 'Fn::FindInMap': {
        const [map, first, second] = list() as [string, string, string];
        return of(stack.template.Mappings?.[map]?.[first]?.[second]);
      }
      case 'Fn::Equals': {
        const [left, right] = list();
        return left === right;
      }
      case 'Fn::Not':
        return !list()[0];
      case 'Fn::And':
        return list().every(Boolean);
      case 'Fn::Or':
        return list().some(Boolean);
      case 'Condition':
        return this.#condition(stack, String(argument));
      case 'Fn::Base64':
        return Buffer.from(String(of(argument))).toString('base64');
      default:
        throw new LocalRunError(
          `The local run does not know ${name}, which ${stack.name} uses. Teach it in infra/local-aws/template/assembly.ts.`,
        );
    }
  }

  #ref(stack: Stack, id: string): unknown {
    const pseudo: Record<string, unknown> = {
      'AWS::Region': REGION,
      'AWS::AccountId': ACCOUNT,
      'AWS::Partition': PARTITION,
      'AWS::URLSuffix': 'amazonaws.com',
      'AWS::StackName': stack.name,
      'AWS::StackId': `arn:${PARTITION}:cloudformation:${REGION}:${ACCOUNT}:stack/${stack.name}/local`,
      'AWS::NoValue': NO_VALUE,
    };
    if (id in pseudo) return pseudo[id];
    const parameter = stack.template.Parameters?.[id];
    if (parameter) {
      if (parameter.Default === undefined)
        throw new LocalRunError(
          `The parameter ${id} of ${stack.name} has no default, and a local run has no one to ask.`,
        );
      return parameter.Default;
    }
    const raw = stack.template.Resources?.[id];
    if (!raw) throw new LocalRunError(`${stack.name} refers to ${id}, which is not in its template.`);
    return physicalIdOf(this.#identity(stack, id, raw));
  }

  #getAtt(stack: Stack, logicalId: string, attribute: string): unknown {
    const raw = stack.template.Resources?.[logicalId];
    if (!raw) throw new LocalRunError(`${stack.name} refers to ${logicalId}, which is not in its template.`);
    return attributeOf(this.#identity(stack, logicalId, raw), attribute);
  }

  #sub(stack: Stack, argument: unknown): string {
    const [text, values] = (Array.isArray(argument) ? argument : [argument, {}]) as [string, Json];
    return text.replaceAll(/\$\{(!?)([^}]+)\}/g, (whole, literal: string, name: string) => {
      if (literal) return whole.replace('!', '');
      if (name in values) return String(this.#value(stack, values[name]));
      return String(name.includes('.') ? this.#intrinsic(stack, 'Fn::GetAtt', name) : this.#ref(stack, name));
    });
  }

  #condition(stack: Stack, name: string): boolean {
    const condition = stack.template.Conditions?.[name];
    if (condition === undefined)
      throw new LocalRunError(`The condition ${name} is not in the template of ${stack.name}.`);
    return this.#value(stack, condition) === true;
  }
}

const NO_VALUE = Symbol('AWS::NoValue');

function shortNameOf(raw: RawResource, constructPath: string, nameTag: string): string {
  const tags = raw.Properties?.Tags;
  if (Array.isArray(tags)) {
    const tag = (tags as { Key?: string; Value?: unknown }[]).find((one) => one.Key === nameTag);
    if (typeof tag?.Value === 'string') return tag.Value;
  }
  const named = constructPath.split('/').findLast((part) => part !== 'Resource') ?? constructPath;
  return named.replaceAll(/([a-z0-9])([A-Z])/g, '$1-$2').toLowerCase();
}
