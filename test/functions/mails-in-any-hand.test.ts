/**
 * Any set of children, written in any of the ways that people write, wrapped, quoted, signed and forwarded at random: every fact of every
 * child is read as it was meant, or the answer names what was not, and where it may bear on safety or identity the case waits.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Draft } from '../../functions/receive-email/draft.ts';
import { openMail } from '../../functions/receive-email/open-mail.ts';
import { readMail } from '../../functions/receive-email/read-mail.ts';
import type { FactField } from '../../shared/words/fact-labels.ts';
import { isChildField } from '../../shared/words/fact-labels.ts';
import { portion, runs } from '../how-much.ts';
import { cellsAt, filledForm, workbook } from './office-files.ts';
import { TODAY } from './reading.ts';
import { stored } from './stored-mail.ts';

/** A fact as it is meant, and the ways in which people write it. */
interface Said {
  readonly field: FactField;
  readonly value: unknown;
  readonly text: string;
}

const councils = [
  ['Leeds', 'E08000035'],
  ['Kirklees', 'E08000034'],
  ['Bradford', 'E08000032'],
  ['Surrey', 'E10000030'],
  ['West Sussex', 'E10000032'],
  ['Bournemouth, Christchurch and Poole', 'E06000058'],
  ['Kensington and Chelsea', 'E09000020'],
  ['East Riding of Yorkshire', 'E06000011'],
] as const;

const labels: Readonly<Record<string, readonly string[]>> = {
  name: ['Name', 'Full name', "Child's name", 'NAME', 'Name of child'],
  dateOfBirth: ['Date of birth', 'DOB', 'D.O.B.', 'DOB (claimed)', 'Born'],
  sex: ['Sex', 'Gender', 'sex'],
  placementKind: ['Placement', 'Placement type', 'Type of placement'],
  needs: ['Needs', 'Additional needs'],
  ageAssessment: ['Age assessment'],
  health: ['Health', 'Medical needs'],
  languages: ['Languages', 'Languages spoken'],
  'definition.under18AtClaim': ['Under 18 at claim'],
  'definition.claimsInOwnRight': ['Claims in own right'],
  'definition.separatedFromParents': ['Separated from parents'],
  'definition.noResponsibleAdult': ['No responsible adult'],
  asylumClaimOn: ['Asylum claim on', 'Date of asylum claim'],
  arrivedOn: ['Arrived on', 'Date of arrival in UK', 'Arrival date'],
  inCareOfAuthority: ['In our care'],
  familyInUk: ['Family in the UK', 'Family in UK'],
  links: ['Links', 'Known links'],
  areasToAvoid: ['Areas to avoid', 'Areas to be avoided', 'AREAS TO AVOID'],
  trafficking: ['Trafficking', 'Trafficking indicators'],
  wishesRecorded: ['Wishes recorded'],
  careStatus: ['Care status', 'LAC status'],
  nhsNumber: ['NHS number', 'NHS no'],
  fitToMove: ['Fit to move', 'Fitness to transfer'],
  languageCodes: ['Languages from the list'],
  diet: ['Diet', 'Dietary requirements'],
  solicitor: ['Solicitor', 'Legal representative'],
};

const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
const day = (from: string, to: string) =>
  fc
    .record({
      date: fc.date({ min: new Date(from), max: new Date(to), noInvalidDate: true }),
      way: fc.nat({ max: 3 }),
    })
    .map(({ date, way }) => {
      const value = date.toISOString().slice(0, 10);
      const [year = '', month = '', of = ''] = value.split('-');
      const ways = [
        value,
        `${of}/${month}/${year}`,
        `${Number(of)} ${months[Number(month) - 1]} ${year}`,
        `${Number(of)}.${Number(month)}.${year}`,
      ];
      return { value, text: ways[way] ?? value };
    });
