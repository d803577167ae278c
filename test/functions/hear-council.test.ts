import { expect, test } from 'vitest';
import type { Unanswered } from '../../shared/core/council/council.ts';
import { hearingOfWord, type Word } from '../../shared/core/council/hearing.ts';
import type { CouncilStore } from '../../shared/ports/council-store.ts';
import { hearCouncil } from '../../shared/runtime/hear-council.ts';
import { TooContended } from '../../shared/runtime/retry-on-conflict.ts';
import { aCouncil } from '../builders.ts';

const left: Unanswered = { offers: 1, reminders: 0, since: '2026-11-02T17:00:00.000Z' };

/** A store in which others move first so many times. */
const store = (council: ReturnType<typeof aCouncil> | undefined, lost = 0) => {
  const said: Word[] = [];
  const councils: Pick<CouncilStore, 'read' | 'hear'> = {
    read: async () => council,
    hear: async (_, word) => {
      said.push(word);
      return said.length > lost ? 'committed' : 'lost-race';
    },
  };
  return { said, hear: () => hearCouncil({ councils, pause: async () => {} }, 'E10000014', hearingOfWord) };
};

test('what a council says is kept, also when others move first', async () => {
  for (const lost of [0, 1, 4]) {
    const { said, hear } = store(aCouncil({ unanswered: left }), lost);
    await hear();
    expect(said).toEqual(Array.from({ length: lost + 1 }, () => ({ kind: 'spoke' })));
  }
});

test('of one that left nothing unanswered, or is not there, nothing is written', async () => {
  for (const council of [aCouncil(), undefined]) {
    const { said, hear } = store(council);
    await hear();
    expect(said).toEqual([]);
  }
});

test('where others always move first it is told, so that it is said again', async () => {
  await expect(store(aCouncil({ unanswered: left }), 9).hear()).rejects.toThrow(TooContended);
});
