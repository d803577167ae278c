import { byFirstCode } from '../../../events/former-codes.ts';
import type { ReferralFacts } from '../../../events/referral.ts';
import { isInForce } from '../calendar/in-force.ts';
import type { CouncilFigures } from '../council/council.ts';
import { type Exemptions, exemptionsThatDecide } from '../council/exemptions.ts';
import { defined } from '../defined.ts';
import { hashOf } from '../hash.ts';
import { policyNamed } from '../policies.ts';
import type { Policy } from '../policy.ts';
import { areasInQuestion } from './areas-in-question.ts';
import { arrivalsNotCounted } from './arrivals.ts';
import { asked, type Standing, standings } from './candidates.ts';
import type { AllocationInputs, Candidate, CouncilVerdict, Decision, Eligibility } from './decision.ts';
import { eligibility } from './eligibility.ts';
import { type RankedParty, type RotaParty, rankParties } from './rota.ts';
import {
  ableThoughSilent,
  byRegion,
  councilParties,
  inRank,
  regionParties,
  withLiveOffers,
} from './rota-parties.ts';
import type { SchemeView } from './scheme.ts';
import { inOrderOfTurn, type Placed, type PlaceInTurn, type Turn } from './turn-order.ts';
import { turnsOn } from './turns-left.ts';

interface Ranked {
  readonly standing: Standing;
  /** What its place follows from. */
  readonly turn: Omit<PlaceInTurn, 'place' | 'region' | 'council'> & Turns;
}

/** Where its region stands in the nation's rota, and it in its region's. */
interface Turns {
  readonly region: RankedParty & Pick<PlaceInTurn['region'], 'unheard'>;
  readonly council: RankedParty;
}

/** Why it is asked where it is: the first that holds. */
const becauseOf = ({ beside, link, leadChose, community }: Ranked['turn']): Candidate['because'] => {
  if (beside) return 'asked-beside';
  if (link !== undefined) return 'family-link';
  if (leadChose) return 'lead-chose';
  return community ? 'community-link' : 'turn';
};

/** Councils the child is linked to, by kind of link. */
const linked = (
  { links = [] }: ReferralFacts,
  kind: 'family' | 'sibling' | 'community',
): ReadonlySet<string> => new Set(links.filter((link) => link.kind === kind).map(({ council }) => council));

/** Everyone who can take the children, in the order in which the rotas ask them: the region whose turn it is, then its councils; then the next region. */
const inTurn = (
  all: readonly Standing[],
  inputs: AllocationInputs,
  size: number,
  policy: Policy,
): readonly Ranked[] => {
  const regions = byRegion(all);
  const nation = regionParties(regions, policy);
  const turns = withLiveOffers(inputs, regions, nation, policy);
  const community = linked(inputs.facts, 'community');
  const goesFirst = ({ council }: Standing) =>
    policy.communityLink === 'first-in-region' && community.has(council.code);
  const rank = (parties: readonly RotaParty[]) =>
    inRank(turns.regions, ({ code }) => code, rankParties(turns.national, parties, size, policy));
  const heard = rank(nation);
  // A region in which only silent councils can take the children comes after all others, so that no child is passed over for it.
  const unheard = rank(ableThoughSilent(nation, regions)).filter(
    ({ thing }) => !heard.some((region) => region.thing === thing),
  );
  const regionsInTurn = [
    ...heard,
    ...unheard.map((one) => ({ ...one, turn: { ...one.turn, unheard: true as const } })),
  ];
  return regionsInTurn.flatMap(({ thing: region, turn: ofRegion }) => {
    const councils = inRank(
      region.councils,
      ({ council }) => council.code,
      rankParties(region.state, councilParties(region), size, policy, inputs.today),
    ).map(({ thing: standing, turn: council }): Ranked => {
      const waits = standing.silent ? 'silent' : council.waits;
      const community = goesFirst(standing) || undefined;
      return { standing, turn: { region: ofRegion, council, ...defined({ waits, community }) } };
    });
    return [
      ...councils.filter(({ turn }) => turn.community),
      ...councils.filter(({ turn }) => !turn.community),
    ];
  });
};

