import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { PurgeCSS } from 'purgecss';
import { govukFolder, type ViewSources, viewsFolder } from './view-sources.ts';

/** GDS Transport is licensed for GOV.UK only. This is what people's machines have. */
const SYSTEM_FONTS = 'system-ui,-apple-system,"Segoe UI",Roboto,"Liberation Sans",Arial,sans-serif';

/** Set by the design system's own scripts, which we do not ship. */
const needsScript = /\.(js-enabled|govuk-frontend-supported)\b/;
/** Would print the address of a link, and with it the token that opens a case. */
const printsAddress = /\[href\^=/;

const autocompleteStyles = path.join(
  path.dirname(createRequire(import.meta.url).resolve('accessible-autocomplete')),
  'accessible-autocomplete.min.css',
);

/** Whatever looks like a class name in our views. */
const spelt = (text: string): string[] => text.match(/[a-z][\w!-]*[a-z0-9]/gi) ?? [];

/** The names of the design system's components that the views use: all of a component's classes stay, which it puts together itself. */
const componentsIn = (sources: ViewSources): readonly string[] => [
  ...new Set([...sources.keys()].flatMap((name) => /^govuk\/components\/([^/]+)\//.exec(name)?.[1] ?? [])),
];

export interface Stylesheet {
  /** Carries a hash of the content: the file may be kept for ever. */
  readonly name: string;
  readonly text: string;
}

/** The design system's styles for what our views use, without its font, and our own few rules after them. */
export async function compileStyles(sources: ViewSources): Promise<Stylesheet> {
  const all = readFileSync(path.join(govukFolder, 'govuk-frontend.min.css'), 'utf8');
  const [purged] = await new PurgeCSS().purge({
    content: [...sources.values()].map((raw) => ({ raw, extension: 'njk' })),
    css: [{ raw: all.replace(/@font-face\{[^}]*\}/g, '') }],
    defaultExtractor: spelt,
    safelist: [new RegExp(`^govuk-(${componentsIn(sources).join('|')})(__|--|$)`)],
    blocklist: [needsScript, printsAddress],
  });
  const own = readFileSync(path.join(viewsFolder, 'own.css'), 'utf8');
  const typeAhead = readFileSync(autocompleteStyles, 'utf8').replace(/\/\*[\s\S]*?\*\//g, '');
  const text = `${(purged?.css ?? '').replace(/GDS Transport,arial,sans-serif/g, SYSTEM_FONTS)}\n${typeAhead}\n${own}`;
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 10);
  return { name: `pages-${hash}.css`, text };
}
