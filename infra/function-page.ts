/** What the synthesized templates say of one function, as the last part of its README: what wakes it, what it may do, what watches it. */
import { type Kind, kinds, type TableName } from '../shared/aws/keys.ts';
import { actionWords, rightsIn, type Templates } from './permissions-table.ts';
import { SHORT_NAME_TAG } from './short-name-tag.ts';

type Json = Record<string, unknown>;
interface Found {
  readonly id: string;
  readonly name: string;
  readonly properties: Json;
}

const START = '<!-- template:start -->';
const END = '<!-- template:end -->';

const ofType = ({ pipeline }: Templates, type: string): readonly Found[] =>
  Object.entries(pipeline.Resources ?? {}).flatMap(([id, { Type, Properties: properties = {} }]) => {
    if (Type !== type) return [];
    const tags = (Array.isArray(properties.Tags) ? properties.Tags : []) as { Key: string; Value: string }[];
    return [{ id, properties, name: tags.find(({ Key }) => Key === SHORT_NAME_TAG)?.Value ?? id }];
  });

/** Whether something refers to a resource, however deep. */
const mentions = (value: unknown, id: string): boolean => JSON.stringify(value ?? null).includes(`"${id}"`);

const coded = (names: readonly string[]): string => names.map((name) => `\`${name}\``).join(', ');

/** The queues, APIs and timetables that one function belongs to. */
function around(templates: Templates, { id, properties }: Found) {
  const belonging = (type: string) => ofType(templates, type).filter((one) => mentions(one.properties, id));
  const queues = ofType(templates, 'AWS::SQS::Queue');
  const among = (value: unknown) => queues.filter((queue) => mentions(value, queue.id));
  const mappings = belonging('AWS::Lambda::EventSourceMapping');
  const sources = among(mappings.map((one) => one.properties.EventSourceArn));
  const schedules = belonging('AWS::Scheduler::Schedule');
  const statements = ofType(templates, 'AWS::IAM::Policy')
    .filter(({ properties: { Roles } }) =>
      (Roles as { Ref: string }[]).some(({ Ref }) => mentions(properties.Role, Ref)),
    )
    .flatMap(({ properties: { PolicyDocument } }) => (PolicyDocument as { Statement: Json[] }).Statement);
  return {
    sources,
    schedules,
    isWokenByStream: mappings.length > sources.length,
    statements,
    integrations: belonging('AWS::ApiGatewayV2::Integration'),
    /** Where what failed for good is kept: of messages, of places in the stream, of runs. */
    deadLetters: among([
      ...sources.map((one) => one.properties.RedrivePolicy),
      ...mappings.map((one) => one.properties.DestinationConfig),
      ...belonging('AWS::Lambda::EventInvokeConfig').map((one) => one.properties.DestinationConfig),
    ]),
    sends: among(
      statements
        .filter(({ Action }) => mentions([Action].flat(), 'sqs:SendMessage'))
        .map(({ Resource }) => Resource),
    ),
  };
}

type Around = ReturnType<typeof around>;

function wakes({ sources, schedules, isWokenByStream, integrations }: Around): string {
  return [
    ...sources.map(({ name }) => `the queue \`${name}\``),
    ...(isWokenByStream ? ['the stream of the table `cases`'] : []),
    ...schedules.map(
      ({ properties }) =>
        `the clock: \`${String(properties.ScheduleExpression)}\`, ${String(properties.ScheduleExpressionTimezone)}`,
    ),
    ...(integrations.length > 0 ? ['requests to the HTTP API'] : []),
  ].join('; ');
}

