import type { ReferralFacts } from '../../../events/referral.ts';
import { defined } from '../defined.ts';
import { hashOf } from '../hash.ts';
import { policyNamed } from '../policies.ts';
import type { Policy } from '../policy.ts';
import { areasInQuestion } from './areas-in-question.ts';
import { asked, type Standing, standings } from './candidates.ts';
import type { AllocationInputs, Candidate, CouncilVerdict, Decision } from './decision.ts';
import { eligibility } from './eligibility.ts';
import { rankParties } from './rota.ts';
import { byRegion, councilParties, inRank, regionParties, withLiveOffers } from './rota-parties.ts';
import type { SchemeView } from './scheme.ts';

interface Ranked {
  readonly standing: Standing;
  readonly because: Candidate['because'];
  readonly lag: number;
  readonly regionLag: number;
}

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
  const regionsInTurn = inRank(
    turns.regions,
    ({ code }) => code,
    rankParties(turns.national, nation, size, policy),
  );
  return regionsInTurn.flatMap(({ thing: region, lag: regionLag }) => {
    const councils = inRank(
      region.councils,
      ({ council }) => council.code,
      rankParties(region.state, councilParties(region), size, policy),
    ).map(
      ({ thing: standing, lag }): Ranked => ({
        standing,
        because: goesFirst(standing) ? 'community-link' : 'turn',
        lag,
        regionLag,
      }),
    );
    return [
      ...councils.filter(({ because }) => because === 'community-link'),
      ...councils.filter(({ because }) => because === 'turn'),
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
  const because = (one: Ranked): Ranked => ({ ...one, because: 'family-link' });
  return [
    ...ranked.filter(isSibling).map(because),
    ...ranked.filter(isFamily).map(because),
    ...ranked.filter((one) => !isSibling(one) && !isFamily(one)),
  ];
};

/** What is said of a council. `at`: its place among those who can take the children, from 0. */
const verdictOf = (
  { council, precondition, numbers }: Standing,
  place: { readonly one: Ranked; readonly at: number } | undefined,
  backUps: number,
): CouncilVerdict => {
  const whose = { council: council.code, region: council.region };
  if (place === undefined)
    return { ...whose, outcome: 'passed-over', because: precondition ?? 'later-in-turn', numbers };
  const { one, at } = place;
  const ranked = { ...whose, numbers: { ...numbers, lag: one.lag, regionLag: one.regionLag } };
  if (at > backUps) return { ...ranked, outcome: 'passed-over', because: 'later-in-turn' };
  return { ...ranked, outcome: at === 0 ? 'chosen' : 'back-up', rank: at + 1, because: one.because };
};

/**
 * What the check would decide under a policy that is not the released one of that name: for replays that ask "what if". Placements
 * are never made on it, because they could not be derived again.
 */
export const checkAllocationUnder = (policy: Policy, inputs: AllocationInputs): Decision => {
  const checked = eligibility(inputs, policy);
  if (checked.kind !== 'eligible') return checked;

  const wants = asked(inputs, policy);
  const all = standings(inputs.councils, wants, inputs.today, policy);
  const ranked = linksFirst(inTurn(all, inputs, wants.children, policy), inputs.facts);
  const places = new Map(ranked.map((one, at) => [one.standing.council.code, { one, at }]));
  const { backUps } = policy.offers;
  const verdicts = all.map((standing) => verdictOf(standing, places.get(standing.council.code), backUps));
  const candidates = ranked.slice(0, 1 + backUps).map(
    ({ standing, because }): Candidate => ({
      council: standing.council.code,
      region: standing.council.region,
      because,
    }),
  );
  const { warnings } = checked;
  const [chosen, ...others] = candidates;
  return chosen === undefined
    ? { kind: 'no-candidate', verdicts, warnings }
    : { kind: 'offer', chosen, backUps: others, verdicts, warnings };
};

/**
 * Which council is asked to take the children, which are its back-ups, and why, for every council. A function of its inputs
 * alone: the same inputs give the same decision, byte for byte, whatever order they are listed in.
 * @throws {UnknownPolicyError} when the inputs name a policy that was never released.
 */
export const checkAllocation = (inputs: AllocationInputs): Decision =>
  checkAllocationUnder(policyNamed(inputs.policy), inputs);

/** What the check asks of a case. */
type SubjectOfDecision = Pick<
  AllocationInputs,
  'facts' | 'cleared' | 'excluded' | 'turned18' | 'possibleDuplicates'
> &
  Parameters<typeof areasInQuestion>[0];

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
  facts: subject.facts,
  cleared: subject.cleared,
  ...defined({ possibleDuplicates: subject.possibleDuplicates }),
  ...(comparisons.length === 0 ? {} : { comparisons }),
  excluded: subject.excluded,
  ...(areasInQuestion(subject).length === 0 ? {} : { inQuestion: areasInQuestion(subject) }),
  turned18: subject.turned18,
  ages,
  councils: view.councils
    .map(({ reminders: _, trail: __, ...figures }) => figures)
    .sort((a, b) => (a.code < b.code ? -1 : 1)),
  national: view.national.state,
  regions: Object.fromEntries(Object.entries(view.regions).map(([code, { state }]) => [code, state])),
});

/** Names a decision's inputs: SHA-256 of their canonical JSON. */
export const decisionHash = (inputs: AllocationInputs): string => hashOf(inputs);
