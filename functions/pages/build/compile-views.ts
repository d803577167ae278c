import path from 'node:path';
import nunjucks from 'nunjucks';
import { partsOf, type ViewSources } from './view-sources.ts';

interface Compiled {
  readonly template: string;
}

/**
 * nunjucks compiles; only the wrapper is ours, because its own puts every template on a browser's window, and a visitor should load one
 * view. It hands its wrapper a list, whatever its types say.
 */
const asValue = (templates: Compiled | readonly Compiled[]): string =>
  [templates]
    .flat()
    .map(({ template }) => `(() => {\n${template.trim()}\n})()`)
    .join('');

const moduleOf = (name: string): string => name.replace(/\.njk$/, '.ts');

/** A module for one template: what it is compiled to, with everything it is made of. */
function compiledModule(name: string, value: string, parts: readonly string[]): string {
  const from = (part: string): string => {
    const way = path.posix.relative(path.posix.dirname(name), moduleOf(part));
    return way.startsWith('.') ? way : `./${way}`;
  };
  return [
    ...parts.map((part, at) => `import { compiled as part${at} } from '${from(part)}';\n`),
    'export const compiled: Readonly<Record<string, object>> = {\n',
    ...parts.map((_, at) => `...part${at},\n`),
    `${JSON.stringify(name)}: ${value},\n};\n`,
  ].join('');
}

/**
 * Each template as a module of functions, by the file it belongs in. Compiled beforehand: a function that starts for one visitor
 * should not parse templates first, and the compiler need not be in its bundle. One to a file: that visitor sees one view.
 */
export function compileViews(sources: ViewSources): ReadonlyMap<string, string> {
  const env = new nunjucks.Environment([], {
    autoescape: true,
    throwOnUndefined: true,
    trimBlocks: true,
    lstripBlocks: true,
  });
  return new Map(
    [...sources].map(([name, text]) => [
      moduleOf(name),
      compiledModule(name, nunjucks.precompileString(text, { name, env, wrapper: asValue }), partsOf(text)),
    ]),
  );
}
