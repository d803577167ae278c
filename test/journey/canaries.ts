/** A mark in every personal field of every channel, and everything outside the seal that it must not turn up in. */

import { brotliDecompressSync } from 'node:zlib';
import { paginateScan } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { type ParticularField, particularsShape } from '../../shared/core/referral/particulars.ts';
import { type Run, tableName } from './a-run.ts';

/** How every mark begins: long enough to be told from chance in any encoding. */
export const MARK = 'Qzxcanary';

/** Who works at a desk: named in the trail, and so in the cases table and its stream, and nowhere else. */
export const worker = { name: 'Qzworkervex Okafor', role: 'duty Qzrolevex' };
const WORKER_STANDS = ['the cases table', 'the stream of the cases table'];

/** Fields whose form leaves no room for a word of ours: a value that nothing else in a run says. */
const fixed: Readonly<Partial<Record<ParticularField, string>>> = {
  dateOfBirth: '2010-07-19',
  claimedBirth: '2011-02-21',
  documentedBirth: '2011-04-22',
  assessedBirth: '2011-06-23',
  nationality: 'TUV',
  nhsNumber: '9876544306',
  lastMissingOn: '2025-07-23',
  whyToAvoid: 'court-order',
};

/** Every personal field there is, by the schema itself: a new one gets its mark without being named here. */
export const personalFields = Object.keys(particularsShape()) as readonly ParticularField[];

/** What a field holds in a channel. */
export const canary = (channel: string, field: ParticularField): string =>
  fixed[field] ?? `${MARK}${channel}${field}Vex`;

export const canariesOf = (channel: string): Readonly<Record<ParticularField, string>> =>
  Object.fromEntries(personalFields.map((field) => [field, canary(channel, field)])) as Record<
    ParticularField,
    string
  >;

const reversed = (text: string): string => [...text].reverse().join('');

/** What is left of a text in base64 wherever in a longer one it begins. */
const inBase64 = (text: string): readonly string[] =>
  [0, 1, 2].map((before) => {
    const whole = Buffer.from(`${'x'.repeat(before)}${text}`)
      .toString('base64')
      .replace(/=+$/, '');
    return whole.slice(before === 0 ? 0 : before + 1, -2);
  });

/** Forms that a mark takes on its way: as it stands, normalised, turned round, encoded, cut by quoted-printable. */
function formsOf(mark: string): readonly RegExp[] {
  const bare = mark.replaceAll(/[^a-z0-9]/gi, '');
  const letters = (text: string) =>
    new RegExp([...text].map((one) => `${one.replace(/[^\w]/, '\\$&')}(?:=\\r?\\n)?`).join(''), 'i');
  return [
    letters(mark),
    letters(bare),
    letters(reversed(bare)),
    ...inBase64(mark).map((text) => new RegExp(text.replaceAll('+', '\\+').replaceAll('/', '[/_]'))),
    ...inBase64(mark.toLowerCase()).map((text) => new RegExp(text.replaceAll('+', '\\+'))),
    ...inBase64(mark.toUpperCase()).map((text) => new RegExp(text.replaceAll('+', '\\+'))),
  ];
}

/** Marks that are looked for: one for each word of ours, and each shape of the day and the country. */
const sought: readonly (readonly [name: string, forms: readonly RegExp[]])[] = [
  ['a mark', [...formsOf(MARK), /q\W*z\W*x\W*c\W*a\W*n\W*a\W*r\W*y/i]],
  [
    'the day of birth',
    [/2010-07-19|19\/0?7\/2010|19 July 2010|20100719/, ...formsOf('2010-07-19').slice(3, 6)],
  ],
  ['the nationality', [/\bTUV\b|Tuvalu/i]],
  ['the number of the health service', [/987\W?654\W?4306/]],
  [
    'the day on which the child was missing',
    [/2025-07-23|23\/0?7\/2025|23 July 2025|20250723/, ...formsOf('2025-07-23').slice(3, 6)],
  ],
];

const soughtOfWorkers: typeof sought = [
  ['the name of who acts', formsOf('Qzworkervex')],
  ['the role of who acts', formsOf('Qzrolevex')],
];

/** Where a mark turned up: how it looked and what stood around it. */
export function marksIn(place: string, text: string): readonly string[] {
  const all = WORKER_STANDS.includes(place) ? sought : [...sought, ...soughtOfWorkers];
  return all.flatMap(([name, forms]) =>
    forms.flatMap((form) => {
      const at = form.exec(text);
      return at === null
        ? []
        : [
            `${place}: ${name} as ${form.source.slice(0, 40)} in …${text.slice(Math.max(0, at.index - 60), at.index + 80)}…`,
          ];
    }),
  );
}

/** What a binary says: what is kept compressed is read as what it holds. */
function unpacked(bytes: Uint8Array): string {
  try {
    return brotliDecompressSync(bytes).toString();
  } catch {
    return Buffer.from(bytes).toString();
  }
}

/** An item as text. A stream carries its binaries in base64. */
const asText = (item: unknown): string =>
  JSON.stringify(item, (_, value: unknown) => {
    if (value instanceof Uint8Array) return unpacked(value);
    return typeof value === 'string' && /^[\w+/]{200,}=*$/.test(value)
      ? `${value} ${unpacked(Buffer.from(value, 'base64'))}`
      : value;
  });

/** Everything outside the seal that a run says, kept from its beginning. */
export class Overheard {
  readonly logged: string[] = [];
  readonly queued: string[] = [];
  readonly committed: string[] = [];
  readonly addresses: string[] = [];
  readonly #run: Run;

  constructor(run: Run) {
    this.#run = run;
    const { localRun } = run;
    localRun.on('log', (name, line) => this.logged.push(`${name} ${line}`));
    // Only the cases table has a stream.
    localRun.on('committed-event', (event) => this.committed.push(asText(event)));
    const { sqs } = localRun;
    const forward = sqs.forward.bind(sqs);
    sqs.forward = (operation, body) => {
      if (operation.startsWith('SendMessage')) this.queued.push(JSON.stringify(body));
      return forward(operation, body);
    };
  }

  async #casesTable(): Promise<readonly string[]> {
    const items: string[] = [];
    const query = { TableName: tableName(this.#run, 'cases') };
    for await (const { Items = [] } of paginateScan({ client: this.#run.dynamo }, query))
      items.push(...Items.map((item) => asText(unmarshall(item))));
    return items;
  }

  /** Place by place, what was said there. */
  async everything(): Promise<Readonly<Record<string, readonly string[]>>> {
    const mails = this.#run.localRun.messages;
    return {
      'logs and metrics': this.logged,
      queues: this.queued,
      emails: mails.map(({ raw, ...mail }) => `${JSON.stringify(mail)} ${raw.toString()}`),
      'subjects of emails': mails.map(({ subject }) => subject),
      addresses: this.addresses,
      'the cases table': await this.#casesTable(),
      'the stream of the cases table': this.committed,
    };
  }
}
