import type { LanguageCode } from '../../events/languages.ts';
import type { ReferralFacts } from '../../events/referral.ts';
import type { AvoidReason } from '../../shared/core/referral/particulars.ts';

type CareStatus = NonNullable<ReferralFacts['careStatus']>;
type ImmigrationStatus = NonNullable<ReferralFacts['immigrationStatus']>;

/** The same answer in other words, as `plain` leaves them. */
const said = <Value extends string>(
  words: Readonly<Partial<Record<Value, string>>>,
): Readonly<Record<string, Value>> =>
  Object.fromEntries(
    (Object.entries(words) as [Value, string][]).flatMap(([value, all]) =>
      all.split(' ').map((one) => [one, value]),
    ),
  );

/** What says that something is not known. */
export const unknownWords: ReadonlySet<string> = new Set(
  'notknown notknownyet notyetknown unknown nk dontknow donotknow notsure unsure'.split(' '),
);
/** What says that it will be. A claim that is awaited, or a place, may be something else. */
const awaitedWords = 'tbc tba tobeconfirmed awaiting awaited awaitinginformation beingconfirmed';
const awaited = said({ 'not-known': awaitedWords });

/** Whether an answer says that nobody knows yet. */
export const saysUnknown = (words: string): boolean =>
  unknownWords.has(words) || Object.hasOwn(awaited, words);

const yesOrNo = said({ yes: 'y true', no: 'n false' });
export const alsoYesOrNo = { ...awaited, ...yesOrNo };
export const alsoSmokes = {
  ...alsoYesOrNo,
  ...said({ yes: 'smoker', no: 'nonsmoker doesnotsmoke never' }),
};

export const alsoImmigration = said<ImmigrationStatus>({
  'claim-pending':
    'pending uasc asylumseeker asylumseeking seekingasylum claimingasylum claimedasylum hasclaimedasylum asylumclaimed asylumclaimpending pendingasylumclaim asylumpending claimmade asylumclaimmade asylumclaimlodged asylumclaimsubmitted asylumclaimundecided awaitingdecision awaitingasylumdecision awaitinghomeofficedecision awaitinginitialdecision decisionpending',
  'leave-granted':
    'granted leave refugee refugeestatus refugeestatusgranted grantedrefugeestatus refugeeleave humanitarianprotection discretionaryleave dlr uascleave limitedleave limitedleavetoremain leavetoremain leavetoremaingranted ltr ilr indefiniteleave indefiniteleavetoremain asylumgranted grantedasylum',
  'claim-refused': 'refused asylumrefused asylumclaimrefused refusedasylum appealrightsexhausted',
  'not-known': 'tbc tba tobeconfirmed',
});

export const alsoAvoid = said<AvoidReason>({
  exploitation:
    'trafficking trafficked traffickers exploited exploiters modernslavery traffickingorexploitation exploitationortrafficking criminalexploitation sexualexploitation labourexploitation',
  gang: 'gangs gangthreat countylines',
  abuse: 'abuser abusers perpetrator domesticabuse',
  family: 'threatfromfamily familythreat familymembers',
  community: 'threatfromcommunity communitythreat threatfromacommunity',
  witness: 'witnessprotection protectedwitness',
  'court-order': 'court courtsorder injunction nonmolestationorder',
});

export const alsoScreened = {
  ...awaited,
  ...said({
    done: 'yes complete completed carriedout',
    offered: 'booked arranged requested referred',
    declined: 'refused declinedbythechild',
    'not-yet': 'no notdone notdoneyet notoffered notofferedyet outstanding',
  }),
};

export const alsoFit = {
  ...awaited,
  ...said({
    fit: 'yes fitandwell fittomove fittotravel fitfortravel fittotransfer fitfortransfer fittofly cleared clearedtotravel',
    'not-fit': 'no unfit notfittomove notfittotravel notfitfortravel notfittotransfer notfitfortransfer',
    'not-assessed': 'notyetassessed notassessedyet awaitingassessment',
  }),
};

export const alsoFaith = {
  ...awaited,
  ...said({
    none: 'no noreligion nofaith atheist',
    muslim: 'islam islamic moslem sunni shia sunnimuslim shiamuslim muslimsunni muslimshia',
    christian:
      'christianity orthodox orthodoxchristian christianorthodox ethiopianorthodox eritreanorthodox coptic copticchristian copticorthodox catholic romancatholic pentecostal pentecostalchristian protestant evangelical',
    hindu: 'hinduism',
    sikh: 'sikhism',
    buddhist: 'buddhism',
    jewish: 'judaism',
    other: 'yazidi yezidi ezidi bahai zoroastrian mandaean anotherfaith',
  }),
};

export const alsoDiet = said({
  halal: 'halalonly halalfood halalfoodonly halaldiet halalmeat',
  kosher: 'kosheronly kosherfood',
  vegetarian: 'veggie vegetariandiet',
  vegan: 'vegandiet',
  allergy: 'allergies foodallergy foodallergies',
});
/** What says that a child eats anything. */
export const noDiet: ReadonlySet<string> = new Set(
  'anything eatsanything eatseverything norestrictions nospecialdiet normal nodietaryneeds nodietaryrequirements'.split(
    ' ',
  ),
);

export const alsoHealthKinds = said({
  'long-term-condition': 'chroniccondition longtermillness chronicillness',
  medication: 'medicines medicine regularmedication',
  injury: 'injuries injured',
  'mental-health': 'mentalhealthneeds',
  pregnancy: 'pregnant',
});
export const noHealthKinds: ReadonlySet<string> = new Set(
  'noneknown nothingknown noknownneeds noknownhealthneeds noneidentified'.split(' '),
);

