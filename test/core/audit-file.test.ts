/** Audit files by themselves: lines, their order, and who stands for what. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { AnyEvent } from '../../events/catalogue.ts';
import { anchorOf, anchorText, type KeptAnchor } from '../../shared/core/anchoring.ts';
import {
  type AuditAbout,
  type AuditedTrail,
  AuditReader,
  type AuditVerdict,
  auditLines,
} from '../../shared/core/audit-file.ts';
import { appendTo, noHash } from '../../shared/core/audit-trail.ts';
import { NOW } from '../builders.ts';

const DAY = '2026-11-22';
const [FIRST, OTHER] = ['NTS-7F3K-2M9Q', 'NTS-4V8Q-Z1KD'];
const ofCase: AuditAbout = { kind: 'case', reference: FIRST };
const ofDay: AuditAbout = { kind: 'period', from: DAY, to: DAY };

const trailOf = (notes: readonly string[], subject = FIRST): readonly AnyEvent[] =>
  appendTo(
    { subject, number: 0, hash: noHash },
    notes.map((note) => ({ type: 'hold-kept.v1', data: { note, reviewAt: NOW } })),
    {
      at: NOW,
      actor: { kind: 'coordinator', name: 'A. Coordinator' },
      policy: 'nts-2025',
      cause: 'message-1',
    },
  );
const withHead = (events: readonly AnyEvent[], subject = FIRST): AuditedTrail => {
  const { number = 0, hash = noHash } = events.at(-1)?.trail ?? {};
  return { head: { subject, number, hash }, events };
};
const anchoring = (...trails: readonly (readonly [string, readonly AnyEvent[]])[]): readonly KeptAnchor[] => {
  const anchor = anchorOf({ day: DAY, since: DAY, at: `${DAY}T23:59:59.000Z` }, [], new Map(trails));
  return [{ day: anchor.day, text: anchorText(anchor) }];
};

async function linesOf(
  about: AuditAbout,
  anchors: readonly KeptAnchor[],
  trails: readonly AuditedTrail[],
): Promise<readonly string[]> {
  const lines: string[] = [];
  for await (const line of auditLines(about, NOW, anchors, trails)) lines.push(line.slice(0, -1));
  return lines;
}
function verdictOf(lines: readonly (string | undefined)[], rest = ''): AuditVerdict {
  const reader = new AuditReader();
  for (const line of lines) reader.take(line);
  return reader.end(rest);
}
const wordsOf = ({ findings }: AuditVerdict) => findings.map(({ words }) => words).join('; ');

const notes = fc.array(fc.string({ maxLength: 8 }), { minLength: 1, maxLength: 6 });

test('what is taken out holds, and says how many events no anchor vouches for', async () => {
  await fc.assert(
    fc.asyncProperty(notes, notes, fc.boolean(), async (anchored, since, isOfCase) => {
      const whole = trailOf([...anchored, ...since]);
      const anchors = anchoring([FIRST, whole.slice(0, anchored.length)]);
      const verdict = verdictOf(await linesOf(isOfCase ? ofCase : ofDay, anchors, [withHead(whole)]));
      expect(verdict).toMatchObject({
        about: isOfCase ? ofCase : ofDay,
        takenAt: NOW,
        anchors: 1,
        trails: 1,
        events: whole.length,
        notAnchored: since.length,
        lastAnchor: { day: DAY },
        findings: [],
      });
    }),
    { numRuns: 40 },
  );
});

test('a line that is changed, lost, doubled or moved is found', async () => {
  const trail = trailOf(['one', 'two', 'three']);
  const lines = await linesOf(ofCase, anchoring([FIRST, trail]), [withHead(trail)]);
  expect(wordsOf(verdictOf(lines))).toBe('');
  fc.assert(
    fc.property(
      fc.nat(lines.length - 1),
      fc.nat(lines.length - 1),
      fc.constantFrom('lost', 'doubled', 'moved', 'spaced', 'no text'),
      (at, to, how) => {
        fc.pre(how !== 'moved' || at !== to);
        const changed: (string | undefined)[] = [...lines];
        const line = lines[at];
        if (how === 'doubled') changed.splice(to, 0, line);
        else if (how === 'spaced') changed[at] = ` ${line}`;
        else if (how === 'no text') changed[at] = undefined;
        else {
          changed.splice(at, 1);
          if (how === 'moved') changed.splice(to, 0, line);
        }
        expect(wordsOf(verdictOf(changed))).not.toBe('');
      },
    ),
  );
});

test('a file that is sealed anew is still held to the anchors in it', async () => {
  const [trail, other] = [trailOf(['one', 'two']), trailOf(['one', 'something else'])];
  const [real, anchors] = [withHead(trail), anchoring([FIRST, trail])];
  const said = async (about: AuditAbout, trails: readonly AuditedTrail[], kept = anchors) =>
    wordsOf(verdictOf(await linesOf(about, kept, trails)));
  expect(await said(ofCase, [withHead(other)])).toContain('is not the one that was anchored');
  expect(await said(ofCase, [withHead(trail.slice(0, 1))])).toContain('it is cut');
  expect(await said(ofCase, [{ ...real, head: { ...real.head, hash: noHash } }])).not.toBe('');
  expect(await said(ofCase, [real, real])).toContain('its trail is there twice');
  expect(await said(ofCase, [])).toContain(`the trail of ${FIRST}, and no other`);
  expect(await said({ kind: 'case', reference: OTHER }, [real])).toContain(OTHER);
  expect(await said(ofDay, [])).toContain('its trail is left out');
  expect(await said(ofDay, [real], [{ day: DAY, text: '{}' }])).toContain('does not say what an anchor says');
  const second = withHead(trailOf(['elsewhere'], OTHER), OTHER);
  expect(await said(ofDay, [real, second])).toBe('');
});

test('a file without its end, with more behind it, or with parts in the wrong place, says so', async () => {
  const trail = trailOf(['one']);
  const lines = await linesOf(ofCase, anchoring([FIRST, trail]), [withHead(trail)]);
  const [about = '', anchor = '', event = '', head = '', end = ''] = lines;
  expect(wordsOf(verdictOf([]))).toContain('it is cut');
  expect(wordsOf(verdictOf(lines.slice(0, -1)))).toContain('it is cut');
  expect(wordsOf(verdictOf(lines, 'more'))).toContain('something was put behind it');
  expect(wordsOf(verdictOf([...lines, event]))).toContain('it goes on after its end');
  expect(wordsOf(verdictOf([about, event, head, anchor, end]))).toContain(
    `the anchor of ${DAY} is not where`,
  );
  expect(wordsOf(verdictOf([about, anchor, event, end]))).toContain('without the end of their trail');
  expect(wordsOf(verdictOf([anchor, about, event, head, end]))).toContain('line 1 is not where it belongs');
  expect(verdictOf([about]).lastAnchor).toBeUndefined();
});
