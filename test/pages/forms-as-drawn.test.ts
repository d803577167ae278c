/** A form as it is drawn, read, carried on and summed up: the same for every question of a kind, whatever asks it. */
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { answerRows, carried } from '../../functions/pages/forms/answer-words.ts';
import {
  anyOf,
  maybeText,
  someDate,
  someText,
  someTime,
  ticked,
  wholeNumber,
} from '../../functions/pages/forms/answers.ts';
import { confirmStep, whoConfirmed } from '../../functions/pages/forms/confirm-step.ts';
import { formModel } from '../../functions/pages/forms/form-model.ts';
import { answersTo, fieldValue } from '../../functions/pages/forms/form-post.ts';
import { fieldsOf, type Question } from '../../functions/pages/forms/question.ts';
import { isTicked, tickFirst } from '../../functions/pages/forms/tick-first.ts';
import { type Answered, type NextStep, type Step, walk } from '../../functions/pages/forms/walk.ts';
import { socialWorkerIn, socialWorkerMark } from '../../functions/pages/transfer/social-worker.ts';
import { speltOut } from './spelt-out.ts';

type Fields = Readonly<Record<string, string | readonly string[]>>;
const posted = (fields: Fields) =>
  new Map(Object.entries(fields).map(([name, value]) => [name, [value].flat() as readonly string[]]));

const choices = [
  { value: 'a', text: 'The first', hint: 'One' },
  { value: 'b', text: 'The second' },
];
const questions: readonly Question[] = [
  { kind: 'radios', name: 'one', label: 'One of them', hint: 'A hint', choices },
  { kind: 'checkboxes', name: 'some', label: 'Some of them', choices },
  { kind: 'select', name: 'listed', label: 'One of a list', choices },
  { kind: 'text', name: 'short', label: 'A short text', hint: 'A hint', autocomplete: 'name', width: 10 },
  { kind: 'text', name: 'plain', label: 'A text' },
  { kind: 'number', name: 'count', label: 'A number', suffix: 'places' },
  { kind: 'number', name: 'bare', label: 'A bare number' },
  { kind: 'long-text', name: 'long', label: 'A long text' },
  { kind: 'date', name: 'on', label: 'A day', hint: 'A hint' },
  { kind: 'confirm', name: 'confirm', label: 'Confirm', choice: 'I confirm' },
];
const step: Step = {
  name: 'all',
  title: 'All of it',
  questions,
  schema: z.object({}),
  button: 'Continue',
};
const typed = posted({
  one: 'b',
  some: ['a', 'b'],
  listed: 'a',
  short: ' x\r\ny ',
  count: '3',
  long: 'Long.',
  'on-day': '27',
  'on-month': '3',
  'on-year': '2027',
  confirm: 'yes',
  earlier: ['p', 'q'],
  behind: ['before'],
  change: 'one',
  step: 'all',
  '9bad': 'x',
  Bad: 'x',
});

