import { Match, type Template } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import { resources, synthesize } from './synthesis.ts';

const paused = synthesize({ clock: 'paused' }).pipeline;
const live = synthesize({ clock: 'live' }).pipeline;

const states = (template: Template): unknown[] =>
  resources(template, 'AWS::Scheduler::Schedule').map(({ properties }) => properties.State);

describe('before somebody says that the scheme is live', () => {
  test('nothing is started by the clock, and afterwards everything is', () => {
    expect(new Set(states(paused))).toEqual(new Set(['DISABLED']));
    expect(states(live)).toEqual(states(paused).map(() => 'ENABLED'));
  });

  test('no alarm calls anybody because nothing happened; every other one does', () => {
    for (const { properties } of resources(paused, 'AWS::CloudWatch::Alarm'))
      expect([properties.AlarmName, properties.ActionsEnabled ?? true]).toEqual([
        properties.AlarmName,
        properties.TreatMissingData !== 'breaching',
      ]);
    live.allResourcesProperties(
      'AWS::CloudWatch::Alarm',
      Match.not(Match.objectLike({ ActionsEnabled: false })),
    );
  });

  test('everything else is as it will be, so that it can be tried', () => {
    const without = (template: Template) =>
      Object.fromEntries(
        Object.entries(template.toJSON().Resources as Record<string, { Properties?: object }>).map(
          ([id, { Properties }]) => [id, { ...Properties, State: 0, ActionsEnabled: 0 }],
        ),
      );
    expect(without(paused)).toEqual(without(live));
  });
});

test('a word that is neither is refused', () => {
  expect(() => synthesize({ clock: 'off' })).toThrow(/live/);
});