const yes = fc.constantFrom(
  { value: true, text: 'yes' },
  { value: true, text: 'Yes' },
  { value: false, text: 'No' },
);
const some = fc.subarray([...councils], { minLength: 1, maxLength: 6 });
const joined = (mark: string, all: readonly string[]): string => all.join(mark);
const areas = fc.oneof(
  fc.constant({ value: [] as unknown[], text: 'none' }),
  fc.tuple(some, fc.constantFrom('; ', ', ', ' and ', ' & ', ' / ')).map(([all, mark]) => ({
    value: all.map(([, code]) => code) as unknown[],
    text: joined(
      mark,
      all.map(([name]) => name),
    ),
  })),
);
const links = fc.oneof(
  fc.constant({ value: [] as unknown[], text: 'none' }),
  fc.tuple(some, fc.constantFrom('family', 'sibling', 'community')).map(([all, kind]) => ({
    value: all.map(([, council]) => ({ council, kind })) as unknown[],
    text: joined(
      '; ',
      all.map(([name]) => `${name} (${kind})`),
    ),
  })),
);
const choice = <T extends string>(...of: readonly (readonly [T, string])[]) =>
  fc.constantFrom(...of.map(([value, text]) => ({ value, text })));
const names = [
  'Testa Sample',
  'Andere Muster',
  'Abdul Rahman Karimi',
  'Zoë O’Neil',
  'Selam',
  'Nguyen Thi Hoa',
  'José Nuñez',
];
const health = fc.constantFrom(
  'Severe nut allergy, carries an adrenaline pen',
  'Takes sodium valproate twice a day for epilepsy; last seizure 12 November.',
  'Well. Needs glasses, and has a dentist on Monday',
  'Asthma; inhaler in the bag',
);

const of = <T>(field: FactField, how: fc.Arbitrary<{ value: T; text: string }>): fc.Arbitrary<Said> =>
  how.map(({ value, text }) => ({ field, value, text }));
const facts = fc.tuple(
  of('definition.under18AtClaim', yes),
  of('definition.claimsInOwnRight', yes),
  of('definition.separatedFromParents', yes),
  of('definition.noResponsibleAdult', yes),
  of('asylumClaimOn', day('2026-11-01', '2026-11-20')),
  of('arrivedOn', day('2026-10-01', '2026-10-31')),
  of('inCareOfAuthority', yes),
  of('familyInUk', choice(['none', 'none'], ['may-care', 'may care'], ['cannot-care', 'Cannot care'])),
  of('links', links),
  of('areasToAvoid', areas),
  of(
    'trafficking',
    choice(['no-indicators', 'none'], ['indicators', 'indicators'], ['nrm-referred', 'NRM referred']),
  ),
  of('wishesRecorded', yes),
  of(
    'careStatus',
    choice(
      ['accommodated', 's20'],
      ['accommodated', 'Section 20, accommodated'],
      ['interim-care-order', 'ICO'],
    ),
  ),
);
const child = (name: string) =>
  fc
    .tuple(
      of('dateOfBirth', day('2009-06-01', '2015-12-31')),
      of('sex', choice(['male', 'male'], ['female', 'Female'], ['male', 'M'])),
      of(
        'placementKind',
        choice(['foster-care', 'foster care'], ['supported-accommodation', 'Supported accommodation']),
      ),
      of(
        'needs',
        choice(['none', 'none'], ['medical-care', 'medical care']).map(({ value, text }) => ({
          value: value === 'none' ? [] : [value],
          text,
        })),
      ),
      of('ageAssessment', choice(['not-required', 'not required'], ['complete', 'complete'])),
      fc.option(
        of(
          'health',
          health.map((text) => ({ value: text, text })),
        ),
        { nil: undefined },
      ),
      fc.option(
        of('languages', fc.constantFrom({ value: 'Tigrinya, some Arabic', text: 'Tigrinya, some Arabic' })),
        { nil: undefined },
      ),
      fc.option(of('nhsNumber', choice(['9434765919', '943 476 5919'], ['9434765870', '9434765870'])), {
        nil: undefined,
      }),
      of('fitToMove', choice(['fit', 'fit'], ['not-fit', 'Not fit to travel'], ['not-known', 'n/k'])),
      of(
        'languageCodes',
        fc.constantFrom<{ value: unknown[]; text: string }>(
          { value: ['tir', 'ara'], text: 'Tigrinya, Arabic' },
          { value: ['ckb'], text: 'Kurdish Sorani' },
        ),
      ),
      of(
        'diet',
        fc.constantFrom<{ value: unknown[]; text: string }>(
          { value: ['halal'], text: 'halal only' },
          { value: [], text: 'none' },
        ),
      ),
      fc.option(of('solicitor', fc.constant({ value: 'C. Law 01234 567892', text: 'C. Law 01234 567892' })), {
        nil: undefined,
      }),
    )
    .map((said): readonly Said[] => [
      { field: 'name', value: name, text: name },
      ...said.filter((one) => one !== undefined),
    ]);

