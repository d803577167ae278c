/** What the synthesized templates let each function do to each kind of item, as a table for people. */
import { type Kind, kinds, partitionsOf, type TableName } from '../shared/aws/keys.ts';
import { SHORT_NAME_TAG } from './short-name-tag.ts';

type Json = Record<string, unknown>;
interface Resource {
  readonly Type: string;
  readonly Properties?: Json;
}
export interface Templates {
  readonly data: { readonly Resources?: Record<string, Resource> };
  readonly pipeline: { readonly Resources?: Record<string, Resource> };
}

/** What a function may do to a kind of item. */
export interface Right {
  readonly function: string;
  readonly table: TableName;
  /** `every item` when the statement does not say which: then it is not narrowed at all. */
  readonly kind: string;
  /** Such as `GetItem`. */
  readonly action: string;
}

const listOf = (value: unknown): unknown[] =>
  Array.isArray(value) ? value : value === undefined ? [] : [value];

const nameOf = ({ Properties }: Resource): string | undefined =>
  (listOf(Properties?.Tags) as { Key: string; Value: string }[]).find(({ Key }) => Key === SHORT_NAME_TAG)
    ?.Value;

/** Which kind a pattern stands for; a pattern that is no kind's stands for itself. */
const kindOf = (table: TableName, pattern: string): string =>
  Object.keys(kinds[table]).find((kind) => partitionsOf(table, kind as Kind) === pattern) ?? pattern;

/** The kinds that a statement is about: those it names, if it also refuses a request that names no key. */
function kindsOf(table: TableName, condition: Json | undefined): readonly string[] {
  const { 'ForAllValues:StringLike': all, Null: none, ...others } = (condition ?? {}) as Record<string, Json>;
  const patterns = listOf(all?.['dynamodb:LeadingKeys']) as string[];
  const guarded = String(none?.['dynamodb:LeadingKeys']) === 'false' && Object.keys(others).length === 0;
  return guarded && patterns.length > 0 ? patterns.map((pattern) => kindOf(table, pattern)) : ['every item'];
}

/** Every right to an item of the two tables that any function's role has, indexes and streams apart. */
export function rightsIn({ data, pipeline }: Templates): readonly Right[] {
  const tables = Object.entries(data.Resources ?? {}).flatMap(([id, resource]) =>
    resource.Type === 'AWS::DynamoDB::Table' ? [{ id, name: nameOf(resource) as TableName }] : [],
  );
  const resources = Object.entries(pipeline.Resources ?? {});
  return resources.flatMap(([, resource]) => {
    if (resource.Type !== 'AWS::Lambda::Function') return [];
    const role = JSON.stringify(resource.Properties?.Role);
    const statements = resources.flatMap(([, policy]) => {
      if (policy.Type !== 'AWS::IAM::Policy') return [];
      const { Roles, PolicyDocument } = policy.Properties as {
        Roles: { Ref: string }[];
        PolicyDocument: Json;
      };
      return Roles.some(({ Ref }) => role.includes(`"${Ref}"`))
        ? (listOf(PolicyDocument.Statement) as Json[])
        : [];
    });
    return statements.flatMap(({ Action, Resource, Condition }) => {
      const on = JSON.stringify(Resource);
      const table = tables.find(({ id }) => on.includes(id));
      if (table === undefined || /\/index\/|StreamArn/.test(on)) return [];
      return (listOf(Action) as string[])
        .filter((action) => action.startsWith('dynamodb:'))
        .flatMap((action) =>
          kindsOf(table.name, Condition as Json | undefined).map((kind) => ({
            function: nameOf(resource) ?? 'nameless',
            table: table.name,
            kind,
            action: action.replace('dynamodb:', ''),
          })),
        );
    });
  });
}

/** Actions on items, as people say them. */
export const actionWords: Readonly<Record<string, string>> = {
  GetItem: 'get',
  Query: 'query',
  PutItem: 'put',
  UpdateItem: 'update',
  DeleteItem: 'delete',
};

/** The rights as Markdown: a line for each kind of item, and in it who may do what. */
export function permissionsTable(rights: readonly Right[]): string {
  const sections = (Object.keys(kinds) as TableName[]).map((table) => {
    const rows = Object.keys(kinds[table]).map((kind) => {
      const about = rights.filter((right) => right.table === table && right.kind === kind);
      const who = [...Map.groupBy(about, (right) => right.function)].toSorted(([a], [b]) => (a < b ? -1 : 1));
      const cells = who.map(([name, own]) => {
        const actions = Object.keys(actionWords).filter((action) =>
          own.some((right) => right.action === action),
        );
        return `${name}: ${actions.map((action) => actionWords[action]).join(', ')}`;
      });
      return `| ${kind} | \`${partitionsOf(table, kind as Kind)}\` | ${cells.join('<br>') || '(nobody)'} |`;
    });
    return [
      `## Table \`${table}\``,
      '',
      '| Kind of item | Partition key | Who may do what |',
      '| --- | --- | --- |',
      ...rows,
    ].join('\n');
  });
  return `# Who may do what to which kind of item

Read from the synthesized templates by \`npm run permissions\`, which also writes this page; a test fails while they differ.
A kind that is not named for a function is one that it cannot reach ([decision 17](decisions/0017-least-privilege-by-key.md)).

${sections.join('\n\n')}
`;
}
