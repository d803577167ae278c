/** A mistake of each judge's kind. One that does not find it did not look. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { JudgeName } from './findings.ts';

interface Resource {
  readonly Type: string;
  readonly Properties: Record<string, unknown>;
}

interface Planted {
  /** The resource that is spoilt: the first of its type. */
  readonly type: string;
  spoil(properties: Record<string, unknown>): void;
  /** The rule that has to find it. */
  readonly rule: string;
}

export const planted: Readonly<Record<JudgeName, Planted>> = {
  'cfn-lint': {
    type: 'AWS::SQS::Queue',
    spoil: (properties) => {
      properties.VisibilityTimeOut = 60;
    },
    rule: 'E3002',
  },
  checkov: {
    type: 'AWS::S3::Bucket',
    spoil: (properties) => {
      properties.PublicAccessBlockConfiguration = {};
    },
    rule: 'CKV_AWS_53',
  },
  parliament: {
    type: 'AWS::IAM::Policy',
    spoil: ({ PolicyDocument }) => {
      const { Statement } = PolicyDocument as { Statement: { Action: string[] }[] };
      Statement.push({ ...Statement[0], Action: ['dynamodb:GetItems'] });
    },
    rule: 'UNKNOWN_ACTION',
  },
};

/** Spoils the assembly in a folder. @returns the logical id of what is spoilt */
export function plant({ type, spoil }: Planted, folder: string): string {
  const file = path.join(folder, 'NtsPipeline.template.json');
  const template = JSON.parse(readFileSync(file, 'utf8')) as { Resources: Record<string, Resource> };
  const [id, resource] = Object.entries(template.Resources).find(([, one]) => one.Type === type) ?? [];
  if (id === undefined || resource === undefined) throw new Error(`There is no ${type} to be spoilt.`);
  spoil(resource.Properties);
  writeFileSync(file, JSON.stringify(template));
  return id;
}
