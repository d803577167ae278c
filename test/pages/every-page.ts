/**
 * The one register of all pages: the scenes that are named, and whatever these lead to by their links, their choices, their
 * mistakes and the referral form's conditional questions. A page that is added is found by being reachable.
 */

import { walk } from '../../functions/pages/forms/walk.ts';
import { nextReferStep } from '../../functions/pages/refer/refer-steps.ts';
import { londonDate } from '../../shared/core/calendar/working-days.ts';
import { defined } from '../../shared/core/defined.ts';
import { attribute, type FoundForm, formsIn, linksIn, offeredBy } from './forms.ts';
import { type Scene, scenes } from './scenes.ts';
import type { Seen, Site, Visit } from './site.ts';

export interface EveryPage {
  readonly site: Site;
  readonly all: readonly Scene[];
}

const pathAndQuery = (address: string): Pick<Scene, 'path' | 'query'> => {
  const { pathname, searchParams } = new URL(address, 'https://pages.test');
  return { path: pathname, ...(searchParams.size === 0 ? {} : { query: Object.fromEntries(searchParams) }) };
};

/** What a page is, whichever child, draft or case it is about. */
const kindOfPath = (path: string): string =>
  path
    .split('/')
    .map((part) =>
      /^[\w-]+\.[\w-]+\.[\w-]+$|^[0-9a-f]{8}-[0-9a-f-]{27}$|^NTS-/.test(part) ? '…' : part.replace(/\d+/, ''),
    )
    .join('/');

const said = (body: string, pattern: RegExp): string =>
  pattern
    .exec(body)?.[1]
    ?.replaceAll(/<[^>]+>/g, '')
    .trim() ?? '';

function identity({ path }: Pick<Scene, 'path'>, { status, body }: Seen): string {
  // The form asks the same of every child in slightly other words, and the page of one council is as that of another.
  const title = /^\/(?:refer|councils)\/./.test(path)
    ? ''
    : said(body, /<h1[^>]*>([\s\S]*?)<\/h1>/).replaceAll(/\d+|NTS-\S+/g, '');
  const step = said(body, /name="step" value="([^"]*)"/).replaceAll(/\d+/g, '');
  // What is about to be done, on a page that has it checked.
  const action = /type="hidden" name="(?:action|answer)" value="([^"-]*)/.exec(body)?.[1] ?? '';
  return [kindOfPath(path), title, step, action, status === 422 ? 'problem' : ''].join('|');
}

const visitOf = ({ path, query, form, cookie }: Scene): Visit => ({
  method: form === undefined ? 'GET' : 'POST',
  path,
  ...defined({ query, form }),
  ...(cookie === undefined ? {} : { cookies: [cookie] }),
});

export const look = (site: Site, scene: Scene): Promise<Seen> => site.visit(visitOf(scene));

/** Forms that ask something of the person, on their own page; signing out and beginning a referral ask nothing. */
const asking = (body: string): readonly FoundForm[] =>
  formsIn(body).filter(({ action, fields }) => action === undefined && fields.step !== undefined);

const cleared = ({ fields }: FoundForm): Record<string, string[]> =>
  Object.fromEntries(
    Object.entries(fields).filter(([name]) =>
      ['session', 'step', 'behind', 'lookedAt', 'action'].includes(name),
    ),
  );

/** Something that could be true in every field of a form; the box that confirms is left alone. */
function filledIn({ fields, html }: FoundForm): Record<string, string[]> {
  const form = { ...fields };
  for (const [tag] of html.matchAll(/<(?:input|textarea|select)\b[^>]*>/g)) {
    const name = attribute(tag, 'name') ?? '';
    if (attribute(tag, 'type') === 'hidden' || name === 'confirm') continue;
    const day = { day: '23', month: '11', year: '2026' }[name.split('-').at(-1) ?? ''];
    const [, option = ''] = html.match(/<option value="([^"]+)"/) ?? [];
    const [first = ''] = offeredBy(html, name);
    const ticked = attribute(tag, 'type') === 'checkbox' ? (attribute(tag, 'value') ?? '') : '';
    form[name] ??= [];
    if (form[name].join('') === '')
      form[name] = [
        day ??
          (tag.startsWith('<select') ? option : first || ticked || (/numeric/.test(tag) ? '1' : 'A reason')),
      ];
  }
  return form;
}