/** One referral: its facts, and each of its children. */
interface Referral {
  readonly facts: readonly Said[];
  readonly children: readonly (readonly Said[])[];
}
const referral = (most: number): fc.Arbitrary<Referral> =>
  fc.shuffledSubarray(names, { minLength: 1, maxLength: most }).chain((all) =>
    fc.record({
      facts: fc
        .tuple(facts, fc.boolean())
        .chain(([said, shuffled]) =>
          shuffled ? fc.shuffledSubarray(said, { minLength: said.length }) : fc.constant(said),
        ),
      children: fc.tuple(...all.map(child)),
    }),
  );

// How it is written.

const wrapAt = (line: string, width: number, indent: string): readonly string[] => {
  const lines: string[] = [];
  let current = '';
  for (const word of line.split(' ')) {
    if (current !== '' && `${current} ${word}`.length > width) {
      lines.push(current);
      current = `${indent}${word}`;
    } else current = current === '' ? word : `${current} ${word}`;
  }
  return [...lines, current];
};

interface Hand {
  readonly label: number;
  readonly between: ': ' | ':' | '\t' | ' - ' | ':\t';
  readonly bullet: '' | '- ' | '* ' | '\u2022 ' | 'number';
  readonly width: number;
  readonly indent: '' | '   ';
  readonly below: boolean;
  readonly twice: boolean;
  readonly oneLine: boolean;
  readonly heading: number;
  readonly blank: boolean;
}
const hand: fc.Arbitrary<Hand> = fc.record({
  label: fc.nat({ max: 4 }),
  between: fc.constantFrom(': ', ':', '\t', ' - ', ':\t'),
  bullet: fc.constantFrom('', '', '', '- ', '* ', '\u2022 ', 'number'),
  width: fc.constantFrom(1_000, 1_000, 78, 60, 40),
  indent: fc.constantFrom('', '   '),
  below: fc.boolean(),
  twice: fc.boolean(),
  oneLine: fc.boolean(),
  heading: fc.nat({ max: 7 }),
  blank: fc.boolean(),
});

const isList = (field: FactField): boolean => field === 'areasToAvoid' || field === 'links';
const labelOf = ({ field }: Said, { label }: Hand): string => {
  const all = labels[field] ?? [field];
  return all[label % all.length] ?? field;
};

function written(said: readonly Said[], way: Hand): readonly string[] {
  const lines: string[] = [];
  for (const [at, one] of said.entries()) {
    const bullet = way.bullet === 'number' ? `${at + 1}. ` : way.bullet;
    const label = labelOf(one, way);
    const parts = Array.isArray(one.value) ? one.text.split('; ') : [one.text];
    if (isList(one.field) && parts.length > 1 && way.below)
      lines.push(`${label}:`, ...parts.map((part) => `- ${part}`));
    else if (isList(one.field) && parts.length > 1 && way.twice)
      lines.push(`${label}: ${parts.slice(0, 1).join('; ')}`, `${label}: ${parts.slice(1).join('; ')}`);
    else lines.push(...wrapAt(`${bullet}${label}${way.between}${one.text}`, way.width, way.indent));
  }
  return lines;
}

