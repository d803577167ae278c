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

/** Somebody who was taken off. */
interface Left {
  readonly name: string;
  readonly at: string;
  /** Name of who took them off. */
  readonly by: string;
}

/** A change of who may sign in that the desk has not been told of, the person by their id. */
export interface Untold {
  readonly change: 'set-up' | RosterChange['kind'];
  readonly id: string;
  readonly at: string;
}

/** Everybody who may sign in for a desk with a second step. */
export interface Roster {
  readonly people: readonly OnRoster[];
  /** Who was taken off lately, the last one last. */
  readonly left: readonly Left[];
  /** Written with each change, and taken away once the desk is told: what breaks off between the two is told later. */
  readonly untold?: readonly Untold[];
}

export const emptyRoster: Roster = { people: [], left: [] };

const MOST_LEFT = 20;

/** How long somebody may set up a second step: as long as they may, so could whoever else reads the desk's mailbox. */
const SET_UP_MILLISECONDS = 24 * 60 * 60 * 1000;

export const onRoster = ({ people }: Roster, id: string | undefined): OnRoster | undefined =>
  people.find((one) => one.id === id);

/** Whether nobody has ever signed in with a second step: then whoever reads the desk's mailbox sets up the first. */
export const isFirst = ({ people }: Roster): boolean => people.length === 0;

/** Until when somebody may set up a second step: a day from when they were let in, or theirs was reset. Undefined of whoever has one. */
export function setsUpUntil({ letInAt, reset, secondStep }: OnRoster): string | undefined {
  if (secondStep !== undefined) return undefined;
  const since = reset !== undefined && reset.at > letInAt ? reset.at : letInAt;
  return new Date(Date.parse(since) + SET_UP_MILLISECONDS).toISOString();
}

/** Whether somebody may sign in: they have a second step, or may set one up now. */
export function maySignIn(person: OnRoster, now: string): boolean {
  const until = setsUpUntil(person);
  return until === undefined || now < until;
}

/** One person is one name, however it is written: of two alike, nobody could say who has set up a second step. */
const asNamed = (name: string): string => name.normalize('NFKC').trim().replaceAll(/\s+/g, ' ').toLowerCase();

/** Whoever has a name on the roster. */
export const named = ({ people }: Roster, name: string): OnRoster | undefined =>
  people.find((one) => asNamed(one.name) === asNamed(name));

const withUntold = (roster: Roster, untold: Untold): Roster => ({
  ...roster,
  untold: [...(roster.untold ?? []), untold],
});

/** The roster once the desk was told of some of its changes. */
export function told(roster: Roster, of: readonly Untold[]): Roster {
  const { untold = [], ...rest } = roster;
  const left = untold.filter((one) => !of.some(({ id, at }) => id === one.id && at === one.at));
  return left.length === untold.length ? roster : { ...rest, ...(left.length === 0 ? {} : { untold: left }) };
}

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
 * have one, the time to set it up is over, or somebody else was first.
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
  if (known === undefined ? !isFirst(roster) || name === undefined : !maySignIn(known, now)) return undefined;
  const person: OnRoster = {
    ...(known ?? { id, name: name ?? '', letInAt: now }),
    secondStep: { secret, setUpAt: now, lastStep: step },
  };
  const set = known === undefined ? { ...roster, people: [person] } : withPerson(roster, person);
  return withUntold(set, { change: 'set-up', id, at: now });
}

/** The roster once a code of a step was taken; undefined where it may not be: that code or a later one was taken before. */
export function taken(roster: Roster, id: string, step: number): Roster | undefined {
  const person = onRoster(roster, id);
  if (person?.secondStep === undefined || step <= person.secondStep.lastStep) return undefined;
  return withPerson(roster, { ...person, secondStep: { ...person.secondStep, lastStep: step } });
}

/** Somebody is let in; and once more, when they set up nothing in time. Nobody is let in beside somebody of the same name. */
function letIn(
  roster: Roster,
  { id, name }: { readonly id: string; readonly name: string },
  by: string,
  now: string,
): Roster {
  const known = onRoster(roster, id) ?? named(roster, name);
  if (known === undefined)
    return { ...roster, people: [...roster.people, { id, name, letInAt: now, letInBy: by }] };
  return known.id !== id || maySignIn(known, now)
    ? roster
    : withPerson(roster, { ...known, letInAt: now, letInBy: by });
}

/** Somebody's second step is void, as when their phone is lost: for a day they can set up another. */
export function reset(roster: Roster, id: string, by: string, now: string): Roster {
  const person = onRoster(roster, id);
  if (person === undefined || (person.secondStep === undefined && maySignIn(person, now))) return roster;
  const { secondStep: _, ...rest } = person;
  return withPerson(roster, { ...rest, reset: { at: now, by } });
}

/** Somebody may not sign in any more. */
function takenOff(roster: Roster, id: string, by: string, now: string): Roster {
  const person = onRoster(roster, id);
  if (person === undefined) return roster;
  return {
    ...roster,
    people: roster.people.filter((one) => one !== person),
    left: [...roster.left, { name: person.name, at: now, by }].slice(-MOST_LEFT),
  };
}

/** What somebody changes of who else may sign in. */
export type RosterChange =
  | { readonly kind: 'let-in'; readonly id: string; readonly name: string }
  | { readonly kind: 'reset' | 'taken-off'; readonly id: string };

/**
 * The roster once somebody has changed who else may sign in. Undefined when it would change nothing, or is not theirs to change: it takes a second step
 * of one's own, as the roster stands now, and nobody changes themselves. So somebody with a second step always stays: a roster without would be open to
 * whoever comes first.
 *
 * @param by who changes it, by their id
 */
export function changedBy(roster: Roster, by: string, change: RosterChange, now: string): Roster | undefined {
  const actor = onRoster(roster, by);
  if (actor?.secondStep === undefined || change.id === by) return undefined;
  const { id, kind } = change;
  const changed =
    kind === 'let-in'
      ? letIn(roster, change, actor.name, now)
      : (kind === 'reset' ? reset : takenOff)(roster, id, actor.name, now);
  return changed === roster ? undefined : withUntold(changed, { change: kind, id, at: now });
}
