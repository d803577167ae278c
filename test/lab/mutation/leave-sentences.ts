/** Texts for people are no code: a mutant of one would only ask that some test repeats it word for word. */
import type { Ignorer } from '@stryker-mutator/api/ignore';
import { declareValuePlugin, PluginKind } from '@stryker-mutator/api/plugin';

/** What is asked here of a node of Babel's syntax tree. */
interface Text {
  readonly type: string;
  readonly value?: unknown;
  readonly quasis?: readonly { readonly value: { readonly raw: string } }[];
}

const ignorer: Ignorer = {
  shouldIgnore(path) {
    const { node } = path as { readonly node: Text };
    const texts = [node.value, ...(node.quasis ?? []).map(({ value }) => value.raw)];
    const sentence =
      ['StringLiteral', 'TemplateLiteral'].includes(node.type) &&
      texts.some((text) => typeof text === 'string' && text.includes(' '));
    return sentence ? 'a sentence for people' : undefined;
  },
};

export const strykerPlugins = [declareValuePlugin(PluginKind.Ignore, 'sentences', ignorer)];
