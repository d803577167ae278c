/** `npm start`: synthesizes the template, runs it on this machine, and stays until Ctrl-C. */
import { parseArgs } from 'node:util';
import { londonMoment } from '../local-aws/clock.ts';
import { DEFAULT_PORT, removeEndpoints, writeEndpoints } from '../local-aws/endpoints.ts';
import type { Denial } from '../local-aws/iam/denials.ts';
import { listen } from '../local-aws/listen.ts';
import type { LocalRun } from '../local-aws/local-run.ts';
import { LocalRunError } from '../local-aws/local-run-error.ts';
import { controlServer } from './control-server.ts';
import { startSchemeRun, synthesizeScheme } from './scheme-run.ts';
import { feedSamples } from './story/feed-samples.ts';
import { narrate } from './story/narrate.ts';

const usage = `Usage: npm start -- [--port N] [--at 2026-11-23T08:55] [--no-samples] [--logs] [--assembly DIR]
  --port N       base port (default ${DEFAULT_PORT}); every port of the run moves with it
  --at MOMENT    what time it is in the run at the start (London time; default: now)
  --no-samples   without the sample referrals
  --logs         show the functions' own logs
  --assembly DIR runs a template that is synthesized already, instead of what the sources say`;

const say = (line: string) => console.log(line);
const IMPATIENCE_MILLISECONDS = 1_500;

function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        port: { type: 'string' },
        at: { type: 'string' },
        'no-samples': { type: 'boolean' },
        logs: { type: 'boolean' },
        assembly: { type: 'string' },
        help: { type: 'boolean' },
      },
    });
    const port = Number(values.port ?? DEFAULT_PORT);
    if (!Number.isInteger(port) || port < 1024 || port > 65_000)
      throw new LocalRunError(`--port ${values.port} is not a port between 1024 and 65000.`);
    const startAt = values.at === undefined ? undefined : londonMoment(values.at);
    if (values.at !== undefined && !startAt)
      throw new LocalRunError(`--at ${values.at} is not a moment. Write it like 2026-11-23T08:55.`);
    return {
      port,
      startAt,
      samples: !values['no-samples'],
      logs: values.logs ?? false,
      assembly: values.assembly,
      help: values.help ?? false,
    };
  } catch (error) {
    throw new LocalRunError(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
  }
}

/** A warning or an error of a function in one line, for someone who does not watch the logs. */
function troubleIn(line: string): string | undefined {
  if (!/"level":"(WARN|ERROR)"/.test(line)) return undefined;
  try {
    const { level, message, code, error, reason, tried } = JSON.parse(line) as Record<string, unknown>;
    const why = [reason, error].find((one) => typeof one === 'string');
    const again = typeof tried === 'string' || typeof tried === 'number' ? `, try ${tried}` : '';
    return `${String(level).toLowerCase()} ${String(code ?? '')}${again}: ${String(message)}${why === undefined ? '' : `: ${String(why)}`}`;
  } catch {
    return undefined;
  }
}

const explain = (error: unknown) =>
  error instanceof LocalRunError ? error.message : ((error as Error).stack ?? String(error));

async function main(): Promise<void> {
  const options = readOptions();
  if (options.help) return say(usage);
  if (Number(process.versions.node.split('.')[0]) < 24)
    throw new LocalRunError(
      `This needs Node 24; ${process.version} is running it. Use npm start, which finds the copy that npm installed.`,
    );

  let run: LocalRun | undefined;
  let ending: Promise<never> | undefined;
  const end = (code: number): Promise<never> => {
    ending ??= (async () => {
      removeEndpoints(options.port);
      await run?.stop().catch((error: unknown) => console.error(explain(error)));
      process.exit(code);
    })();
    return ending;
  };
  let askedAt = Number.POSITIVE_INFINITY;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => {
      // A terminal's Ctrl-C reaches the whole group, and npm's wrapper passes it on: the same one comes twice or more.
      // Pressed again after a while, it no longer waits.
      if (performance.now() - askedAt > IMPATIENCE_MILLISECONDS) process.exit(130);
      if (ending) return;
      askedAt = performance.now();
      say('\nStopping …');
      void end(0);
    });

  const assembly = options.assembly ?? (await synthesizeScheme(say));
  say('Starting tables, queues, mail and functions …');
  run = await startSchemeRun({
    port: options.port,
    assembly,
    say,
    watched: true,
    ...(options.startAt ? { startAt: options.startAt } : {}),
  });
  // What ended the start while it was under way has no run to stop.
  if (ending) return void (await run.stop());
  const running = run;
  running.on('trouble', (error) => {
    console.error(`\nThe local run cannot go on: ${explain(error)}`);
    void end(1);
  });
  const denied = ({ who, message }: Denial) => {
    if (ending) return;
    console.error(
      `\nDENIED BY POLICY: ${who}. ${message}\n\nOn AWS this call would fail in the same way. Put the statement right in infra/, then start again.\n`,
    );
    void end(1);
  };
  if (options.logs) running.on('log', (name, line) => say(`  [${name}] ${line}`));
  else
    running.on('log', (name, line) => {
      const trouble = troubleIn(line);
      if (trouble && !ending) say(`  ${name}: ${trouble}`);
    });
  running.on('invocation', ({ functionName, source, outcome }) => {
    if (outcome.kind === 'failed' && !ending)
      say(`  ${functionName} failed (${source}): ${outcome.error.errorType}: ${outcome.error.errorMessage}`);
  });
  running.on('denied', denied);
  if (running.denials[0]) return denied(running.denials[0]);
  narrate(running, say);
  await listen(
    controlServer(running, () => {
      say('\nStopping …');
      void end(0);
    }),
    options.port,
    'control',
  );
  process.on('exit', () => removeEndpoints(options.port));
  writeEndpoints(options.port, running.endpoints);
  welcome(running);
  if (options.samples)
    await feedSamples(running, say).catch((error: unknown) => {
      // What was being said when the run was stopped has nobody left to hear it.
      if (!ending) throw error;
    });
}

function welcome(run: LocalRun): void {
  const { endpoints, port } = run;
  const advance = `npm run local -- advance 2d${port === DEFAULT_PORT ? '' : ` --port ${port}`}`;
  say(`
Ready. Everything runs on this machine, and only this machine can reach it.

  Mailbox    ${endpoints.mailbox}
  Mail in    ${endpoints.smtp}   (to ${run.plan.receiptRules.flatMap(({ recipients }) => recipients).join(', ')})
  Pages      ${endpoints.pages}
  Operations ${endpoints.ops}   (the dashboard and the alarms)
  AWS        ${endpoints.aws}   (access key ${endpoints.accessKeyId}, secret ${endpoints.secretAccessKey}, region ${endpoints.region})

  ${advance}   moves the clock; deadlines fire as they would
  ${'Ctrl-C'.padEnd(advance.length)}   stops
`);
}

main().catch((error: unknown) => {
  console.error(`\n${explain(error)}\n`);
  process.exit(1);
});
