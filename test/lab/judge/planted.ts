/** A mistake of each judge's kind. One that does not find it did not look. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { JudgeName } from './findings.ts';

interface Resource {
  readonly Type: string;
  readonly Properties: Record<string, unknown>;
}

interface Planted {
  /** Spoils what is judged in a folder. @returns where */
  plant(folder: string): string;
  /** The rule that has to find it. */
  readonly rule: string;
}

function change<Document>(file: string, by: (document: Document) => void): void {
  const document = JSON.parse(readFileSync(file, 'utf8')) as Document;
  by(document);
  writeFileSync(file, JSON.stringify(document));
}

/** Spoils the first resource of a type, in whichever stack it stands. */
const resource = (type: string, spoil: (properties: Record<string, unknown>) => void) => (folder: string) => {
  let where: string | undefined;
  for (const name of readdirSync(folder).filter((one) => one.endsWith('.template.json')))
    change<{ Resources: Record<string, Resource> }>(path.join(folder, name), ({ Resources }) => {
      const [id, found] = Object.entries(Resources).find(([, one]) => one.Type === type) ?? [];
      if (where !== undefined || found === undefined) return;
      spoil(found.Properties);
      where = id;
    });
  if (where === undefined) throw new Error(`There is no ${type} to be spoilt.`);
  return where;
};

export const planted: Readonly<Record<JudgeName, Planted>> = {
  'cfn-lint': {
    plant: resource('AWS::SQS::Queue', (properties) => {
      properties.VisibilityTimeOut = 60;
    }),
    rule: 'E3002',
  },
  checkov: {
    plant: resource('AWS::S3::Bucket', (properties) => {
      properties.PublicAccessBlockConfiguration = {};
    }),
    rule: 'CKV_AWS_53',
  },
  parliament: {
    plant: resource('AWS::IAM::Policy', ({ PolicyDocument }) => {
      const { Statement } = PolicyDocument as { Statement: { Action: string[] }[] };
      Statement.push({ ...Statement[0], Action: ['dynamodb:GetItems'] });
    }),
    rule: 'UNKNOWN_ACTION',
  },
  schemathesis: {
    plant: (folder) => {
      change<{ components: { schemas: { Problem: { required: string[] } } } }>(
        path.join(folder, 'openapi.json'),
        ({ components }) => components.schemas.Problem.required.push('remedy'),
      );
      return 'GET /api/referrals/{reference}';
    },
    rule: 'response_schema_conformance',
  },
};
