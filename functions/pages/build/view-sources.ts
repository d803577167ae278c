import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../../..');
export const viewsFolder = path.join(root, 'functions/pages/views');
export const govukFolder = path.join(root, 'node_modules/govuk-frontend/dist/govuk');

/** Template text by the name it is rendered under: ours as in views/, the design system's under govuk/. */
export type ViewSources = ReadonlyMap<string, string>;

const reference = /(\{%-?\s*(?:from|include|extends|import)\s+)"([^"]+\.njk)"/g;

/** Templates name each other relative to themselves; compiled ones are found by their full name. */
function withFullNames(name: string, text: string): string {
  return text.replace(reference, (_, start: string, target: string) => {
    const full = target.startsWith('.') ? path.posix.join(path.posix.dirname(name), target) : target;
    return `${start}"${full}"`;
  });
}

/** The templates that a template names, each once. */
export const partsOf = (text: string): readonly string[] => [
  ...new Set([...text.matchAll(reference)].map(([, , name = '']) => name)),
];

/** Our views and every template they need, however far down. */
export function viewSources(): ViewSources {
  const sources = new Map<string, string>();
  const add = (name: string): void => {
    if (sources.has(name)) return;
    const file = name.startsWith('govuk/')
      ? path.join(govukFolder, name.slice('govuk/'.length))
      : path.join(viewsFolder, name);
    const text = withFullNames(name, readFileSync(file, 'utf8').replaceAll('\r\n', '\n'));
    sources.set(name, text);
    for (const part of partsOf(text)) add(part);
  };
  for (const file of readdirSync(viewsFolder).toSorted()) if (file.endsWith('.njk')) add(file);
  return new Map([...sources].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
