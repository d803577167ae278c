import { asItStands } from './forms.ts';
import type { Site } from './site.ts';

export type Fields = Readonly<Record<string, string | readonly string[]>>;

/** What stands in the form of a page, as it stands there. */
export const formOf = (html: string): Fields => asItStands(html.slice(html.indexOf('<main')));

/** A coordinator who is signed in, at a page. */
export class AsCoordinator {
  readonly #site: Site;
  readonly #cookies: string[];
  readonly #path: string;

  private constructor(site: Site, cookies: string[], path: string) {
    this.#site = site;
    this.#cookies = cookies;
    this.#path = path;
  }

  static async signedIn(site: Site, path: string): Promise<AsCoordinator> {
    return new AsCoordinator(site, [await site.coordinatorSignedIn('Robin Hale')], path);
  }

  readonly get = (path = this.#path, query: Record<string, string> = {}) =>
    this.#site.visit({ path, query, cookies: this.#cookies });

  readonly post = (form: Fields, path = this.#path) =>
    this.#site.visit({ method: 'POST', path, form, cookies: this.#cookies });

  /** Answers the pages one after the other, as a person would. @returns the answer to the last one, and what was sent to get it */
  async answer(...answers: readonly Fields[]) {
    let form = formOf((await this.get()).body);
    for (const [index, answer] of answers.entries()) {
      form = { ...form, ...answer };
      if (index < answers.length - 1) form = formOf((await this.post(form)).body);
    }
    return { form, last: await this.post(form) };
  }
}
