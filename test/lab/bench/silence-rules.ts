/** What can be made of councils that do not answer: the rules that are measured side by side. */
import { lags } from '../../../shared/core/allocation/rota.ts';
import type { Council } from '../../../shared/core/council/council.ts';
import { policyNamed } from '../../../shared/core/policies.ts';
import type { Policy } from '../../../shared/core/policy.ts';
import type { Books } from './silence-books.ts';

export interface SilenceRule {
  readonly name: string;
  readonly policy: Policy;
  /** Councils that the rule takes for closed, where the policy knows nothing of silence. */
  readonly passesOver?: (council: Council) => boolean;
  /** What it does to the turns after a child was placed. */
  readonly afterwards?: (books: Books, silent: (council: Council) => boolean) => void;
  /** Whether a back-up that said yes takes the child once half of the first's time went by. */
  readonly half?: boolean;
}

const asToday = policyNamed('nts-2025');
const { silence, catchUp: _, ...unpaced } = policyNamed('nts-2026');
if (silence === undefined) throw new Error('nts-2026 says nothing of silence.');

const NEVER = Number.POSITIVE_INFINITY;
const byOffersAlone = { ...silence, afterReminders: NEVER };
const anyAnswerCounts = { ...silence, afterOffersDespiteDeclaring: NEVER };
const letOneRunOut = ({ unanswered }: Council): boolean =>
  (unanswered?.offers ?? 0) > (unanswered?.offersBefore ?? 0);

/** EEVDF lets a sleeper keep no more than one turn of lag: what it is owed beyond that is given to the others, by what they are. */
function clampLags(books: Books, silent: (council: Council) => boolean): void {
  for (const council of books.councils.filter(silent)) {
    const turns = books.turns(council.region);
    const owed = lags(turns, [{ id: council.code }])[council.code] ?? 0;
    const entry = turns.parties[council.code];
    if (owed <= 1 || entry === undefined) continue;
    const others = Object.entries(turns.parties).filter(([code]) => code !== council.code);
    const rates = others.reduce((sum, [, { rate }]) => sum + rate, 0);
    if (rates === 0) continue;
    const parties = Object.fromEntries([
      ...others.map(([code, one]) => [code, { ...one, base: one.base + ((owed - 1) * one.rate) / rates }]),
      [council.code, { ...entry, base: entry.base - (owed - 1) }],
    ]);
    books.setTurns(council.region, { ...turns, parties });
  }
}

export const silenceRules: readonly SilenceRule[] = [
  { name: 'as today (nts-2025)', policy: asToday },
  { name: 'skip, forgive all', policy: asToday, passesOver: letOneRunOut },
  { name: 'ask beside, owe all', policy: { ...unpaced, silence: byOffersAlone } },
  { name: 'ask beside, clamp', policy: { ...unpaced, silence: byOffersAlone }, afterwards: clampLags },
  { name: 'nts-2026, by offers', policy: { ...policyNamed('nts-2026'), silence: byOffersAlone } },
  { name: 'nts-2026, declaring ends it', policy: { ...policyNamed('nts-2026'), silence: anyAnswerCounts } },
  { name: 'nts-2026', policy: policyNamed('nts-2026') },
];