describe('a form', () => {
  test('is drawn empty, and ticks and chooses nothing', () => {
    expect(speltOut(formModel(step))).toEqual([
      'step: all; button: Continue',
      'fields:',
      '  - component: radios',
      '    parameters:',
      '      idPrefix: one; name: one',
      '      hint:',
      '        text: A hint',
      '      fieldset:',
      '        legend:',
      '          text: One of them; classes: govuk-fieldset__legend--s',
      '      items:',
      '        - value: a; text: The first; checked: false',
      '          hint:',
      '            text: One',
      '        - value: b; text: The second; checked: false',
      '  - component: checkboxes',
      '    parameters:',
      '      idPrefix: some; name: some',
      '      fieldset:',
      '        legend:',
      '          text: Some of them; classes: govuk-fieldset__legend--s',
      '      items:',
      '        - value: a; text: The first; checked: false',
      '          hint:',
      '            text: One',
      '        - value: b; text: The second; checked: false',
      '  - component: select',
      '    parameters:',
      '      name: listed; id: listed',
      '      label:',
      '        text: One of a list; classes: govuk-label--s',
      '      items:',
      '        - value: ; text: Choose one; selected: true',
      '        - value: a; text: The first; hint: One; selected: false',
      '        - value: b; text: The second; selected: false',
      '  - component: input',
      '    parameters:',
      '      name: short; id: short; value: ; spellcheck: false; classes: govuk-input--width-10; autocomplete: name',
      '      hint:',
      '        text: A hint',
      '      label:',
      '        text: A short text; classes: govuk-label--s',
      '  - component: input',
      '    parameters:',
      '      name: plain; id: plain; value: ; spellcheck: false; classes: govuk-input--width-20',
      '      label:',
      '        text: A text; classes: govuk-label--s',
      '  - component: input',
      '    parameters:',
      '      name: count; id: count; value: ; inputmode: numeric; classes: govuk-input--width-4',
      '      label:',
      '        text: A number; classes: govuk-label--s',
      '      suffix:',
      '        text: places',
      '  - component: input',
      '    parameters:',
      '      name: bare; id: bare; value: ; inputmode: numeric; classes: govuk-input--width-4',
      '      label:',
      '        text: A bare number; classes: govuk-label--s',
      '  - component: textarea',
      '    parameters:',
      '      name: long; id: long; value: ; rows: 4',
      '      label:',
      '        text: A long text; classes: govuk-label--s',
      '  - component: date',
      '    parameters:',
      '      idPrefix: on; name: on; id: on; namePrefix: on',
      '      hint:',
      '        text: A hint',
      '      fieldset:',
      '        role: group',
      '        legend:',
      '          text: A day; classes: govuk-fieldset__legend--s',
      '      items:',
      '        - id: on-day; name: day; classes: govuk-input--width-2; value: ',
      '        - id: on-month; name: month; classes: govuk-input--width-2; value: ',
      '        - id: on-year; name: year; classes: govuk-input--width-4; value: ',
      '  - component: checkboxes',
      '    parameters:',
      '      idPrefix: confirm; name: confirm',
      '      fieldset:',
      '        legend:',
      '          text: Confirm; classes: govuk-fieldset__legend--s',
      '      items:',
      '        - value: yes; text: I confirm',
      'carried:',
      '  none',
      'problems:',
      '  none',
    ]);
  });

  test('is drawn with what was typed and what is wrong, and carries earlier answers on', () => {
    const problems = new Map([
      ['one', 'Choose one'],
      ['short', 'Too long'],
      ['on-month', 'A day must include a month'],
    ]);
    const before = [{ ...step, name: 'before' }];
    expect(speltOut(formModel(step, typed, problems, before))).toEqual([
      'step: all; button: Continue; back: before',
      'fields:',
      '  - component: radios',
      '    parameters:',
      '      idPrefix: one; name: one',
      '      hint:',
      '        text: A hint',
      '      errorMessage:',
      '        text: Choose one',
      '      fieldset:',
      '        legend:',
      '          text: One of them; classes: govuk-fieldset__legend--s',
      '      items:',
      '        - value: a; text: The first; checked: false',
      '          hint:',
      '            text: One',
      '        - value: b; text: The second; checked: true',
      '  - component: checkboxes',
      '    parameters:',
      '      idPrefix: some; name: some',
      '      fieldset:',
      '        legend:',
      '          text: Some of them; classes: govuk-fieldset__legend--s',
      '      items:',
      '        - value: a; text: The first; checked: true',
      '          hint:',
      '            text: One',
      '        - value: b; text: The second; checked: true',
      '  - component: select',
      '    parameters:',
      '      name: listed; id: listed',
      '      label:',
      '        text: One of a list; classes: govuk-label--s',
      '      items:',
      '        - value: ; text: Choose one; selected: false',
      '        - value: a; text: The first; hint: One; selected: true',
      '        - value: b; text: The second; selected: false',
      '  - component: input',
      '    parameters:',
      '      name: short; id: short; value: x / y; spellcheck: false; classes: govuk-input--width-10; autocomplete: name',
      '      hint:',
      '        text: A hint',
      '      errorMessage:',
      '        text: Too long',
      '      label:',
      '        text: A short text; classes: govuk-label--s',
      '  - component: input',
      '    parameters:',
      '      name: plain; id: plain; value: ; spellcheck: false; classes: govuk-input--width-20',
      '      label:',
      '        text: A text; classes: govuk-label--s',
      '  - component: input',
      '    parameters:',
      '      name: count; id: count; value: 3; inputmode: numeric; classes: govuk-input--width-4',
      '      label:',
      '        text: A number; classes: govuk-label--s',
      '      suffix:',
      '        text: places',
      '  - component: input',
      '    parameters:',
      '      name: bare; id: bare; value: ; inputmode: numeric; classes: govuk-input--width-4',
      '      label:',
      '        text: A bare number; classes: govuk-label--s',
      '  - component: textarea',
      '    parameters:',
      '      name: long; id: long; value: Long.; rows: 4',
      '      label:',
      '        text: A long text; classes: govuk-label--s',
      '  - component: date',
      '    parameters:',
      '      idPrefix: on; name: on; id: on; namePrefix: on',
      '      hint:',
      '        text: A hint',
      '      fieldset:',
      '        role: group',
      '        legend:',
      '          text: A day; classes: govuk-fieldset__legend--s',
      '      errorMessage:',
      '        text: A day must include a month',
      '      items:',
      '        - id: on-day; name: day; classes: govuk-input--width-2; value: 27',
      '        - id: on-month; name: month; classes: govuk-input--width-2 govuk-input--error; value: 3',
      '        - id: on-year; name: year; classes: govuk-input--width-4; value: 2027',
      '  - component: checkboxes',
      '    parameters:',
      '      idPrefix: confirm; name: confirm',
      '      fieldset:',
      '        legend:',
      '          text: Confirm; classes: govuk-fieldset__legend--s',
      '      items:',
      '        - value: yes; text: I confirm',
      'carried:',
      '  - name: earlier; value: p',
      '  - name: earlier; value: q',
      '  - name: behind; value: before',
      'problems:',
      '  - text: Choose one; href: #one',
      '  - text: Too long; href: #short',
      '  - text: A day must include a month; href: #on-month',
    ]);
  });

  test.each([
    ['on-day', 'A day must be a real date', ['error', 'error', 'error']],
    ['on-day', 'A day must include a day', ['error', '', '']],
    ['on-year', 'A day must include a year', ['', '', 'error']],
    ['on', 'Said of no field', ['', '', '']],
    ['one', 'Choose one', ['', '', '']],
  ])('marks a date’s fields: %s, %s', (field, message, expected) => {
    const { fields } = formModel(step, posted({}), new Map([[field, message]]));
    const { items, errorMessage } = (fields[8]?.parameters ?? {}) as {
      items: { classes: string }[];
      errorMessage?: { text: string };
    };
    expect(items.map(({ classes }) => (classes.includes('govuk-input--error') ? 'error' : ''))).toEqual(
      expected,
    );
    expect(errorMessage?.text).toBe(expected.includes('error') ? message : undefined);
  });

  test('is read as its questions are, without what spaces and browsers add', () => {
    expect(speltOut(answersTo(questions, typed))).toEqual([
      'one: b; listed: a; short: x / y; plain: ; count: 3; bare: ; long: Long.; confirm: yes',
      'some:',
      '  - a',
      '  - b',
      'on:',
      '  day: 27; month: 3; year: 2027',
    ]);
    expect(answersTo(questions, posted({ some: ['', ' a '] }))).toEqual({
      one: '',
      some: ['a'],
      listed: '',
      short: '',
      plain: '',
      count: '',
      bare: '',
      long: '',
      on: { day: '', month: '', year: '' },
      confirm: '',
    });
    expect(fieldValue(posted({ twice: ['p', ' q '] }), 'twice')).toBe('q');
  });

  test('is summed up in the words of its questions, without what was left empty', () => {
    const all = {
      all: {
        one: 'b',
        some: ['b', 'a'],
        listed: 'a',
        short: 'x',
        count: 3,
        long: '',
        on: '2027-03-27',
        confirm: 'yes',
      },
    };
    expect(speltOut(answerRows([step], all))).toEqual([
      '- label: One of them; value: The second; change: all',
      '- label: Some of them; value: The first, The second; change: all',
      '- label: One of a list; value: The first; change: all',
      '- label: A short text; value: x; change: all',
      '- label: A number; value: 3; change: all',
      '- label: A day; value: 27 March 2027; change: all',
      '- label: Confirm; value: Yes; change: all',
    ]);
    const empty = {
      all: { one: 'gone', some: [], short: undefined, count: 0, confirm: 'no', on: undefined },
    };
    expect(speltOut(answerRows([step], empty))).toEqual([
      '- label: Some of them; value: None; change: all',
      '- label: A number; value: 0; change: all',
    ]);
    expect(answerRows([step], {}).map(({ label }) => label)).toEqual(['Some of them']);
  });

  test('carries on only fields that are named as ours are, and never the box that confirms', () => {
    const other: Step = { ...step, questions: [{ kind: 'date', name: 'on', label: 'A day' }] };
    const names = carried(
      posted({
        ...Object.fromEntries(typed),
        [`x${'y'.repeat(60)}`]: 'z',
        [`x${'y'.repeat(61)}`]: 'z',
        'a b': 'z',
      }),
      other,
    ).map(({ name, value }) => `${name}=${value}`);
    expect(names).toEqual([
      'one=b',
      'some=a',
      'some=b',
      'listed=a',
      'short= x\r\ny ',
      'count=3',
      'long=Long.',
      'earlier=p',
      'earlier=q',
      `x${'y'.repeat(60)}=z`,
    ]);
    expect(fieldsOf({ kind: 'date', name: 'on', label: 'A day' })).toEqual(['on-day', 'on-month', 'on-year']);
  });
});

