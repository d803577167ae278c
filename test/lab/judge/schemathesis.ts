/** Schemathesis reads the description of our API, and asks the API of a local run what it should and should not be asked. */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { localApiKey } from '../../../infra/local/story/local-api-key.ts';
import { type Run, startRun } from '../../journey/a-run.ts';
import { accountOf, nothingWrong } from '../../journey/accounts.ts';
import { environmentOf, run as runProgram } from './environment.ts';
import type { Finding } from './findings.ts';

/** The council of the description’s examples. */
const COUNCIL = 'E10000016';
/** Fewer than a council may ask in a minute (`MOST_IN_A_MINUTE`), so that all are answered. */
const IN_A_MINUTE = 100;
const LEAST_ASKED = 5_000;
/** Of these it makes more than so many requests: it adds the edges of every field, and courses of several requests. */
const EXAMPLES = 400;
const MINUTE = 60_000;

const finding = (rule: string, where: string, words: string): Finding => ({
  judge: 'schemathesis',
  rule,
  where,
  words,
});

interface Asked {
  readonly request: { readonly method: string; readonly uri: string };
  readonly response?: { readonly status_code: number; readonly content?: { readonly $base64: string } };
}
interface Recorder {
  readonly label: string;
  readonly interactions?: Readonly<Record<string, Asked>>;
  readonly cases?: Readonly<
    Record<string, { readonly value: { readonly method: string; readonly path: string } }>
  >;
  readonly checks?: Readonly<
    Record<
      string,
      readonly {
        readonly name: string;
        readonly status: string;
        readonly failure_info?: { readonly failure: { readonly message: string } };
      }[]
    >
  >;
}
interface Line {
  readonly ScenarioFinished?: { readonly recorder: Recorder };
  readonly NonFatalError?: unknown;
  readonly FatalError?: unknown;
}

/** Why the API refused, sentence by sentence; figures are all one. */
function refusals({ response }: Asked): readonly string[] {
  const text = Buffer.from(response?.content?.$base64 ?? '', 'base64').toString();
  const { detail, errors } = JSON.parse(text || '{}') as {
    readonly detail?: string;
    readonly errors?: readonly { readonly detail: string }[];
  };
  return [
    ...new Set((errors ?? [{ detail: detail ?? text }]).map((one) => one.detail.replaceAll(/\d+/g, 'n'))),
  ];
}

function findingsOf({ interactions = {}, cases = {}, checks = {}, label }: Recorder): readonly Finding[] {
  return Object.entries(checks).flatMap(([id, made]) =>
    made
      .filter(({ status }) => status === 'failure')
      .flatMap(({ name, failure_info }) => {
        const { method, path: at } = cases[id]?.value ?? {};
        const where = at === undefined ? label : `${method} ${at}`;
        const words = failure_info?.failure.message ?? '';
        const asked = interactions[id];
        // What the description allows and the API does not is found sentence by sentence, since it says why.
        return name === 'positive_data_acceptance' && asked !== undefined
          ? refusals(asked).map((why) => finding(name, `${where}: ${why}`, words))
          : [finding(name, where, words)];
      }),
  );
}

interface Said {
  readonly asked: number;
  readonly findings: readonly Finding[];
}

/** @throws Error when it could not ask, or broke off */
function read(folder: string, said: string): Said {
  const [report] = readdirSync(folder).filter((name) => name.endsWith('.ndjson'));
  if (report === undefined) throw new Error(`schemathesis did not report:\n${said}`);
  const lines = readFileSync(path.join(folder, report), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Line);
  const broken = lines.find((line) => line.NonFatalError ?? line.FatalError);
  if (broken !== undefined)
    throw new Error(`schemathesis broke off: ${JSON.stringify(broken).slice(0, 2_000)}`);
  const recorders = lines.flatMap(({ ScenarioFinished }) => ScenarioFinished?.recorder ?? []);
  return {
    asked: recorders.reduce((sum, { interactions = {} }) => sum + Object.keys(interactions).length, 0),
    findings: recorders.flatMap(findingsOf),
  };
}

/** @param glance whether to ask the description’s own examples alone */
async function ask({ localRun }: Run, folder: string, glance: boolean): Promise<Said> {
  const programs = await environmentOf('schemathesis');
  const reports = path.join(folder, 'schemathesis');
  rmSync(reports, { recursive: true, force: true });
  mkdirSync(reports);
  writeFileSync(path.join(folder, 'schemathesis.toml'), '');
  const { out, errors } = await runProgram(
    path.join(programs, 'schemathesis'),
    [
      ...['run', path.join(folder, 'openapi.json'), '--url', localRun.endpoints.pages],
      ...['-H', `Authorization: Bearer ${localApiKey(COUNCIL)}`],
      ...['--checks', 'all', '--mode', 'all', '--continue-on-failure', '--suppress-health-check', 'all'],
      ...(glance ? ['--phases', 'examples'] : ['--max-examples', String(EXAMPLES)]),
      ...['--seed', '1', '--generation-database', 'none', '--no-shrink'],
      ...['--no-color', '--report', 'ndjson', '--report-dir', reports],
    ],
    folder,
  );
  return read(reports, `${out}\n${errors}`);
}

/** What was taken has to be carried out: no refusal by a policy, no message left, no e-mail lost. */
async function carriedOut(run: Run): Promise<readonly Finding[]> {
  await run.localRun.idle();
  const account = await accountOf(run);
  return Object.keys(nothingWrong)
    .map((what) => what as keyof typeof nothingWrong)
    .filter((what) => account[what].length > 0)
    .map((what) => finding('carried-out', what, account[what].slice(0, 3).join('; ')));
}

/** One of each kind: the same is found again and again. */
const distinct = (findings: readonly Finding[]): Finding[] => [
  ...new Map(findings.map((found) => [`${found.rule} ${found.where}`, found])).values(),
];

/** What it says of the API that `openapi.json` in the folder describes. @throws Error when it asked too little to say anything */
export async function schemathesis(folder: string, glance = false): Promise<Finding[]> {
  const run = await startRun();
  try {
    const { clock } = run.localRun;
    let answered = 0;
    run.localRun.on('invocation', ({ functionName }) => {
      if (functionName !== 'api') return;
      answered += 1;
      if (answered % IN_A_MINUTE === 0) clock.moveTo(new Date(clock.now().getTime() + MINUTE));
    });
    const { asked, findings } = await ask(run, folder, glance);
    if (answered === 0 || (!glance && asked < LEAST_ASKED))
      throw new Error(`schemathesis asked ${asked} times, and the API answered ${answered} times.`);
    console.log(`schemathesis asked ${asked} times`);
    return distinct([...findings, ...(await carriedOut(run))]);
  } finally {
    await run.stop();
  }
}
