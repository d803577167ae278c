/** Reads the forms of a page as a program that follows links would: fields with their values, boxes that are ticked. */

export const attribute = (tag: string, name: string): string | undefined =>
  new RegExp(`\\s${name}="([^"]*)"`)
    .exec(tag)?.[1]
    ?.replaceAll('&amp;', '&')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'");

/** The token that stands in the forms of a session; empty where there is none. */
export const sessionOf = (html: string): string => /name="session" value="([^"]+)"/.exec(html)?.[1] ?? '';

type Filled = Readonly<Record<string, string | readonly string[]>>;

/** Whoever confirms something gives a name and a role, unless the form says otherwise. */
export const signed = (form: Filled, who: Filled = { name: 'Sam Okafor', role: 'duty manager' }): Filled => {
  // A box of a page that was sent as it stands is an empty list: what it was not filled with, the person fills in.
  const filled = Object.entries(form).filter(
    ([, value]) => typeof value === 'string' || value.join('') !== '',
  );
  return form.confirm === 'yes' ? { ...form, ...who, ...Object.fromEntries(filled) } : form;
};

/** A form of a page, with what a browser would send if it were submitted as it stands; buttons left out. */
export interface FoundForm {
  /** Where it goes; undefined when to its own page. */
  readonly action: string | undefined;
  readonly fields: Record<string, string[]>;
  readonly html: string;
}

/** Every form of a page that is posted; one that only looks something up is a kind of link. */
export const formsIn = (html: string): readonly FoundForm[] =>
  [...html.matchAll(/<form\b[^>]*method="post"[\s\S]*?<\/form>/g)].map(([form]) => ({
    action: attribute(/<form\b[^>]*>/.exec(form)?.[0] ?? '', 'action'),
    fields: fieldsOf(form),
    html: form,
  }));

/** Addresses within the service that a page leads to. */
export const linksIn = (html: string): readonly string[] => [
  ...new Set(
    [...html.matchAll(/<a\b[^>]*>/g)].flatMap(([tag]) => {
      const href = attribute(tag, 'href') ?? '';
      return href.startsWith('/') ? [href] : [];
    }),
  ),
];

/** What a browser would send if the first form were submitted as it stands; buttons left out. */
export const asItStands = (html: string): Record<string, string[]> => formsIn(html)[0]?.fields ?? {};

function fieldsOf(form: string): Record<string, string[]> {
  const fields: Record<string, string[]> = {};
  const add = (name: string | undefined, value: string) => {
    if (name === undefined) return;
    fields[name] = [...(fields[name] ?? []), value];
  };
  for (const [tag] of form.matchAll(/<input\b[\s\S]*?>/g)) {
    const type = attribute(tag, 'type');
    const choosable = type === 'radio' || type === 'checkbox';
    if (!choosable || /\schecked\b/.test(tag)) add(attribute(tag, 'name'), attribute(tag, 'value') ?? '');
  }
  for (const [tag, text = ''] of form.matchAll(/<textarea\b[^>]*>([\s\S]*?)<\/textarea>/g))
    add(attribute(tag, 'name'), text);
  for (const [select] of form.matchAll(/<select\b[\s\S]*?<\/select>/g)) {
    const chosen = /<option[^>]*\sselected[^>]*>/.exec(select)?.[0] ?? '';
    add(attribute(select, 'name'), attribute(chosen, 'value') ?? '');
  }
  return fields;
}

/** Of answers to a whole form, those that one of its pages asks for. */
export const askedOn = <Answers extends Filled>(html: string, answers: Answers): Filled =>
  Object.fromEntries(
    Object.entries(answers).filter(([name]) =>
      formsIn(html).some(({ html: form }) => form.includes(`name="${name}"`)),
    ),
  );

/** Values that a group of radios offers, or of boxes. */
export const offeredBy = (html: string, name: string, type: 'radio' | 'checkbox' = 'radio'): string[] =>
  [...html.matchAll(/<input\b[\s\S]*?>/g)]
    .map(([tag]) => tag)
    .filter((tag) => attribute(tag, 'name') === name && attribute(tag, 'type') === type)
    .map((tag) => attribute(tag, 'value') ?? '');

/** The query of the page that comes after one of a list; undefined after the last. */
export const nextIn = (html: string): Readonly<Record<string, string>> | undefined => {
  const next = /__next">\s*<a[^>]*href="\?([^"]*)"/.exec(html)?.[1]?.replaceAll('&amp;', '&');
  return next === undefined ? undefined : Object.fromEntries(new URLSearchParams(next));
};

/** What the form at the end of a list would send, to whoever reads the list to its last page. @param open opens one of its pages, by its query */
export async function formAtTheEnd(
  open: (query: Readonly<Record<string, string>>) => Promise<{ readonly body: string }>,
): Promise<Record<string, string | readonly string[]>> {
  let { body } = await open({});
  for (let next = nextIn(body); next !== undefined; next = nextIn(body)) ({ body } = await open(next));
  return Object.assign({}, ...formsIn(body).map(({ fields }) => fields));
}

/** Ticks for matters that are the same as for the first child, as a page offers them: each says what was shown beside it. */
export const asOffered = (html: string, form: Filled): Filled =>
  Object.fromEntries(
    Object.entries(form).map(([name, said]) => {
      if (!name.endsWith('-same')) return [name, said];
      const offered = offeredBy(html, name, 'checkbox');
      return [name, [said].flat().map((one) => offered.find((tick) => tick.startsWith(`${one}:`)) ?? one)];
    }),
  );
