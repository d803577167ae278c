/** Whoever posts whatever, and whether anything comes of it: a browser is told where to look, so that going back, forward or reloading sends nothing again. */
import { expect, test } from 'vitest';
import { inFull } from '../how-much.ts';
import type { Visit } from '../pages/site.ts';
import { stageAt, stageNames } from './stages.ts';
import { type Attempt, pagesWaysIn } from './ways-in.ts';

type Form = NonNullable<Visit['form']>;

/** The form as it is, with a field left out, said otherwise or given twice, with nothing in it, and with too much; at every change each field in one of the three ways. */
const variantsOf = (form: Form): readonly Form[] => [
  {},
  { ...form, more: 'x'.repeat(30_000) },
  ...Object.keys(form).flatMap((name, index) => {
    const { [name]: _, ...others } = form;
    const ways = [others, { ...form, [name]: 'something else' }, { ...form, [name]: ['', ''] }];
    return inFull ? ways : ways.slice(index % 3, (index % 3) + 1);
  }),
  form,
];

test.each(stageNames)('no form is answered with a page, when the case is %s', async (name) => {
  const stage = await stageAt(name);
  const { site, watch } = stage;
  const wrong: string[] = [];
  const posts = Object.entries(pagesWaysIn).filter(([route]) => route.startsWith('POST '));
  expect(posts.length).toBeGreaterThan(10);
  const attempts = posts.flatMap(([route, { own, foreign, nobody }]) =>
    [...own, ...foreign, ...nobody].map((attempt) => [route, attempt] as const),
  );
  const tried = async (route: string, { who, visit }: Attempt, only: (form: Form) => readonly Form[]) => {
    const whole = await visit(stage);
    for (const form of only(whole.form ?? {})) {
      const answered = await site.request({ ...whole, form });
      const { status, body, headers } = answered;
      const what = `${route} by ${who}, ${JSON.stringify(form).slice(0, 200)}`;
      // A document is no page: a browser saves it, and stays where it was.
      if (headers['content-disposition']?.startsWith('attachment')) continue;
      if (status !== 303 || body !== '') wrong.push(`${what}: ${status}`);
      const [path = '', search = ''] = (headers.location ?? '').split('?');
      watch.taken();
      const query = Object.fromEntries(new URLSearchParams(search));
      const cookies = whole.cookies ?? [];
      const looks = [];
      for (const _ of [1, 2]) looks.push(await site.request({ path, query, cookies }));
      const [first, second] = looks.map((seen) => [seen.status, 'shown' in query ? seen.body : '']);
      if (JSON.stringify(first) !== JSON.stringify(second))
        wrong.push(`${what}: shows other things when it is reloaded`);
      if (watch.taken().length > 0) wrong.push(`${what}: does something when it is looked at`);
    }
  };
  // What does something may close the ways after it.
  for (const [route, attempt] of attempts)
    await tried(route, attempt, (form) => variantsOf(form).slice(0, -1));
  for (const [route, attempt] of attempts) await tried(route, attempt, (form) => [form]);
  expect(wrong).toEqual([]);
});
