// Makes our Word form and the head of our table from the list of facts. `npm run generate` calls it. No network, no clock: the same
// list gives the same bytes.
import {
  AlignmentType,
  convertInchesToTwip,
  Document,
  HeadingLevel,
  ImportedXmlComponent,
  Packer,
  Paragraph,
  type ParagraphChild,
  ShadingType,
  Table,
  TableCell,
  TableRow,
  TextRun,
  WidthType,
} from 'docx';
import { strFromU8, strToU8, unzipSync, type Zippable, zipSync } from 'fflate';
import { type FactField, factLabels, isChildField } from '../../../shared/words/fact-labels.ts';
import { FORM_CHILDREN, FORM_GROUPS, FORM_INTRO, FORM_PART, FORM_TITLE } from '../form-words.ts';
import { choicesFor, fields, hintFor } from './field-hints.ts';

const WIDTHS = [2_900, 3_700, 3_400];

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

/** A list to choose from, which Word reads out by the field's name. */
function chooser(id: number, label: string, choices: readonly string[]): ParagraphChild {
  const items = choices
    .map((choice) => `<w:listItem w:displayText="${escaped(choice)}" w:value="${escaped(choice)}"/>`)
    .join('');
  const xml = `<w:sdt xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:sdtPr><w:alias w:val="${escaped(label)}"/><w:id w:val="${id}"/><w:showingPlcHdr/><w:dropDownList>${items}</w:dropDownList></w:sdtPr><w:sdtContent><w:r><w:rPr><w:color w:val="505A5F"/></w:rPr><w:t>Choose</w:t></w:r></w:sdtContent></w:sdt>`;
  return ImportedXmlComponent.fromXmlString(xml) as unknown as ParagraphChild;
}

/** Of each line what stands in it. */
type Lines = readonly (readonly ParagraphChild[])[];

const cell = (width: number, lines: Lines, head = false): TableCell =>
  new TableCell({
    width: { size: width, type: WidthType.DXA },
    margins: { top: 60, bottom: 60, left: 100, right: 100 },
    ...(head ? { shading: { type: ShadingType.CLEAR, fill: 'E8EEF4', color: 'auto' } } : {}),
    children: lines.map(
      (children) => new Paragraph({ alignment: AlignmentType.LEFT, children: [...children] }),
    ),
  });

const row = (cells: Lines, head = false): TableRow =>
  rowOfLines(
    cells.map((line) => [line]),
    head,
  );
const rowOfLines = (cells: readonly Lines[], head = false): TableRow =>
  new TableRow({
    cantSplit: true,
    ...(head ? { tableHeader: true } : {}),
    children: cells.map((lines, at) => cell(WIDTHS[at] ?? 3_000, lines, head)),
  });

const bold = (text: string): TextRun => new TextRun({ text, bold: true });
const words = (text: string): TextRun => new TextRun({ text });

function table(
  title: string,
  listed: readonly FactField[],
  idFrom: number,
  first: readonly TableRow[] = [],
): Table {
  return new Table({
    width: { size: WIDTHS.reduce((sum, width) => sum + width, 0), type: WidthType.DXA },
    columnWidths: WIDTHS,
    rows: [
      row([[bold(title)], [bold('Your answer')], [bold('How to answer')]], true),
      ...first,
      ...listed.flatMap((field, at) => {
        const answerTo = (one: FactField): ParagraphChild => {
          const choices = choicesFor(one);
          return choices.length > 0
            ? chooser(idFrom + listed.indexOf(one), factLabels[one], choices)
            : words('');
        };
        const [name, group = []] = groupOf(field);
        if (name === undefined)
          return [row([[bold(factLabels[field])], [answerTo(field)], [words(hintFor(field))]])];
        if (listed.findIndex((one) => group.includes(one)) < at) return [];
        const hints = group.filter((one) => choicesFor(one).length === 0 && hintFor(one) !== '');
        return [
          rowOfLines([
            [[bold(name)]],
            group.map((one) => [words(`${factLabels[one]}: `), answerTo(one)]),
            // Without a colon, so that no hint is taken for an answer.
            [
              [words('Behind each colon. Leave empty what you do not know.')],
              ...hints.map((one) => [
                words(`${factLabels[one]} \u2013 ${hintFor(one).replaceAll(':', ',')}`),
              ]),
            ],
          ]),
        ];
      }),
    ],
  });
}