/** What a form can be answered with without knowing anything: nothing, something, and each of its choices. */
const answersTo = (
  form: FoundForm,
): readonly (readonly [name: string, form: NonNullable<Scene['form']>])[] => [
  ['nothing-given', cleared(form)],
  ['filled-in', filledIn(form)],
  ...['answer', 'action'].flatMap((field) =>
    offeredBy(form.html, field).map((choice) => [choice, { ...form.fields, [field]: [choice] }] as const),
  ),
];

/** Drafts that lead to the questions that only some answers bring up. */
async function conditionalQuestions(site: Site, all: readonly Scene[]): Promise<readonly Scene[]> {
  const check = all.find(({ path }) => path.startsWith('/refer/') && path.endsWith('/check'));
  const [, , id = ''] = check?.path.split('/') ?? [];
  const whole = await site.drafts.read('E10000016', id);
  const nextStep = nextReferStep('E10000016', londonDate(site.clock.now()));
  const walked = walk(nextStep, new Map(Object.entries(whole?.form ?? {})));
  if (whole === undefined || check === undefined || walked.kind !== 'done')
    throw new Error(
      `The whole referral in scenes.ts lacks an answer to "${walked.kind === 'ask' ? walked.step.name : ''}": add it, so that the pages after it are looked at.`,
    );
  const known = new Set(walked.before.map(({ name }) => name.replaceAll(/\d+/g, '')));
  const found: Scene[] = [];
  for (const { questions } of walked.before)
    for (const question of questions)
      for (const { value } of 'choices' in question ? question.choices.slice(0, 12) : []) {
        const form = { ...whole.form, [question.name]: [value] };
        const branch = walk(nextStep, new Map(Object.entries(form)));
        const name = branch.kind === 'ask' && branch.problems.size === 0 ? branch.step.name : undefined;
        if (name === undefined || known.has(name.replaceAll(/\d+/g, ''))) continue;
        known.add(name.replaceAll(/\d+/g, ''));
        const draft = `44444444-4444-4444-8444-${String(found.length).padStart(12, '0')}`;
        await site.drafts.save({ ...whole, id: draft, version: 1, form });
        found.push({
          name: `refer-${name}`,
          path: `/refer/${draft}/${name}`,
          ...defined({ cookie: check.cookie }),
        });
      }
  return found;
}

/** Every page, each once: by where it is, what it is called, what it asks, and whether it points out a mistake. */
export async function everyPage(): Promise<EveryPage> {
  const { site, all: named } = await scenes();
  const all: { readonly scene: Scene; readonly seen: Seen }[] = [];
  const known = new Set<string>();
  const keep = (scene: Scene, seen: Seen) => {
    known.add(identity(scene, seen));
    all.push({ scene, seen });
  };
  for (const scene of [...named, ...(await conditionalQuestions(site, named))])
    keep(scene, await look(site, scene));

  const add = async (scene: Scene) => {
    const seen = await look(site, scene);
    if (seen.status === 303 || !(seen.headers['content-type'] ?? '').includes('text/html')) return;
    if (known.has(identity(scene, seen))) return;
    const taken = all.filter((other) => other.scene.name.replace(/-\d+$/, '') === scene.name).length;
    keep(taken === 0 ? scene : { ...scene, name: `${scene.name}-${taken + 1}` }, seen);
  };
  // What is found is looked at in its turn: the list grows under the loop until nothing new is reached.
  for (const { scene, seen } of all) {
    const more = scene.cookie === undefined ? {} : { cookie: scene.cookie };
    for (const href of linksIn(seen.body)) {
      const there = pathAndQuery(href);
      const name = kindOfPath(there.path).replaceAll(/[/…]+/g, '-').replace(/^-|-$/g, '');
      await add({ name, ...there, ...more });
    }
    if (seen.status === 422) continue;
    for (const form of asking(seen.body))
      for (const [how, answer] of answersTo(form)) {
        // The pages of a draft keep what they are told; asking for a link to sign in sends one.
        const keeps = scene.path.startsWith('/refer/');
        if (how === 'filled-in' && (keeps || scene.path === '/sign-in')) continue;
        await add({ name: `${scene.name}-${how}`, path: scene.path, ...more, form: answer });
        if (keeps) await look(site, { name: '', path: scene.path, ...more, form: form.fields });
      }
  }
  return { site, all: all.map(({ scene }) => scene) };
}
