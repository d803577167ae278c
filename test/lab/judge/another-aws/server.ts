/** MiniStack: an AWS on this machine that others wrote. It runs our bundles, by Node from the path, without Docker. */
import { type ChildProcess, spawn } from 'node:child_process';
import dns from 'node:dns';
import { closeSync, mkdirSync, openSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { REGION } from '../../../../infra/region.ts';
import { pause } from '../../../../shared/runtime/pause.ts';
import { freePort } from '../../../contract/free-port.ts';
import { environmentOf } from '../environment.ts';

const work = path.resolve(import.meta.dirname, '../../../../.cache/judges/work/ministack');
const ACCOUNT = '000000000000';
/** Looks of 200 ms: a hundred seconds, on a machine that does much else. */
const LOOKS = 500;

interface Mail {
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
}

/** A call of an AWS API in the Query protocol. @returns status and XML */
type Ask = (
  service: string,
  parameters: Readonly<Record<string, string>>,
) => Promise<{ readonly status: number; readonly xml: string }>;

export const queries =
  (endpoint: string): Ask =>
  async (service, parameters) => {
    const scope = `AWS4-HMAC-SHA256 Credential=test/20260101/${REGION}/${service}/aws4_request, SignedHeaders=host, Signature=0`;
    const body = new URLSearchParams(parameters);
    const answer = await fetch(endpoint, { method: 'POST', headers: { authorization: scope }, body });
    return { status: answer.status, xml: await answer.text() };
  };

export interface AnotherAws {
  readonly account: string;
  readonly endpoint: string;
  /** What a program of AWS's needs in its environment to ask this one and no other. */
  readonly environment: Readonly<Record<string, string>>;
  readonly ask: Ask;
  mails(): Promise<readonly Mail[]>;
  stop(): Promise<void>;
}

/** Looks again and again until there is something. @throws Error when there never is */
export async function until<Found>(what: string, look: () => Promise<Found | undefined>): Promise<Found> {
  for (let looked = 0; looked < LOOKS; looked += 1) {
    const found = await look();
    if (found !== undefined) return found;
    await pause(200);
  }
  throw new Error(`There was never ${what}.`);
}

/**
 * Its HTTP APIs have names below `localhost`, which are this machine (RFC 6761), though not every system looks them up so. And they do not say
 * by which protocol they were asked, as AWS’s do in `X-Forwarded-Proto`: so it is said to them.
 */
function reachItsPages(): void {
  const { fetch: asked } = globalThis;
  globalThis.fetch = (input, init) =>
    /^http:\/\/[\w.-]+\.localhost[:/]/.test(String(input))
      ? asked(input, { ...init, headers: { ...init?.headers, 'x-forwarded-proto': 'http' } })
      : asked(input, init);
  const { lookup } = dns;
  dns.lookup = ((name: string, ...rest: unknown[]) =>
    Reflect.apply(lookup, dns, [name.endsWith('.localhost') ? '127.0.0.1' : name, ...rest])) as typeof lookup;
}

interface Sent {
  readonly messages: Readonly<
    Record<
      string,
      readonly { readonly To: readonly string[]; readonly Subject: string; readonly BodyText: string }[]
    >
  >;
}

export const ended = (child: ChildProcess): Promise<void> =>
  child.exitCode !== null || child.signalCode !== null
    ? Promise.resolve()
    : new Promise((resolve) => child.once('exit', () => resolve()));

/** Waits until a server answers. @throws Error when it ends before that, or never does; then nothing of it is left behind */
export async function answering(
  name: string,
  child: ChildProcess,
  url: string,
  where: string,
): Promise<void> {
  const started = await until(`an answer of ${name}`, async () => {
    if (child.exitCode !== null) throw new Error(`${name} did not start: ${where}.`);
    const answer = await fetch(url).catch(() => undefined);
    return answer?.ok ? true : undefined;
  }).catch((error: unknown) => error);
  if (started === true) return;
  child.kill();
  throw started;
}

/** @param smtpPort where it is to deliver what is sent through its SES; nowhere by default */
export async function startAnotherAws({
  smtpPort,
}: {
  readonly smtpPort?: number;
} = {}): Promise<AnotherAws> {
  const programs = await environmentOf('ministack');
  const port = await freePort();
  rmSync(work, { recursive: true, force: true });
  mkdirSync(path.join(work, 'state'), { recursive: true });
  // It writes CommonJS there, which below our own package.json would be taken for modules.
  writeFileSync(path.join(work, 'package.json'), '{}');
  const log = openSync(path.join(work, 'log.txt'), 'w');
  const environment = {
    AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_REGION: REGION,
    AWS_DEFAULT_REGION: REGION,
    AWS_EC2_METADATA_DISABLED: 'true',
  };
  const child = spawn(path.join(programs, 'ministack'), [], {
    env: {
      ...process.env,
      PATH: `${path.dirname(process.execPath)}${path.delimiter}${process.env.PATH}`,
      GATEWAY_PORT: String(port),
      BIND_HOST: '127.0.0.1',
      MINISTACK_REGION: REGION,
      STATE_DIR: path.join(work, 'state'),
      TMPDIR: work,
      ...(smtpPort === undefined ? {} : { SMTP_HOST: `127.0.0.1:${smtpPort}` }),
    },
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  reachItsPages();
  const { AWS_ENDPOINT_URL: endpoint } = environment;
  await answering('MiniStack', child, `${endpoint}/_ministack/ready`, `see ${work}/log.txt`);
  return {
    account: ACCOUNT,
    endpoint,
    environment,
    ask: queries(endpoint),
    async mails() {
      const { messages } = (await (await fetch(`${endpoint}/_ministack/ses/messages`)).json()) as Sent;
      return (messages[ACCOUNT] ?? []).map(({ To, Subject, BodyText }) => ({
        to: To,
        subject: Subject,
        text: BodyText,
      }));
    },
    async stop() {
      child.kill('SIGTERM');
      await ended(child);
    },
  };
}