describe('the last page', () => {
  const confirmation = { title: 'Check', declares: 'I may', ifNot: 'Tick the box', button: 'Send' };
  const wrong = (of: Step, given: object) =>
    of.schema.safeParse(given).error?.issues.map(({ message }) => message) ?? [];

  test('asks for a tick and for who it is: a name, and a role unless it is known', () => {
    const [named, both] = (['coordinator', 'at-a-desk'] as const).map((who) =>
      confirmStep({ ...confirmation, who }),
    );
    if (named === undefined || both === undefined) throw new Error('There are two.');
    expect(speltOut([named, confirmStep({ ...confirmation, who: 'at-a-desk', text: ['Said.'] })])).toEqual([
      '- name: confirm; title: Check; button: Send; check: true',
      '  text:',
      '    none',
      '  questions:',
      '    - kind: text; name: name; label: Your name; hint: Kept in the record. It is never emailed.; autocomplete: name',
      '    - kind: confirm; name: confirm; label: Confirm; choice: I may',
      '- name: confirm; title: Check; button: Send; check: true',
      '  text:',
      '    - Said.',
      '  questions:',
      '    - kind: text; name: name; label: Your name; hint: Kept in the record. It is never emailed.; autocomplete: name',
      '    - kind: text; name: role; label: Your role; hint: For example, duty manager or social worker.; autocomplete: organization-title',
      '    - kind: confirm; name: confirm; label: Confirm; choice: I may',
    ]);
    expect(wrong(named, { name: '', confirm: '' })).toEqual(['Enter your name', 'Tick the box']);
    expect(wrong(both, { name: '', role: '', confirm: 'no' })).toEqual([
      'Enter your name',
      'Enter your role',
      'Tick the box',
    ]);
    expect(wrong(both, { name: 'x', role: 'x'.repeat(101), confirm: 'yes' })).toEqual([
      'Your role must be 100 characters or fewer',
    ]);
    for (const one of [named, both]) {
      const role = 'x'.repeat(100);
      expect(wrong(one, { name: 'x'.repeat(200), role, confirm: 'yes' })).toEqual([]);
      expect(wrong(one, { name: 'x'.repeat(201), role, confirm: 'yes' })).toEqual([
        'Your name must be 200 characters or fewer',
      ]);
    }
  });

  test('gives who it is, as far as it was said', () => {
    const given: readonly (readonly [Answered, object])[] = [
      [
        { confirm: { name: 'Sam Okafor', role: 'duty manager' } },
        { name: 'Sam Okafor', role: 'duty manager' },
      ],
      [{ confirm: { name: 'Sam Okafor', role: '' } }, { name: 'Sam Okafor' }],
      [{ confirm: { name: '' } }, {}],
      [{ confirm: { name: 7 } }, {}],
      [{ confirm: {} }, {}],
      [{}, {}],
    ];
    for (const [answered, who] of given) expect(whoConfirmed(answered)).toEqual(who);
  });

  test('may be a tick alone, on a page of its own', () => {
    const tick = { step: 'open', choice: 'I need this', ifNot: 'Tick the box', button: 'Open' };
    const field = [{ name: 'session', value: 's' }];
    expect(speltOut([tickFirst(tick, field, false), tickFirst(tick, field, true)])).toEqual([
      '- step: open; button: Open',
      '  fields:',
      '    - component: checkboxes',
      '      parameters:',
      '        idPrefix: confirm; name: confirm',
      '        fieldset:',
      '          legend:',
      '            text: Confirm; classes: govuk-fieldset__legend--s',
      '        items:',
      '          - value: yes; text: I need this',
      '  carried:',
      '    - name: session; value: s',
      '  problems:',
      '    none',
      '- step: open; button: Open',
      '  fields:',
      '    - component: checkboxes',
      '      parameters:',
      '        idPrefix: confirm; name: confirm',
      '        errorMessage:',
      '          text: Tick the box',
      '        fieldset:',
      '          legend:',
      '            text: Confirm; classes: govuk-fieldset__legend--s',
      '        items:',
      '          - value: yes; text: I need this',
      '  carried:',
      '    - name: session; value: s',
      '  problems:',
      '    - text: Tick the box; href: #confirm',
    ]);
    expect(isTicked(posted({ confirm: 'yes' }))).toBe(true);
    for (const form of [{}, { confirm: 'no' }, { other: 'yes' }]) expect(isTicked(posted(form))).toBe(false);
  });
});

