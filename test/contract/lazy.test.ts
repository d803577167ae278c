import { expect, test } from 'vitest';
import { lazy } from '../../shared/aws/lazy.ts';
import type { Publisher } from '../../shared/ports/publisher.ts';

test('a tool is made at its first question, once, and asked as it is; awaiting it asks nothing', async () => {
  let makings = 0;
  const tool = lazy<Publisher>(async () => {
    makings += 1;
    return { publish: async (messages) => ({ failed: messages.map(({ id }) => id) }) };
  });
  expect(await tool).toBe(tool);
  expect(makings).toBe(0);
  const ask = () => tool.publish([{ id: 'one', body: '' }]);
  expect(await Promise.all([ask(), ask()])).toEqual([{ failed: ['one'] }, { failed: ['one'] }]);
  expect(makings).toBe(1);
});

test('what could not be made is made again at the next question', async () => {
  let makings = 0;
  const tool = lazy<Publisher>(async () => {
    makings += 1;
    if (makings === 1) throw new Error('the file is not there');
    return { publish: async () => ({ failed: [] }) };
  });
  await expect(tool.publish([])).rejects.toThrow('the file is not there');
  expect(await tool.publish([])).toEqual({ failed: [] });
});
