import { describe, expect, test } from 'vitest';
import { flawsOf, type Resources, schemaOf } from './resource-schemas.ts';
import { synthesize } from './synthesis.ts';

const { data, pipeline } = synthesize();
const stacks: Readonly<Record<string, Resources>> = {
  NtsData: data.toJSON().Resources,
  NtsPipeline: pipeline.toJSON().Resources,
};

test.each(Object.entries(stacks))(
  'every resource of %s is as AWS’s published schema wants it',
  (_, resources) => {
    expect(Object.keys(resources).length).toBeGreaterThan(5);
    expect(flawsOf(resources)).toEqual([]);
  },
);

describe('a mistake is found', () => {
  const resources = { ...stacks.NtsData, ...stacks.NtsPipeline };
  const one = (type: string): Resources[string] => {
    const found = Object.values(resources).find(({ Type }) => Type === type);
    if (found === undefined) throw new Error(`There is no ${type}.`);
    return structuredClone(found);
  };
  const spoilt = (type: string, change: (properties: Record<string, unknown>) => void): string[] => {
    const { Properties = {} } = one(type);
    change(Properties);
    return flawsOf({ ...resources, Spoilt: { Type: type, Properties } });
  };

  test.each(Object.keys(Object.groupBy(Object.values(resources), ({ Type }) => Type)))(
    'in %s: a property that is not known, and each one without which there is none',
    (type) => {
      const required = Object.entries(schemaOf(type).properties).filter(([, property]) => property.required);
      const flaws = spoilt(type, (properties) => {
        properties.Wished = true;
        for (const [name] of required) delete properties[name];
      });
      expect(flaws.toSorted()).toEqual(
        [
          `Spoilt (${type}).Wished is not known`,
          ...required.map(([name]) => `Spoilt (${type}).${name} is missing`),
        ].toSorted(),
      );
    },
  );

  test('a text for a number, a value that is not allowed, and the same within what is nested', () => {
    expect(
      spoilt('AWS::SQS::Queue', (queue) => {
        queue.VisibilityTimeout = '60';
      }),
    ).toEqual(['Spoilt (AWS::SQS::Queue).VisibilityTimeout is no integer']);
    const table = 'AWS::DynamoDB::Table';
    expect(
      spoilt('AWS::S3::Bucket', (bucket) => {
        bucket.AccessControl = 'Everybody';
      }),
    ).toEqual([expect.stringMatching(/AccessControl is none of .*Private/)]);
    expect(
      spoilt(table, (properties) => {
        properties.StreamSpecification = { StreamView: 'NEW_IMAGE' };
      }),
    ).toEqual([
      `Spoilt (${table}).StreamSpecification.StreamView is not known`,
      `Spoilt (${table}).StreamSpecification.StreamViewType is missing`,
    ]);
  });

  test('an attribute that a resource does not have', () => {
    const [id = ''] = Object.entries(resources).find(([, { Type }]) => Type === 'AWS::SQS::Queue') ?? [];
    expect(
      spoilt('AWS::SQS::Queue', (queue) => {
        queue.QueueName = { 'Fn::GetAtt': [id, 'Name'] };
      }),
    ).toEqual([`Spoilt asks ${id} (AWS::SQS::Queue) for Name, which it does not give`]);
  });
});
