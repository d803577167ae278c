import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { readAssembly } from '../../infra/local-aws/template/assembly.ts';
import { planOf } from '../../infra/local-aws/template/read-plan.ts';

const urls = { httpApiUrl: 'http://127.0.0.1:4800', awsUrl: 'http://127.0.0.1:4802' };

function assemblyOf(templates: Record<string, unknown>) {
  const folder = mkdtempSync(path.join(tmpdir(), 'assembly-'));
  const artifacts = Object.fromEntries(
    Object.keys(templates).map((name) => [
      name,
      {
        type: 'aws:cloudformation:stack',
        properties: { templateFile: `${name}.template.json`, stackName: name },
      },
    ]),
  );
  writeFileSync(path.join(folder, 'manifest.json'), JSON.stringify({ artifacts }));
  for (const [name, template] of Object.entries(templates))
    writeFileSync(path.join(folder, `${name}.template.json`), JSON.stringify(template));
  return readAssembly(folder, urls);
}

/** A variable as Fn::Sub spells it. */
const v = (name: string) => `\${${name}}`;

const queue = (properties: object = {}) => ({ Type: 'AWS::SQS::Queue', Properties: properties });

/** What an expression becomes, seen through a queue's name. */
const resolved = (value: unknown, more: object = {}) =>
  assemblyOf({ S: { Resources: { Q: queue({ QueueName: value }), Other: queue() }, ...more } }).resources[0]
    ?.properties.QueueName;

describe('intrinsics', () => {
  test.each([
    [{ Ref: 'AWS::Region' }, 'eu-west-2'],
    [
      { 'Fn::Sub': `${v('AWS::AccountId')}-${v('Other.QueueName')}-${v('!kept')}` },
      `000000000000-S-Other-${v('kept')}`,
    ],
    [{ 'Fn::Sub': [`${v('a')}b`, { a: { Ref: 'AWS::Partition' } }] }, 'awsb'],
    [{ 'Fn::Join': ['-', ['a', { Ref: 'AWS::StackName' }]] }, 'a-S'],
    [{ 'Fn::Select': [1, { 'Fn::Split': [':', { 'Fn::GetAtt': ['Other', 'Arn'] }] }] }, 'aws'],
    [{ Ref: 'Other' }, 'http://127.0.0.1:4802/000000000000/S-Other'],
    [{ 'Fn::GetAtt': 'Other.Arn' }, 'arn:aws:sqs:eu-west-2:000000000000:S-Other'],
  ])('%j is %j', (expression, value) => {
    expect(resolved(expression)).toBe(value);
  });

  test('a condition chooses, and no value takes a property away', () => {
    const conditions = { Conditions: { Live: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'eu-west-2'] } } };
    expect(resolved({ 'Fn::If': ['Live', 'yes', 'no'] }, conditions)).toBe('yes');
    expect(resolved({ 'Fn::If': ['Live', { Ref: 'AWS::NoValue' }, 'no'] }, conditions)).toBeUndefined();
  });

  test('one stack reads what another exports', () => {
    const { resources } = assemblyOf({
      A: { Resources: { Q: queue({ QueueName: { 'Fn::ImportValue': 'B:Name' } }) } },
      B: {
        Resources: { Target: queue() },
        Outputs: { Out: { Value: { 'Fn::GetAtt': ['Target', 'QueueName'] }, Export: { Name: 'B:Name' } } },
      },
    });
    expect(resources[0]?.properties.QueueName).toBe('B-Target');
  });

  test.each([
    [{ Ref: 'Nobody' }, /Nobody, which is not in its template/],
    [{ 'Fn::GetAtt': ['Other', 'Colour'] }, /attribute Colour of a AWS::SQS::Queue/],
    [{ 'Fn::Transform': {} }, /does not know Fn::Transform/],
    [{ 'Fn::ImportValue': 'x' }, /imports x, which no stack exports/],
  ])('%j is refused in words', (expression, message) => {
    expect(() => resolved(expression)).toThrow(message);
  });
});

describe('what is not honoured stops the run', () => {
  const plan = (resource: object) => planOf(assemblyOf({ S: { Resources: { Thing: resource } } }));

  test('a type that nobody plays', () => {
    expect(() => plan({ Type: 'AWS::EC2::Instance' })).toThrow(
      /does not know how to play AWS::EC2::Instance \(S\/Thing\)/,
    );
  });

  test('a property that nobody honours', () => {
    expect(() => plan(queue({ FifoQueue: true }))).toThrow(
      /does not honour the property FifoQueue of AWS::SQS::Queue/,
    );
  });

  test('a passive type is let be, whatever it refers to', () => {
    expect(plan({ Type: 'AWS::CloudWatch::Alarm', Properties: { X: { Ref: 'Nobody' } } }).queues).toEqual([]);
  });

  test('a folder without an assembly', () => {
    expect(() => readAssembly('/nowhere', urls)).toThrow('no cloud assembly in /nowhere');
  });
});
