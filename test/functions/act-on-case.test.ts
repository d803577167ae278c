import { expect, test } from 'vitest';
import { actOnCase } from '../../functions/pages/case/act-on-case.ts';
import { policyNamed } from '../../shared/core/policies.ts';
import { metricNames } from '../../shared/runtime/metric-names.ts';
import { Course } from './courses.ts';

test('a yes on a page counts the time that it took, once', async () => {
  const { scheme, ...course } = await Course.begin();
  const subject = await scheme.onlyCase();
  const [offer] = subject.offers;
  scheme.clock.set('2026-11-23T10:00:00.000Z');
  const { cases, councils, clock, log, meter, key } = scheme;
  const tools = {
    cases,
    councils,
    clock,
    log,
    meter,
    key,
    policy: policyNamed('nts-2025'),
    pause: async () => {},
  };
  const accept = () =>
    actOnCase(tools, {
      caseId: course.caseId,
      command: { kind: 'answer', offerId: offer?.id ?? '', answer: 'accept' },
      actor: { kind: 'council', code: offer?.council ?? '' },
      cause: 'offer-page',
    });
  expect((await accept()).kind).toBe('done');
  expect((await accept()).kind).toBe('done');
  expect(meter.of(metricNames.timeToAcceptanceSeconds)).toEqual([3600]);
});