describe('a walk through pages', () => {
  const text = (name: string): Step => ({
    ...step,
    name,
    questions: [{ kind: 'text', name, label: name }],
    schema: z.object({ [name]: someText(`Enter ${name}`, name) }),
  });
  const optional: Step = {
    ...step,
    name: 'maybe',
    questions: [{ kind: 'text', name: 'left', label: 'Left out' }],
    schema: z.object({ left: maybeText('Left out') }),
  };
  const last: Step = {
    ...step,
    name: 'confirm',
    check: true,
    questions: [{ kind: 'confirm', name: 'confirm', label: 'Confirm', choice: 'I confirm' }],
    schema: z.object({ confirm: ticked('Tick the box') }),
  };
  const nextStep: NextStep = (answered) =>
    [text('one'), optional, text('two'), last].find(({ name }) => answered[name] === undefined);
  const at = (form: Fields) => {
    const walked = walk(nextStep, posted(form));
    return [
      walked.kind === 'ask' ? walked.step.name : 'done',
      walked.before.map(({ name }) => name).join(),
      walked.kind === 'ask' ? [...walked.problems].map((one) => one.join(': ')).join() : '',
    ];
  };

  test.each([
    [{}, ['one', '', '']],
    [{ step: 'one' }, ['one', '', 'one: Enter one']],
    [{ one: '' }, ['one', '', 'one: Enter one']],
    [{ one: 'x', step: 'one' }, ['maybe', 'one', '']],
    [{ one: 'x', step: 'maybe' }, ['two', 'one,maybe', '']],
    // A page on which nothing had to be said is behind, because a later form says so.
    [{ one: 'x', behind: ['one', 'maybe'] }, ['two', 'one,maybe', '']],
    [{ one: 'x', behind: ['one'] }, ['maybe', 'one', '']],
    [{ one: 'x', left: '', two: 'y' }, ['confirm', 'one,maybe,two', '']],
    [
      { one: 'x', left: '', two: 'y', step: 'confirm' },
      ['confirm', 'one,maybe,two', 'confirm: Tick the box'],
    ],
    [{ one: 'x', left: '', two: 'y', confirm: 'no', step: 'two' }, ['confirm', 'one,maybe,two', '']],
    [{ one: 'x', left: '', two: 'y', confirm: 'yes' }, ['done', 'one,maybe,two,confirm', '']],
    // Back to a page, whose answer can be given anew; to one that there is not, to the first.
    [{ one: 'x', left: '', two: 'y', confirm: 'yes', change: 'one' }, ['one', '', '']],
    [{ one: 'x', left: '', two: 'y', confirm: 'yes', change: 'two' }, ['two', 'one,maybe', '']],
    [{ one: 'x', left: '', two: 'y', confirm: 'yes', change: 'nowhere' }, ['one', '', '']],
  ])('%j comes to %j', (form, expected) => {
    expect(at(form)).toEqual(expected);
  });

  test('goes to the field of each question’s first problem, and stops for one that belongs to none', () => {
    const on: Step = {
      ...step,
      name: 'on',
      questions: [
        { kind: 'date', name: 'on', label: 'A day' },
        { kind: 'checkboxes', name: 'some', label: 'Some', choices },
        { kind: 'number', name: 'count', label: 'A number' },
      ],
      schema: z.object({
        on: someDate('A day', 'Enter a day', { to: { day: '2027-11-23', message: 'too late' } }),
        some: anyOf(['a'], 'Choose from the list'),
        count: wholeNumber('A number', 'Enter a number', 9),
      }),
    };
    const problems = (of: Step, form: Fields) => {
      const walked = walk(
        (answered) => (answered[of.name] === undefined ? of : undefined),
        posted({ step: of.name, ...form }),
      );
      return walked.kind === 'ask' ? Object.fromEntries(walked.problems) : {};
    };
    expect(problems(on, { some: ['a', 'x', 'y'], count: '10' })).toEqual({
      'on-day': 'Enter a day',
      some: 'Choose from the list',
      count: 'A number must be 9 or fewer',
    });
    expect(problems(on, { 'on-day': '1', 'on-year': '2027' })).toEqual({
      'on-month': 'A day must include a month',
      count: 'Enter a number',
    });
    const whole: Step = {
      ...on,
      schema: z.object({}).refine(() => false, { error: 'It does not fit together' }),
    };
    expect(problems(whole, {})).toEqual({ 'on-day': 'It does not fit together' });
    const twice: Step = {
      ...text('one'),
      schema: z.object({
        one: z.string().min(5, { error: 'Too short' }).startsWith('y', { error: 'Begin with y' }),
      }),
    };
    expect(problems(twice, { one: 'x' })).toEqual({ one: 'Too short' });
  });
});

