/** Rules of composite alarms: `ALARM(one) AND NOT OK("two")`. */
import { LocalRunError } from '../local-run-error.ts';
import type { AlarmState } from './alarm-state.ts';

export type CompositeRule = (stateOf: (alarm: string) => AlarmState) => boolean;

const states: readonly AlarmState[] = ['OK', 'ALARM', 'INSUFFICIENT_DATA'];

/**
 * Reads the rule of a composite alarm (https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html). An
 * alarm is named by its name or its ARN.
 *
 * @throws LocalRunError for what is not such a rule
 */
export function readCompositeRule(text: string): CompositeRule {
  const tokens = text.match(/"[^"]*"|[()]|[^\s()"]+/g) ?? [];
  let at = 0;
  const bad = (): LocalRunError =>
    new LocalRunError(`The local run cannot read the rule of a composite alarm: ${text}`);
  const take = (token: string): void => {
    if (tokens[at] !== token) throw bad();
    at += 1;
  };
  const one = (): CompositeRule => {
    const token = tokens[at];
    at += 1;
    if (token === 'NOT') {
      const inner = one();
      return (stateOf) => !inner(stateOf);
    }
    if (token === 'TRUE' || token === 'FALSE') return () => token === 'TRUE';
    if (token === '(') {
      const inner = any();
      take(')');
      return inner;
    }
    const state = states.find((known) => known === token);
    if (state === undefined) throw bad();
    take('(');
    const name = tokens[at]?.replaceAll('"', '').replace(/^arn:.*:alarm:/, '');
    at += 1;
    take(')');
    if (name === undefined || name === ')') throw bad();
    return (stateOf) => stateOf(name) === state;
  };
  const all = (): CompositeRule => {
    const parts = [one()];
    while (tokens[at] === 'AND') {
      at += 1;
      parts.push(one());
    }
    return (stateOf) => parts.every((part) => part(stateOf));
  };
  const any = (): CompositeRule => {
    const parts = [all()];
    while (tokens[at] === 'OR') {
      at += 1;
      parts.push(all());
    }
    return (stateOf) => parts.some((part) => part(stateOf));
  };
  const rule = any();
  if (at < tokens.length) throw bad();
  return rule;
}
