import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CaseReference } from '../../events/envelope.ts';
import { addressedReference, caseReference, typedReference } from '../../shared/core/case/reference.ts';

test('a reference is readable, opaque and the same for the same referral', () => {
  fc.assert(
    fc.property(fc.uuid(), fc.integer({ min: 1, max: 9 }), (referralId, attempt) => {
      const reference = caseReference(referralId, attempt);
      expect(CaseReference.safeParse(reference).success).toBe(true);
      expect(caseReference(referralId.toUpperCase(), attempt)).toBe(reference);
      expect(caseReference(referralId, attempt + 1)).not.toBe(reference);
    }),
  );
});

test('is found however it is written down, and nothing else is taken for one', () => {
  const between = fc.constantFrom('', ' ', '-', ' - ', '.');
  fc.assert(
    fc.property(fc.uuid(), between, between, fc.boolean(), fc.boolean(), (id, one, two, prefix, small) => {
      const reference = caseReference(id, 1);
      const [, first, second] = reference.split('-');
      const confused = `${first}${two}${second}`.replaceAll('1', small ? 'l' : 'I').replaceAll('0', 'O');
      const said = ` ${prefix ? `NTS${one}` : ''}${confused} `;
      const typed = small ? said.toLowerCase() : said;
      expect(typedReference(typed)).toBe(reference);
      expect(addressedReference(encodeURIComponent(typed)), 'in an address').toBe(reference);
      expect(addressedReference(typed), 'in an address that was decoded before').toBe(reference);
    }),
  );
  for (const none of ['', 'NTS', 'NTS-', 'NTS-EQXN', 'EQXN M0J', 'EQXN M0J34', 'UUUU-UUUU', '<script>'])
    expect(typedReference(none), none).toBeUndefined();
  for (const broken of ['%', 'EQXN%M0J3', '%E0%A4%A'])
    expect(addressedReference(broken), broken).toBeUndefined();
});

test('is pinned: a released reference must be found again', () => {
  expect(caseReference('5f0c7e1a-3b1d-4f6e-9a2c-8d4e6b7f1a20', 1)).toBe('NTS-ENTA-AH89');
});

test('spreads referrals: 20,000 give 20,000 references', () => {
  const references = Array.from({ length: 20_000 }, (_, n) => caseReference(`referral-${n}`, 1));
  expect(new Set(references).size).toBe(20_000);
});