const headings = (number: number, style: number): readonly string[] => {
  const ordinal = ['First', 'Second', 'Third'][number - 1] ?? '';
  return (
    [
      [`Child ${number}`],
      [`Child ${number}:`],
      [`Child: ${number}`],
      [`${ordinal} child`],
      ['--', `Child ${number}`],
      ['_'.repeat(30), `CHILD ${number}`],
      [`*Child ${number}*`],
      ['', `Child no. ${number}`, '-'.repeat(20)],
    ][style] ?? []
  );
};

function inLines({ facts: shared, children }: Referral, way: Hand, factsFirst: boolean): readonly string[] {
  const of = children.flatMap((said, at) => {
    const [name, born, sex, ...rest] = said;
    const head = children.length > 1 ? headings(at + 1, way.heading) : [];
    const short = way.oneLine && name !== undefined && born !== undefined && sex !== undefined;
    const lines = short
      ? [
          [name, born, sex].map((one) => `${labelOf(one, way)}: ${one.text}`).join(', '),
          ...written(rest, way),
        ]
      : written(said, way);
    return [...head, ...lines, ...(way.blank || children.length > 1 ? [''] : [])];
  });
  const all = written(shared, way);
  // Facts of all children below the last of them still belong to all.
  return factsFirst ? [...all, '', ...of] : [...of, ...all];
}

const greetings = [[], ['Dear team,', ''], ['Hi', '', 'Please find below a child to refer.', '']] as const;
const signatures = [
  [],
  ['', 'Kind regards', 'Jo Officer'],
  ['', 'Kindest regards', '', 'Name: Jo Officer', 'Job title: Duty manager', 'Languages: English, Cymraeg'],
  [
    '',
    'Many thanks',
    'Jo',
    '',
    'Health: This e-mail may contain health data',
    'Education: a rights respecting council',
    'Links: https://kent.example/privacy',
  ],
  ['', '-- ', 'Jo Officer', 'Contact: 01234 567890'],
] as const;

const heads = [
  [
    'From: Colleague <colleague@kent.example>',
    'Sent: 27 November 2026 10:00',
    'To: Officer',
    'Subject: A child',
  ],
  [
    'De : Colleague <colleague@kent.example>',
    'Envoy\u00e9 : vendredi 27 novembre 2026',
    '\u00c0 : Officer',
    'Objet : A child',
  ],
  ['Von: Colleague <colleague@kent.example>', 'Gesendet: Freitag', 'An: Officer', 'Betreff: A child'],
  [
    'Oddi wrth: Colleague <colleague@kent.example>',
    'Anfonwyd: 27 Tachwedd 2026',
    'At: Officer',
    'Pwnc: A child',
  ],
  ['-----Original Message-----', 'From: Colleague', 'Sent: Friday'],
  [
    '---------- Forwarded message ---------',
    'From: Colleague <c@kent.example>',
    'Date: Fri, 27 Nov 2026',
    'Subject: A child',
  ],
] as const;

/** Made when it is read, so that a counterexample shows the text and not the bytes. */
type Sent = { readonly subject: string; readonly raw: () => Buffer };
const utf8 = (text: string) =>
  [
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: base64',
    '',
    Buffer.from(text).toString('base64').replaceAll(/.{76}/g, '$&\r\n'),
  ].join('\r\n');
const latin1 = (text: string) =>
  Buffer.concat([
    Buffer.from('Content-Type: text/plain\r\nContent-Transfer-Encoding: 8bit\r\n\r\n'),
    Buffer.from(text, 'latin1'),
  ]);
const asHtml = (text: string) =>
  `<html><body>${text
    .split('\r\n')
    .map(
      (line) =>
        `<div>${line.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('\t', ' &nbsp; ')}</div>`,
    )
    .join('')}</body></html>`;
const html = (body: string) =>
  [
    'Content-Type: text/html; charset=utf-8',
    'Content-Transfer-Encoding: base64',
    '',
    Buffer.from(body).toString('base64').replaceAll(/.{76}/g, '$&\r\n'),
  ].join('\r\n');
