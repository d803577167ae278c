/** The part of nunjucks that renders compiled templates; the compiler is not in it. */
declare module 'nunjucks/browser/nunjucks-slim.js' {
  import type { ConfigureOptions, Environment } from 'nunjucks';

  const slim: {
    Environment: {
      new (loader: object, options: ConfigureOptions): Environment;
      readonly prototype: { getTemplate: (name: string, ...rest: unknown[]) => unknown };
    };
    PrecompiledLoader: new (compiled: Readonly<Record<string, object>>) => object;
  };
  export default slim;
}
