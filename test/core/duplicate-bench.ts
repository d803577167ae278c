/**
 * How well the same child is found again, and how often two are taken for possibly one: pairs of one child, by what two clerks write
 * differently, and ten thousand children who are all different. Everybody in it is invented.
 */
import { openMail } from '../../functions/receive-email/open-mail.ts';
import { readMail } from '../../functions/receive-email/read-mail.ts';
import { turns18In } from '../../shared/core/calendar/ages.ts';
import { monthWords } from '../../shared/core/calendar/working-days.ts';
import { allFingerprints } from '../../shared/core/case/duplicates.ts';
import { defined } from '../../shared/core/defined.ts';
import { fingerprintsOf, identified } from '../../shared/core/referral/fingerprints.ts';
import type { ChildParticulars } from '../../shared/core/referral/particulars.ts';
import { takeApart } from '../../shared/core/referral/referral-request.ts';
import { type Described, isPossible } from '../../shared/core/referral/same-child.ts';
import { nationalities } from '../../shared/runtime/nationalities.ts';

/** One child, as one clerk writes it. */
export interface Written {
  readonly name: string;
  readonly born: string;
  readonly sex: 'female' | 'male' | 'not-known';
  readonly nationality: string | undefined;
  readonly arrivedOn?: string;
}

const usual = { born: '2010-05-14', sex: 'male', nationality: 'AFG' } as const satisfies Partial<Written>;
const named = (one: string, other: string): readonly [Written, Written] => [
  { ...usual, name: one },
  { ...usual, name: other },
];
const child = (more: Partial<Written>): Written => ({ ...usual, name: 'Yonas Tekle', ...more });

/** Pairs of one child, by what differs. */
export const pairs: Readonly<Record<string, readonly (readonly [Written, Written])[]>> = {
  'one word or two': [
    named('Habibullah Karimi', 'Habib Ullah Karimi'),
    named('Mohammad Reza Azizi', 'Mohammadreza Azizi'),
    named('Esmatullah', 'Esmat Ullah'),
    named('Najibullah Safi', 'Najib Ullah Safi'),
    named('Gul Mohammad Stanekzai', 'Gulmohammad Stanekzai'),
    named('Gebre Mariam Tesfay', 'Gebremariam Tesfay'),
    named('Noor Ahmad Wardak', 'Noorahmad Wardak'),
    named('Sayed Hussain Mousavi', 'Sayedhussain Mousavi'),
  ],
  'the article': [
    named('Omar al Hassan', 'Omar Alhassan'),
    named('Omar Al-Hassan', 'Omar Hassan'),
    named('Mustafa El Sayed', 'Mustafa Elsayed'),
    named('Abdul Rahman Noori', 'Abdurrahman Nouri'),
    named('Abd al-Karim Saleh', 'Abdulkarim Saleh'),
    named('Saif ul Islam Zahir', 'Saif al-Islam Zahir'),
  ],
  romanisation: [
    named('Osman Ibrahim', 'Uthman Ibrahim'),
    named('Daud Ahmadzai', 'Dawood Ahmadzai'),
    named('Qasem Rahimi', 'Ghasem Rahimi'),
    named('Mohammed Ahmed', 'Muhamad Ahmad'),
    named('Yousef Ebrahim', 'Yusuf Ibrahim'),
    named('Jamal Khan', 'Gamal Khan'),
    named('Tesfay Ghebremariam', 'Tesfai Gebremariam'),
    named('Tsegay Haile', 'Segai Hayle'),
    named('Zakaria Nazari', 'Zekeria Nazary'),
    named('Khaled Mansour', 'Halid Mansur'),
    named('Sa‘id Omar', "Sa'eed Umar"),
    named('Fathi Osman', 'Fethi Othman'),
    named('Nguyễn Văn Đức', 'Nguyen Van Duc'),
    named('Żaneta Łukasz', 'Zaneta Lukasz'),
  ],
  'a short form': [
    named('Mohd Karimi', 'Mohammad Karimi'),
    named('Muhd. Yasin', 'Muhammad Yassin'),
    named('Md Rahman Ali Khan', 'Mohammed Rahman Ali Khan'),
  ],
  'another order or a name left out': [
    named('Karimi Habibullah', 'Habibullah Karimi'),
    named('KARIMI, Ahmad Zia', 'Ahmad Zia Karimi'),
    named('Ahmad Zia Karimi', 'Ahmad Karimi'),
    named('Selam', 'Selam Tekle'),
    named('Farhad', 'Farhad Noori'),
    named('Tekle', 'Selam Tekle'),
  ],
  'Arabic script': [
    named('محمد حسن', 'Mohammed Hassan'),
    named('عبد الرحمن', 'Abdul Rahman'),
    named('حبيب الله كريمي', 'Habibullah Karimi'),
    named('عمر الحسن', 'Omar al Hassan'),
    named('يوسف إبراهيم', 'Yousef Ibrahim'),
    named('قاسم رحيمي', 'Qasem Rahimi'),
  ],
  'nationality not known': [
    [child({}), child({ nationality: undefined })],
    [child({ nationality: undefined }), child({})],
    [child({ nationality: undefined }), child({ nationality: undefined })],
    [child({ name: 'Daud Ahmadzai' }), child({ name: 'Dawud Ahmadzai', nationality: undefined })],
  ],
  'sex not known': [
    [child({}), child({ sex: 'not-known' })],
    [child({ sex: 'not-known', nationality: undefined }), child({})],
  ],
  'day and month turned round': [
    [child({ born: '2010-05-04' }), child({ born: '2010-04-05' })],
    [child({ born: '2009-12-01' }), child({ born: '2009-01-12', nationality: undefined })],
    [child({ born: '2011-02-10', name: 'Osman Ali' }), child({ born: '2011-10-02', name: 'Uthman Ali' })],
  ],
  'the month alone': [
    [child({}), child({ born: '2010-05' })],
    [child({ born: '2010-05' }), child({})],
    [child({ born: '2010-05', nationality: undefined }), child({ born: '2010-05' })],
    [child({ name: 'Habib Ullah Safi' }), child({ name: 'Habibullah Safi', born: '2010-05' })],
  ],
  'born on 1 January': [
    [child({ born: '2009-01-01' }), child({ born: '2009-01-01' })],
    [child({ born: '2009-01-01', name: 'Osman Ali' }), child({ born: '2009-01-01', name: 'Uthman Ali' })],
  ],
};

