/** Lives of cases: people do one thing after the other to them, mostly what makes sense, and time passes. */
import fc from 'fast-check';
import { londonDate } from '../../shared/core/calendar/working-days.ts';
import { policyNamed } from '../../shared/core/policies.ts';
import { aCouncil, aReferral } from '../builders.ts';
import { aCommand, aDecision, aGroup, aimed, anActor, sensible } from './a-command.ts';
import { coordinator, councilsWith, HAMPSHIRE, KENT, Play } from './a-scheme.ts';

const step = {
  any: aCommand,
  decision: aDecision,
  pick: fc.nat({ max: 60 }),
  astray: fc.integer({ min: 0, max: 9 }).map((tenths) => tenths < 3),
  hours: fc.constantFrom(0, 0, 1, 3, 30, 80, 200),
};
const aStep = fc.record(step);
const HOUR = 3_600_000;
export const aLife = fc.record({
  policy: fc.constantFrom('nts-2025', 'nts-2026').map(policyNamed),
  children: aGroup,
  reception: fc.boolean(),
  atPort: fc.integer({ min: 0, max: 9 }).map((tenths) => tenths < 3),
  steps: fc.array(aStep, { minLength: 1, maxLength: 40, size: 'max' }),
});

/** A case that people did one thing after the other to. */
export const lived = ({
  policy,
  children,
  reception,
  atPort,
  steps,
}: typeof aLife extends fc.Arbitrary<infer Life> ? Life : never): Play => {
  const play = new Play(councilsWith(10), policy).receive(
    aReferral({ children, inReception: reception, inCareOfAuthority: !atPort }),
  );
  for (const { any, decision, pick, astray, hours } of steps) {
    play.at(new Date(Date.parse(play.now) + hours * 3_600_000).toISOString());
    const command = astray ? aimed(play, any) : sensible(play, pick, decision);
    play.do(command, anActor(play, command));
  }
  return play;
};

export const SURREY = 'E10000030';
export const EAST_SURREY = 'E06999901';
/** The day from which East and West Surrey are in force. */
const NEW_DAY = '2027-04-01';

export const aLifeWithAnEnd = fc.record({
  // Surrey is the council that referred the child, or one of those that are asked.
  part: fc.constantFrom(KENT, HAMPSHIRE),
  children: aGroup,
  steps: fc.array(fc.record({ ...step, takesOver: fc.boolean() }), {
    minLength: 8,
    maxLength: 40,
    size: 'max',
  }),
});

const named = <T>(value: T, from: string, to: string): T =>
  JSON.parse(JSON.stringify(value).replaceAll(from, to));

/** A case in the spring in which Surrey ends. A coordinator gives what is left of it to East Surrey, sooner or later. */
export const livedWithAnEnd = ({
  part,
  children,
  steps,
}: typeof aLifeWithAnEnd extends fc.Arbitrary<infer Life> ? Life : never): Play => {
  const both = [SURREY, EAST_SURREY].map((code) =>
    aCouncil({ code, name: code, caredFor: { count: 90, asAt: '2025-03-31', source: 'published' } }),
  );
  const play = new Play([...councilsWith(10), ...both], policyNamed('nts-2026'))
    .at('2027-03-29T09:00:00.000Z')
    .receive(
      aReferral({
        children,
        entryAuthority: part === KENT ? SURREY : KENT,
        referredOn: '2027-03-29',
        arrivedOn: '2027-03-27',
        asylumClaimOn: '2027-03-27',
        settledSince: '2027-03-28',
      }),
    );
  for (const { any, decision, pick, astray, hours, takesOver } of steps) {
    play.at(new Date(Date.parse(play.now) + hours * HOUR).toISOString());
    const ended = londonDate(play.now) >= NEW_DAY;
    if (ended && takesOver) play.do({ kind: 'succeed', from: SURREY, to: EAST_SURREY }, coordinator);
    // Who has ended is not asked: the inputs of a decision leave it out.
    const now = ended ? EAST_SURREY : SURREY;
    const command = named(astray ? aimed(play, any) : sensible(play, pick, decision), part, now);
    play.do(
      command,
      named(anActor(play, command), part, part === KENT ? play.case.facts.entryAuthority : now),
    );
  }
  return play;
};