/** The row of several facts in which one stands, and all of them. */
const groupOf = (field: FactField): readonly [name?: string, group?: readonly FactField[]] =>
  Object.entries<readonly FactField[]>(FORM_GROUPS).find(([, group]) => group.includes(field)) ?? [];

const heading = (text: string, level: (typeof HeadingLevel)[keyof typeof HeadingLevel]): Paragraph =>
  new Paragraph({ text, heading: level, keepNext: true, spacing: { before: 280, after: 120 } });
const paragraph = (text: string): Paragraph =>
  new Paragraph({ children: [words(text)], spacing: { after: 120 } });

function form(): Document {
  const ofChild = fields.filter(isChildField);
  const ofReferral = fields.filter((field) => !isChildField(field));
  const reference = row([
    [bold('Reference')],
    [words('')],
    [words('Only to add to a referral that you made before. Like NTS-7F3K-2M9Q.')],
  ]);
  const font = { font: 'Arial', language: { value: 'en-GB' } } as const;
  const head = { run: { ...font, bold: true, color: '0B0C0C' } };
  return new Document({
    title: FORM_TITLE,
    description: 'A form to fill in and send by email',
    creator: 'National Transfer Scheme',
    lastModifiedBy: 'National Transfer Scheme',
    styles: {
      default: {
        document: { run: { ...font, size: 22 } },
        heading1: { run: { ...head.run, size: 40 } },
        heading2: { run: { ...head.run, size: 30 } },
      },
    },
    sections: [
      {
        properties: {
          page: { margin: { left: convertInchesToTwip(0.75), right: convertInchesToTwip(0.75) } },
        },
        children: [
          heading(FORM_TITLE, HeadingLevel.HEADING_1),
          ...FORM_INTRO.map(paragraph),
          heading(FORM_PART, HeadingLevel.HEADING_2),
          table(FORM_PART, ofReferral, 1_000, [reference]),
          ...Array.from({ length: FORM_CHILDREN }, (_, at) => [
            heading(`Child ${at + 1}`, HeadingLevel.HEADING_2),
            table(`Child ${at + 1}`, ofChild, 2_000 + at * 100),
          ]).flat(),
        ],
      },
    ],
  });
}

/** The day that zipped files know as their first. */
const FIRST_DAY = new Date(1980, 0, 1);

/** The form's bytes. The library writes the time of writing into it, which would make every form another. */
async function wordForm(): Promise<Uint8Array> {
  const parts = unzipSync(new Uint8Array(await Packer.toBuffer(form())));
  const fixed: Zippable = {};
  for (const name of Object.keys(parts).toSorted()) {
    const part = parts[name] ?? new Uint8Array();
    const dated = name === 'docProps/core.xml';
    fixed[name] = dated
      ? strToU8(strFromU8(part).replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '2026-01-01T00:00:00Z'))
      : part;
  }
  return zipSync(fixed, { mtime: FIRST_DAY, level: 9 });
}

/** The head of a table with one row for each child. With its mark, so that Excel opens it as UTF-8. */
const tableHead = (): string =>
  `\ufeff${['Reference', 'Siblings', ...fields.map((field) => factLabels[field])].join(',')}\r\n`;

/** The module from which the pages hand them out. */
export async function generatedForms(): Promise<string> {
  const word = Buffer.from(await wordForm()).toString('base64');
  const json = JSON.stringify({ word, table: tableHead() });
  return `// biome-ignore-all format: generated
// biome-ignore-all lint: generated
// generated by functions/receive-email/build/word-form.ts from shared/words/fact-labels.ts
/** Our Word form (base64), and a table with nothing but its head. */
export const forms: { readonly word: string; readonly table: string } = ${json};
`;
}
