/** Trails that are written out by hand: each event with what counts of it alone. */
import type { AnyEvent } from '../../events/catalogue.ts';
import { instantAt } from '../../shared/core/calendar/working-days.ts';
import { aReferral } from '../builders.ts';
import { KENT } from './a-scheme.ts';

export type Said = readonly [at: string, type: AnyEvent['type'], data: object];

/** A trail as it was written, each event numbered and with a hash of its number. `at`: London, YYYY-MM-DD HH:MM. */
export const trailOf = (...said: readonly Said[]): readonly AnyEvent[] =>
  said.map(([at, type, data], index) => {
    const [day = '', time = ''] = at.split(' ');
    return {
      id: `event-${index + 1}`,
      type,
      at: instantAt(day, time),
      actor: { kind: 'system', name: 'test' },
      trail: {
        subject: 'NTS-7F3K-2M9Q',
        number: index + 1,
        policy: 'nts-2026',
        cause: 'c',
        previousHash: '',
        hash: `hash-${index + 1}`,
      },
      data,
    } as unknown as AnyEvent;
  });

export const children = (many: number) => Array.from({ length: many }, (_, index) => ({ number: index + 1 }));
export const referred = (at: string, over: object = {}): Said => [
  at,
  'referral-received.v2',
  {
    referralId: 'r',
    channel: 'form',
    facts: aReferral({ entryAuthority: KENT, children: children(1), inCareOfAuthority: true, ...over }),
  },
];
export const asked = (at: string, offerId: string, council: string): Said => [
  at,
  'offers-made.v1',
  { places: 1, offers: [{ offerId, council, role: 'primary' }] },
];
export const accepted = (at: string, council: string, offerId?: string): Said => [
  at,
  'place-accepted.v1',
  { council, places: 1, how: offerId === undefined ? 'placed-directly' : 'accepted', offerId },
];
export const handedOver = (at: string, council: string): Said => {
  const [day = '', time = ''] = at.split(' ');
  return [at, 'transfer-completed.v1', { council, handedOverAt: instantAt(day, time) }];
};
export const missing = (at: string, who: object = {}): Said => {
  const [day = '', time = ''] = at.split(' ');
  return [at, 'case-paused.v1', { because: 'missing', missingSince: instantAt(day, time), ...who }];
};
export const found = (at: string, who: object = {}): Said => {
  const [day = '', time = ''] = at.split(' ');
  return [at, 'case-resumed.v1', { foundAt: instantAt(day, time), ...who }];
};
