import { startRun, withoutCapacityReminders } from '../../../journey/a-run.ts';
import { PlayFailed, play } from './play.ts';
import type { PlayOptions, Stage } from './play-options.ts';
import { failedWords, playedWords } from './report.ts';

const WIDTH = 30;

/** Says how far it is: a bar on a terminal, a line every half minute elsewhere. */
function progressTo(stream: NodeJS.WriteStream): (stage: Stage) => void {
  const since = performance.now();
  let said = 0;
  return ({ what, opened, ended, referrals, emails, kills }) => {
    const seconds = (performance.now() - since) / 1_000;
    const words = `${what}: ${opened} of ${referrals} opened, ${ended} ended, ${emails} e-mails, ${kills} kills, ${Math.round(seconds)} s`;
    if (stream.isTTY) {
      const filled = Math.round((WIDTH * (opened + ended)) / (2 * referrals));
      stream.write(`\r[${'#'.repeat(filled)}${' '.repeat(WIDTH - filled)}] ${words}   `);
    } else if (seconds - said >= 30) {
      said = seconds;
      stream.write(`${words}\n`);
    }
  };
}

/** A burst on the real local servers, and what follows from it. @returns whether every rule held */
export async function simulateForReal(asked: Omit<PlayOptions, 'progress'>): Promise<boolean> {
  const from = performance.now();
  const run = await startRun({ alter: withoutCapacityReminders });
  const stop = () => void run.stop().finally(() => process.exit(130));
  process.once('SIGINT', stop).once('SIGTERM', stop);
  try {
    const played = await play(run, { ...asked, progress: progressTo(process.stderr) });
    console.log(playedWords(played, asked, (performance.now() - from) / 1_000));
    return true;
  } catch (error) {
    if (!(error instanceof PlayFailed)) throw error;
    console.log(`\n${failedWords(error)}`);
    return false;
  } finally {
    process.removeListener('SIGINT', stop).removeListener('SIGTERM', stop);
    await run.stop();
  }
}
