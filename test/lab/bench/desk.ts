/**
 * The pages of a desk before a scheme of any size: tables in memory that count what is asked of them, and the pages in front of them as they
 * are served. What the tables themselves take here is no time of a function, so it is left out of it.
 */
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { caseItem } from '../../../shared/aws/case-item.ts';
import { DynamoCaseStore } from '../../../shared/aws/dynamo-case-store.ts';
import { lineItem } from '../../../shared/aws/line-item.ts';
import { addDays } from '../../../shared/core/calendar/working-days.ts';
import type { Case, CaseStatus } from '../../../shared/core/case/case.ts';
import { linesOf, listingOf } from '../../../shared/core/case/lists.ts';
import { isClosed } from '../../../shared/core/case/standing.ts';
import { needsOf } from '../../../shared/core/case/waiting-on.ts';
import { publishedCouncils } from '../../../shared/core/council/published-councils.ts';
import type { MemoryCaseStore } from '../../../shared/memory/memory-case-store.ts';
import { aCase, anOffer, aPlacement, aReferral } from '../../builders.ts';
import { reference } from '../../contract/fleet.ts';
import { quickClient } from '../../dynamodb/clients.ts';
import { shapes } from '../../dynamodb/shapes.ts';
import { bytesOf, TablesInMemory } from '../../dynamodb/tables-in-memory.ts';
import { Site } from '../../pages/site.ts';

export interface Size {
  readonly open: number;
  readonly over: number;
}

/** What one page asked of the table of cases, what it weighs, and how long the function took over it. */
export interface PageCost {
  readonly queries: number;
  /** Cases and other things that were read one by one. */
  readonly gets: number;
  /** Read units of the queries. */
  readonly listUnits: number;
  /** Read units of all. */
  readonly units: number;
  readonly bytes: number;
  readonly milliseconds: number;
  readonly body: string;
  readonly status: number;
}

/** Refers many. */
const KENT = 'E10000016';
const TABLE = 'cases';
const TODAY = '2026-11-23';
const READ_BYTES = 4_096;
const BY = '2026-11-26T17:00:00.000Z';

const openOnes: readonly CaseStatus[] = [
  'incomplete',
  'held',
  'offered',
  'escalated',
  'accepted',
  'transfer-arranged',
];
const endedOnes: readonly CaseStatus[] = [
  'transferred',
  'transferred',
  'transferred',
  'withdrawn',
  'left-care',
  'turned-18',
];

/** One of every so many cases has a decline that coordinators look at. */
const DECLINED = 50;

/** Milliseconds of the processor: what else the machine does hardly changes it. */
function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

const codes = publishedCouncils().map(({ code }) => code);
const codeAt = (at: number): string => codes[at % codes.length] ?? KENT;

/** What a case keeps in the status that it has. */
function kept(status: CaseStatus, at: number): Partial<Case> {
  const council = codeAt(at * 7);
  const placed = aPlacement({ council, moveOn: '2026-11-30', completeBy: BY });
  const declined = anOffer({ id: '1-9', council: codeAt(at * 5), status: 'declined', review: 'pending' });
  switch (status) {
    case 'incomplete':
      return { stepBy: BY };
    case 'held':
      return { hold: { reasons: [], since: BY, reviewAt: BY } };
    case 'offered':
      return {
        round: 1,
        offers: [
          anOffer({ council }),
          anOffer({ id: '1-2', role: 'back-up', status: 'asked', council: codeAt(at * 11 + 1) }),
        ],
      };
    case 'escalated':
      return {
        escalation: { because: 'no-candidate', decideBy: BY },
        ...(at % DECLINED === 3 ? { offers: [declined] } : {}),
      };
    case 'accepted':
    case 'transfer-arranged':
      return { placement: placed };
    case 'transferred':
    case 'left-care':
      return { placement: { ...placed, handedOverAt: BY } };
    default:
      return {};
  }
}

