import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { deployedBefore, outputsOf } from '../../infra/deploy/account.ts';
import type { Run } from '../../infra/deploy/ask.ts';
import {
  type Before,
  begins,
  type KeptOptions,
  settle,
  whatChanges,
} from '../../infra/deploy/kept-options.ts';
import type { TypedOptions } from '../../infra/deploy/options.ts';
import { defaultPolicyId, policyIds } from '../../shared/core/policies.ts';
import { synthesize } from '../template/synthesis.ts';

const policies = { all: policyIds, first: defaultPolicyId };
const nothing: TypedOptions = { yes: false, dryRun: false };

const aDomain = fc.constantFrom('a.example', 'transfers.example');
const aPolicy = fc.constantFrom(...policyIds);
const anAddress = fc.constantFrom('duty@a.example', 'other@b.example', 'none');
const aClock = fc.constantFrom('live' as const, 'paused' as const);
const aSet = fc.constantFrom('their-rules', 'other-rules');
const aTrail = fc.constantFrom('here' as const, 'elsewhere' as const);
/** What somebody may choose. */
const chosen = {
  domain: aDomain,
  policy: aPolicy,
  alarmEmail: anAddress,
  clock: aClock,
  readings: aTrail,
  mailRules: aSet,
};
const allowed = fc.record({
  emailsASecond: fc.constantFrom(1, 14, 50),
  sandbox: fc.boolean(),
  setsApart: fc.boolean(),
});
const kept = fc
  .tuple(
    fc.record(chosen, { requiredKeys: ['domain', 'policy', 'alarmEmail', 'clock', 'readings'] }),
    allowed,
  )
  .map(([some, seen]): KeptOptions => ({ ...some, ...seen }));
/** What an account allows of which nothing is known yet. */
const usual = { emailsASecond: 14, sandbox: false, setsApart: false };
const typed = fc.record(chosen, { requiredKeys: [] }).map((some): TypedOptions => ({ ...nothing, ...some }));
const some: KeptOptions = {
  domain: 'a.example',
  policy: 'nts-2026',
  alarmEmail: 'none',
  clock: 'live',
  readings: 'here',
  ...usual,
};
const deployed = (options: KeptOptions): Before => ({ kind: 'deployed', options });

describe('deploying again', () => {
  test('with nothing typed keeps everything', () => {
    fc.assert(
      fc.property(kept, (options) => {
        expect(settle(nothing, deployed(options), policies)).toEqual(options);
      }),
    );
  });

  test('goes by what the account allows now, and by what it allowed where that cannot be seen', () => {
    fc.assert(
      fc.property(
        kept,
        allowed,
        fc.subarray(['emailsASecond', 'sandbox', 'setsApart'] as const),
        (options, now, keys) => {
          const seen = Object.fromEntries(keys.map((key) => [key, now[key]]));
          expect(settle(nothing, deployed(options), policies, seen)).toEqual({ ...options, ...seen });
        },
      ),
    );
  });

  test('changes what is typed and nothing else, and says each change', () => {
    fc.assert(
      fc.property(kept, typed, (options, { yes, dryRun, ...said }) => {
        const after = settle({ yes, dryRun, ...said }, deployed(options), policies);
        expect(after).toEqual({ ...options, ...said });
        const changed = Object.entries(after).filter(
          ([key, value]) => options[key as keyof KeptOptions] !== value,
        );
        const lines = whatChanges(deployed(options), after);
        const anew = options.mailRules === undefined && after.mailRules !== undefined ? 1 : 0;
        expect(lines.filter((line) => line.includes(' -> '))).toHaveLength(changed.length - anew);
        expect(lines).toHaveLength(Object.keys(after).length);
      }),
    );
  });

  test('takes our rule for e-mail out of another set, when that is said', () => {
    const { mailRules, ...others } = { ...some, mailRules: 'their-rules' };
    const before = deployed({ ...others, mailRules });
    const after = settle({ ...nothing, mailRules: 'own' }, before, policies);
    expect(after).toEqual(others);
    expect(whatChanges(before, after)).toContain('Our rule for e-mail is in the set: their-rules -> own');
    expect(settle({ ...nothing, mailRules: 'own' }, deployed(others), policies)).toEqual(others);
  });

  test('with a version that has not the policy that decides is refused: another one is not taken in silence', () => {
    const options: KeptOptions = { ...some, policy: 'nts-2099' };
    expect(() => settle(nothing, deployed(options), policies)).toThrow(/nts-2099, which this version/);
    expect(settle({ ...nothing, policy: 'nts-2026' }, deployed(options), policies).policy).toBe('nts-2026');
  });

  test('a stack from before there was a trail gets one, and says so', () => {
    const { readings: _, ...before } = some;
    const after = settle(nothing, deployed(before), policies);
    expect(after.readings).toBe('here');
    expect(whatChanges(deployed(before), after)).toContain('Who reads what is sealed is recorded: here');
  });

  test('over a stack that does not say what it was deployed with asks for all of it once', () => {
    expect(() => settle({ ...nothing, domain: 'a.example' }, { kind: 'silent' }, policies)).toThrow(
      /as it was then: --policy, --alarm-email\. After this/,
    );
    const all = { domain: 'a.example', policy: 'nts-2025', alarmEmail: 'none' };
    expect(settle({ ...nothing, ...all }, { kind: 'silent' }, policies)).toEqual({
      ...all,
      clock: 'live',
      readings: 'here',
      ...usual,
    });
  });
});

