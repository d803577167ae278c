import nunjucks from 'nunjucks';
import type { ViewSources } from './view-sources.ts';

interface Compiled {
  readonly name: string;
  readonly template: string;
}

/** nunjucks hands its wrapper a list, whatever its types say. */
const asEntries = (templates: Compiled | readonly Compiled[]): string =>
  [templates]
    .flat()
    .map(({ name, template }) => `${JSON.stringify(name)}: (() => {\n${template.trim()}\n})(),\n`)
    .join('');

/**
 * The templates as one module of functions. Compiled beforehand: a function that starts for one visitor should not
 * parse templates first, and the compiler need not be in its bundle.
 */
export function compileViews(sources: ViewSources): string {
  const env = new nunjucks.Environment([], {
    autoescape: true,
    throwOnUndefined: true,
    trimBlocks: true,
    lstripBlocks: true,
  });
  const entries = [...sources].map(([name, text]) =>
    nunjucks.precompileString(text, {
      name,
      env,
      wrapper: asEntries,
    }),
  );
  return `export const compiledViews: Readonly<Record<string, object>> = {\n${entries.join('')}};\n`;
}