const both = (plain: string, body: string) =>
  [
    'Content-Type: multipart/alternative; boundary="a"',
    '',
    '--a',
    utf8(plain),
    '--a',
    html(body),
    '--a--',
    '',
  ].join('\r\n');

const byLines = fc
  .record({
    referral: referral(3),
    hand,
    factsFirst: fc.boolean(),
    greeting: fc.constantFrom(...greetings),
    signature: fc.constantFrom(...signatures),
    how: fc.constantFrom('own', 'own', 'own', 'forward', 'quoted', 'attached'),
    head: fc.constantFrom(...heads),
    subject: fc.constantFrom(
      'A child to refer',
      'FW: A child',
      '[EXTERNAL] FW: A child',
      'RE: FW: A child',
      'YML: x',
    ),
    encoding: fc.constantFrom('utf-8', 'utf-8', 'latin1', 'html', 'both', 'stub'),
  })
  .map(({ referral: meant, hand: way, factsFirst, greeting, signature, how, head, subject, encoding }) => {
    const lines = [...greeting, ...inLines(meant, way, factsFirst), ...signature];
    const above = ['Please see below.', '', 'Kind regards', 'Jo', ''];
    const all =
      how === 'forward'
        ? [...above, '_'.repeat(32), ...head, '', ...lines]
        : how === 'quoted'
          ? [...above, ...head, ...lines.map((line) => `> ${line}`)]
          : lines;
    const text = all.join('\r\n');
    const plain =
      encoding === 'latin1' ? latin1(text.replaceAll('\u2022', '-').replaceAll('’', "'")) : utf8(text);
    const mime =
      how === 'attached'
        ? [
            'Content-Type: multipart/mixed; boundary="m"',
            '',
            '--m',
            utf8('Please see attached.'),
            '--m',
            'Content-Type: message/rfc822',
            '',
            'From: c@kent.example',
            'Subject: x',
            utf8(text),
            '--m--',
            '',
          ].join('\r\n')
        : encoding === 'html'
          ? html(asHtml(text))
          : encoding === 'both'
            ? both(text, asHtml(text))
            : encoding === 'stub'
              ? both('This message is in HTML format.', asHtml(text))
              : plain;
    return {
      meant: [meant],
      apostrophe: encoding === 'latin1',
      sent: { subject, raw: () => stored({ subject, mime }) } as Sent,
      text,
    };
  });

const file = (name: string, type: string, content: string | Uint8Array) =>
  stored({ body: 'Please find attached.', attachment: { name, type, content } });
