import { londonDate, londonTime } from '../../../shared/core/calendar/working-days.ts';
import { caseReference } from '../../../shared/core/case/reference.ts';
import type { LocalRun } from '../../local-aws/local-run.ts';
import { People } from '../people/people.ts';
import { sampleReferrals } from './sample-referrals.ts';
import { Referrer } from './seed.ts';

/** Slow enough to read along. */
const STEP_MILLISECONDS = 1_500;
const HOW_MANY = 6;

const pause = (milliseconds: number) =>
  new Promise<void>((resolve) => {
    setTimeout(resolve, milliseconds).unref();
  });

/**
 * Sends a few sample referrals, dated today, and has simulated people answer them on the pages, so that someone who has just started
 * the run watches referrals flow to a placement. The last one is left for the person at the keyboard. Goes on attending to
 * these cases for as long as the run lasts, so that moving the clock brings them to their end.
 */
export async function feedSamples(run: LocalRun, say: (line: string) => void): Promise<void> {
  const now = () => run.clock.now();
  const referrer = new Referrer(run.endpoints);
  const people = new People({
    seed: 1,
    mood: 'willing',
    pagesUrl: run.endpoints.pages,
    referrer,
    now,
    say,
  });
  const samples = sampleReferrals(1, londonDate(now().toISOString())).slice(0, HOW_MANY);
  for (const [index, sample] of samples.entries()) {
    const own = index === samples.length - 1;
    say(`${londonTime(now().toISOString()).slice(0, 5)}  a sample referral comes in: ${sample.label}`);
    if (!own) people.adopt(sample);
    await referrer.refer(sample, now());
    await pause(STEP_MILLISECONDS);
    await people.attend(run.messages);
    if (own) {
      const caseId = caseReference(sample.message.data.referralId, 1);
      say(
        `\nThe rest is yours: open the mailbox (${run.endpoints.mailbox}), find the offer about ${caseId}, follow its link and answer it.\n`,
      );
    }
  }
  const stopped = new AbortController();
  run.on('trouble', () => stopped.abort());
  while (!stopped.signal.aborted) {
    await pause(STEP_MILLISECONDS);
    await people.attend(run.messages);
  }
}