describe('the first deployment', () => {
  test.each([
    [nothing, /needs --domain, --alarm-email, --contacts\./],
    [{ ...nothing, domain: 'a.example', alarmEmail: 'none' }, /needs --contacts\./],
    [{ ...nothing, domain: 'a.example', contacts: 'c.csv' }, /needs --alarm-email\./],
  ])('asks for what it cannot know (%#)', (options, says) => {
    expect(() => settle(options, { kind: 'nothing' }, policies)).toThrow(says);
  });

  test('decides by the policy that is the default, and does nothing by the clock unless somebody says so', () => {
    const first = { ...nothing, domain: 'a.example', alarmEmail: 'd@a.example', contacts: 'c.csv' };
    expect(settle(first, { kind: 'nothing' }, policies)).toEqual({
      domain: 'a.example',
      policy: defaultPolicyId,
      alarmEmail: 'd@a.example',
      clock: 'paused',
      readings: 'here',
      ...usual,
    });
    expect(settle({ ...first, clock: 'live' }, { kind: 'nothing' }, policies).clock).toBe('live');
  });
});

test('what is live stays deployable; to begin, or to write from another domain, is to begin', () => {
  const live: KeptOptions = {
    domain: 'a.example',
    policy: 'nts-2026',
    alarmEmail: 'none',
    clock: 'live',
    ...usual,
  };
  const paused: KeptOptions = { ...live, clock: 'paused' };
  const elsewhere: KeptOptions = { ...live, domain: 'b.example' };
  expect(begins(deployed(live), { ...live, policy: 'nts-2025' })).toBe(false);
  expect(begins({ kind: 'silent' }, live)).toBe(false);
  expect(begins({ kind: 'nothing' }, live)).toBe(true);
  expect(begins(deployed(paused), live)).toBe(true);
  expect(begins(deployed(live), elsewhere)).toBe(true);
  fc.assert(
    fc.property(kept, (options) => {
      expect(begins(deployed(options), { ...options, clock: 'paused' })).toBe(false);
    }),
  );
});

describe('what is deployed', () => {
  const answering =
    (ok: boolean, out: unknown): Run =>
    (_command, args) =>
      args.includes('NtsPipeline')
        ? { ok, out: typeof out === 'string' ? out : JSON.stringify(out) }
        : { ok: false, out: 'no' };
  const seen = (ok: boolean, out: unknown): Before =>
    deployedBefore(outputsOf('NtsPipeline', 'eu-west-2', answering(ok, out)));

  test('is read from what the stack itself says, as the template makes it say', () => {
    const context = {
      policy: 'nts-2025',
      senderDomain: 'mail.example',
      alarmEmail: 'duty@mail.example',
      clock: 'paused',
      readings: 'elsewhere',
      emailsASecond: '50',
      sandbox: 'true',
      setsApart: 'true',
    };
    const outputs = Object.entries(synthesize(context).pipeline.findOutputs('*')).map(
      ([OutputKey, { Value }]) => ({
        OutputKey,
        OutputValue: typeof Value === 'string' ? Value : JSON.stringify(Value),
      }),
    );
    expect(seen(true, { StackStatus: 'UPDATE_COMPLETE', Outputs: outputs })).toEqual(
      deployed({
        domain: 'mail.example',
        policy: 'nts-2025',
        alarmEmail: 'duty@mail.example',
        clock: 'paused',
        readings: 'elsewhere',
        emailsASecond: 50,
        sandbox: true,
        setsApart: true,
      }),
    );
  });

  test('acts by the clock when it is from before stacks said whether they do', () => {
    const said = JSON.stringify({ domain: 'a.example', policy: 'nts-2026', alarmEmail: 'none' });
    const outputs = [{ OutputKey: 'Options', OutputValue: said }];
    expect(seen(true, { StackStatus: 'CREATE_COMPLETE', Outputs: outputs })).toMatchObject({
      options: { clock: 'live' },
    });
  });

  test.each([
    [false, 'Stack with id NtsPipeline does not exist', 'nothing'],
    [true, { StackStatus: 'ROLLBACK_COMPLETE', Outputs: null }, 'nothing'],
    [true, { StackStatus: 'CREATE_COMPLETE', Outputs: [] }, 'silent'],
    [true, { StackStatus: 'UPDATE_ROLLBACK_COMPLETE' }, 'silent'],
  ])('is told apart (%#)', (ok, out, kind) => {
    expect(seen(ok, out).kind).toBe(kind);
  });

  test.each([
    [false, 'AccessDenied: you may not', /cannot be seen, so nothing is changed: AccessDenied/],
    [true, { StackStatus: 'UPDATE_IN_PROGRESS' }, /being changed just now/],
    [true, { StackStatus: 'UPDATE_ROLLBACK_FAILED' }, /continue-update-rollback/],
  ])('stops a deployment that could lose something (%#)', (ok, out, says) => {
    expect(() => seen(ok, out)).toThrow(says);
  });
});
