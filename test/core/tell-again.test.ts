/** An open offer's e-mail is sent again where its council's e-mail goes from now on: the one that asked last, once for each change. */
import { expect, test } from 'vitest';
import { toldOf } from '../../shared/core/case/commands/tell-again.ts';
import { policyNamed } from '../../shared/core/policies.ts';
import { BELFAST, councilsWith, HAMPSHIRE, KENT, LEEDS, Play } from './a-scheme.ts';

const offered = (): Play =>
  new Play(councilsWith(10), policyNamed('nts-2026')).receive().offer(HAMPSHIRE, LEEDS);
const again = (play: Play, council: string, contactsChanged: number) => {
  const [told] = toldOf(play.case, play.trail, council);
  if (told === undefined) throw new Error(`${council} has no open offer`);
  play.do({ kind: 'tell-again', told: { ...told, contactsChanged } });
  return play.outcomes.at(-1)?.kind;
};

test('each council is told again of what it was asked: to answer, or to be a back-up', () => {
  const play = offered();
  expect(toldOf(play.case, play.trail, HAMPSHIRE).map(({ template }) => template)).toEqual([
    'offer-to-primary',
  ]);
  expect(toldOf(play.case, play.trail, LEEDS).map(({ template }) => template)).toEqual(['backup-request']);
  for (const council of [KENT, BELFAST]) expect(toldOf(play.case, play.trail, council)).toEqual([]);
});

test('once for each change of its contacts, and for none that came before', () => {
  const play = offered();
  expect([again(play, HAMPSHIRE, 2), again(play, HAMPSHIRE, 2), again(play, HAMPSHIRE, 1)]).toEqual([
    'changed',
    'unchanged',
    'unchanged',
  ]);
  expect(again(play, HAMPSHIRE, 3)).toBe('changed');
  expect(play.trail.filter(({ type }) => type === 'offer-told-again.v1')).toHaveLength(2);
});

test('not of an offer that is answered, nor of another council’s', () => {
  const play = offered();
  const [told] = toldOf(play.case, play.trail, HAMPSHIRE);
  if (told === undefined) throw new Error('Hampshire was asked');
  play.do({ kind: 'tell-again', told: { ...told, council: LEEDS, contactsChanged: 1 } });
  expect(play.outcomes.at(-1)?.kind).toBe('unchanged');
  play.answer('1-1', 'accept');
  expect(toldOf(play.case, play.trail, HAMPSHIRE)).toEqual([]);
  play.do({ kind: 'tell-again', told: { ...told, contactsChanged: 1 } });
  expect(play.outcomes.at(-1)?.kind).toBe('unchanged');
});
