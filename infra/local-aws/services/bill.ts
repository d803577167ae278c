/**
 * What AWS would charge for each call on a table, item by item. DynamoDB Local names a sum, not which item took how much,
 * and counts an index entry that a transaction changes twice, where AWS counts it once (measured on AWS:
 * https://github.com/nubo-db/dynoxide/pull/188, August 2026).
 */
import type { Json } from '../template/assembly.ts';
import type { TablePlan } from '../template/plan.ts';
import type { DynamoDb } from './dynamodb.ts';

type Image = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** One item written or read, one query, or one entry of an index that a write changed. */
export interface BilledLine {
  readonly caller: string;
  readonly operation: string;
  /** Short name of the table. */
  readonly table: string;
  readonly pk: string;
  /** Empty for a query. */
  readonly sk: string;
  /** The index read or written; undefined for the table itself. */
  readonly index: string | undefined;
  readonly reads: number;
  readonly writes: number;
  /** Of the item as it is afterwards, or was before it was deleted; of all that a query looked at, none said. */
  readonly bytes: number;
}

const READ_BYTES = 4_096;
const WRITE_BYTES = 1_024;
/** Numbers take a byte for two digits and one more. */
const numberBytes = (text: string) => Math.ceil(text.replace(/^-|\./g, '').length / 2) + 1;

function valueBytes(value: Readonly<Record<string, unknown>>): number {
  const [[type, held] = ['NULL', true]] = Object.entries(value);
  if (type === 'S') return Buffer.byteLength(String(held));
  if (type === 'B') return Buffer.byteLength(String(held), 'base64');
  if (type === 'N') return numberBytes(String(held));
  if (type === 'SS') return (held as string[]).reduce((sum, one) => sum + Buffer.byteLength(one), 0);
  if (type === 'BOOL' || type === 'NULL') return 1;
  // A list and a map take three bytes, and one for each of their members.
  if (type === 'L') return (held as Image[string][]).reduce((sum, one) => sum + 1 + valueBytes(one), 3);
  if (type === 'M') return 3 + Object.keys(held as Image).length + bytesOf(held as Image);
  throw new Error(`Teach the bill how many bytes an attribute of type ${type} takes.`);
}

/** Bytes of an item as DynamoDB counts them: names and values. */
const bytesOf = (image: Image): number =>
  Object.entries(image).reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + valueBytes(value), 0);

interface Index {
  readonly name: string;
  readonly keys: readonly string[];
  readonly also: readonly string[];
}

const attributesOf = (schema: unknown): string[] =>
  (schema as { AttributeName: string }[]).map(({ AttributeName }) => AttributeName);

const indexesOf = ({ create }: TablePlan): readonly Index[] =>
  ((create.GlobalSecondaryIndexes ?? []) as Json[]).map((index) => ({
    name: String(index.IndexName),
    keys: attributesOf(index.KeySchema),
    also: ((index.Projection as Json | undefined)?.NonKeyAttributes ?? []) as string[],
  }));

/** What an index holds of an item; undefined when it is not in the index. */
function entryOf(index: Index, image: Image | undefined): Image | undefined {
  if (!image || index.keys.some((name) => image[name] === undefined)) return undefined;
  const names = new Set([...index.keys, ...index.also, 'pk', 'sk']);
  return Object.fromEntries(Object.entries(image).filter(([name]) => names.has(name)));
}

const unitsOf = (...images: readonly (Image | undefined)[]): number =>
  Math.max(1, Math.ceil(Math.max(...images.map((image) => (image ? bytesOf(image) : 0))) / WRITE_BYTES));

const said = (image: Image, names: readonly string[]): string =>
  JSON.stringify(names.map((name) => image[name]));

/** An entry that moves is taken out and put in; one that stays where it is and says the same costs nothing. */
function indexUnits(index: Index, before: Image | undefined, after: Image | undefined): number {
  const [was, is] = [entryOf(index, before), entryOf(index, after)];
  if (!was || !is) return was || is ? unitsOf(was, is) : 0;
  if (said(was, index.keys) !== said(is, index.keys)) return unitsOf(was) + unitsOf(is);
  return said(was, index.also) === said(is, index.also) ? 0 : unitsOf(was, is);
}

interface Written {
  readonly plan: TablePlan;
  readonly key: Image;
}

const pick = (image: Image): Image =>
  Object.fromEntries(Object.entries(image).filter(([name]) => name === 'pk' || name === 'sk'));
