import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const places = [
  process.env.CHROMIUM_PATH,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** Path of a Chromium or Chrome on this machine, if there is one. */
export const installedBrowser = (): string | undefined => places.find((place) => place && existsSync(place));

/** A browser for the tests: what is there already, else Debian's package. Throws with what to do when neither can be had. */
export function ensureBrowser(): string {
  const present = installedBrowser();
  if (present) return present;
  if (existsSync('/usr/bin/apt-get')) {
    const sudo = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
    const apt = (...args: string[]) => {
      const [command = '', ...rest] = [...sudo, 'apt-get', ...args];
      return (
        spawnSync(command, rest, {
          stdio: 'inherit',
          env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
        }).status === 0
      );
    };
    console.log('No browser found: installing Debian’s chromium for the browser tests.');
    const install = () => apt('install', '-y', '--no-install-recommends', 'chromium', 'fonts-liberation');
    if (install() || (apt('update') && install())) {
      const now = installedBrowser();
      if (now) return now;
    }
  }
  throw new Error(
    'The browser tests need Chromium or Chrome. Install one ("apt-get install chromium", or Chrome from its maker), or set CHROMIUM_PATH to one.',
  );
}