/** The runbooks of the alarms that watch the function, what wakes it, and where what failed is kept. */
function runbooks(templates: Templates, made: Found, near: Around): readonly string[] {
  const { Variables = {} } = (made.properties.Environment ?? {}) as { Variables?: Json };
  const nearby = [made, ...near.sources, ...near.deadLetters, ...near.sends.filter(isForPeople)];
  const watched = [
    ...nearby.map(({ id }) => id),
    ...near.integrations.map(({ properties }) => (properties.ApiId as { Ref: string }).Ref),
    ...near.schedules.map(({ properties }) => (properties.GroupName as { Ref: string }).Ref),
    ...[Variables.CONFIGURATION_SET].flatMap((set) =>
      set === undefined ? [] : [(set as { Ref: string }).Ref],
    ),
  ];
  const found = ofType(templates, 'AWS::CloudWatch::Alarm').flatMap(({ properties }) => {
    const { Dimensions, Metrics, AlarmDescription } = properties;
    const about = [Dimensions, Metrics];
    const service = { Name: 'service', Value: made.name };
    const isOurs =
      watched.some((id) => mentions(about, id)) || JSON.stringify(about).includes(JSON.stringify(service));
    const [, runbook] = /runbooks\/([a-z-]+)\.md$/.exec(String(AlarmDescription)) ?? [];
    return isOurs && runbook !== undefined ? [runbook] : [];
  });
  return [...new Set(found)].toSorted();
}

/** What it may do besides items and queues: indexes that it reads, and calls to other services. */
function others({ statements }: Around): string {
  const indexes = statements.flatMap(({ Resource }) =>
    [...JSON.stringify(Resource).matchAll(/\/index\/([a-z]+)/g)].map(([, index = '']) => index),
  );
  const calls = statements
    .flatMap(({ Action }) => [Action].flat() as string[])
    .filter((action) => !/^(dynamodb|sqs|kms|xray|logs):/.test(action));
  const words = [
    ...(indexes.length === 0 ? [] : [`the index ${coded([...new Set(indexes)])}`]),
    ...(calls.length === 0 ? [] : [coded([...new Set(calls)].toSorted())]),
  ];
  return words.length === 0 ? '' : `- Besides: ${words.join(', and ')}.`;
}

/** Nobody but people reads it. */
const isForPeople = ({ properties }: Found): boolean => properties.RedrivePolicy === undefined;

function rightsOf(templates: Templates, name: string, table: TableName): string {
  const own = rightsIn(templates).filter((right) => right.function === name && right.table === table);
  return (Object.keys(kinds[table]) as Kind[])
    .flatMap((kind) => {
      const actions = own.filter((right) => right.kind === kind).map(({ action }) => action);
      const words = Object.keys(actionWords).filter((action) => actions.includes(action));
      return words.length === 0 ? [] : [`${kind} (${words.map((word) => actionWords[word]).join(', ')})`];
    })
    .join(', ');
}

/** What the templates say of a function, as Markdown. */
export function functionFacts(templates: Templates, name: string): string {
  const made = ofType(templates, 'AWS::Lambda::Function').find((one) => one.name === name);
  if (made === undefined) throw new Error(`The template has no function ${name}.`);
  const near = around(templates, made);
  const { Timeout, MemorySize } = made.properties;
  const tables = (Object.keys(kinds) as TableName[]).flatMap((table) => {
    const rights = rightsOf(templates, name, table);
    return rights === '' ? [] : [`- Table \`${table}\`: ${rights}.`];
  });
  const sends = near.sends.filter((queue) => !near.deadLetters.includes(queue));
  const besides = others(near);
  return [
    `- Woken by ${wakes(near)}. At most ${String(Timeout)} seconds, ${String(MemorySize)} MB.`,
    ...(sends.length === 0 ? [] : [`- Sends to ${coded(sends.map((one) => one.name))}.`]),
    ...(near.deadLetters.length === 0
      ? []
      : [`- What fails for good lies in ${coded(near.deadLetters.map((one) => one.name))}.`]),
    ...tables,
    ...(besides === '' ? [] : [besides]),
    `- Runbooks of its alarms: ${runbooks(templates, made, near)
      .map((runbook) => `[${runbook}](../../infra/runbooks/${runbook}.md)`)
      .join(', ')}.`,
  ].join('\n');
}

/**
 * A function's README with what the templates say of it written anew.
 *
 * @throws Error when the page has no place for it
 */
export function withFacts(page: string, facts: string): string {
  const [before, rest] = page.split(START);
  const [, after] = rest?.split(END) ?? [];
  if (before === undefined || after === undefined)
    throw new Error(`The page needs a place for what the template says, between ${START} and ${END}.`);
  return `${before}${START}\n${facts}\n${END}${after}`;
}
