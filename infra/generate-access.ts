/** What infra/access.md says, made from what the code itself asks: the routes' needs, the desks of links, and who may ask what. */
import type { Role, Route } from '../functions/pages/http/route.ts';
import { routes } from '../functions/pages/routes.ts';
import { needsSession } from '../functions/pages/sign-in/admit.ts';
import { actsFor, type SessionFor } from '../functions/pages/sign-in/session.ts';
import { type Part, whoMay } from '../shared/core/case/who-may.ts';
import { type CouncilPart, whoMayOfCouncil } from '../shared/core/council/who-may.ts';
import { deskOfPage, desksOfLink, type LinkClaims, type LinkPurpose } from '../shared/runtime/links.ts';

const COUNCIL = 'E10000016';
const REGION = 'E12000008';
const aCase = { caseId: 'NTS-7F3K-2M9Q', version: 1 };
const signInId = '00000000-0000-4000-8000-000000000000';

/** A link of each kind, for the desk of one council. */
const sampleLinks: { readonly [Purpose in LinkPurpose]: Extract<LinkClaims, { for: Purpose }> } = {
  offer: { for: 'offer', council: COUNCIL, offerId: '1-1', ...aCase },
  region: { for: 'region', region: REGION, ...aCase },
  capacity: { for: 'capacity', council: COUNCIL, region: REGION, version: 1 },
  coordinator: { for: 'coordinator', ...aCase },
  transfer: { for: 'transfer', council: COUNCIL, ...aCase },
  entry: { for: 'entry', authority: COUNCIL, ...aCase },
  people: { for: 'people', council: COUNCIL },
  'sign-in': { for: 'sign-in', council: COUNCIL, signInId },
  'coordinator-sign-in': { for: 'coordinator-sign-in', signInId },
  'lead-sign-in': { for: 'lead-sign-in', region: REGION, signInId },
  'reader-sign-in': { for: 'reader-sign-in', signInId, person: signInId },
};

/** What the list of a region hands out to its lead: the same page, to look at. */
const handedOut: { readonly [Purpose in LinkPurpose]?: Extract<LinkClaims, { for: Purpose }> } = {
  coordinator: { ...sampleLinks.coordinator, region: REGION, seeOnly: true, inSession: true },
};

interface Column {
  readonly role: Role;
  readonly name: string;
  /** Somebody of the role. */
  readonly whose: SessionFor;
  /** What a page is whose link is for the desk that they act for; empty of whoever acts for none. */
  readonly own: string;
  /** What a page about one case is that a council opens by its part in it. */
  readonly ofCase: (parts: readonly Part[]) => string;
}

const roles: readonly Column[] = [
  {
    role: 'officer',
    name: 'Council officer',
    whose: { kind: 'officer', council: COUNCIL },
    own: 'of the link’s council',
    ofCase: (those) => `as ${those.map((part) => partNames[part]).join(', ')}`,
  },
  {
    role: 'lead',
    name: 'Lead of a region',
    whose: { kind: 'lead', region: REGION },
    own: 'of the link’s region',
    ofCase: () => 'of a case of the region',
  },
  {
    role: 'coordinator',
    name: 'Coordinator',
    whose: { kind: 'coordinator' },
    own: 'with the link',
    ofCase: () => 'opens',
  },
  {
    role: 'finance',
    name: 'Finance officer',
    whose: { kind: 'finance', council: COUNCIL },
    own: '',
    ofCase: () => 'own list instead',
  },
  {
    role: 'reader',
    name: 'Reader',
    whose: { kind: 'reader' },
    own: '',
    ofCase: () => 'own list instead',
  },
];

const parts: readonly (readonly [Part, string])[] = [
  ['entry-authority', 'Entry authority'],
  ['asked-council', 'Asked council'],
  ['receiving-authority', 'Receiving authority'],
  ['asked-lead', 'Lead of the asked region'],
  ['coordinator', 'Coordinator'],
];

const councilParts: readonly (readonly [CouncilPart, string])[] = [
  ['council', 'The council itself'],
  ['coordinator', 'Coordinator'],
];

const partNames: Readonly<Record<string, string>> = Object.fromEntries(
  parts.map(([part, name]) => [part, name.toLowerCase()]),
);

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n');

/** What a page answers to each, in the order nobody, then each role. */
function answersOf({ needs }: Route): readonly string[] {
  if (needs.kind === 'nothing') return ['opens', ...roles.map(() => 'opens')];
  if (needs.kind === 'session')
    return [
      'signs in first',
      ...roles.map(({ role, ofCase }) => {
        if (!needs.of.includes(role)) return 'own list instead';
        return needs.parts === undefined ? 'opens' : ofCase(needs.parts);
      }),
    ];
  const claims = sampleLinks[needs.of];
  if (/sign-in$/.test(needs.of)) return ['with the link', ...roles.map(() => 'with the link')];
  const desks: readonly (string | undefined)[] = [...desksOfLink(claims), deskOfPage(claims)];
  const toLook = handedOut[needs.of];
  const readers: readonly (string | undefined)[] = toLook === undefined ? [] : desksOfLink(toLook);
  return [
    needsSession(claims) ? 'signs in first' : 'with the link',
    ...roles.map(({ whose, own, ofCase }) => {
      if (desks.includes(actsFor(whose))) return own;
      return readers.includes(actsFor(whose)) ? `${ofCase([])}, to look` : 'refused';
    }),
  ];
}

const mayTable = <P extends string>(
  head: string,
  columns: readonly (readonly [P, string])[],
  may: Readonly<Record<string, readonly P[]>>,
): string =>
  table(
    [head, ...columns.map(([, name]) => name)],
    Object.entries(may)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([kind, those]) => [
        `\`${kind}\``,
        ...columns.map(([part]) => (those.includes(part) ? 'may' : '')),
      ]),
  );

/** The whole of infra/access.md. */
export const accessPage = (): string =>
  `# Who may open and ask what

Made by \`npm run generate\` from what the code itself asks: [routes.ts](../functions/pages/routes.ts), [who-may.ts](../shared/core/case/who-may.ts) of cases and
[who-may.ts](../shared/core/council/who-may.ts) of councils. [access.test.ts](../test/ownership/access.test.ts) walks it whole through the pages, and
[commands.test.ts](../test/ownership/commands.test.ts) through the core, at every stage of a case.

## Pages

“own list instead”: led to the list of whoever they are signed in as. “as entry authority”: to a council with that part in the case; “of a case of the region”: to the lead while the region has to do with it. To any other the case is not there, as a reference that nobody has.
“refused”: told whose link it is, and nothing of what is behind it. A copy that only looks opens for whoever has it.

${table(
  ['Page', 'Takes forms', 'Nobody', ...roles.map(({ name }) => name)],
  routes.map((route) => [
    `\`${route.path}\``,
    route.methods.includes('POST') ? 'yes' : '',
    ...answersOf(route),
  ]),
)}

## What may be asked of a case

Whoever has no part in the case, and whoever has one where nothing stands, is refused. What no column has, the system alone asks. When it may be asked, the state of the case says
([possible-commands.ts](../shared/core/case/commands/possible-commands.ts)).

${mayTable('Command', parts, whoMay)}

## What may be asked of a council

${mayTable('Command', councilParts, whoMayOfCouncil)}
`;
