import { expect, test } from 'vitest';
import { acknowledged } from './acknowledged.ts';
import { type Finding, judgeNames, weigh } from './findings.ts';
import { planted } from './planted.ts';

const found: Finding = {
  judge: 'checkov',
  rule: 'CKV_AWS_21',
  where: 'DocumentsBucket',
  words: 'no versions',
};
const because = 'Nothing there is written twice.';

test('what nobody acknowledged is open, and so is the same rule at another judge or place', () => {
  expect(weigh([found], []).open).toEqual([found]);
  const elsewhere = { judge: 'checkov', rule: 'CKV_AWS_21', where: /^IncomingMail/, because } as const;
  expect(weigh([found], [elsewhere]).open).toEqual([found]);
  expect(weigh([found], [{ judge: 'parliament', rule: 'CKV_AWS_21', because }]).open).toEqual([found]);
  expect(weigh([found], [{ judge: 'checkov', rule: 'CKV_AWS_21', because }])).toEqual({
    open: [],
    stale: [],
  });
});

test('what was acknowledged and is found no more is stale, if its judge was asked', () => {
  const gone = { judge: 'cfn-lint', rule: 'W3005', because } as const;
  expect(weigh([], [gone]).stale).toEqual([gone]);
  expect(weigh([], [gone], ['checkov']).stale).toEqual([]);
});

test('each judge has a mistake to find, which nobody has acknowledged, and each acknowledgement a reason', () => {
  expect(Object.keys(planted)).toEqual([...judgeNames]);
  for (const judge of judgeNames)
    expect(acknowledged.filter((one) => one.judge === judge).map(({ rule }) => rule)).not.toContain(
      planted[judge].rule,
    );
  for (const one of acknowledged) expect(one.because).toMatch(/^[A-Z].{20,}\.$/);
});
