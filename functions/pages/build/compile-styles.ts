import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { trimStyles } from './trim-styles.ts';
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

/** Class names that can appear: those of the components in use, and those that our views spell out. */
function canAppear(sources: ViewSources): (className: string) => boolean {
  const components = new Set<string>();
  for (const name of sources.keys()) {
    const component = /^govuk\/components\/([^/]+)\//.exec(name)?.[1];
    if (component !== undefined) components.add(`govuk-${component}`);
  }
  const spelt = new Set([...sources.values()].flatMap((text) => text.match(/[a-z][\w!-]*[a-z0-9]/gi) ?? []));
  return (className) => {
    const block = className.split(/__|--/)[0] ?? className;
    return components.has(block) || spelt.has(className);
  };
}

export interface Stylesheet {
  /** Carries a hash of the content: the file may be kept for ever. */
  readonly name: string;
  readonly text: string;
}

/** The design system's styles for what our views use, without its font, and our own few rules after them. */
export function compileStyles(sources: ViewSources): Stylesheet {
  const appears = canAppear(sources);
  const all = readFileSync(path.join(govukFolder, 'govuk-frontend.min.css'), 'utf8');
  const trimmed = trimStyles(all, {
    atRule: (name) => name !== 'font-face',
    selector: (selector) => {
      if (needsScript.test(selector) || printsAddress.test(selector)) return false;
      // What stands inside :not() need not appear.
      const positive = selector.replace(/:not\([^)]*\)/g, '');
      return (positive.match(/\.[a-z][\w-]*(?:\\!|\w|-)*/gi) ?? []).every((found) =>
        appears(found.slice(1).replaceAll('\\', '')),
      );
    },
  });
  const own = readFileSync(path.join(viewsFolder, 'own.css'), 'utf8');
  const typeAhead = readFileSync(autocompleteStyles, 'utf8').replace(/\/\*[\s\S]*?\*\//g, '');
  const text = `${trimmed.replace(/GDS Transport,arial,sans-serif/g, SYSTEM_FONTS)}\n${typeAhead}\n${own}`;
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 10);
  return { name: `pages-${hash}.css`, text };
}