const textOf = (image: Image, name: string): string => String(image[name]?.S ?? '');

export class Bill {
  readonly #tables: ReadonlyMap<string, TablePlan>;
  readonly #dynamoDb: DynamoDb;
  readonly #tell: (line: BilledLine) => void;
  #stopped = false;

  constructor(dynamoDb: DynamoDb, tables: readonly TablePlan[], tell: (line: BilledLine) => void) {
    this.#dynamoDb = dynamoDb;
    this.#tables = new Map(tables.map((plan) => [plan.name, plan]));
    this.#tell = tell;
  }

  /** Carries out a call and says what it costs. What it answers is left as it is; a refusal is not charged here. */
  async around<Answer extends { readonly status: number; readonly body: string }>(
    call: { readonly caller: string; readonly operation: string; readonly body: Json },
    carryOut: () => Promise<Answer>,
  ): Promise<Answer> {
    if (this.#stopped) return carryOut();
    const written = this.#written(call.operation, call.body);
    const before = await this.#images(written);
    const answer = await carryOut();
    if (answer.status !== 200) return answer;
    if (written.length === 0) this.#tellRead(call, JSON.parse(answer.body) as Json);
    const after = await this.#images(written);
    for (const [at, { plan, key }] of written.entries())
      this.#tellWrite(call, plan, key, before[at], after[at]);
    return answer;
  }

  /** From here on nobody is told, and nothing is read for it. */
  stop(): void {
    this.#stopped = true;
  }

  #written(operation: string, body: Json): readonly Written[] {
    const calls =
      operation === 'TransactWriteItems'
        ? (body.TransactItems as Json[]).map((item) => Object.values(item)[0] as Json)
        : /^(Put|Update|Delete)Item$/.test(operation)
          ? [body]
          : [];
    return calls.map((one) => {
      const plan = this.#tables.get(String(one.TableName));
      if (!plan) throw new Error(`The template has no table ${String(one.TableName)}.`);
      return { plan, key: pick((one.Key ?? one.Item) as Image) };
    });
  }

  #images(written: readonly Written[]): Promise<readonly (Image | undefined)[]> {
    return Promise.all(
      written.map(async ({ plan, key }) => {
        const asked = { TableName: plan.name, Key: key, ConsistentRead: true };
        return (await this.#dynamoDb.ask('GetItem', asked)).Item as Image | undefined;
      }),
    );
  }

  #tellWrite(
    { caller, operation }: { readonly caller: string; readonly operation: string },
    plan: TablePlan,
    key: Image,
    before: Image | undefined,
    after: Image | undefined,
  ): void {
    const line = {
      caller,
      operation,
      table: plan.shortName,
      pk: textOf(key, 'pk'),
      sk: textOf(key, 'sk'),
      reads: 0,
    };
    // A transaction prepares and commits; indexes follow once, also behind a transaction.
    const times = operation === 'TransactWriteItems' ? 2 : 1;
    const bytes = bytesOf(after ?? before ?? key);
    this.#tell({ ...line, index: undefined, writes: times * unitsOf(before, after), bytes });
    for (const index of indexesOf(plan)) {
      const writes = indexUnits(index, before, after);
      if (writes > 0)
        this.#tell({ ...line, index: index.name, writes, bytes: bytesOf(entryOf(index, after) ?? {}) });
    }
  }

  /** Reads by the size of what was found: a get of nothing costs as much as one of something small. */
  #tellRead(
    { caller, operation, body }: { readonly caller: string; readonly operation: string; readonly body: Json },
    answer: Json,
  ): void {
    const plan = this.#tables.get(String(body.TableName));
    if (!plan || !(operation === 'GetItem' || operation === 'Query')) return;
    const found = (answer.Item === undefined ? (answer.Items ?? []) : [answer.Item]) as Image[];
    const bytes = found.reduce((sum, image) => sum + bytesOf(image), 0);
    const units = Math.max(1, Math.ceil(bytes / READ_BYTES)) / (body.ConsistentRead === true ? 1 : 2);
    const key = body.Key as Image | undefined;
    const [partition] = Object.values((body.ExpressionAttributeValues ?? {}) as Image);
    this.#tell({
      caller,
      operation,
      table: plan.shortName,
      pk: key ? textOf(key, 'pk') : String(partition?.S ?? ''),
      sk: key ? textOf(key, 'sk') : '',
      index: body.IndexName as string | undefined,
      reads: units,
      writes: 0,
      bytes,
    });
  }
}