const key = new TextEncoder().encode('k'.repeat(64));

/** How somebody's words become what is compared. */
type Channel = (written: Written) => Promise<Described>;

const compared = (
  children: Described['facts']['children'],
  particulars: readonly ChildParticulars[],
  arrivedOn: string | undefined,
): Described => ({
  facts: { ...defined({ arrivedOn }), children },
  turned18: [],
  fingerprints: fingerprintsOf(key, identified(particulars, children)),
});

/** Of an e-mail, as lines; its sender writes a country's name, and a day as people do. */
const byMail: Channel = async ({ name, born, sex, nationality, arrivedOn }) => {
  const [year = '', month = '', day] = born.split('-');
  const country = nationalities().find(({ code }) => code === nationality)?.name;
  const lines = [
    `Name: ${name}`,
    `Date of birth: ${day === undefined ? monthWords(`${year}-${month}`) : `${day}/${month}/${year}`}`,
    ...(sex === 'not-known' ? [] : [`Sex: ${sex}`]),
    ...(country === undefined ? [] : [`Nationality: ${country}`]),
    'Placement: foster care',
    'Needs: none',
  ];
  const raw = `From: a@b.example\r\nSubject: Referral\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n${lines.join('\r\n')}\r\n`;
  const opening = await openMail(new TextEncoder().encode(raw));
  if (opening.kind === 'refused') throw new Error(opening.words);
  const about = { subject: 'Referral', today: '2026-11-29', reply: false };
  const [draft] = (await readMail(opening.mail, about)).drafts;
  return compared(draft?.facts.children ?? [{ number: 1 }], draft?.particulars ?? [], arrivedOn);
};

/** Of the form and the API alike: fields. */
const byFields: Channel = async ({ name, born, sex, nationality, arrivedOn }) => {
  const isDay = born.length === 10;
  const { facts, particulars } = takeApart(
    {
      children: [
        {
          number: 1,
          sex,
          name,
          ...(isDay ? { dateOfBirth: born } : { turns18Month: turns18In(`${born}-15`) }),
          ...defined({ nationality }),
        },
      ],
    },
    'E10000016',
  );
  return compared(facts.children, particulars, arrivedOn);
};

export const channels = { 'form and API': byFields, 'e-mail': byMail } as const;

/** A way to find a child: what is looked up, and whether people are asked of those who are found. */
interface Way {
  readonly lookedUp: (of: Described) => readonly string[];
  readonly asks: (one: Described, other: Described) => boolean;
}
export const ways = {
  /** Until November 2026: name, date of birth and nationality, where all three are known; nothing else. */
  before: {
    lookedUp: ({ fingerprints = [] }) => fingerprints.flatMap(({ person }) => person ?? []),
    asks: () => true,
  },
  now: { lookedUp: ({ fingerprints = [] }) => allFingerprints(fingerprints), asks: isPossible },
} as const satisfies Readonly<Record<string, Way>>;

/** Of the pairs of each kind, how many are found. */
export async function foundPairs(
  { lookedUp, asks }: Way,
  of: typeof pairs = pairs,
  channel: Channel = byFields,
): Promise<Readonly<Record<string, number>>> {
  const found: Record<string, number> = {};
  for (const [kind, all] of Object.entries(of)) {
    found[kind] = 0;
    for (const [one, other] of all) {
      const [mine, theirs] = [await channel(one), await channel(other)];
      if (lookedUp(mine).some((mark) => lookedUp(theirs).includes(mark)) && asks(mine, theirs))
        found[kind] += 1;
    }
  }
  return found;
}

/** Names that children are given, and family names by nationality. */
export interface Names {
  readonly first: Readonly<Record<'female' | 'male', readonly string[]>>;
  readonly families: Readonly<Record<string, readonly string[]>>;
}

