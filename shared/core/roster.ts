/** Somebody who may sign in for a desk with a second step: a code of an app on their own phone. */
export interface OnRoster {
  /** A UUID. */
  readonly id: string;
  readonly name: string;
  readonly letInAt: string;
  /** Name of who let them in; undefined of the first person of a desk, whom nobody could. */
  readonly letInBy?: string;
  /** Undefined until they have set up the second step, and again once somebody has reset it. */
  readonly secondStep?: SecondStep;
  /** When it was last reset, and by whom. */
  readonly reset?: { readonly at: string; readonly by: string };
}

interface SecondStep {
  /** What the codes are made from, base32. Nobody but the app and the page that compares codes has a use for it. */
  readonly secret: string;
  readonly setUpAt: string;
  /** The last 30 seconds of which a code was taken, counted since 1970: neither that code nor an older one is taken again. */
  readonly lastStep: number;
}

/** Everybody who may sign in for a desk with a second step. */
export interface Roster {
  readonly people: readonly OnRoster[];
}

export const emptyRoster: Roster = { people: [] };

export const onRoster = ({ people }: Roster, id: string | undefined): OnRoster | undefined =>
  people.find((one) => one.id === id);

/** Whether nobody has ever signed in with a second step: then whoever reads the desk's mailbox sets up the first. */
export const isFirst = ({ people }: Roster): boolean => people.length === 0;

/** Who may let others in: whoever has set up their second step. */
export const setUpOn = ({ people }: Roster): readonly OnRoster[] =>
  people.filter(({ secondStep }) => secondStep !== undefined);

const withPerson = (roster: Roster, person: OnRoster): Roster => ({
  ...roster,
  people: roster.people.map((one) => (one.id === person.id ? person : one)),
});

interface Proof {
  /** What was shown to be taken into an app: nobody's until now. */
  readonly secret: string;
  /** The step whose code proves that the app has it. */
  readonly step: number;
  readonly now: string;
}

/**
 * Somebody's second step, once a code has proved that their app has the secret that was shown to them. Undefined when it is not theirs to set up: they
 * have one, or somebody else was first.
 *
 * @param person somebody on the roster by their id; with a name, the first person of a desk
 */
export function setUp(
  roster: Roster,
  { id, name }: { readonly id: string; readonly name?: string },
  { secret, step, now }: Proof,
): Roster | undefined {
  const known = onRoster(roster, id);
  if (secret === '' || known?.secondStep !== undefined) return undefined;
  if (known === undefined && (!isFirst(roster) || name === undefined)) return undefined;
  const person: OnRoster = {
    ...(known ?? { id, name: name ?? '', letInAt: now }),
    secondStep: { secret, setUpAt: now, lastStep: step },
  };
  return known === undefined ? { ...roster, people: [person] } : withPerson(roster, person);
}

/** The roster once a code of a step was taken; undefined where it may not be: that code or a later one was taken before. */
export function taken(roster: Roster, id: string, step: number): Roster | undefined {
  const person = onRoster(roster, id);
  if (person?.secondStep === undefined || step <= person.secondStep.lastStep) return undefined;
  return withPerson(roster, { ...person, secondStep: { ...person.secondStep, lastStep: step } });
}

/** Somebody is let in by whoever has set up their own second step. Asked twice, they are let in once: nobody of a name waits beside another to set up theirs. */
export const letIn = (
  roster: Roster,
  { id, name }: { readonly id: string; readonly name: string },
  by: string,
  now: string,
): Roster =>
  roster.people.every((one) => one.id !== id && (one.name !== name || one.secondStep !== undefined))
    ? { ...roster, people: [...roster.people, { id, name, letInAt: now, letInBy: by }] }
    : roster;

/** Somebody's second step is void, as when their phone is lost: the next time they sign in they set up another. */
export function reset(roster: Roster, id: string, by: string, now: string): Roster {
  const person = onRoster(roster, id);
  if (person?.secondStep === undefined) return roster;
  const { secondStep: _, ...rest } = person;
  return withPerson(roster, { ...rest, reset: { at: now, by } });
}

/** Somebody may not sign in any more. The last who has set up a second step stays: with nobody on it, a roster would be open to whoever comes first. */
export function takenOff(roster: Roster, id: string): Roster {
  const left = { ...roster, people: roster.people.filter((one) => one.id !== id) };
  return setUpOn(left).length === 0 ? roster : left;
}