/** Links to siblings, then to family, go before any turn; among themselves they keep the rota's order. */
const linksFirst = (ranked: readonly Ranked[], facts: ReferralFacts): readonly Ranked[] => {
  const siblings = linked(facts, 'sibling');
  const family = linked(facts, 'family');
  if (siblings.size + family.size === 0) return ranked;
  const isSibling = ({ standing }: Ranked) => siblings.has(standing.council.code);
  const isFamily = (one: Ranked) => !isSibling(one) && family.has(one.standing.council.code);
  const by =
    (link: 'sibling' | 'family') =>
    (one: Ranked): Ranked => ({ ...one, turn: { ...one.turn, link } });
  return [
    ...ranked.filter(isSibling).map(by('sibling')),
    ...ranked.filter(isFamily).map(by('family')),
    ...ranked.filter((one) => !isSibling(one) && !isFamily(one)),
  ];
};

/** Whom its region's lead chose goes before any turn, as long as it can take the children. */
const leadsChoiceFirst = (ranked: readonly Ranked[], { leadChose }: AllocationInputs): readonly Ranked[] => {
  const chosen = ranked.find(({ standing }) => standing.council.code === leadChose);
  return chosen === undefined
    ? ranked
    : [{ ...chosen, turn: { ...chosen.turn, leadChose: true } }, ...ranked.filter((one) => one !== chosen)];
};

/** The councils among which a region's lead chooses: nothing where it has no part, a link or its own word came first, or there is but one. */
const forLead = (
  ranked: readonly Ranked[],
  { region, because }: Candidate,
  { leadNames }: Policy,
): readonly string[] | undefined => {
  if (leadNames?.regions.includes(region) !== true) return undefined;
  if (because !== 'turn' && because !== 'community-link') return undefined;
  const councils = ranked
    .filter(({ standing }) => standing.council.region === region)
    .map(({ standing }) => standing.council.code);
  return councils.length < 2 ? undefined : councils;
};

/** Whoever answers goes before whoever has caught up as fast as it may, and both before whoever does not answer: in the whole nation, so that no child waits for them. */
const waitingLast = (ranked: readonly Ranked[]): readonly Ranked[] => [
  ...ranked.filter(({ turn }) => turn.waits === undefined),
  ...ranked.filter(({ turn }) => turn.waits === 'paced'),
  ...ranked.filter(({ turn }) => turn.waits === 'silent'),
];

/**
 * Silent councils to be asked beside those who answer, so that they are heard of again the moment they answer: of the region whose turn it
 * is, each in its turn, arrival by arrival.
 */
const besideThem = (
  ranked: readonly Ranked[],
  asked: readonly Ranked[],
  { national }: Pick<AllocationInputs, 'national'>,
  { silence }: Policy,
): readonly Ranked[] => {
  const [first] = asked;
  if (silence === undefined || first === undefined) return [];
  const silent = ranked.filter(
    ({ standing }) => standing.silent && !asked.some((one) => one.standing === standing),
  );
  const near = silent.filter(({ standing }) => standing.council.region === first.standing.council.region);
  const reached = (near.length > 0 ? near : silent).toSorted((a, b) =>
    byFirstCode(a.standing.council.code, b.standing.council.code),
  );
  const from = reached.length === 0 ? 0 : (national.arrivals * silence.askedBeside) % reached.length;
  return [...reached.slice(from), ...reached.slice(0, from)].slice(0, silence.askedBeside);
};

const turnOf = ({ rank, owed, deadline, last, because, waits }: RankedParty): Turn => ({
  rank,
  owed,
  deadline,
  last,
  because,
  ...defined({ waits }),
});

/** One of those who can take the children. `at`: its place among them, from 0. */
interface Place {
  readonly one: Ranked;
  readonly at: number;
}

const placeInTurn = ({ one, at }: Place): PlaceInTurn => {
  const { region, council, ...rest } = one.turn;
  return {
    place: at + 1,
    ...rest,
    region: { ...turnOf(region), ...defined({ unheard: region.unheard }) },
    council: turnOf(council),
  };
};

const turnsOf = (places: Decided['places']): ReadonlyMap<string, PlaceInTurn> =>
  new Map([...places].map(([code, place]) => [code, placeInTurn(place)]));

