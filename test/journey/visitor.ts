import { CoordinatorsPhone } from '../../infra/local/story/coordinators-phone.ts';
import { deskAddress } from '../../infra/local/story/seed.ts';
import { asItStands, signed } from '../pages/forms.ts';
import type { Run } from './a-run.ts';

export type Form = Readonly<Record<string, string | readonly string[]>>;

/** The link that signs a council's people in, or coordinators. */
const signsIn = /http\S+\/(?:sign-in|coordinators)\/\S+/;

/** A visitor without a browser: keeps the cookie it is given, and notes every address it is led to. */
export class Visitor {
  readonly #run: Run;
  readonly #addresses: string[];
  readonly #who: Form | undefined;
  #cookie = '';

  /** @param who whoever confirms something, where it matters */
  constructor(run: Run, addresses: string[] = [], who?: Form) {
    this.#run = run;
    this.#addresses = addresses;
    this.#who = who;
  }

  async visit(
    address: string,
    form?: Form,
    file?: File,
  ): Promise<{ readonly at: string; readonly body: string; readonly status: number }> {
    const url = new URL(address, this.#run.localRun.endpoints.pages);
    this.#addresses.push(url.href);
    const fields = file === undefined ? new URLSearchParams() : new FormData();
    for (const [name, values] of Object.entries(signed(form ?? {}, this.#who)))
      for (const one of [values].flat()) fields.append(name, one);
    if (file !== undefined && fields instanceof FormData) fields.append('file', file);
    const response = await fetch(url, {
      redirect: 'manual',
      headers: { cookie: this.#cookie, ...(form === undefined ? {} : { 'sec-fetch-site': 'same-origin' }) },
      ...(form === undefined ? {} : { method: 'POST', body: fields }),
    });
    const [cookie] = response.headers.getSetCookie();
    if (cookie !== undefined) this.#cookie = cookie.split(';')[0] ?? '';
    const to = response.headers.get('location');
    if (to !== null) return this.visit(new URL(to, url).href);
    return { at: url.pathname, body: await response.text(), status: response.status };
  }

  /** @param name who signs in, where the desk is asked: the coordinators are */
  async signIn(desk: string, name?: string): Promise<void> {
    await this.visit('/sign-in', {
      step: 'ask',
      council: desk.replace('council:', ''),
      address: deskAddress(desk),
    });
    await this.#run.localRun.idle();
    const mail = this.#run.localRun.messages.findLast(
      ({ to, text }) => to.includes(deskAddress(desk)) && signsIn.test(text),
    );
    const link = signsIn.exec(mail?.text ?? '')?.[0] ?? '';
    if (desk === 'coordinators') {
      const cookies = await new CoordinatorsPhone(name ?? '', () => this.#run.localRun.clock.now()).enter(
        link,
      );
      this.#cookie =
        [...(cookies ?? [])].map((pair) => pair.join('=')).find((one) => one.includes('nts-session')) ?? '';
      return;
    }
    await this.visit(link, {
      ...asItStands((await this.visit(link)).body),
      confirm: 'yes',
      ...(name === undefined ? {} : { name }),
    });
  }
}
