/** Whoever has a whole region to avoid names it in one word, in every channel. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { councilParts } from '../../functions/pages/refer/council-parts.ts';
import { readers } from '../../functions/receive-email/answers.ts';
import { everyCouncil } from '../../shared/core/council/published-councils.ts';
import { councilsOfRegions, withRegions } from '../../shared/core/council/whole-regions.ts';
import { ReferralRequest } from '../../shared/core/referral/referral-request.ts';
import { type RegionCode, regionCodes, regionNames } from '../../shared/words/regions.ts';
import { MailIn, stored, wholeReferral } from './mails.ts';

const LONDON = 'E12000007';
const KENT = 'E10000016';
const LEEDS = 'E08000035';
const london = everyCouncil().flatMap(({ code, region }) => (region === LONDON ? [code] : []));

test('the regions are those of the councils, by the same names, and each has some', () => {
  expect(new Map(Object.entries(regionNames))).toEqual(
    new Map(
      everyCouncil()
        .map(({ region, regionName }) => [region, regionName] as const)
        .sort(([a], [b]) => (a < b ? -1 : 1)),
    ),
  );
  expect(london).toHaveLength(33);
});

test('of any regions come all councils and no other', () => {
  fc.assert(
    fc.property(fc.subarray([...regionCodes]), (regions) => {
      const expected = everyCouncil().filter(({ region }) => regions.includes(region as RegionCode));
      expect(councilsOfRegions(regions)).toEqual(expected.map(({ code }) => code));
    }),
  );
});

describe('a region is read', () => {
  const areas = (text: string) => {
    const answer = readers.areasToAvoid(text);
    return answer.kind === 'read' ? answer.value : answer.words;
  };

  test.each(['London', 'greater london', 'All of London', 'LONDON region.', 'the London region'])(
    'from the words “%s” in an e-mail, a table or the Word form',
    (text) => {
      expect(areas(text)).toEqual(london);
    },
  );

  test('from an e-mail of a council in it, its own area with the others', async () => {
    const mail = await MailIn.open();
    await mail.receive(stored({ body: wholeReferral.replace(/(Areas to avoid: ).*/, '$1South East') }));
    const southEast = councilsOfRegions(['E12000008']);
    expect(southEast).toContain(KENT);
    expect((await mail.scheme.onlyCase()).facts.areasToAvoid).toEqual(southEast);
    expect(mail.told().map(({ problems }) => problems)).toEqual([[]]);
  });

  test('beside councils, and never for a council of nearly the same name', () => {
    expect(areas('Leeds; London; Kent')).toEqual([LEEDS, ...london, KENT]);
    expect(areas('City of London')).toEqual(['E09000001']);
    expect(areas('North East Lincolnshire')).toEqual(['E06000012']);
    expect(areas('Londn')).toContain('No council with children’s services has this name');
  });

  test('from the API, beside councils or alone, and only if it is one', () => {
    const child = { children: [{}] };
    const request = (more: object) => ReferralRequest.parse({ ...child, ...more });
    expect(withRegions(request({ regionsToAvoid: [LONDON], areasToAvoid: [LEEDS] }))).toEqual({
      ...child,
      areasToAvoid: [LEEDS, ...london],
    });
    expect(withRegions(request({ regionsToAvoid: ['E12000008'] })).areasToAvoid).toContain(KENT);
    expect(withRegions(request({ regionsToAvoid: [] }))).toEqual(child);
    expect(withRegions(request({}))).toEqual(child);
    expect(ReferralRequest.safeParse({ ...child, regionsToAvoid: [LEEDS] }).success).toBe(false);
  });

  test('from the form by one tick, with councils besides where they are wanted', () => {
    const { avoid: part } = councilParts({ own: KENT, today: '2026-11-23', children: [1] });
    const first = { avoid: { avoid: 'regions' } };
    const regions = (another: string) => ({
      ...first,
      avoidRegions: { avoidRegions: [LONDON], 'avoidRegions-another': another },
    });
    const leeds = { avoid1: { 'avoid1-council': LEEDS, 'avoid1-another': 'no' } };
    const pages = (answered: object) => part.steps(answered as never).map(({ name }) => name);
    const said = (answered: object) => part.says(answered as never).referral?.areasToAvoid;
    expect(pages(first)).toEqual(['avoid', 'avoidRegions']);
    expect(pages(regions('no'))).toEqual(['avoid', 'avoidRegions']);
    expect(pages(regions('yes'))).toEqual(['avoid', 'avoidRegions', 'avoid1']);
    expect(said({ ...regions('no'), ...leeds })).toEqual(london);
    expect(said({ ...regions('yes'), ...leeds })).toEqual([LEEDS, ...london]);
    // What was ticked before somebody thought better of it is not said.
    expect(said({ ...regions('yes'), ...leeds, avoid: { avoid: 'yes' } })).toEqual([LEEDS]);
    expect(said({ ...regions('yes'), ...leeds, avoid: { avoid: 'no' } })).toEqual([]);
    expect(said({})).toBeUndefined();
    // Why is asked once, with the first that is named, and sealed of every child.
    const asks = (answered: object) =>
      part
        .steps(answered as never)
        .flatMap(({ name, questions }) =>
          questions.flatMap((one) => (one.name === 'whyToAvoid' ? [name] : [])),
        );
    const why = (answered: object) => part.says(answered as never).children?.get(1)?.whyToAvoid;
    const gang = { whyToAvoid: 'gang' };
    const [byRegion, byName] = [
      { ...first, avoidRegions: { ...regions('yes').avoidRegions, ...gang }, ...leeds },
      { avoid: { avoid: 'yes' }, avoid1: { ...leeds.avoid1, ...gang } },
    ];
    expect([asks(byRegion), asks(byName)]).toEqual([['avoidRegions'], ['avoid1']]);
    expect([why(byRegion), why(byName)]).toEqual(['gang', 'gang']);
    // Nor what is left over from before: without areas there is no reason.
    expect(why({ ...byName, avoid: { avoid: 'no' } })).toBeUndefined();
    expect(why({ ...byName, ...regions('no') })).toBeUndefined();
    const sixty = Object.fromEntries(
      Array.from({ length: 60 }, (_, at) => [
        `avoid${at + 1}`,
        { [`avoid${at + 1}-council`]: LEEDS, [`avoid${at + 1}-another`]: 'yes' },
      ]),
    );
    const all = part.steps({ avoid: { avoid: 'yes' }, ...sixty } as never);
    expect(all.at(-1)?.name).toBe('avoid60');
    // Nobody is asked for one more than is taken.
    expect(all.at(-1)?.questions.map(({ name }) => name)).toEqual(['avoid60-council']);
    const [, page] = part.steps(first as never);
    expect(page?.schema.safeParse({ avoidRegions: [], 'avoidRegions-another': 'no' }).success).toBe(false);
  });
});
