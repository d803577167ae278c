/** Whoever writes of a case counts the same children: those in care now, or with whom it ended. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stillCounted } from '../../functions/pages/words/fact-words.ts';
import { statusWords } from '../../functions/pages/words/status-words.ts';
import {
  childCount,
  childrenWords,
  needsWords,
  placementWords,
} from '../../functions/send-notification/emails/words.ts';
import type { Case } from '../../shared/core/case/case.ts';
import { childrenInCare, childrenNow } from '../../shared/core/case/responsible.ts';
import { aCase, aChild, aReferral } from '../builders.ts';
import { runs } from '../how-much.ts';
import { Course } from './courses.ts';

const aGroup = fc
  .record({
    size: fc.integer({ min: 1, max: 4 }),
    out: fc.array(fc.constantFrom('left', 'turned', 'there'), { minLength: 4, maxLength: 4 }),
  })
  .map(({ size, out }): Case => {
    const numbers = Array.from({ length: size }, (_, at) => at + 1);
    const those = (how: string) => numbers.filter((number) => out[number - 1] === how);
    return aCase({
      status: 'transferred',
      facts: aReferral({
        children: numbers.map((number) =>
          aChild({ number, needs: out[number - 1] === 'there' ? [] : ['medical-care'] }),
        ),
      }),
      turned18: those('turned'),
      left: those('left').map((child) => ({ child, outcome: 'died', on: '2026-11-20' })),
    });
  });

test('e-mails, pages and the words of a status count the same children, never none', () => {
  fc.assert(
    fc.property(aGroup, (subject) => {
      const now = childrenNow(subject);
      const inCare = childrenInCare(subject);
      if (inCare.length > 0) expect(now).toEqual(inCare);
      expect(now.length).toBeGreaterThan(0);
      expect([childCount(subject), stillCounted(subject)]).toEqual([now.length, now.length]);
      expect(statusWords(subject)).toContain(now.length === 1 ? 'The child was' : 'The children were');
      expect(childrenWords(subject)).toContain(`${now.length} child`);
      if (inCare.length > 0) expect(needsWords(subject)).toBe('none recorded');
      expect(placementWords(subject)).not.toBe('');
    }),
    { numRuns: runs(200) },
  );
});

describe('a group of two that was handed over', () => {
  test('is one child in every later e-mail once the other has left care, for whatever reason', async () => {
    for (const outcome of ['joined-family', 'died', 'assessed-as-adult', 'placement-ended'] as const) {
      const course = await Course.begin(
        { children: [aChild(), aChild({ number: 2 })] },
        undefined,
        'nts-2026',
      );
      await course.accept();
      await course.arrange('2026-11-23');
      await course.placed({ kind: 'complete-transfer', handedOverAt: '2026-11-23T09:00:00.000Z' });
      await course.placed({ kind: 'leave-care', outcome, on: '2026-11-23', children: [2] });
      const before = course.scheme.mailer.snapshot().length;
      await course.placed({ kind: 'child-missing', missingSince: '2026-11-23T09:00:00.000Z' });
      await course.at('2026-12-02T09:00:00.000Z');
      const sent = course.scheme.mailer.snapshot().slice(before);
      const counted = sent.flatMap(({ text }) => text.match(/\d+ child(?:ren)?\b/g) ?? []);
      expect(counted).toContain('1 child');
      expect(counted).not.toContain('2 children');
    }
  });
});
