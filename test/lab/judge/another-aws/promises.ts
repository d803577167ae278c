/** The promises that our stores, mailer, publisher and keys make, each asked of three that play AWS. */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { freePort } from '../../../contract/free-port.ts';
import { JUDGED_MAIL_PORT } from '../../../contract/judged-mail.ts';
import { table } from '../../bench/measure.ts';
import { run } from '../environment.ts';
import { answersOtherwise } from './answers-otherwise.ts';
import { startAnotherAws } from './server.ts';

const root = path.resolve(import.meta.dirname, '../../../..');
const reports = path.join(root, '.cache/judges/work');
/** The whole table; what is printed has a line for each class. */
const WHOLE = path.join(root, '.cache/judges/promises.txt');
/** Whoever makes promises to the rest of our code: their twins in memory are asked elsewhere. */
const ASKED = '^(Dynamo|Sqs|Ses|S3|SecretsManager|each guard|whoever is overtaken|the twins)';

const [TABLES, QUEUES] = ['test/contract/dynamo.test.ts', 'test/contract/sqs.test.ts'];
const others = ['ses', 'documents', 'anchors', 'signing-key'].map((name) => `test/contract/${name}.test.ts`);

/** Who plays AWS, and the tests that ask them. The last of all is MiniStack. */
const judged = [
  { name: 'DynamoDB Local, fauxqs', files: [TABLES, QUEUES] },
  { name: 'our own', files: ['test/dynamodb/promises.test.ts', ...others] },
  { name: 'MiniStack', files: [TABLES, QUEUES, ...others] },
] as const;
type Server = (typeof judged)[number]['name'];

interface Promised {
  /** Who promises it. */
  readonly of: string;
  readonly words: string;
  readonly kept: boolean;
}

interface Report {
  readonly testResults: readonly {
    readonly name: string;
    readonly message: string;
    readonly assertionResults: readonly {
      readonly ancestorTitles: readonly string[];
      readonly title: string;
      readonly status: string;
    }[];
  }[];
}

/** @throws Error when a file could not be run: then nothing is known of its promises */
async function askedOf(
  files: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<readonly Promised[]> {
  const report = path.join(reports, 'promises.json');
  rmSync(report, { force: true });
  const vitest = path.join(root, 'node_modules/vitest/vitest.mjs');
  const asked = ['run', '--config', '.config/vitest.config.ts', '--reporter=json', '-t', ASKED];
  const { out, errors } = await run(
    process.execPath,
    [vitest, ...asked, `--outputFile.json=${report}`, ...files],
    root,
    { ...process.env, ...environment },
  );
  if (!existsSync(report)) throw new Error(`The promises were not asked: ${errors || out}`);
  const { testResults } = JSON.parse(readFileSync(report, 'utf8')) as Report;
  const promised = testResults.map(({ name, message, assertionResults }) => {
    const known = assertionResults.filter(({ status }) => status === 'passed' || status === 'failed');
    if (known.length === 0) throw new Error(`${name} was not asked: ${message}`);
    return known.map(({ ancestorTitles: [of = 'all stores'], title, status }) => ({
      of,
      words: title,
      kept: status === 'passed',
    }));
  });
  return promised.flat();
}

async function askedOfMiniStack(files: readonly string[]): Promise<readonly Promised[]> {
  const smtpPort = await freePort();
  const aws = await startAnotherAws({ smtpPort });
  try {
    return await askedOf(files, { JUDGED_AWS: aws.endpoint, [JUDGED_MAIL_PORT]: String(smtpPort) });
  } finally {
    await aws.stop();
  }
}

const key = ({ of, words }: Pick<Promised, 'of' | 'words'>): string => `${of}: ${words}`;
const word = (promised: Promised | undefined): string =>
  promised === undefined ? '' : promised.kept ? 'kept' : 'BROKEN';

type Answers = Readonly<Record<Server, ReadonlyMap<string, Promised>>>;

/** A line for each promise, and one for each of those who make them. */
function tableOf(answers: Answers): { readonly whole: string; readonly short: string } {
  const head = judged.map(({ name }) => name);
  const all = new Map(head.flatMap((name) => [...answers[name]]));
  const makers = Map.groupBy(all.keys(), (id) => all.get(id)?.of ?? '');
  const cell = (name: Server, ids: readonly string[]): string => {
    const asked = ids.flatMap((id) => answers[name].get(id) ?? []);
    const kept = asked.filter((one) => one.kept).length;
    return asked.length === 0 ? '' : kept === asked.length ? `${kept} kept` : `${kept} of ${asked.length}`;
  };
  return {
    whole: table(
      ['promise', ...head],
      [...all.keys()].map((id) => [id, ...head.map((name) => word(answers[name].get(id)))]),
    ),
    short: table(
      ['promises of', ...head],
      [...makers].map(([of, ids]) => [of, ...head.map((name) => cell(name, ids))]),
    ),
  };
}

/** Asks all three. @returns what is to be mended, in words */
export async function askPromises(say: (line: string) => void): Promise<readonly string[]> {
  const answers = {} as Record<Server, ReadonlyMap<string, Promised>>;
  for (const { name, files } of judged) {
    const promised = await (name === 'MiniStack' ? askedOfMiniStack(files) : askedOf(files, {}));
    answers[name] = new Map(promised.map((one) => [key(one), one]));
  }
  const { whole, short } = tableOf(answers);
  writeFileSync(WHOLE, `${whole}\n`);
  say(`\n${short}\n\nEach promise: ${path.relative(root, WHOLE)}`);
  for (const { promise, because } of answersOtherwise)
    say(`- MiniStack answers otherwise, ${promise}: ${because}`);
  const otherwise = new Set(answersOtherwise.map(({ promise }) => promise));
  return [
    ...judged.flatMap(({ name }) =>
      [...answers[name]]
        .filter(([id, { kept }]) => !kept && !(name === 'MiniStack' && otherwise.has(id)))
        .map(([id]) => `${name}, ${id}: broken`),
    ),
    ...[...otherwise]
      .filter((id) => answers.MiniStack.get(id)?.kept !== false)
      .map((id) => `${id}: MiniStack no longer answers otherwise`),
  ];
}
