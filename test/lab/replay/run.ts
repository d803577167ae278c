/** `npm run replay`: the past under chosen policies. Writes one HTML report and CSV files; says how far it is. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { csvFiles } from './csv-files.ts';
import { OptionError, type Options, optionsFrom, usage } from './options.ts';
import { page } from './report/page.ts';
import { storyOf } from './story.ts';

const say = (line: string) => console.log(line);

/** One line that is written over on a terminal, and a line for each step elsewhere. */
const progressLine = () => {
  let step = '';
  return (what: string, part: number): void => {
    const whole = Math.round(part * 30);
    if (process.stdout.isTTY)
      process.stdout.write(
        `\r\u001b[K${'█'.repeat(whole)}${'░'.repeat(30 - whole)} ${Math.round(part * 100)} % ${what}`,
      );
    else if (what !== step) say(what);
    step = what;
  };
};

function write(options: Options, args: readonly string[]): void {
  const from = performance.now();
  const story = storyOf(options, progressLine());
  if (process.stdout.isTTY) process.stdout.write('\r\u001b[K');
  const folder = path.resolve(options.out);
  mkdirSync(folder, { recursive: true });
  const typed = args.length === 0 ? 'npm run replay' : `npm run replay -- ${args.join(' ')}`;
  const report = path.join(folder, 'report.html');
  writeFileSync(report, page(story, typed));
  for (const [name, content] of csvFiles(story)) writeFileSync(path.join(folder, name), content);

  const { past, policies, children } = story;
  say(
    `${children} children in ${story.referrals.length} referrals, ${Math.round((performance.now() - from) / 1000)} s`,
  );
  say(
    `What happened: spread ${past.spread.gini.toFixed(3)}, in proportion ${past.proportional.gini.toFixed(3)}`,
  );
  for (const { policy, placed, spread, care, beside, waits, replayed } of policies)
    say(
      `${policy.id}: placed ${placed}, waiting ${replayed.waiting}, turned 18 ${replayed.turned18}; spread ${spread.gini.toFixed(3)}, care ${care.gini.toFixed(3)} (was ${past.care.gini.toFixed(3)}); ${beside.km.each.toFixed(0)} km (hindsight ${beside.km.least.toFixed(0)}); links ${beside.links.met} of ${beside.links.asked} (hindsight ${beside.links.most}); ${waits.offersEach.toFixed(2)} offers each; ${waits.forSilence} children waited for silence, ${(100 * waits.inTime).toFixed(0)} % moved in time, nine in ten have a yes in ${waits.ninety} days`,
    );
  say(`Read ${report}`);
}

const args = process.argv.slice(2);
try {
  const options = optionsFrom(args);
  if (options === 'help') say(usage);
  else write(options, args);
} catch (error) {
  if (!(error instanceof OptionError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
