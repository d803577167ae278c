import type { AnyEvent } from '../../../events/catalogue.ts';
import { presentForm } from '../../../events/present-form.ts';
import type { ReferralFacts } from '../../../events/referral.ts';
import type { Case, Offer } from '../../../shared/core/case/case.ts';
import type { Row } from '../forms/answer-words.ts';
import type { Section } from '../views/page-model.ts';
import { sheetRows } from '../words/sheet-words.ts';

/** What the referral said when an offer was made: as it came, with each amendment until then. Undefined where the trail does not tell. */
function factsWhenAsked(trail: readonly AnyEvent[], { id }: Offer): ReferralFacts | undefined {
  const events = trail.map(presentForm);
  const made = events.findIndex(
    (event) => event.type === 'offers-made.v1' && event.data.offers.some(({ offerId }) => offerId === id),
  );
  const [first] = events;
  if (made < 0 || first?.type !== 'referral-received.v2') return undefined;
  const amended = events
    .slice(1, made)
    .map((event) => (event.type === 'referral-amended.v2' ? event.data.facts : {}));
  return Object.assign({}, first.data.facts, ...amended);
}

const changedRows = (before: readonly Row[], after: readonly Row[]): Row[] => {
  const labels = [...new Set([...after, ...before].map(({ label }) => label))];
  const said = (rows: readonly Row[], wanted: string) =>
    rows.filter(({ label }) => label === wanted).flatMap(({ value }) => value.split('\n'));
  const words = (lines: readonly string[]) => (lines.length === 0 ? 'nothing said' : lines.join('; '));
  // Where only some lines of several have come, or gone, what stood beside them still stands.
  const value = (then: readonly string[], now: readonly string[]) => {
    const gone = then.filter((line) => !now.includes(line));
    const come = now.filter((line) => !then.includes(line));
    if (gone.length + come.length === 0) return undefined;
    if (gone.length === 0 && then.length > 0) return `Added: ${words(come)}`;
    if (come.length === 0 && now.length > 0) return `Taken out: ${words(gone)}`;
    return `Before: ${words(gone)}\nNow: ${words(come)}`;
  };
  return labels.flatMap((label) => {
    const changed = value(said(before, label), said(after, label));
    return changed === undefined ? [] : [{ label, value: changed }];
  });
};

/** What of the open part of a referral, as the council reads it, changed since its offer was made: nothing where nothing did. */
export function changedSince(theCase: Case, offer: Offer, trail: readonly AnyEvent[]): readonly Section[] {
  const facts = factsWhenAsked(trail, offer);
  if (facts === undefined) return [];
  const rows = changedRows(sheetRows({ ...theCase, facts }, offer), sheetRows(theCase, offer));
  return rows.length === 0 ? [] : [{ heading: 'Changed since you were asked', rows }];
}
