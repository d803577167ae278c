import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** The browser without windows: of the same engine, for half of the processor's time. */
const SHELL = '/usr/bin/chromium-headless-shell';

const places = [
  process.env.CHROMIUM_PATH,
  SHELL,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** Path of a Chromium or Chrome on this machine, if there is one. */
export const installedBrowser = (): string | undefined => places.find((place) => place && existsSync(place));

/** @returns whether the packages are there afterwards; asks nobody for a password */
function installPackages(...packages: readonly string[]): boolean {
  const sudo = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
  const apt = (...args: readonly string[]) => {
    const [command = '', ...rest] = [...sudo, 'apt-get', ...args];
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    return spawnSync(command, rest, { stdio: 'inherit', env }).status === 0;
  };
  const install = () => apt('install', '-y', '--no-install-recommends', ...packages);
  return install() || (apt('update') && install());
}

/**
 * A browser for the tests: what is there already, else one of Debian's packages. A machine of nobody's (root's: a container) is given
 * the one without windows even if it has another. Throws with what to do when none can be had.
 */
export function ensureBrowser(): string {
  const present = installedBrowser();
  const chosen = present === SHELL || present === process.env.CHROMIUM_PATH;
  if (present !== undefined && (chosen || process.getuid?.() !== 0)) return present;
  if (existsSync('/usr/bin/apt-get')) {
    console.log('Installing Debian’s chromium-headless-shell for the browser tests.');
    if (!installPackages('chromium-headless-shell', 'fonts-liberation') && present === undefined)
      installPackages('chromium', 'fonts-liberation');
  }
  const now = installedBrowser();
  if (now !== undefined) return now;
  throw new Error(
    'The browser tests need Chromium or Chrome. Install one ("apt-get install chromium", or Chrome from its maker), or set CHROMIUM_PATH to one.',
  );
}
