// Writes what is derived from code: JSON Schemas and the table of events/README.md, the case diagram of shared/core/README.md, the map
// of rooms in .readme/rooms.md, who may open and ask what, the regions' councils, the description of the API, the form and table for e-mails.
// `npm run generate` writes; tests call `generated()` and fail when a checked-in file differs.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import { catalogue, type EventType } from '../events/catalogue.ts';
import { whoSaysWhat } from '../events/who-says-what.ts';
import { openApi } from '../functions/api/openapi.ts';
import { generatedForms } from '../functions/receive-email/build/word-form.ts';
import { caseDiagram } from '../shared/core/case/diagram.ts';
import { everyCouncil } from '../shared/core/council/published-councils.ts';
import { accessPage } from './generate-access.ts';
import { arrowsIn, reduced, roomMap, sourcesIn } from './room-map.ts';

const root = path.resolve(import.meta.dirname, '..');

/** The text with what stands between `<!-- name:start -->` and `<!-- name:end -->` replaced. */
function between(text: string, name: string, content: string): string {
  const [start, end] = [`<!-- ${name}:start -->`, `<!-- ${name}:end -->`];
  const [from, to] = [text.indexOf(start), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`The markers ${start} and ${end} are missing.`);
  return `${text.slice(0, from + start.length)}\n${content.trim()}\n${text.slice(to)}`;
}

function eventTable(): string {
  const rows = (Object.keys(catalogue) as EventType[]).toSorted().map((type) => {
    const [name, version] = type.split('.v');
    const { producers, consumers } = whoSaysWhat[type];
    const meaning = catalogue[type].unwrap().meta()?.description ?? '';
    const link = `[${name}](schemas/${type}.json) ([example](examples/${type}.json))`;
    return `| ${link} | ${version} | ${meaning} | ${producers.join(', ')} | ${consumers.join(', ') || '(kept)'} |`;
  });
  return [
    '| Event | Version | Meaning | Said by | Acted on by |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
  ].join('\n');
}

/** Codes of all councils by their region, of which each function needs no more. */
const councilsByRegion = (): Record<string, string> =>
  Object.fromEntries(
    [...Map.groupBy(everyCouncil(), ({ region }) => region)]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([region, those]) => [region, those.map(({ code }) => code).join(' ')]),
  );

/** Every generated file: its path within the project and the text it should have. */
export async function generated(): Promise<ReadonlyMap<string, string>> {
  const files = new Map<string, string>();
  for (const [type, schema] of Object.entries(catalogue))
    files.set(
      `events/schemas/${type}.json`,
      `${JSON.stringify(z.toJSONSchema(schema, { io: 'input' }), null, 2)}\n`,
    );
  const read = (file: string) => readFileSync(path.join(root, file), 'utf8');
  files.set('events/README.md', between(read('events/README.md'), 'event-table', eventTable()));
  files.set(
    'shared/core/README.md',
    between(
      read('shared/core/README.md'),
      'case-diagram',
      ['```mermaid', caseDiagram().trim(), '```'].join('\n'),
    ),
  );
  const map = roomMap(reduced(arrowsIn(sourcesIn(root))));
  files.set(
    '.readme/rooms.md',
    between(read('.readme/rooms.md'), 'room-map', ['```mermaid', map, '```'].join('\n')),
  );
  files.set('shared/core/reference/regions.json', `${JSON.stringify(councilsByRegion(), null, 2)}\n`);
  files.set('infra/access.md', accessPage());
  files.set('functions/api/openapi.json', `${JSON.stringify(openApi(), null, 2)}\n`);
  files.set('functions/pages/http/form-files.ts', await generatedForms());
  return files;
}

if (import.meta.main) {
  for (const [file, text] of await generated()) {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), text);
    console.log(file);
  }
}
