import { Phone } from '../../infra/local/story/coordinators-phone.ts';
import { attribute } from './forms.ts';

/** The secret that a page shows to be taken into an app, as a person types it; empty on any other page. */
export const secretOn = (html: string): string =>
  /<code class="nts-key">([^<]+)<\/code>/.exec(html)?.[1] ?? '';

/** Whom a page offers to be, by name. */
export const namesOn = (html: string): ReadonlyMap<string, string> =>
  new Map(
    [...html.matchAll(/<input[^>]*type="radio"[^>]*>\s*<label[^>]*>([\s\S]*?)<\/label>/g)].map(
      ([found, name = '']) => [name.trim().replaceAll('&#39;', "'"), attribute(found, 'value') ?? ''],
    ),
  );

/** Whose time stands still until somebody sets it. */
interface Standing {
  readonly clock: { now(): string; set(to: string): void };
}

/** The phones of the coordinators of a site. */
export class Phones {
  readonly #site: Standing;
  readonly #phones = new Map<string, Phone>();

  constructor(site: Standing) {
    this.#site = site;
  }

  get names(): readonly string[] {
    return [...this.#phones.keys()];
  }

  take(name: string, secret: string): void {
    this.#phones.set(name, new Phone(secret));
  }

  /** A code that was not used yet. Three are good at one time: whoever has used them waits for the next. */
  code(name: string): string {
    const { clock } = this.#site;
    const phone = this.#phones.get(name);
    for (let waited = 0; waited < 4; waited += 1) {
      const code = phone?.code(clock.now());
      if (code !== undefined) return code;
      clock.set(new Date(Date.parse(clock.now()) + 30_000).toISOString());
    }
    throw new Error(`${name} has no phone that shows codes here.`);
  }
}