const first: Names['first'] = {
  male: 'Mohammad Ahmad Ali Hassan Hussain Omar Ibrahim Yousef Khaled Mustafa Mahmoud Abdullah Abdulrahman Bilal Farid Habibullah Najibullah Esmatullah Hamid Karim Rahim Samim Sami Tariq Waleed Yasin Zaher Yonas Filmon Robel Samuel Dawit Abel Natnael Tesfay Berhane Biniam Merhawi Hung Tuan Minh Dung Nam Long Duc Huy Ahmed Osman Idris Adam Ismail Haroun Jamal Kamal Bakr Salah Rezan Soran Hiwa Karwan Ako Dler Rebin Shwan'.split(
    ' ',
  ),
  female:
    'Fatima Zahra Maryam Amina Khadija Aisha Leila Sara Noor Huda Shirin Parwana Zainab Rahma Salma Selam Bisrat Feven Helen Luwam Mehret Rahel Senait Winta Yordanos Linh Hoa Lan Mai Trang Huong Thao Ngoc Anh Rojin Shilan Avin Dilan'.split(
      ' ',
    ),
};
const families: Names['families'] = {
  AFG: 'Ahmadzai Stanekzai Karimi Rahimi Noori Safi Wardak Nazari Hotak Popal Azizi Amiri Sediqi Haidari Mohammadi Qaderi Omarkhil Shinwari Zadran Barakzai Yousafzai Momand Hashimi Habibi Sharifi'.split(
    ' ',
  ),
  SDN: 'Ahmed Mohammed Ali Osman Ibrahim Adam Abdallah Idris Hassan Ismail Yousif Abakar Haroun Salih Khamis Bashir Hamid Musa Eltayeb Abdelrahman'.split(
    ' ',
  ),
  ERI: 'Tekle Tesfay Haile Berhane Gebremariam Kidane Mehari Abraha Ghebrehiwet Habte Weldu Teklay Fessehaye Okbay Andemariam Yohannes Solomon Zerai Asmelash Hagos'.split(
    ' ',
  ),
  VNM: 'Nguyen Tran Le Pham Hoang Phan Vu Dang Bui Do Ho Ngo Duong Ly'.split(' '),
  IRQ: 'Ahmed Hamad Rasul Karim Aziz Hassan Omar Mahmood Salih Rashid Qadir Sharif Mustafa Jalal Tahir Majid'.split(
    ' ',
  ),
  IRN: 'Hosseini Ahmadi Rezaei Moradi Karimi Jafari Hashemi Rahmani Ebrahimi Mousavi Kazemi Sadeghi Rostami Amini'.split(
    ' ',
  ),
};

/** Numbers as if drawn, the same each time. */
function* drawn(seed: number): Generator<number, never> {
  let state = seed;
  for (;;) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    yield (state >>> 8) / 0x1_00_00_00;
  }
}

/** Days within which ten thousand children come: four thousand come in a year. */
const DAYS = 900;

/** Children who are all different: names are common or rare as names are, one in eight was given 1 January. */
export function invented(count: number, seed = 1, names: Names = { first, families }): readonly Written[] {
  const numbers = drawn(seed);
  const next = () => numbers.next().value;
  const common = (all: readonly string[]) => all[Math.floor(next() ** 1.7 * all.length)] ?? '';
  return Array.from({ length: count }, () => {
    const sex = next() < 0.85 ? 'male' : 'female';
    const nationality = Object.keys(names.families)[Math.floor(next() * 6)] ?? 'AFG';
    const given = common(names.first[sex]);
    const middle = next() < 0.3 ? ` ${common(names.first[sex])}` : '';
    const family = next() < 0.07 ? '' : ` ${common(names.families[nationality] ?? [])}`;
    const year = 2009 + Math.floor(next() ** 2 * 8);
    const [month, day] = [1 + Math.floor(next() * 12), 1 + Math.floor(next() * 28)].map((one) =>
      String(one).padStart(2, '0'),
    );
    const how = next();
    return {
      name: `${given}${middle}${family}`,
      born: how < 0.12 ? `${year}-01-01` : how < 0.16 ? `${year}-${month}` : `${year}-${month}-${day}`,
      sex: next() < 0.02 ? 'not-known' : sex,
      nationality: next() < 0.08 ? undefined : nationality,
      arrivedOn: new Date(Date.UTC(2026, 0, 1 + Math.floor(next() * DAYS))).toISOString().slice(0, 10),
    };
  });
}

/** Pairs of different children of whom people are asked. */
export async function falseAlarms(
  { lookedUp, asks }: Way,
  children: readonly Written[],
  channel: Channel = byFields,
): Promise<number> {
  const all: Described[] = [];
  for (const one of children) all.push(await channel(one));
  const holders = new Map<string, number[]>();
  const asked = new Set<string>();
  for (const [at, one] of all.entries())
    for (const mark of lookedUp(one)) {
      const before = holders.get(mark) ?? [];
      for (const other of before) {
        const pair = `${other} ${at}`;
        const known = all[other];
        if (other !== at && known !== undefined && !asked.has(pair) && asks(one, known)) asked.add(pair);
      }
      holders.set(mark, [...before, at]);
    }
  return asked.size;
}