export const alsoSchooled = {
  ...awaited,
  ...said({
    none: 'never noschool noschooling noeducation neverbeenatschool neverattendedschool',
    primary: 'primaryschool primaryeducation',
    secondary: 'secondaryschool secondaryeducation highschool',
    college: 'university sixthform furthereducation collegeormore',
  }),
};

/** Variants of names of languages. What may be one of two is in neither: Kurdish, Chinese. */
export const alsoSpoken = said<LanguageCode>({
  aar: 'afaraf',
  ara: 'sudanesearabic arabicsudanese modernstandardarabic',
  aze: 'azeri',
  bal: 'baluchi baloch',
  bej: 'bedawi',
  ben: 'bangla',
  byn: 'bilin blin',
  ckb: 'soranikurdish kurdishsorani centralkurdish',
  cmn: 'mandarinchinese',
  ful: 'fulani fulah pular pulaar peul',
  ibo: 'ibo',
  kin: 'rwandan',
  kmr: 'kurmanjikurdish kurdishkurmanji bahdini badini kurdishbadini kurdishbahdini northernkurdish',
  mls: 'massalit',
  mnk: 'mandingo mandinko mandinke',
  mya: 'myanmar',
  orm: 'oromiffa oromifa oromiya afaanoromo afanoromo',
  pan: 'panjabi',
  pes: 'iranianpersian persianfarsi farsipersian iranianfarsi',
  prs: 'daripersian afghanpersian persiandari dariafghan farsidari darifarsi',
  pus: 'pushto pashtu pushtu pakhto pukhto',
  rom: 'romany',
  run: 'rundi',
  sdh: 'faili feylikurdish kurdishfaili southernkurdish',
  sgn: 'bsl britishsignlanguage signlanguage',
  som: 'somalian',
  sqi: 'shqip',
  swa: 'kiswahili',
  tir: 'tigrigna tigrinia tigrinyan tigrinja',
  tuk: 'turkmeni',
  twi: 'akan ashanti',
  uig: 'uighur',
  uzb: 'uzbeki',
  yue: 'cantonesechinese',
  zag: 'beria',
  zgh: 'amazigh',
});

const careWords: Readonly<Record<CareStatus, readonly string[]>> = {
  accommodated: ['accommodated', 'voluntarily accommodated', 'voluntary accommodation', 'art21', 'sec76'],
  'interim-care-order': [
    'interim care order',
    'ico',
    'interim compulsory supervision order',
    'icso',
    'art57',
  ],
  'care-order': ['care order', 'fco', 'compulsory supervision order', 'cso', 'art50'],
  'child-in-need': ['child in need', 'child in need plan', 'cin', 'cin plan', 'art18'],
  'police-protection': [
    'police protection',
    'police powers of protection',
    'ppp',
    'emergency protection order',
    'epo',
    'child protection order',
    'art63',
    'art65',
  ],
  other: [
    'other',
    'remand',
    'remanded',
    'special guardianship',
    'sgo',
    'wardship',
    'ward of court',
    'private fostering',
    'privately fostered',
  ],
  'not-known': [],
};
/** Sections are of the Children Act 1989, unless an Act of Scotland or Wales is named: 25, 22 and 37 mean something else there. */
const sections = {
  england: {
    sec20: 'accommodated',
    sec38: 'interim-care-order',
    sec31: 'care-order',
    sec17: 'child-in-need',
    sec44: 'police-protection',
    sec46: 'police-protection',
  },
  wales: {
    sec38: 'interim-care-order',
    sec31: 'care-order',
    sec37: 'child-in-need',
    sec44: 'police-protection',
    sec46: 'police-protection',
  },
  scotland: { sec25: 'accommodated', sec22: 'child-in-need' },
} as const satisfies Readonly<Record<string, Readonly<Record<string, CareStatus>>>>;

/** Words around a status that do not change it. "No", "applied for" and "ended" are not among them, nor is a day. */
const around = new Set(
  'a act after agreement and an being by ca care child children childrens cla currently england full he in is ireland lac looked made ni northern of on order orders person scotland scottish she social services status sswb subject the they to uasc under voluntary wales well wellbeing welsh young 1989 1995 2014'.split(
    ' ',
  ),
);

const phrases = (Object.entries(careWords) as [CareStatus, readonly string[]][])
  .flatMap(([status, all]) => all.map((phrase) => [phrase, status] as const))
  .toSorted(([a], [b]) => b.length - a.length);

/** The care status that words give, all of them read; undefined where they give none, or two, or say more. */
export function careStatusIn(text: string): CareStatus | undefined {
  let rest = ` ${text
    .toLowerCase()
    .replaceAll(/\b(order|ico|epo) granted\b/g, '$1')
    .replaceAll(/\((?:\d{1,2}[a-z]?|[a-z])\)/g, ' ')
    .replaceAll(/[^a-z0-9]+/g, ' ')
    .trim()
    .replaceAll(/\b(?:s|sec|sect|section)\s?(\d{2})\b/g, 'sec$1')
    .replaceAll(/\b(?:art|article)\s?(\d{2})\b/g, 'art$1')
    .replaceAll(' ', '  ')} `;
  const found = new Set<CareStatus>();
  const nation = / (?:scotland|scottish|1995) /.test(rest)
    ? 'scotland'
    : / (?:wales|welsh|2014) /.test(rest)
      ? 'wales'
      : 'england';
  for (const [phrase, status] of [...phrases, ...Object.entries<CareStatus>(sections[nation])]) {
    const spaced = ` ${phrase.replaceAll(' ', '  ')} `;
    if (!rest.includes(spaced)) continue;
    found.add(status);
    rest = rest.replaceAll(spaced, ' ');
  }
  const [status, ...others] = found;
  const isWhole = rest.split(' ').every((word) => word === '' || around.has(word));
  return isWhole && others.length === 0 ? status : undefined;
}
