import type { ReferralFacts } from '../../../../events/referral.ts';
import type { ReferralRequest } from '../../../../shared/core/referral/referral-request.ts';
import { labelOf } from '../../../../shared/words/fact-labels.ts';
import { stored } from '../../../functions/stored-mail.ts';

/** What somebody at a council writes to the scheme's address: a referral, or facts that add to a case. */
export interface Letter {
  /** The same when a mail server delivers it again. */
  readonly messageId: string;
  readonly from: string;
  readonly body: ReferralRequest | (Partial<ReferralFacts> & { readonly reference: string });
}

type Facts = Readonly<Record<string, unknown>>;
type Link = NonNullable<ReferralFacts['links']>[number];

const isLink = (one: unknown): one is Link => typeof one === 'object' && one !== null && 'council' in one;

function asText(value: unknown): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (!Array.isArray(value)) return String(value);
  return value.length === 0
    ? 'none'
    : value.map((one) => (isLink(one) ? `${one.council} (${one.kind})` : String(one))).join('; ');
}

/** A line for each fact: "Sex: female". */
const asLines = (facts: Facts): readonly string[] =>
  Object.entries(facts)
    .filter(([, value]) => value !== undefined)
    .flatMap(([field, value]) => {
      if (field === 'definition')
        return asLines(
          Object.fromEntries(Object.entries(value as Facts).map(([one, is]) => [`definition.${one}`, is])),
        );
      const label = labelOf(field);
      if (label === undefined) throw new Error(`Nothing is written about ${field} in an e-mail.`);
      return [`${label}: ${asText(value)}`];
    });

/** A letter as SES stores it: the facts in lines, child by child. Who refers is said by its sender alone. */
export const asStored = ({ messageId, from, body }: Letter): Buffer => {
  const {
    reference,
    entryAuthority: _,
    children = [],
    ...facts
  } = body as Facts & { readonly reference?: string; readonly children?: readonly Facts[] };
  return stored({
    from,
    messageId,
    subject: 'For the National Transfer Scheme',
    body: [
      ...(reference === undefined ? [] : [`Reference: ${reference}`]),
      ...asLines(facts),
      ...children.flatMap(({ number, ...child }, at) => [
        ...(at === 0 ? [] : [`Child: ${number ?? at + 1}`]),
        ...asLines(child),
      ]),
    ].join('\r\n'),
  });
};