test('a day is read whatever limits it has', () => {
  const [from, to] = [
    { day: '2026-11-23', message: 'too early' },
    { day: '2026-11-24', message: 'too late' },
  ];
  const read = (limits: Parameters<typeof someDate>[2], day: string) => {
    const given = someDate('A day', 'Enter a day', limits).safeParse({ day, month: 'nov', year: '2026' });
    return given.success ? given.data : given.error.issues.map(({ message }) => message).join();
  };
  expect(['22', '23', '25'].map((day) => read({ from }, day))).toEqual([
    'too early',
    '2026-11-23',
    '2026-11-25',
  ]);
  expect(['22', '24', '25'].map((day) => read({ to }, day))).toEqual([
    '2026-11-22',
    '2026-11-24',
    'too late',
  ]);
  for (const wrong of ['1x', 'x1', '1 1', '-1', '001', '1e1', '+1'])
    expect(read({ to }, wrong)).toContain('real date');
});

test('a time that is left out is asked for, and never compared with the clock', () => {
  const read = someTime('Enter the time').safeParse('');
  expect(read.error?.issues.map(({ message }) => message)).toEqual(['Enter the time']);
});

test('who the social worker is comes from the page that names one, and has a mark that tells nobody', () => {
  const answered = {
    other: { text: 'x' },
    who: {
      socialWorker: 'Synthetic Worker',
      socialWorkerPhone: '01632 960 001',
      socialWorkerEmail: undefined,
    },
  };
  const named = socialWorkerIn(answered);
  expect(named).toStrictEqual({ name: 'Synthetic Worker', phone: '01632 960 001' });
  expect(socialWorkerIn({ other: { text: 'x' } })).toBeUndefined();
  const mark = (key: string, id: string, who = named) =>
    socialWorkerMark(Buffer.from(key), id, who ?? { name: '' });
  expect(mark('k', 'NTS-1')).toMatch(/^[\w-]{43}$/);
  expect(mark('k', 'NTS-1')).toBe(mark('k', 'NTS-1', { phone: '01632 960 001', name: 'Synthetic Worker' }));
  const others = [mark('l', 'NTS-1'), mark('k', 'NTS-2'), mark('k', 'NTS-1', { name: 'Synthetic Worker' })];
  expect(new Set([mark('k', 'NTS-1'), ...others]).size).toBe(4);
});