/** What is said of a council. */
const verdictOf = (
  { council, precondition, numbers }: Standing,
  place: Place | undefined,
  asked: number,
): CouncilVerdict => {
  const whose = { council: council.code, region: council.region };
  if (place === undefined)
    return { ...whose, outcome: 'passed-over', because: precondition ?? 'later-in-turn', numbers };
  const { one, at } = place;
  const { region, council: own } = one.turn;
  const ranked = { ...whose, numbers: { ...numbers, lag: own.lag, regionLag: region.lag } };
  if (at >= asked)
    return {
      ...ranked,
      outcome: 'passed-over',
      because: one.turn.waits === 'silent' ? 'not-answering' : 'later-in-turn',
    };
  return { ...ranked, outcome: at === 0 ? 'chosen' : 'back-up', rank: at + 1, because: becauseOf(one.turn) };
};

/** A decision, and by its code the place of each council that can take the children. */
interface Decided {
  readonly decision: Decision;
  readonly places: ReadonlyMap<string, Place>;
}

const decided = (policy: Policy, inputs: AllocationInputs): Decided => {
  const checked = eligibility(inputs, policy);
  return checked.kind === 'eligible'
    ? whomToAsk(policy, inputs, checked)
    : { decision: checked, places: new Map() };
};

/** What is decided about children for whom somebody may be asked. */
const whomToAsk = (
  policy: Policy,
  inputs: AllocationInputs,
  { warnings }: Pick<Extract<Eligibility, { kind: 'eligible' }>, 'warnings'>,
): Decided & { readonly decision: { readonly verdicts: readonly CouncilVerdict[] } } => {
  const wants = asked(inputs, policy);
  const all = standings(inputs.councils, wants, inputs.today, policy);
  const ranked = linksFirst(
    leadsChoiceFirst(waitingLast(inTurn(all, inputs, wants.children, policy)), inputs),
    inputs.facts,
  );
  const first = ranked.slice(0, 1 + policy.offers.backUps);
  const beside = besideThem(ranked, first, inputs, policy).map(
    (one): Ranked => ({ ...one, turn: { ...one.turn, beside: true } }),
  );
  const askedNow = [...first, ...beside];
  const places = new Map(
    [...askedNow, ...ranked.filter(({ standing }) => !askedNow.some((one) => one.standing === standing))].map(
      (one, at) => [one.standing.council.code, { one, at }],
    ),
  );
  const verdicts = all.map((standing) =>
    verdictOf(standing, places.get(standing.council.code), askedNow.length),
  );
  const candidates = askedNow.map(
    ({ standing, turn }): Candidate => ({
      council: standing.council.code,
      region: standing.council.region,
      because: becauseOf(turn),
    }),
  );
  const [chosen, ...others] = candidates;
  const decision: Extract<Decision, { verdicts: unknown }> =
    chosen === undefined
      ? { kind: 'no-candidate', verdicts, warnings }
      : {
          kind: 'offer',
          chosen,
          backUps: others,
          ...defined({ forLead: forLead(ranked, chosen, policy) }),
          verdicts,
          warnings,
        };
  return { decision, places };
};

/**
 * What the check would decide under a policy that is not the released one of that name: for replays that ask "what if". Placements
 * are never made on it, because they could not be derived again.
 */
export const checkAllocationUnder = (policy: Policy, inputs: AllocationInputs): Decision =>
  decided(policy, inputs).decision;

/**
 * Which council is asked to take the children, which are its back-ups, and why, for every council. A function of its inputs
 * alone: the same inputs give the same decision, byte for byte, whatever order they are listed in.
 * @throws {UnknownPolicyError} when the inputs name a policy that was never released.
 */
export const checkAllocation = (inputs: AllocationInputs): Decision =>
  checkAllocationUnder(policyNamed(inputs.policy), inputs);

/**
 * The same decision, and beside it what the place of each council that can take the children follows from, by its code: for whoever explains it.
 * It is no part of the decision, which stays what it was to the byte however it is explained.
 * @throws {UnknownPolicyError} as `checkAllocation`
 */
export const explainAllocation = (
  inputs: AllocationInputs,
): { readonly decision: Decision; readonly turns: ReadonlyMap<string, PlaceInTurn> } => {
  const { decision, places } = decided(policyNamed(inputs.policy), inputs);
  return { decision, turns: turnsOf(places) };
};