/** The case of a number: every fourth was referred by Kent, the others by all councils in turn; one a day for some, several a day lately. */
function numbered(at: number, { open }: Size): Case {
  const isOpen = at < open;
  const status = (isOpen ? openOnes[at % openOnes.length] : endedOnes[at % endedOnes.length]) ?? 'held';
  const day = addDays(TODAY, -(isOpen ? at % 20 : 20 + Math.floor((at - open) / 8)));
  const bare = aCase({
    id: reference(at + 1),
    referralId: `5f0c7e1a-3b1d-4f6e-9a2c-${String(at).padStart(12, '0')}`,
    status,
    policy: day < '2026-07-01' ? 'nts-2025' : 'nts-2026',
    openedAt: `${day}T09:${String(at % 60).padStart(2, '0')}:00.000Z`,
    facts: aReferral({ entryAuthority: at % 4 === 0 ? KENT : codeAt(at), referredOn: day }),
    ...kept(status, at),
  });
  const { needs: _, nextDueAt: __, ...rest } = bare;
  const needs = needsOf(bare);
  const made = isClosed(bare) || needs === undefined ? rest : { ...rest, needs, nextDueAt: needs.by };
  return { ...made, listed: listingOf(linesOf(made)) };
}

export class Desk {
  readonly site: Site;
  #asked: { readonly operation: string; readonly units: number }[] = [];
  #inTables = 0;

  private constructor(tables: TablesInMemory) {
    const client = this.#counting(quickClient(tables));
    // The pages ask for a store; the site's own helpers, which look into one in memory, are not used.
    const cases = new DynamoCaseStore(client, TABLE) as unknown as MemoryCaseStore;
    this.site = new Site({ cases });
  }

  static async of(size: Size): Promise<Desk> {
    const tables = new TablesInMemory();
    tables.create(TABLE, shapes.cases);
    const put = (Item: object) => tables.answer('PutItem', { TableName: TABLE, Item });
    for (let at = 0; at < size.open + size.over; at += 1) {
      const subject = numbered(at, size);
      put(caseItem(subject));
      for (const listed of linesOf(subject)) put(lineItem(listed));
    }
    const desk = new Desk(tables);
    await desk.site.councils.seed(publishedCouncils(), desk.site.policy);
    return desk;
  }

  /** Opens a page, by its whole address. @param cookie of whoever is signed in */
  async open(address: string, cookie: string): Promise<PageCost> {
    const { pathname, searchParams } = new URL(address, 'http://pages.test');
    this.#asked = [];
    this.#inTables = 0;
    const from = processorTime();
    const seen = await this.site.request({
      path: pathname,
      query: Object.fromEntries(searchParams),
      cookies: [cookie],
    });
    const took = processorTime() - from - this.#inTables;
    const lists = this.#asked.filter(({ operation }) => operation === 'Query');
    const sum = (of: readonly { readonly units: number }[]) => of.reduce((all, { units }) => all + units, 0);
    return {
      queries: lists.length,
      gets: this.#asked.length - lists.length,
      listUnits: sum(lists),
      units: sum(this.#asked),
      bytes: Buffer.byteLength(seen.body),
      milliseconds: took,
      body: seen.body,
      status: seen.status,
    };
  }

  #counting(client: DynamoDBClient): DynamoDBClient {
    const send = client.send.bind(client) as (command: object) => Promise<Record<string, unknown>>;
    const counted = async (command: {
      readonly input: object;
      readonly constructor: { readonly name: string };
    }) => {
      const from = processorTime();
      // The tables answer before the promise is given: nothing else runs meanwhile.
      const answering = send(command);
      this.#inTables += processorTime() - from;
      const answer = await answering;
      const found = [answer.Items ?? answer.Item ?? []].flat() as Parameters<typeof bytesOf>[0][];
      const bytes = found.reduce((all, item) => all + bytesOf(item), 0);
      const { ConsistentRead } = command.input as { readonly ConsistentRead?: boolean };
      this.#asked.push({
        operation: command.constructor.name.replace(/Command$/, ''),
        units: Math.max(1, Math.ceil(bytes / READ_BYTES)) / (ConsistentRead === true ? 1 : 2),
      });
      return answer;
    };
    return Object.assign(Object.create(client) as DynamoDBClient, { send: counted });
  }
}