const cellsOf = ({ facts: shared, children }: Referral, way: Hand) => {
  const fields = [...new Set([...children.flat(), ...shared].map(({ field }) => field))];
  const head = fields.map((field) => labelOf({ field, value: '', text: '' }, way));
  const rows = children.map((said) =>
    fields.map((field) => [...said, ...shared].find((one) => one.field === field)?.text ?? ''),
  );
  return { head, rows };
};
const above = [
  [],
  [['Children to refer']],
  [
    ['Contact', 'Jo Officer'],
    ['', ''],
  ],
  [['Child', '', '', 'Placement', '', 'Wishes']],
];
const below = [[], [['Key: M is male']], [['']]];
const byTables = fc
  .record({
    referral: referral(4),
    hand,
    mark: fc.constantFrom(',', ';', '\t'),
    kind: fc.constantFrom('csv', 'sep', 'utf16le', 'utf16be', 'xlsx', 'html', 'tabs', 'down'),
    above: fc.constantFrom(...above),
    below: fc.constantFrom(...below),
  })
  .map(({ referral: meant, hand: way, mark, kind, above: title, below: key }) => {
    const { head, rows } = cellsOf(meant, way);
    const table: readonly (readonly string[])[] = [...title, head, ...rows, ...key];
    const cell = (text: string) => (/[",;\t\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
    const csv = table.map((row) => row.map(cell).join(mark)).join('\r\n');
    // Each row is a referral of its own, with the facts of all.
    const each = meant.children.map((one): Referral => ({ facts: meant.facts, children: [one] }));
    const wide = (text: string, big: boolean) => {
      const bytes = Buffer.from(`\ufeff${text}`, 'utf16le');
      return big ? bytes.swap16() : bytes;
    };
    const tags = (rowsOf: readonly (readonly string[])[]) =>
      `<table>${rowsOf.map((row) => `<tr>${row.map((one) => `<td><p>${one.replaceAll('&', '&amp;')}</p></td>`).join('')}</tr>`).join('')}</table>`;
    const down = [
      ['', ...meant.children.map((_, at) => `Child ${at + 1}`)],
      ...head.map((label, at) => [label, ...rows.map((row) => row[at] ?? '')]),
    ];
    const raws: Readonly<Record<typeof kind, () => Buffer>> = {
      csv: () => file('a.csv', 'text/csv', csv),
      sep: () => file('a.csv', 'text/csv', `sep=${mark}\r\n${csv}`),
      utf16le: () => file('a.csv', 'text/csv', wide(csv, false)),
      utf16be: () => file('a.csv', 'text/csv', wide(csv, true)),
      xlsx: () =>
        file(
          'a.xlsx',
          'application/x',
          workbook({ sheets: [{ name: 'x', rows: table.map((row, at) => cellsAt(at + 1, row)) }] }),
        ),
      html: () => stored({ mime: html(`<p>Please see below.</p>${tags(table)}<p>Kind regards<br>Jo</p>`) }),
      tabs: () =>
        stored({
          mime: utf8(
            ['Please see below.', ...table.map((row) => row.join('\t')), '', 'Kind regards', 'Jo'].join(
              '\r\n',
            ),
          ),
        }),
      down: () =>
        file(
          'a.xlsx',
          'application/x',
          workbook({
            sheets: [
              {
                name: 'x',
                rows: (meant.children.length === 1 ? down.slice(1) : down).map((row, at) =>
                  cellsAt(at + 1, row),
                ),
              },
            ],
          }),
        ),
    };
    return {
      meant: kind === 'down' ? [meant] : each,
      apostrophe: false,
      sent: { subject: 'A referral', raw: raws[kind] },
      text: table.map((row) => row.join(' | ')).join('\n'),
    };
  });

const byForm = referral(3).map((meant) => {
  const own = (said: readonly Said[], number: number) =>
    Object.fromEntries(
      said.map(
        (one) => [`${number > 1 ? `Child ${number} ` : ''}${labels[one.field]?.[0]}`, one.text] as const,
      ),
    );
  const answers = {
    ...own(meant.facts, 1),
    ...Object.assign({}, ...meant.children.map((said, at) => own(said, at + 1))),
  };
  return {
    meant: [meant],
    apostrophe: false,
    sent: { subject: 'A referral', raw: () => file('form.docx', 'application/x', filledForm(answers)) },
    text: JSON.stringify(answers),
  };
});

// What was read of it.

const valueIn = (draft: Draft, number: number, field: FactField): unknown => {
  const particulars = draft.particulars.find((one) => one.number === number) as
    | Record<string, unknown>
    | undefined;
  const facts = draft.facts as Record<string, unknown> & { children?: readonly Record<string, unknown>[] };
  const ofChild = facts.children?.find((one) => one.number === number);
  if (isChildField(field)) return particulars?.[field] ?? ofChild?.[field];
  const [first = '', second] = field.split('.');
  return second === undefined
    ? facts[first]
    : (facts[first] as Record<string, unknown> | undefined)?.[second];
};
const plain = (value: unknown, apostrophe: boolean): string => {
  const text = JSON.stringify(
    Array.isArray(value) ? [...value].map((one) => JSON.stringify(one)).toSorted() : value,
  );
  return (apostrophe ? text.replaceAll('’', "'") : text).replaceAll(/\s+/g, ' ');
};

/** Which child of which draft is meant: by name, or else by the date of birth. */
const places = (drafts: readonly Draft[]) =>
  drafts.flatMap((draft) =>
    (draft.facts.children ?? [{ number: 1 }]).map(({ number }) => ({ draft, number })),
  );

const SAFETY: ReadonlySet<string> = new Set([
  'areasToAvoid',
  'links',
  'familyInUk',
  'trafficking',
  'health',
  'name',
  'dateOfBirth',
]);

test.each([
  ['lines', byLines, portion(250, 12_000)],
  ['tables', byTables, portion(200, 7_000)],
  ['our form', byForm, portion(30, 1_000)],
] as const)(
  'of children written in %s every fact is read as it was meant, or named',
  { timeout: 900_000 },
  async (_, mails, asked) => {
    let whole = 0;
    await fc.assert(
      fc.asyncProperty(
        mails as fc.Arbitrary<{ meant: readonly Referral[]; apostrophe: boolean; sent: Sent; text: string }>,
        async ({ meant, apostrophe, sent, text }) => {
          const opening = await openMail(sent.raw());
          if (opening.kind !== 'opened') throw new Error(opening.words);
          const { drafts, problems } = await readMail(opening.mail, {
            subject: sent.subject,
            today: TODAY,
            reply: false,
          });
          const told = [...problems, ...drafts.flatMap((draft) => draft.problems)];
          if (drafts.length > 0 && told.length === 0) whole += 1;
          // The answer to a mail of which nothing was read says so.
          if (drafts.length === 0) return;
          const wrong: string[] = [];
          if (told.some(({ where, words }) => where === '' || words === ''))
            wrong.push('something is told without words');
          const found = places(drafts);
          const children = meant.flatMap(({ facts: shared, children: all }) =>
            all.map((said) => ({ said, shared })),
          );
          const waits = drafts.every((draft) => draft.unclear !== undefined);
          if (found.length !== children.length && !(told.length > 0 && waits))
            wrong.push(`${found.length} children read, and nobody told`);
          const used = new Set<string>();
          for (const { said, shared } of children) {
            const is = (field: 'name' | 'dateOfBirth') => (place: { draft: Draft; number: number }) =>
              plain(valueIn(place.draft, place.number, field) ?? '', apostrophe) ===
              plain(said.find((one) => one.field === field)?.value, apostrophe);
            const place = found.find(is('name')) ?? found.find(is('dateOfBirth'));
            if (place === undefined) {
              if (told.length === 0) wrong.push('a child is lost, and nobody told');
              continue;
            }
            const key = `${drafts.indexOf(place.draft)} ${place.number}`;
            if (used.has(key)) wrong.push('two children are one');
            used.add(key);
            for (const { field, value } of [...said, ...shared]) {
              const read = valueIn(place.draft, place.number, field);
              if (read === undefined) {
                if (told.length === 0) wrong.push(`${field} is lost, and nobody told`);
                else if (['health', 'name'].includes(field) && place.draft.unclear === undefined)
                  wrong.push(`${field} is lost, and nothing waits`);
              } else if (plain(read, apostrophe) !== plain(value, apostrophe)) {
                const one = isChildField(field) ? `children.${place.number}.${field}` : field;
                const asks = place.draft.unclear?.includes(one) === true;
                if (!(SAFETY.has(field) ? asks : told.length > 0))
                  wrong.push(`${field} is read as ${JSON.stringify(read)}, not ${JSON.stringify(value)}`);
              }
            }
            // Nothing is believed that nobody said.
            for (const field of [
              'health',
              'languages',
              'education',
              'wishes',
              'socialWorker',
              'homeOfficeReference',
            ] as const)
              if (
                !said.some((one) => one.field === field) &&
                valueIn(place.draft, place.number, field) !== undefined
              )
                wrong.push(`${field} was not said`);
          }
          expect(wrong, `\n\n${text}\n\n${JSON.stringify({ drafts, problems })}`).toEqual([]);
        },
      ),
      { numRuns: runs(asked) },
    );
    // To name everything and read nothing would hold too.
    expect(whole / runs(asked)).toBeGreaterThan(0.5);
  },
);