/** A child of whom nothing is known that bears on who is asked, and whom no council of the scheme refers: who needs a foster place. */
const anyChild: ReferralFacts = { entryAuthority: '', children: [{ number: 1 }] };

/**
 * How every council stands today, without any case: what would be said of each were such a child referred now, and those who could take it, in turn.
 * Only who asks about the scheme itself gets it; no child is ever placed by it.
 *
 * @param today Europe/London, YYYY-MM-DD
 */
export const turnsToday = (
  view: SchemeView,
  policy: Policy,
  today: string,
): { readonly verdicts: readonly CouncilVerdict[]; readonly order: readonly Placed[] } => {
  const nobody = { facts: anyChild, cleared: [], excluded: [], turned18: [] };
  const {
    decision: { verdicts },
    places,
  } = whomToAsk(policy, inputsFor(view, nobody, policy, today, []), { warnings: [] });
  return { verdicts, order: inOrderOfTurn(verdicts, turnsOf(places)) };
};

/** What the check asks of a case. */
type SubjectOfDecision = Pick<
  AllocationInputs,
  'facts' | 'cleared' | 'excluded' | 'turned18' | 'possibleDuplicates' | 'earlier' | 'leadChose'
> &
  Parameters<typeof areasInQuestion>[0] &
  Parameters<typeof arrivalsNotCounted>[0] & {
    /** By council, what the case's own offers hold of its places: it does not keep the same council from taking the same children. */
    readonly holds?: Readonly<Record<string, { readonly held: number; readonly offered: number }>>;
  };

const arrivingIn = (children: number): Pick<AllocationInputs, 'arriving'> =>
  children === 0 ? {} : { arriving: children };

const decidingExemptions = (
  exemptions: Exemptions | undefined,
  { declarations }: Policy,
): Pick<CouncilFigures, 'exemptions'> => {
  const deciding = declarations === undefined ? {} : exemptionsThatDecide(exemptions);
  return Object.keys(deciding).length === 0 ? {} : { exemptions: deciding };
};

const withoutOwn = (
  { held, offered }: Pick<CouncilFigures, 'held' | 'offered'>,
  own = { held: 0, offered: 0 },
): Pick<CouncilFigures, 'held' | 'offered'> => ({ held: held - own.held, offered: offered - own.offered });

/** What a decision about a case rests on, taken from the scheme as it was read. `today` is London's date; `ages`: see ages.ts. */
export const inputsFor = (
  view: SchemeView,
  subject: SubjectOfDecision,
  policy: Policy,
  today: string,
  ages: AllocationInputs['ages'],
  comparisons: NonNullable<AllocationInputs['comparisons']> = [],
): AllocationInputs => ({
  policy: policy.id,
  today,
  ...arrivingIn(arrivalsNotCounted(subject, view, policy, today)),
  facts: subject.facts,
  cleared: subject.cleared,
  ...defined({
    possibleDuplicates: subject.possibleDuplicates,
    leadChose: subject.leadChose,
    earlier: policy.holdsForEarlier === true ? subject.earlier : undefined,
  }),
  ...(comparisons.length === 0 ? {} : { comparisons }),
  excluded: subject.excluded,
  ...(areasInQuestion(subject).length === 0 ? {} : { inQuestion: areasInQuestion(subject) }),
  turned18: subject.turned18,
  ages,
  councils: view.councils
    .filter(({ code }) => isInForce(code, today))
    .map(({ reminders: _, trail: __, moved: ___, placedIn: ____, unanswered, exemptions, ...figures }) => ({
      ...figures,
      ...withoutOwn(figures, subject.holds?.[figures.code]),
      ...(policy.silence === undefined ? {} : defined({ unanswered })),
      ...decidingExemptions(exemptions, policy),
    }))
    .sort((a, b) => byFirstCode(a.code, b.code)),
  national: view.national.state,
  regions: Object.fromEntries(
    Object.entries(view.regions).map(([code, { state }]) => [code, turnsOn(state, today)]),
  ),
});

/** Names a decision's inputs: SHA-256 of their canonical JSON. */
export const decisionHash = (inputs: AllocationInputs): string => hashOf(inputs);
