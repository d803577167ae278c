import { londonDate, londonTime } from '../../../shared/core/calendar/working-days.ts';
import { caseReference } from '../../../shared/core/case/reference.ts';
import { authorityName } from '../../../shared/words/authority-names.ts';
import type { LocalRun } from '../../local-aws/local-run.ts';
import { People } from '../people/people.ts';
import { councilAsked, linkTo } from './mails.ts';
import { sampleReferrals } from './sample-referrals.ts';
import { Referrer } from './seed.ts';

/** Slow enough to read along. */
const STEP_MILLISECONDS = 1_500;
const HOW_MANY = 6;

const pause = (milliseconds: number) =>
  new Promise<void>((resolve) => {
    setTimeout(resolve, milliseconds).unref();
  });

/** What the person at the keyboard may do: answer for the council that is asked, by the link that it was mailed. Its e-mail may be on its way still. */
async function theRest(run: LocalRun, caseId: string): Promise<string> {
  for (let tries = 0; tries < 40; tries += 1) {
    try {
      const council = councilAsked(run, caseId);
      const link = linkTo(run, { desk: `council:${council}`, caseId, link: 'offer' });
      return `The rest is yours: ${authorityName(council)} is asked about ${caseId}. Answer for it:\n\n  ${link}\n\nIts e-mail lies in the mailbox: ${run.endpoints.mailbox}/?find=${caseId}`;
    } catch {
      await pause(STEP_MILLISECONDS);
    }
  }
  return `The rest is yours: open the mailbox (${run.endpoints.mailbox}) and find what was sent about ${caseId}.`;
}

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
  people.arrive();
  const samples = sampleReferrals(1, londonDate(now().toISOString())).slice(0, HOW_MANY);
  for (const [index, sample] of samples.entries()) {
    const own = index === samples.length - 1;
    say(`${londonTime(now().toISOString()).slice(0, 5)}  a sample referral comes in: ${sample.label}`);
    if (!own) people.adopt(sample);
    await referrer.refer(sample, now());
    await pause(STEP_MILLISECONDS);
    await people.attend(run.messages);
    if (own) say(`\n${await theRest(run, caseReference(sample.message.data.referralId, 1))}\n`);
  }
  const stopped = new AbortController();
  run.on('trouble', () => stopped.abort());
  while (!stopped.signal.aborted) {
    await pause(STEP_MILLISECONDS);
    await people.attend(run.messages);
  }
}
