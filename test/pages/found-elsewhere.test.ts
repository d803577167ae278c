/** Children of a group who were found in different areas since the handover: whoever decides says of whom, and pages name each area. */
import { expect, test } from 'vitest';
import { foundDecisionAction } from '../../functions/pages/case/since-handover.ts';
import { statusWords } from '../../functions/pages/words/status-words.ts';
import { possibleCommands } from '../../shared/core/case/commands/possible-commands.ts';
import { policyNamed } from '../../shared/core/policies.ts';
import { aChild, aReferral, SOCIAL_WORKER } from '../builders.ts';
import { BELFAST, councilsWith, duty, HAMPSHIRE, LEEDS, Play } from '../core/a-scheme.ts';

const found = (areas: readonly string[]): Play => {
  const play = new Play(councilsWith(10), policyNamed('nts-2026')).receive(
    aReferral({ children: areas.map((_, index) => aChild({ number: index + 1 })) }),
  );
  const hampshire = duty(HAMPSHIRE);
  play.offer(HAMPSHIRE).answer('1-1', 'accept');
  play.do({ kind: 'arrange-transfer', moveOn: '2026-11-23', socialWorker: SOCIAL_WORKER }, hampshire);
  play.do({ kind: 'complete-transfer', handedOverAt: play.now }, hampshire);
  play.do({ kind: 'child-missing', missingSince: play.now }, hampshire);
  for (const [index, foundIn] of areas.entries())
    play.do({ kind: 'child-found', foundAt: play.now, foundIn, children: [index + 1] }, hampshire);
  return play;
};
const asked = (play: Play) => {
  const possible = possibleCommands(play.case, duty(HAMPSHIRE), play.now);
  return foundDecisionAction(play.case, possible);
};
const choices = (play: Play) =>
  asked(play)
    .flatMap((action) => action.steps({}))
    .flatMap(({ questions }) => questions.flatMap((one) => (one.kind === 'radios' ? one.choices : [])));

test('a child alone is brought back, or lives where it was found', () => {
  expect(choices(found([LEEDS])).map(({ text }) => text)).toEqual([
    'The child is brought back to where they lived',
    'The child lives in the area of Leeds from now on',
  ]);
});

test('of children in two areas each choice says who, and decides of them alone', () => {
  const play = found([LEEDS, BELFAST, LEEDS]);
  expect(statusWords(play.case)).toMatch(/in the area of Leeds and .*Belfast/);
  const texts = choices(play).map(({ text }) => text);
  expect(texts.filter((text) => text.startsWith('Children 1 and 3'))).toEqual([
    'Children 1 and 3 are brought back to where they lived',
    'Children 1 and 3 live in the area of Leeds from now on',
  ]);
  expect(texts.filter((text) => text.startsWith('Child 2 '))).toHaveLength(2);
  const chosen = choices(play).find(
    ({ text }) => text === 'Children 1 and 3 are brought back to where they lived',
  );
  const answered = { 'found-decided': { foundDecision: chosen?.value } };
  for (const action of asked(play)) play.do(action.command(answered), duty(HAMPSHIRE));
  expect(play.trail.at(-1)).toMatchObject({
    type: 'found-decided.v1',
    data: { foundIn: LEEDS, children: [1, 3] },
  });
  expect(statusWords(play.case)).not.toContain('Leeds');
  expect(choices(play).map(({ text }) => text)).toEqual(texts.filter((text) => text.startsWith('Child 2 ')));
});
