import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { afterAll } from 'vitest';
import { buildApp } from '../../infra/build-app.ts';
import { SHORT_NAME_TAG } from '../../infra/short-name-tag.ts';
import { stackNames } from '../../infra/stage.ts';

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A folder of its own, gone when the file's tests are done. */
export function outputFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'nts-template-'));
  folders.push(folder);
  return folder;
}

/** The app without its bundles: the template is the same but for the hashes of the code. */
export function anApp(context: Readonly<Record<string, string>> = {}): App {
  return new App({ outdir: outputFolder(), context: { ...context, 'aws:cdk:bundling-stacks': [] } });
}

/** Both templates, and the folder that they are in, without cdk-nag and CloudFormation's own checks, which take twice as long as all the rest. */
export function synthesize(context?: Readonly<Record<string, string>>): {
  data: Template;
  pipeline: Template;
  folder: string;
} {
  const validation = process.env.CDK_VALIDATION;
  process.env.CDK_VALIDATION = 'false';
  try {
    const app = anApp(context);
    buildApp(app);
    const assembly = app.synth();
    const template = (name: string): Template => Template.fromJSON(assembly.getStackByName(name).template);
    const names = stackNames(context?.stage || undefined);
    return { data: template(names.data), pipeline: template(names.pipeline), folder: assembly.directory };
  } finally {
    if (validation === undefined) delete process.env.CDK_VALIDATION;
    else process.env.CDK_VALIDATION = validation;
  }
}

/** A template as it is written. */
export interface Synthesized {
  readonly Resources: Readonly<
    Record<string, { readonly Type: string; readonly Properties?: Readonly<Record<string, unknown>> }>
  >;
  readonly Outputs: Readonly<Record<string, { readonly Export?: { readonly Name: string } }>>;
}

export interface Resource {
  readonly logicalId: string;
  /** Short name, from the tag; the logical id where a resource has none. */
  readonly name: string;
  readonly properties: ReturnType<Template['findResources']>[string];
}

/** The resources of one type, with the short names that their tags carry. */
export function resources(template: Template, type: string): Resource[] {
  return Object.entries(template.findResources(type)).map(([logicalId, { Properties: properties }]) => {
    const tags: { Key: string; Value: string }[] = Array.isArray(properties.Tags) ? properties.Tags : [];
    return {
      logicalId,
      properties,
      name: tags.find(({ Key }) => Key === SHORT_NAME_TAG)?.Value ?? logicalId,
    };
  });
}

/** The logical id that `Ref` or `Fn::GetAtt` points at. */
export function pointsAt(reference: { Ref?: string; 'Fn::GetAtt'?: [string, string] } | undefined): string {
  return reference?.Ref ?? reference?.['Fn::GetAtt']?.[0] ?? 'nothing';
}
