/** Finds a Java that can run DynamoDB Local; on Debian-like systems fetches one into the project's cache, leaving the system as it is. */
import { execFile } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { LocalRunError } from './local-run-error.ts';

const run = promisify(execFile);
const WANTED = 17;
const PACKAGE = 'openjdk-17-jre-headless';

/** The project's cache: not committed, safe to delete. */
const projectCache = path.resolve(import.meta.dirname, '../../.cache');

/**
 * Makes sure that there is a Java, and gives the path of its `java`.
 *
 * @param say tells the person at the terminal what is going on
 * @throws LocalRunError with the one line that installs Java, when there is none and none can be fetched
 */
export async function ensureJava(
  say: (line: string) => void = console.error,
  cache = projectCache,
): Promise<string> {
  const unpacked = path.join(cache, 'jre');
  const home = process.env.JAVA_HOME;
  const candidates = [...(home ? [path.join(home, 'bin', 'java')] : []), 'java', ...javasIn(unpacked)];
  for (const candidate of candidates) if (await isNewEnough(candidate)) return candidate;
  if (existsSync('/etc/debian_version')) {
    say('Java is missing: fetching the headless JRE into .cache/jre (about 45 MB, once) …');
    try {
      await fetchDebianJre(unpacked);
    } catch (error) {
      throw new LocalRunError(
        `Java ${WANTED} is missing and could not be fetched (${String(error).split('\n')[0]}). Install it: sudo apt-get install openjdk-17-jre-headless`,
      );
    }
    for (const candidate of javasIn(unpacked)) if (await isNewEnough(candidate)) return candidate;
  }
  const hint =
    process.platform === 'darwin'
      ? 'brew install openjdk@17'
      : process.platform === 'win32'
        ? 'winget install EclipseAdoptium.Temurin.17.JRE'
        : "install your distribution's Java 17 runtime, for example: sudo dnf install java-17-openjdk-headless";
  throw new LocalRunError(
    `DynamoDB Local needs Java ${WANTED} or later, and there is none. Install it: ${hint}. Or set JAVA_HOME.`,
  );
}

function javasIn(folder: string): string[] {
  const jvms = path.join(folder, 'usr', 'lib', 'jvm');
  if (!existsSync(jvms)) return [];
  return readdirSync(jvms)
    .map((name) => path.join(jvms, name, 'bin', 'java'))
    .filter(existsSync);
}

async function isNewEnough(java: string): Promise<boolean> {
  try {
    const { stderr } = await run(java, ['-version']);
    return Number(/version "(\d+)/.exec(stderr)?.[1] ?? 0) >= WANTED;
  } catch {
    return false;
  }
}

async function fetchDebianJre(target: string): Promise<void> {
  const parent = path.dirname(target);
  mkdirSync(parent, { recursive: true });
  const work = mkdtempSync(path.join(parent, 'jre-'));
  try {
    try {
      await run('apt-get', ['download', PACKAGE], { cwd: work });
    } catch {
      // A fresh machine has no package lists; make some in a folder of our own rather than the system's.
      const lists = path.join(work, 'lists');
      mkdirSync(path.join(lists, 'partial'), { recursive: true });
      const own = ['-o', `Dir::State::lists=${lists}`, '-o', `Dir::Cache=${path.join(work, 'apt')}`];
      mkdirSync(path.join(work, 'apt', 'archives', 'partial'), { recursive: true });
      await run('apt-get', [...own, 'update'], { cwd: work });
      await run('apt-get', [...own, 'download', PACKAGE], { cwd: work });
    }
    for (const file of readdirSync(work).filter((name) => name.endsWith('.deb')))
      await run('dpkg', ['-x', path.join(work, file), path.join(work, 'root')]);
    rmSync(target, { recursive: true, force: true });
    pointInside(path.join(work, 'root'));
    renameSync(path.join(work, 'root'), target);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** The package's links lead to /etc, where nothing is unless it is installed: they are turned to what was unpacked. */
function pointInside(unpacked: string): void {
  for (const entry of readdirSync(unpacked, { recursive: true, withFileTypes: true })) {
    if (!entry.isSymbolicLink()) continue;
    const link = path.join(entry.parentPath, entry.name);
    const aim = readlinkSync(link);
    const own = path.join(unpacked, aim);
    if (!path.isAbsolute(aim) || !existsSync(own)) continue;
    rmSync(link);
    // Relative, because the whole is moved into place afterwards.
    symlinkSync(path.relative(entry.parentPath, own), link);
  }
}
