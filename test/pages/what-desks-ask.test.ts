/** Whatever can be done with a case: what each action says, asks, refuses, announces, and the command that comes of it. */
import { describe, expect, test } from 'vitest';
import { actionCommand, type CaseActions, nextActionStep } from '../../functions/pages/case/case-actions.ts';
import { coordinatorActions } from '../../functions/pages/coordinator/coordinator-actions.ts';
import { walk } from '../../functions/pages/forms/walk.ts';
import { type AskedAs, answerCommand, nextOfferStep } from '../../functions/pages/offer/offer-steps.ts';
import { transferActions } from '../../functions/pages/transfer/transfer-actions.ts';
import { emptyRota } from '../../shared/core/allocation/rota.ts';
import type { SchemeView } from '../../shared/core/allocation/scheme.ts';
import type { Case, Proposal } from '../../shared/core/case/case.ts';
import { possibleCommands } from '../../shared/core/case/commands/possible-commands.ts';
import { policyNamed } from '../../shared/core/policies.ts';
import { aCase, aChild, aCouncil, anOffer, aPlacement, aReferral, NOW } from '../builders.ts';
import { speltOut } from './spelt-out.ts';

type Fields = Readonly<Record<string, string | readonly string[]>>;
const posted = (fields: Fields) =>
  new Map(Object.entries(fields).map(([name, value]) => [name, [value].flat() as readonly string[]]));

/** A choice among all councils, which says nothing of its own. */
const oneOfAllCouncils = /^ +- value: (?:[EWS]\d{8}|[A-Z]+HSCT); text: [^(]+$/;

/** What an action asks before anything is answered, and what it announces. */
const asked = (actions: CaseActions | undefined, which?: string) =>
  (actions?.actions ?? [])
    .filter(({ value }) => which === undefined || value === which)
    .flatMap(({ means, steps, ...action }) =>
      speltOut({ ...action, steps: steps({}), means: means?.({}) ?? 'nothing' }).filter(
        (line) => !oneOfAllCouncils.test(line),
      ),
    );
const offered = (actions: CaseActions | undefined) => actions?.actions.map(({ value }) => value);

/** Fills an action in to its end: the command, or the first page that does not take what was given and why. */
function done(actions: CaseActions | undefined, fields: Fields): unknown {
  if (actions === undefined) return undefined;
  const walked = walk(
    nextActionStep(actions),
    posted({ confirm: 'yes', name: 'Robin Hale', role: 'lead', step: 'confirm', ...fields }),
  );
  return walked.kind === 'done'
    ? actionCommand(actions, walked.answered)
    : [walked.step.name, ...[...walked.problems].map((problem) => problem.join(': '))];
}

const policy = policyNamed('nts-2025');
const councils = [
  aCouncil({ code: 'E10000014', name: 'Hampshire' }),
  aCouncil({
    code: 'E09000008',
    name: 'Croydon',
    caredFor: { count: 101, asAt: '2025-03-31', source: 'published' },
  }),
  aCouncil({
    code: 'E10000030',
    name: 'Surrey',
    caredFor: { count: 99, asAt: '2025-03-31', source: 'published' },
  }),
  aCouncil({ code: 'E10000013', name: 'Gloucestershire' }),
  aCouncil({ code: 'E10000016', name: 'Kent' }),
];
const scheme: Pick<SchemeView, 'councils' | 'regions'> = { councils, regions: {} };
const actions = (over: Partial<Case>, among = scheme) => {
  const theCase = aCase(over);
  return coordinatorActions(
    theCase,
    possibleCommands(theCase, { kind: 'coordinator' }, NOW),
    among,
    policy,
    NOW,
  );
};
const placement = aPlacement();
const proposal: Proposal = {
  id: 'mail-1',
  saidAt: NOW,
  askedAt: NOW,
  confirmBy: '2026-11-24T17:00:00.000Z',
  because: ['safety'],
  facts: { wishesRecorded: false },
  base: { wishesRecorded: true },
};
const LATER = '2026-11-26T17:00:00.000Z';
const held: Partial<Case> = {
  status: 'held',
  hold: {
    reasons: [
      { code: 'x', words: 'A reason.' },
      { code: 'y', words: 'Another.' },
    ],
    since: NOW,
    reviewAt: NOW,
  },
};

describe('a coordinator', () => {
  test('of a case on hold is asked to release, keep, place, close or join', () => {
    expect(asked(actions(held))).toEqual([
      'value: release; text: Release the hold; hint: The reasons no longer stop the case, and councils are asked',
      'steps:',
      '  - title: Why do you release the hold?; name: release; button: Continue',
      '    text:',
      '      - You clear these reasons:',
      '      - A reason.',
      '      - Another.',
      '    questions:',
      '      - kind: long-text; name: releaseNote; label: Note; hint: Kept in the record of this case and read by whoever looks at it later. Do not name the child.',
      'means:',
      '  - The case goes to the allocation check at once.',
      'value: keep; text: Keep the hold; hint: You are asked again',
      'steps:',
      '  - title: Why do you keep the hold?; name: keep; button: Continue',
      '    questions:',
      '      - kind: long-text; name: keepNote; label: Note; hint: Kept in the record of this case and read by whoever looks at it later. Do not name the child.',
      'means:',
      '  - No council is asked. You get a new day by which to look at it again.',
      'value: place; text: Place directly with a council; hint: The council is not asked; it is told',
      'steps:',
      '  - title: Where do you place the child?; name: place; button: Continue',
      '    questions:',
      '      - kind: select; name: council; label: Council; hint: Places needed: 1',
      '        choices:',
      '          - value: E09000008; text: Croydon (room for 0)',
      '          - value: E10000013; text: Gloucestershire (room for 10)',
      '          - value: E10000014; text: Hampshire (room for 10)',
      '          - value: E10000030; text: Surrey (room for 1)',
      '      - kind: radios; name: directReason; label: Reason',
      '        choices:',
      '          - value: family-link; text: The child has family there',
      '          - value: sibling-link; text: The child has a brother or sister there',
      '          - value: best-interests; text: It is in the child’s best interests',
      '          - value: brokered-by-region; text: The region’s lead brokered it',
      '          - value: no-candidate; text: No council is left to ask',
      '          - value: court-order; text: A court ordered it',
      '      - kind: long-text; name: directNote; label: Note; hint: Kept in the record of this case and read by whoever looks at it later. Do not name the child.',
      'means:',
      '  - The child is placed with that council at once, whatever was offered before. The council and the entry authority are told.',
      'value: stays; text: The child stays with the entry authority; hint: This closes the case',
      'steps:',
      '  - title: Why does the child stay?; name: stays; button: Continue',
      '    questions:',
      '      - kind: radios; name: stayReason; label: Reason',
      '        choices:',
      '          - value: settled; text: The child is settled where they are',
      '          - value: best-interests; text: It is in the child’s best interests',
      '          - value: child-refused; text: The child does not want to move',
      '          - value: no-place-found; text: No place was found',
      '      - kind: long-text; name: stayNote; label: Note; hint: Kept in the record of this case and read by whoever looks at it later. Do not name the child.',
      'means:',
      '  - The case is closed. Whoever was asked or had accepted is told.',
      'value: family; text: The child joined family in the UK; hint: This closes the case',
      'steps:',
      '  - title: What was arranged with the family?; name: family; button: Continue',
      '    questions:',
      '      - kind: long-text; name: familyNote; label: Note; hint: Kept in the record of this case and read by whoever looks at it later. Do not name the child.',
      'means:',
      '  - The case is closed. Whoever was asked or had accepted is told.',
      'value: missing; text: The child is missing; hint: Every deadline waits until the child is found',
      'steps:',
      '  - title: Since when is the child missing?; name: missing; button: Continue',
      '    text:',
      '      - The council that is responsible tells the police first, and gives the police reference on its own page.',
      '      - If nobody knows since when, say when it was noticed.',
      '    questions:',
      '      - kind: date; name: missingOn; label: Day; hint: For example, 23 11 2026',
      '      - kind: text; name: missingAt; label: Time; hint: For example, 2:05pm or 14:05; width: 10; isTime: true',
      'means:',
      '  - Every deadline of this case waits. Whoever was asked keeps the time they had left, and is told.',
      'value: place-legal-hold; text: Put the case under legal hold; hint: Nothing of it is forgotten by time, or taken away',
      'steps:',
      '  - title: Why is this case put under legal hold?; name: place-legal-hold; button: Continue',
      '    text:',
      '      - It holds details, documents and what was said before. It does not stop the search or the move.',
      '    questions:',
      '      - kind: radios; name: legalHoldBecause; label: Reason',
      '        choices:',
      '          - value: court; text: A court, or somebody who goes to one',
      '          - value: inquiry; text: An inquiry or an inspection',
      '          - value: complaint; text: A complaint',
      '          - value: child-asked; text: The child, or who speaks for the child, asked that it is kept',
      '          - value: other; text: Another reason',
      '      - kind: long-text; name: legalHoldNote; label: Note; hint: Kept in the record of this case and read by whoever looks at it later. Do not name the child.',
      'means:',
      '  - All that is kept of this case stays until a coordinator lifts the hold. No email is sent.',
    ]);
  });

  test('of a case that was offered may look again, and hears what is ruled out', () => {
    const children = [aChild(), aChild({ number: 2 }), aChild({ number: 3 })];
    const two = actions({
      status: 'offered',
      turned18: [3],
      excluded: ['E10000014', 'E09000008'],
      facts: aReferral({ children, areasToAvoid: ['E10000013', 'E09000008'] }),
    });
    expect(asked(two, 'place')).toEqual([
      'value: place; text: Place directly with a council; hint: The council is not asked; it is told',
      'steps:',
      '  - title: Where do you place the children?; name: place; button: Continue',
      '    text:',
      '      - Not in the list, because the area is one to avoid: Gloucestershire and Croydon.',
      '    questions:',
      '      - kind: select; name: council; label: Council; hint: Places needed: 2',
      '        choices:',
      '          - value: E10000014; text: Hampshire (room for 10)',
      '          - value: E10000030; text: Surrey (room for 1)',
      '      - kind: radios; name: directReason; label: Reason',
      '        choices:',
      '          - value: family-link; text: The children have family there',
      '          - value: sibling-link; text: The children have a brother or sister there',
      '          - value: best-interests; text: It is in the children’s best interests',
      '          - value: brokered-by-region; text: The region’s lead brokered it',
      '          - value: no-candidate; text: No council is left to ask',
      '          - value: court-order; text: A court ordered it',
      '      - kind: long-text; name: directNote; label: Note; hint: Kept in the record of this case and read by whoever looks at it later. Do not name the children.',
      'means:',
      '  - The children are placed with that council at once, whatever was offered before. The council and the entry authority are told.',
    ]);
    expect(asked(two, 'reallocate')).toEqual([
      'value: reallocate; text: Run the allocation check again; hint: Open offers and any acceptance are undone first',
      'steps:',
      '  - title: Why run the allocation check again?; name: reallocate; button: Continue',
      '    questions:',
      '      - kind: long-text; name: reallocateNote; label: Note; hint: Kept in the record of this case and read by whoever looks at it later. Do not name the children.',
      '      - kind: checkboxes; name: askAgain; label: Councils that were asked before; hint: So far: Hampshire and Croydon',
      '        choices:',
      '          - value: yes; text: They may be asked again',
      'means:',
      '  - Open offers are withdrawn and the next councils are asked.',
    ]);
    expect(asked(actions({ status: 'child-refused' }), 'reallocate')).toEqual([
      'value: reallocate; text: Look for another council; hint: Open offers and any acceptance are undone first',
      'steps:',
      '  - title: Why look for another council?; name: reallocate; button: Continue',
      '    questions:',
      '      - kind: long-text; name: reallocateNote; label: Note; hint: Kept in the record of this case and read by whoever looks at it later. Do not name the child.',
      '      - kind: checkboxes; name: askAgain; label: Councils that were asked before',
      '        choices:',
      '          - value: yes; text: They may be asked again',
      'means:',
      '  - Open offers are withdrawn and the next councils are asked.',
    ]);
  });

  test('is asked about each decline that waits for a word, by fields of its own', () => {
    const offers = [
      anOffer({ id: '1-1', status: 'declined', review: 'pending', declineReason: 'no-safe-placement' }),
      anOffer({
        id: '2-13',
        council: 'E09000008',
        status: 'declined',
        review: 'pending',
        declineReason: 'of-old',
      }),
      anOffer({ id: '1-3', status: 'declined', review: 'accepted' }),
      anOffer({ id: '1-4', status: 'declined' }),
    ];
    const both = actions({ status: 'transferred', offers, placement: { ...placement, handedOverAt: NOW } });
    expect(['review-1-1', 'review-2-13'].flatMap((which) => asked(both, which))).toEqual([
      'value: review-1-1; text: Decide about Hampshire’s decline; hint: Their reason: it has no safe placement',
      'steps:',
      '  - name: review-1-1; button: Continue; title: Do you accept Hampshire’s reason?',
      '    text:',
      '      - Their reason: it has no safe placement. What they wrote is under “What has happened”.',
      '      - By our figures Hampshire has room for 11 children below its threshold now.',
      '      - It has not declared its places.',
      '      - If you do not accept it and no council has the child yet, they are asked again as the next candidate.',
      '    questions:',
      '      - kind: radios; name: review-b-b; label: Your decision',
      '        choices:',
      '          - value: accepted; text: Accept the reason',
      '          - value: refused; text: Do not accept the reason',
      '      - kind: long-text; name: reviewNote-b-b; label: Note; hint: Kept in the record of this case and read by whoever looks at it later. Do not name the child.',
      'means:',
      '  - Hampshire is told what you decided, not your note.',
      'value: review-2-13; text: Decide about Croydon’s decline',
      'steps:',
      '  - name: review-2-13; button: Continue; title: Do you accept Croydon’s reason?',
      '    text:',
      '      - By our figures Croydon has no room below its threshold now.',
      '      - It has not declared its places.',
      '      - If you do not accept it and no council has the child yet, they are asked again as the next candidate.',
      '    questions:',
      '      - kind: radios; name: review-c-bd; label: Your decision',
      '        choices:',
      '          - value: accepted; text: Accept the reason',
      '          - value: refused; text: Do not accept the reason',
      '      - kind: long-text; name: reviewNote-c-bd; label: Note; hint: Kept in the record of this case and read by whoever looks at it later. Do not name the child.',
      'means:',
      '  - Croydon is told what you decided, not your note.',
    ]);
    const all = {
      action: 'review-1-1',
      'review-b-b': 'accepted',
      'reviewNote-b-b': 'Full.',
      'review-c-bd': 'refused',
      'reviewNote-c-bd': 'Not so.',
      'refusal-c-bd': 'has-room',
      'refusalText-c-bd': 'Please call us.',
    };
    expect(done(both, all)).toEqual({
      kind: 'review-decline',
      offerId: '1-1',
      outcome: 'accepted',
      note: 'Full.',
    });
    expect(done(both, { ...all, action: 'review-2-13' })).toEqual({
      kind: 'review-decline',
      offerId: '2-13',
      outcome: 'refused',
      note: 'Not so.',
      reason: 'has-room',
      text: 'Please call us.',
    });
    expect(done(both, { action: 'review-1-1', step: 'review-1-1' })).toEqual([
      'review-1-1',
      'review-b-b: Select whether you accept the reason',
      'reviewNote-b-b: Write a note that says why',
    ]);
  });

  test('is asked about e-mails that wait for confirmation, whatever else can be done', () => {
    const two = [proposal, { ...proposal, id: 'mail-2', saidAt: '2026-11-23T10:30:00.000Z' }];
    const missing = actions({ status: 'paused', proposals: two });
    expect(offered(missing)?.slice(0, 4)).toEqual([
      'sent-mail-1',
      'not-sent-mail-1',
      'sent-mail-2',
      'not-sent-mail-2',
    ]);
    expect(
      (offered(missing) ?? [])
        .filter((one) => /sent-|family/.test(one))
        .flatMap((one) => asked(missing, one)),
    ).toEqual([
      'value: sent-mail-1; text: The entry authority says that it sent the email: make the change (the email of 9am on Monday 23 November 2026); hint: It is made at once, as if it had been made on this page',
      'steps:',
      '  none',
      'means:',
      '  - What the email says takes the place of what the referral says now.',
      'value: not-sent-mail-1; text: The entry authority says that it did not send the email (the email of 9am on Monday 23 November 2026); hint: Nothing changes, and the coordinators are told',
      'steps:',
      '  none',
      'means:',
      '  - Nothing changes. The coordinators are told that somebody writes in the council’s name.',
      'value: sent-mail-2; text: The entry authority says that it sent the email: make the change (the email of 10:30am on Monday 23 November 2026); hint: It is made at once, as if it had been made on this page',
      'steps:',
      '  none',
      'means:',
      '  - What the email says takes the place of what the referral says now.',
      'value: not-sent-mail-2; text: The entry authority says that it did not send the email (the email of 10:30am on Monday 23 November 2026); hint: Nothing changes, and the coordinators are told',
      'steps:',
      '  none',
      'means:',
      '  - Nothing changes. The coordinators are told that somebody writes in the council’s name.',
      'value: family; text: The child joined family in the UK; hint: This closes the case',
      'steps:',
      '  - title: What was arranged with the family?; name: family; button: Continue',
      '    questions:',
      '      - kind: long-text; name: familyNote; label: Note; hint: Kept in the record of this case and read by whoever looks at it later. Do not name the child.',
      'means:',
      '  - The case is closed. Whoever was asked or had accepted is told.',
    ]);
    for (const [action, kind] of [
      ['sent-mail-2', 'confirm-amendment'],
      ['not-sent-mail-2', 'refuse-amendment'],
    ] as const)
      expect(done(actions({ status: 'paused', proposals: two }), { action })).toEqual({
        kind,
        amendmentId: 'mail-2',
      });
  });

  test.each([
    ['incomplete', ['stays', 'family', 'missing']],
    ['eligible', ['place', 'stays', 'family', 'missing'], { stepBy: LATER }],
    // The check did not come in time: a coordinator starts the search again.
    ['eligible', ['place', 'reallocate', 'stays', 'family', 'missing'], { stepBy: NOW }],
    ['held', ['release', 'keep', 'place', 'stays', 'family', 'missing']],
    ['offered', ['review-1-1', 'more-time', 'place', 'reallocate', 'stays', 'family', 'missing']],
    ['escalated', ['review-1-1', 'place', 'reallocate', 'stays', 'family', 'missing']],
    ['accepted', ['review-1-1', 'place', 'reallocate', 'stays', 'family', 'missing']],
    ['transfer-arranged', ['review-1-1', 'place', 'reallocate', 'stays', 'family', 'missing']],
    ['child-refused', ['review-1-1', 'place', 'reallocate', 'stays', 'family', 'missing']],
    ['paused', ['found', 'place', 'reallocate', 'family']],
    [
      'transferred',
      ['review-1-1', 'missing', 'left-care', 'moved-placement', 'avoid-areas', 'moved-care'],
      { placement: { ...placement, handedOverAt: NOW } },
    ],
    ['withdrawn', [], { withdrawnBecause: 'other' }],
    ['withdrawn', ['counts-1'], { withdrawnBecause: 'assessed-as-adult' }],
  ] as const)(
    'of a case that is %s can do what its state allows',
    (status, expected, over: Partial<Case> = {}) => {
      const offers =
        status === 'held' || status === 'incomplete' || status === 'eligible'
          ? []
          : [anOffer({ review: 'pending' })];
      expect(offered(actions({ ...(status === 'held' ? held : over), status, offers }))).toEqual([
        ...expected,
        'place-legal-hold',
      ]);
    },
  );

  test('chooses among what can be done', () => {
    const whole = actions(held);
    expect(whole && speltOut(nextActionStep(whole)({}))).toEqual([
      'name: action; title: What do you decide?; button: Continue',
      'questions:',
      '  - kind: radios; name: action; label: What do you decide?',
      '    choices:',
      '      - value: release; text: Release the hold; hint: The reasons no longer stop the case, and councils are asked',
      '      - value: keep; text: Keep the hold; hint: You are asked again',
      '      - value: place; text: Place directly with a council; hint: The council is not asked; it is told',
      '      - value: stays; text: The child stays with the entry authority; hint: This closes the case',
      '      - value: family; text: The child joined family in the UK; hint: This closes the case',
      '      - value: missing; text: The child is missing; hint: Every deadline waits until the child is found',
      '      - value: place-legal-hold; text: Put the case under legal hold; hint: Nothing of it is forgotten by time, or taken away',
    ]);
    const bare: CaseActions = {
      question: 'What?',
      actions: [{ value: 'a', text: 'A', steps: () => [], command: () => ({ kind: 'child-refused' }) }],
      confirmation: { title: 'Check', declares: 'I may', ifNot: 'Tick it', who: 'at-a-desk', button: 'Send' },
    };
    expect(speltOut([nextActionStep(bare)({}), nextActionStep(bare)({ action: { action: 'a' } })])).toEqual([
      '- name: action; title: What?; button: Continue',
      '  questions:',
      '    - kind: radios; name: action; label: What?',
      '      choices:',
      '        - value: a; text: A',
      '- name: confirm; title: Check; button: Send; check: true',
      '  text:',
      '    none',
      '  questions:',
      '    - kind: text; name: name; label: Your name; hint: Kept in the record. It is never emailed.; autocomplete: name',
      '    - kind: text; name: role; label: Your role; hint: For example, duty manager or social worker.; autocomplete: organization-title',
      '    - kind: confirm; name: confirm; label: Confirm; choice: I may',
    ]);
    expect(() => actionCommand(bare, {})).toThrow('A form ended without an action.');
  });

  test('confirms by name', () => {
    const { question, confirmation } = actions(held) ?? {};
    expect(speltOut({ question, confirmation })).toEqual([
      'question: What do you decide?',
      'confirmation:',
      '  title: Check your decision; declares: This is my decision, and I may take it; ifNot: Tick the box to say that this is your decision; who: coordinator; button: Record the decision',
    ]);
  });

  const note = { note: 'Because.' };
  const place = {
    action: 'place',
    council: 'E10000014',
    directReason: 'court-order',
    directNote: 'Because.',
  };
  test.each([
    [
      { action: 'release', releaseNote: 'Because.' },
      { kind: 'release-hold', ...note },
    ],
    [
      { action: 'keep', keepNote: 'Because.' },
      { kind: 'keep-hold', ...note },
    ],
    [
      { action: 'stays', stayReason: 'settled', stayNote: 'Because.' },
      { kind: 'stay', reason: 'settled', ...note },
    ],
    [
      { action: 'family', familyNote: 'Because.' },
      { kind: 'family-joined', ...note },
    ],
    [
      place,
      { kind: 'place-directly', council: 'E10000014', reason: 'court-order', ...note, overCapacity: false },
    ],
    [
      { ...place, council: 'E09000008', 'over-E09000008-no-room': 'best-for-child' },
      {
        kind: 'place-directly',
        council: 'E09000008',
        reason: 'court-order',
        ...note,
        overCapacity: true,
        overruled: [{ what: 'no-room', because: 'best-for-child' }],
      },
    ],
    // One place is as many as are needed.
    [
      { ...place, council: 'E10000030' },
      { kind: 'place-directly', council: 'E10000030', reason: 'court-order', ...note, overCapacity: false },
    ],
  ])('%j is a command', (fields, command) => {
    expect(done(actions(held), fields)).toEqual(command);
  });

  test.each([
    [{ action: 'nothing', step: 'action' }, ['action', 'action: Select what you want to do']],
    [{ action: 'release', step: 'release' }, ['release', 'releaseNote: Write a note that says why']],
    [
      { action: 'release', releaseNote: 'x'.repeat(2001) },
      ['release', 'releaseNote: Your note must be 2,000 characters or fewer'],
    ],
    [{ action: 'keep', step: 'keep' }, ['keep', 'keepNote: Write a note that says why']],
    [
      { action: 'stays', step: 'stays' },
      ['stays', 'stayReason: Select the reason', 'stayNote: Write a note that says why'],
    ],
    [{ action: 'family', step: 'family' }, ['family', 'familyNote: Write a note that says why']],
    [
      { action: 'place', step: 'place' },
      [
        'place',
        'council: Choose a council from the list',
        'directReason: Select why you place the child there',
        'directNote: Write a note that says why',
      ],
    ],
    [{ ...place, council: 'E10000016' }, ['place', 'council: Choose a council from the list']],
    [
      { ...place, council: 'E09000008', step: 'overrules-E09000008' },
      [
        'overrules-E09000008',
        'over-E09000008-no-room: Select why you place there although Croydon has no room below its threshold',
      ],
    ],
    [
      { action: 'release', releaseNote: 'Because.', confirm: '', name: '' },
      ['confirm', 'name: Enter your name', 'confirm: Tick the box to say that this is your decision'],
    ],
  ])('%j is not taken', (fields, problems) => {
    expect(done(actions(held), fields)).toEqual(problems);
  });

  describe('where councils did not answer', () => {
    const since = '2026-11-02T17:00:00.000Z';
    // Hampshire owes 2.3 children, Surrey is ahead of its share; both left offers unanswered, Gloucestershire only reminders.
    const left = new Map([
      ['E10000014', { offers: 2, reminders: 1, since }],
      ['E10000030', { offers: 1, reminders: 0, since }],
      ['E10000013', { offers: 0, reminders: 9, since }],
    ]);
    const state = {
      ...emptyRota,
      parties: {
        E10000014: { placed: 1, rate: 0, base: 3.3, last: 1 },
        E10000030: { placed: 2, rate: 0, base: 1, last: 2 },
        E10000013: { placed: 0, rate: 0, base: 5, last: 0 },
      },
    };
    const quiet = councils.map((one) => {
      const unanswered = left.get(one.code);
      return unanswered === undefined ? one : { ...one, unanswered };
    });
    const regions = Object.fromEntries(
      quiet.map(({ region }) => [region, { state, version: 1, turn: 1 }] as const),
    );
    const silent = actions(held, { councils: quiet, regions });

    test('sees beside the form who owes, how much, since when and what was left unanswered', () => {
      const lines = asked(silent, 'place');
      expect(lines.slice(2, 11)).toEqual([
        '  - title: Where do you place the child?; name: place; button: Continue',
        '    text:',
        '      - Councils that do not answer still owe the places that they did not take. You can place with one of them for the reason “The council did not answer”:',
        '      - Hampshire: 2.3 children behind its share of its region’s turns, left 2 offers and 1 reminder to declare its places unanswered since 2 November 2026.',
        '    questions:',
        '      - kind: select; name: council; label: Council; hint: Places needed: 1',
        '        choices:',
        '          - value: E09000008; text: Croydon (room for 0)',
        '          - value: E10000013; text: Gloucestershire (room for 10)',
      ]);
      expect(lines).toEqual(
        expect.arrayContaining([
          '          - value: E10000014; text: Hampshire (room for 10; does not answer)',
          '          - value: E10000030; text: Surrey (room for 1; does not answer)',
          '          - value: did-not-answer; text: The council did not answer',
        ]),
      );
    });

    test('names the ten that owe most, and says how many more there are', () => {
      const many = Array.from({ length: 13 }, (_, at) => ({
        ...aCouncil({ code: `E1000${at + 100}0`, name: `Council ${at}` }),
        unanswered: { offers: 1, reminders: 0, since },
      }));
      const [one] = many;
      const parties = Object.fromEntries(
        many.map(({ code }, at) => [code, { placed: 0, rate: 0, base: 1 + at, last: 0 }] as const),
      );
      const turns = { state: { ...emptyRota, parties }, version: 1, turn: 1 };
      const told = (count: number) =>
        asked(
          actions(held, { councils: many.slice(0, count), regions: { [one?.region ?? '']: turns } }),
          'place',
        ).filter((line) => /^ {6}- (?:Council \d|\d+ more)/.test(line));
      expect(told(10)).toHaveLength(10);
      expect(told(11).at(-1)).toBe('      - 1 more owes less; the list says which do not answer.');
      expect(told(13).at(0)).toContain('Council 12: 13.0 children behind its share');
      expect(told(13).at(-1)).toBe('      - 3 more owe less; the list says which do not answer.');
    });

    test('places with one of them in one step for that reason, and with nobody else', () => {
      const given = { ...place, directReason: 'did-not-answer' };
      expect(done(silent, given)).toEqual({
        kind: 'place-directly',
        council: 'E10000014',
        reason: 'did-not-answer',
        ...note,
        overCapacity: false,
      });
      for (const [whose, council, name] of [
        [silent, 'E10000013', 'Gloucestershire'],
        [actions(held), 'E10000014', 'Hampshire'],
      ] as const)
        expect(done(whose, { ...given, council })).toEqual([
          'place',
          `directReason: ${name} has left no offer unanswered since it was last heard of. Select another reason, or choose another council`,
        ]);
    });
  });

  test('cannot place two where there is room for one, unless knowingly', () => {
    const two = actions({ ...held, facts: aReferral({ children: [aChild(), aChild({ number: 2 })] }) });
    expect(done(two, { ...place, council: 'E10000030', step: 'overrules-E10000030' })).toEqual([
      'overrules-E10000030',
      'over-E10000030-no-room: Select why you place there although Surrey has room for 1 child only',
    ]);
  });

  test.each([
    ['offered', {}, { because: 'coordinator' }],
    ['offered', { askAgain: 'yes' }, { because: 'coordinator', askAgain: true }],
    ['child-refused', { askAgain: 'yes' }, { because: 'child-refused', askAgain: true }],
  ] as const)('who looks again for a case that is %s with %j says why', (status, more, command) => {
    expect(
      done(actions({ status }), { action: 'reallocate', reallocateNote: 'Because.', ...more }),
    ).toStrictEqual({
      kind: 'reallocate',
      ...note,
      ...command,
    });
    expect(done(actions({ status }), { action: 'reallocate', step: 'reallocate', askAgain: 'no' })).toEqual([
      'reallocate',
      'reallocateNote: Write a note that says why',
      'askAgain: Tick the box or leave it empty',
    ]);
  });
});

const mark = ({ name, phone, email }: { name: string; phone?: string; email?: string }) =>
  [name, phone, email].join('|');
const details = (said: object) => Object.values(said).join('|');
const moving = (over: Partial<Case> = {}, now = NOW) =>
  transferActions(aCase({ status: 'accepted', placement, ...over }), 'E10000014', now, mark, details);
const named = { ...placement, socialWorker: 'm', moveOn: '2026-11-25' };

/** What is asked of a move however often it is arranged. */
const whenAndHow = [
  '      - kind: date; name: moveOn; saysWeekday: true; label: Day of the move; hint: For example, 7 12 2026',
  '      - kind: select; name: placedIn; label: Council in whose area the child will live; hint: Leave empty if it is your own. That council is told that a child will live there, not who',
  '        choices:',
  '      - kind: select; name: escort; label: Who brings the child (optional); hint: This and what follows, as far as you have agreed it. What you leave empty stays as it was',
  '        choices:',
  '          - value: receiving-authority; text: The receiving authority',
  '          - value: entry-authority; text: The entry authority',
  '          - value: both; text: Both councils together',
  '          - value: escort-service; text: An escort service',
  '      - kind: select; name: handoverPlace; label: Place of the handover (optional)',
  '        choices:',
  '          - value: where-the-child-is; text: Where the child is now',
  '          - value: new-placement; text: At the new placement',
  '          - value: council-office; text: At a council’s office',
  '          - value: elsewhere; text: Elsewhere, as the two councils agreed',
  '      - kind: text; name: handoverTime; label: Time of the handover (optional); hint: For example, 2:05pm or 14:05; width: 10; isTime: true',
  '      - kind: long-text; name: lateBecause; label: Why the move is late; hint: Only if it is after 7 December 2026. Do not name the child or anybody else.',
];

describe('the council that takes a child', () => {
  test('is asked for a social worker and a day first', () => {
    expect(asked(moving())).toEqual([
      'value: arrange; text: Arrange the move; hint: Name a social worker for the child, and give the day',
      'steps:',
      '  - title: Who is the social worker, and when does the child move?; name: arrange; button: Continue',
      '    text:',
      '      - The child should move by 7 December 2026. Agree the day with Kent first.',
      '    questions:',
      '      - kind: text; name: socialWorker; label: Social worker’s name; hint: Kept sealed. Only you and the entry authority can open it. It is never emailed.',
      '      - kind: text; name: socialWorkerPhone; label: Social worker’s telephone number; hint: Give this, or an email address, or both.',
      '      - kind: text; name: socialWorkerEmail; label: Social worker’s email address',
      ...whenAndHow,
      'means:',
      '  - The entry authority is told the day, and that a social worker is named.',
      'value: refused; text: The child refuses to move; hint: A coordinator decides what follows',
      'steps:',
      '  - title: What does the child say?; name: refused; button: Continue',
      '    text:',
      '      - Nobody overrules the child here. A coordinator decides with both councils what comes next.',
      '    questions:',
      '      - kind: long-text; name: refusalNote; label: What the coordinator should know (optional); hint: Do not name the child or anybody else.',
      'means:',
      '  - The case goes to a coordinator.',
      'value: cannot; text: We cannot take the child after all; hint: The case goes back to the allocation check',
      'steps:',
      '  - title: Why can you not take the child after all?; name: cannot; button: Continue',
      '    questions:',
      '      - kind: long-text; name: cannotNote; label: What has changed; hint: A coordinator reads this. Do not name the child or anybody else.',
      'means:',
      '  - Your acceptance is undone. Another council is found, and you are not asked again for this referral.',
    ]);
  });

  test('hears which areas the child may not live in, and is stopped there', () => {
    const facts = aReferral({ areasToAvoid: ['E09000009', 'E09000033'] });
    const desk = moving({ facts });
    expect(asked(desk, 'arrange')).toContain(
      '      - Areas to avoid, where the child may not live: Ealing and Westminster.',
    );
    const move = { 'moveOn-day': '25', 'moveOn-month': '11', 'moveOn-year': '2026' };
    const given = { action: 'arrange', socialWorker: 'Worker', socialWorkerPhone: '01632 960 001', ...move };
    expect(done(desk, { ...given, placedIn: 'E09000009' })).toEqual([
      'arrange',
      'placedIn: Ealing is an area to avoid: it is not safe there. Find a placement elsewhere',
    ]);
    expect(done(desk, { ...given, placedIn: 'E09000008' })).toMatchObject({
      kind: 'arrange-transfer',
      placedIn: 'E09000008',
    });
  });

  test('reads where the child is to live as arranged, and can choose its own area', () => {
    const desk = moving({ placement: { ...named, placedIn: 'E09000009' } });
    expect(asked(desk, 'arrange').join()).toContain(
      'hint: As arranged, the area of Ealing. If you leave this empty, it stays so. That council is told',
    );
    const given = { action: 'arrange', 'moveOn-day': '25', 'moveOn-month': '11', 'moveOn-year': '2026' };
    expect(done(desk, given)).not.toHaveProperty('placedIn');
    expect(done(desk, { ...given, placedIn: 'E10000014' })).toMatchObject({ placedIn: 'E10000014' });
    const [own, ...others] =
      desk?.actions
        .flatMap(({ steps }) => steps({}).flatMap(({ questions }) => questions))
        .flatMap((one) => (one.name === 'placedIn' && 'choices' in one ? one.choices : [])) ?? [];
    expect(own).toEqual({ value: 'E10000014', text: 'Our own area: Hampshire' });
    expect(others.map(({ value }) => value)).not.toContain('E10000014');
    const unsafe = moving({
      placement: { ...named, placedIn: 'E09000009' },
      facts: aReferral({ areasToAvoid: ['E09000009'] }),
    });
    expect(done(unsafe, given)).toEqual([
      'arrange',
      'placedIn: Ealing is an area to avoid: it is not safe there. Find a placement elsewhere',
    ]);
  });

  test('says how the child is handed over, as far as it is agreed, and that a safety plan exists where one is needed', () => {
    const move = { 'moveOn-day': '25', 'moveOn-month': '11', 'moveOn-year': '2026' };
    const given = { action: 'arrange', socialWorker: 'Worker', socialWorkerPhone: '01632 960 001', ...move };
    const how = { escort: 'both', handoverPlace: 'new-placement', handoverTime: '9.30' };
    expect(done(moving(), { ...given, ...how, safetyPlan: ['yes'] })).toMatchObject({
      handover: { escort: 'both', handoverPlace: 'new-placement', handoverTime: '09:30' },
    });
    expect(done(moving(), given)).not.toHaveProperty('handover');
    expect(done(moving(), { ...given, handoverTime: 'teatime' })).toEqual([
      'arrange',
      'handoverTime: Time must be a time of day, like 9:30am or 14:05',
    ]);
    for (const trafficking of ['indicators', 'nrm-referred', 'nrm-positive'] as const) {
      const desk = moving({ facts: aReferral({ trafficking }) });
      expect(asked(desk, 'arrange').join()).toContain('A safety plan exists');
      expect(done(desk, given)).toEqual([
        'arrange',
        'safetyPlan: There are signs of trafficking. Make a safety plan before the move is arranged, then tick the box',
      ]);
      expect(done(desk, { ...given, safetyPlan: ['yes'] })).toMatchObject({ handover: { safetyPlan: true } });
    }
    const said = moving({
      facts: aReferral({ trafficking: 'indicators' }),
      placement: { ...named, handover: { safetyPlan: true } },
    });
    expect(asked(said, 'arrange').join()).not.toContain('safetyPlan');
  });

  test('of a move that was arranged before there were signs of trafficking, says that a safety plan exists before it confirms the handover', () => {
    const given = {
      action: 'handover',
      'handedOverOn-day': '25',
      'handedOverOn-month': '11',
      'handedOverOn-year': '2026',
      handedOverAt: '09:00',
    };
    const noon = '2026-11-25T12:00:00.000Z';
    const flagged = moving(
      { status: 'transfer-arranged', placement: named, facts: aReferral({ trafficking: 'indicators' }) },
      noon,
    );
    expect(asked(flagged, 'handover').join()).toContain('A safety plan exists');
    expect(done(flagged, given)).toEqual([
      'handover',
      'safetyPlan: There are signs of trafficking. Tick the box once a safety plan exists. Without one the handover cannot be confirmed',
    ]);
    expect(done(flagged, { ...given, safetyPlan: ['yes'] })).toMatchObject({ safetyPlan: true });
    const calm = moving({ status: 'transfer-arranged', placement: named }, noon);
    expect(asked(calm, 'handover').join()).not.toContain('afety plan');
    expect(done(calm, { ...given, safetyPlan: ['yes'] })).not.toHaveProperty('safetyPlan');
  });

  test('once a move is arranged can change it, confirm the handover, and say on the day that it failed', () => {
    expect(
      asked(moving({ status: 'transfer-arranged', placement: named }, '2026-11-25T09:00:00.000Z')),
    ).toEqual([
      'value: handover; text: Confirm the handover; hint: The child is with Hampshire now',
      'steps:',
      '  - title: When was the child handed over?; name: handover; button: Continue',
      '    text:',
      '      - From that moment Hampshire is responsible for the child.',
      '    questions:',
      '      - kind: date; name: handedOverOn; label: Day of the handover; hint: For example, 25 11 2026',
      '      - kind: text; name: handedOverAt; label: Time of the handover; hint: For example, 2:05pm or 14:05; width: 10; isTime: true',
      'means:',
      '  - Responsibility for the child has passed to Hampshire. This completes the transfer.',
      'value: failed; text: The move failed on the day; hint: You then arrange it again',
      'steps:',
      '  - title: Why did the move fail?; name: failed; button: Continue',
      '    questions:',
      '      - kind: radios; name: failure; label: Reason',
      '        choices:',
      '          - value: transport; text: Transport failed',
      '          - value: placement-fell-through; text: The placement fell through',
      '          - value: child-unwell; text: The child was unwell',
      '          - value: child-not-ready; text: The child was not ready to go',
      '          - value: other; text: Another reason',
      '          - value: child-refused; text: The child refused to move; hint: A coordinator then decides what follows',
      '      - kind: long-text; name: failureText; label: What happened (optional); hint: Do not name the child or anybody else.',
      'means:',
      '  - The child stays with the entry authority for now. You are given a new day by which to arrange the move. If the child refused, a coordinator decides what follows.',
      'value: arrange; text: Change the day of the move; hint: Give the day',
      'steps:',
      '  - title: When does the child move?; name: arrange; button: Continue',
      '    text:',
      '      - The child should move by 7 December 2026. Agree the day with Kent first.',
      '    questions:',
      ...whenAndHow,
      'means:',
      '  - The entry authority is told the day.',
      'value: social-worker; text: Name another social worker; hint: Until the handover',
      'steps:',
      '  - title: Who is the social worker now?; name: social-worker; button: Continue',
      '    questions:',
      '      - kind: text; name: socialWorker; label: Social worker’s name; hint: Kept sealed. Only you and the entry authority can open it. It is never emailed.',
      '      - kind: text; name: socialWorkerPhone; label: Social worker’s telephone number; hint: Give this, or an email address, or both.',
      '      - kind: text; name: socialWorkerEmail; label: Social worker’s email address',
      'means:',
      '  - The entry authority is told that another social worker is named, not who it is.',
      'value: refused; text: The child refuses to move; hint: A coordinator decides what follows',
      'steps:',
      '  - title: What does the child say?; name: refused; button: Continue',
      '    text:',
      '      - Nobody overrules the child here. A coordinator decides with both councils what comes next.',
      '    questions:',
      '      - kind: long-text; name: refusalNote; label: What the coordinator should know (optional); hint: Do not name the child or anybody else.',
      'means:',
      '  - The case goes to a coordinator.',
      'value: cannot; text: We cannot take the child after all; hint: The case goes back to the allocation check',
      'steps:',
      '  - title: Why can you not take the child after all?; name: cannot; button: Continue',
      '    questions:',
      '      - kind: long-text; name: cannotNote; label: What has changed; hint: A coordinator reads this. Do not name the child or anybody else.',
      'means:',
      '  - Your acceptance is undone. Another council is found, and you are not asked again for this referral.',
    ]);
    expect(
      offered(moving({ status: 'transfer-arranged', placement: named }, '2026-11-24T09:00:00.000Z')),
    ).toEqual(['handover', 'arrange', 'social-worker', 'refused', 'cannot']);
    const { moveOn: _, ...failed } = named;
    expect(asked(moving({ placement: failed }), 'arrange').slice(0, 2)).toEqual([
      'value: arrange; text: Arrange the move; hint: Give the day',
      'steps:',
    ]);
  });

  test('confirms for itself, and nobody else is asked', () => {
    const { question, confirmation } = moving() ?? {};
    expect(speltOut({ question, confirmation })).toEqual([
      'question: What do you want to do?',
      'confirmation:',
      '  title: Check before you send; declares: I can act for Hampshire; ifNot: Tick the box to say that you can act for Hampshire; who: at-a-desk; button: Send',
    ]);
    const theCase = aCase({ status: 'accepted', placement });
    expect(transferActions(theCase, 'E10000030', NOW, mark, details)).toBeUndefined();
    expect(transferActions(aCase({ status: 'accepted' }), 'E10000014', NOW, mark, details)).toBeUndefined();
    // It may still give the child's place back.
    for (const status of ['paused', 'child-refused'] as const)
      expect(offered(transferActions({ ...theCase, status }, 'E10000014', NOW, mark, details))).toEqual([
        'cannot',
      ]);
    // Since the handover it says what becomes of the child.
    const received = { ...theCase, placement: { ...placement, handedOverAt: NOW } };
    for (const [status, actions] of [
      ['transferred', ['missing', 'left-care', 'moved-placement', 'avoid-areas', 'moved-care']],
      ['missing-from-care', ['found', 'missing-details', 'left-care', 'avoid-areas']],
      ['left-care', undefined],
    ] as const)
      expect(offered(transferActions({ ...received, status }, 'E10000014', NOW, mark, details))).toEqual(
        actions,
      );
  });

  test('says since the handover where the child lives, and which areas to avoid, and is stopped where one is', () => {
    const day = (name: string) => ({
      [`${name}-day`]: '23',
      [`${name}-month`]: '11',
      [`${name}-year`]: '2026',
    });
    const theCase = aCase({
      status: 'transferred',
      facts: aReferral({ areasToAvoid: ['E09000009'] }),
      placement: { ...placement, handedOverAt: NOW },
    });
    const desk = transferActions(theCase, 'E10000014', NOW, mark, details);
    const stopped = 'Ealing is an area to avoid: it is not safe there. Find a placement elsewhere';
    const lives = { action: 'moved-placement', ...day('livesInOn') };
    expect(done(desk, { ...lives, livesIn: 'E09000009' })).toEqual([
      'moved-placement',
      `livesIn: ${stopped}`,
    ]);
    expect(done(desk, { ...lives, livesIn: 'E09000003' })).toEqual({
      kind: 'move-placement',
      livesIn: 'E09000003',
      on: '2026-11-23',
    });
    const moved = { action: 'moved-care', movedTo: 'E09000009', ...day('movedOn') };
    expect(done(desk, moved)).toEqual(['moved-care', `movedLivesIn: ${stopped}`]);
    expect(done(desk, { ...moved, movedLivesIn: 'E09000003' })).toEqual({
      kind: 'move-care',
      to: 'E09000009',
      placedIn: 'E09000003',
      on: '2026-11-23',
    });
    const avoid = { action: 'avoid-areas' };
    expect(done(desk, { ...avoid, avoidCouncil: '' })).toEqual([
      'avoid-areas',
      'avoidCouncil: Choose a council from the list, or select a region',
    ]);
    expect(done(desk, { ...avoid, avoidCouncil: 'E08000035' })).toEqual({
      kind: 'avoid-areas',
      areas: ['E08000035'],
    });
    expect(done(desk, { ...avoid, avoidRegions: ['E12000007'] })).toMatchObject({
      areas: expect.objectContaining({ length: 33 }),
    });
  });

  const worker = {
    socialWorker: 'Synthetic Worker',
    socialWorkerPhone: '01632 960 001',
    socialWorkerEmail: '',
  };
  const day = (iso: string) => {
    const [year = '', month = '', date = ''] = iso.split('-');
    return { 'moveOn-day': date, 'moveOn-month': month, 'moveOn-year': year };
  };
  test.each([
    [
      { action: 'arrange', ...worker, ...day('2026-12-07'), lateBecause: '' },
      { kind: 'arrange-transfer', moveOn: '2026-12-07', socialWorker: 'Synthetic Worker|01632 960 001|' },
    ],
    [
      {
        action: 'arrange',
        ...worker,
        socialWorkerPhone: '',
        socialWorkerEmail: 'w@leeds.example',
        ...day('2026-12-08'),
        lateBecause: 'The room is free then.',
      },
      {
        kind: 'arrange-transfer',
        moveOn: '2026-12-08',
        lateBecause: 'The room is free then.',
        socialWorker: 'Synthetic Worker||w@leeds.example',
      },
    ],
    [{ action: 'refused', refusalNote: '' }, { kind: 'child-refused' }],
    [
      { action: 'refused', refusalNote: 'Stays with a friend.' },
      { kind: 'child-refused', note: 'Stays with a friend.' },
    ],
    [
      { action: 'cannot', cannotNote: 'The home has closed.' },
      { kind: 'reallocate', because: 'receiving-authority-cannot', note: 'The home has closed.' },
    ],
  ])('%j is a command', (fields, command) => {
    expect(done(moving(), fields)).toStrictEqual(command);
  });

  test.each([
    [
      { action: 'social-worker', ...worker },
      { kind: 'name-social-worker', socialWorker: 'Synthetic Worker|01632 960 001|' },
    ],
    [
      { action: 'failed', failure: 'transport', failureText: '' },
      { kind: 'transfer-failed', reason: 'transport' },
    ],
    [
      { action: 'failed', failure: 'other', failureText: 'Snow.' },
      { kind: 'transfer-failed', reason: 'other', text: 'Snow.' },
    ],
    [
      { action: 'arrange', ...day('2026-11-26'), lateBecause: '' },
      { kind: 'arrange-transfer', moveOn: '2026-11-26' },
    ],
    [
      {
        action: 'handover',
        'handedOverOn-day': '25',
        'handedOverOn-month': '11',
        'handedOverOn-year': '2026',
        handedOverAt: '9.00',
      },
      { kind: 'complete-transfer', handedOverAt: '2026-11-25T09:00:00.000Z' },
    ],
  ])('%j is a command on the day of the move', (fields, command) => {
    const today = moving({ status: 'transfer-arranged', placement: named }, '2026-11-25T09:00:00.000Z');
    expect(done(today, fields)).toStrictEqual(command);
  });

  const handover = (date: string, month: string, year: string, time: string) => ({
    action: 'handover',
    'handedOverOn-day': date,
    'handedOverOn-month': month,
    'handedOverOn-year': year,
    handedOverAt: time,
  });
  test.each([
    [handover('25', '11', '2026', '09:01'), 'handedOverAt: Time of the handover must not be in the future'],
    [
      handover('26', '11', '2026', '09:00'),
      'handedOverOn-day: Day of the handover must be today or in the past',
    ],
    [
      handover('25', '9', '2026', '09:00'),
      'handedOverOn-day: Day of the handover must be within the last 60 days',
    ],
    [handover('', '', '', '09:00'), 'handedOverOn-day: Enter the day of the handover'],
    [handover('25', '11', '2026', ''), 'handedOverAt: Enter the time of the handover'],
  ])('%j is no handover', (fields, problem) => {
    const today = moving({ status: 'transfer-arranged', placement: named }, '2026-11-25T09:00:00.000Z');
    expect(done(today, fields)).toEqual(['handover', problem]);
    expect(done(today, handover('26', '9', '2026', '09:00'))).toMatchObject({ kind: 'complete-transfer' });
  });

  test.each([
    [
      { action: 'arrange', step: 'arrange', socialWorker: '', socialWorkerPhone: '', socialWorkerEmail: '' },
      [
        'arrange',
        'moveOn-day: Enter the day of the move',
        'socialWorker: Enter the social worker’s name',
        'socialWorkerPhone: Enter a telephone number or an email address',
      ],
    ],
    [
      { action: 'arrange', ...worker, socialWorkerPhone: '', ...day('2026-11-30') },
      ['arrange', 'socialWorkerPhone: Enter a telephone number or an email address'],
    ],
    [
      { action: 'arrange', ...worker, ...day('2026-12-08') },
      ['arrange', 'lateBecause: Say why the move is after 7 December 2026'],
    ],
    [
      { action: 'arrange', ...worker, ...day('2026-11-22') },
      ['arrange', 'moveOn-day: Day of the move must be today or later'],
    ],
    [
      { action: 'arrange', ...worker, ...day('2027-03-24'), lateBecause: 'Late.' },
      ['arrange', 'moveOn-day: Day of the move must be on or before 23 March 2027'],
    ],
    [{ action: 'cannot', step: 'cannot' }, ['cannot', 'cannotNote: Say what has changed']],
    [
      { action: 'cannot', cannotNote: 'x', confirm: '' },
      ['confirm', 'confirm: Tick the box to say that you can act for Hampshire'],
    ],
  ])('%j is not taken', (fields, problems) => {
    expect(done(moving(), fields)).toEqual(problems);
  });

  test.each([
    ['socialWorkerPhone', '01632 960 001', true],
    ['socialWorkerPhone', '+44 (0)808-157 0192', true],
    ['socialWorkerPhone', '01632 960 001 ext. 12', true],
    ['socialWorkerPhone', '01632 960 001x123456', true],
    ['socialWorkerPhone', '01632 960 001 x1234567', false],
    ['socialWorkerPhone', '123456', false],
    ['socialWorkerPhone', '1234567', true],
    ['socialWorkerPhone', 'call 01632 960 001', false],
    ['socialWorkerPhone', '01632 960 001 at noon', false],
    ['socialWorkerPhone', '1'.repeat(26), false],
    ['socialWorkerEmail', 'w@leeds.example', true],
    ['socialWorkerEmail', 'w@leeds', false],
    ['socialWorkerEmail', 'w leeds.example', false],
    ['socialWorkerEmail', 'a w@leeds.example', false],
    ['socialWorkerEmail', 'w@leeds.example b', false],
    ['socialWorkerEmail', 'w@@leeds.example', false],
    ['socialWorkerEmail', '@leeds.example', false],
  ])('reaches a social worker: %s %s', (field, value, is) => {
    const fields = { action: 'arrange', ...worker, ...day('2026-11-30'), [field]: value };
    const taken = done(moving(), fields);
    if (is) expect(taken).toMatchObject({ kind: 'arrange-transfer' });
    else expect(taken).toEqual(['arrange', expect.stringMatching(new RegExp(`^${field}: Enter an? `))]);
  });
});

describe('a council that is asked', () => {
  const steps = (as: AskedAs) => nextOfferStep(as, 'Hampshire', 2);
  test.each(['primary', 'back-up', 'late'] as const)('as %s chooses first', (as) => {
    const expected = {
      primary: [
        'Can you take responsibility?',
        ['accept', 'decline', 'reading'],
        'answer: Select whether you accept or decline, or that you are looking',
      ],
      'back-up': [
        'Will you be a back-up?',
        ['back-up-yes', 'back-up-no'],
        'answer: Select yes, if it comes to you, or no',
      ],
      late: [
        'Can you take responsibility after all?',
        ['accept'],
        'answer: Select the answer if you can take responsibility after all',
      ],
    }[as];
    const walked = walk(steps(as), posted({ step: 'choice' }));
    if (walked.kind !== 'ask') throw new Error('Nothing is asked.');
    const [question] = walked.step.questions;
    expect([
      walked.step.title,
      question && 'choices' in question && question.choices.map(({ value }) => value),
      [...walked.problems].map((one) => one.join(': ')).join(),
    ]).toEqual(expected);
  });

  test('sees every page of its answer', () => {
    const all = [
      steps('primary')({}),
      steps('back-up')({}),
      steps('late')({}),
      steps('primary')({ choice: { answer: 'decline' } }),
      steps('primary')({ choice: { answer: 'decline' }, why: {} }),
      steps('primary')({ choice: { answer: 'accept' } }),
      steps('back-up')({ choice: { answer: 'back-up-yes' } }),
      steps('primary')({ choice: { answer: 'accept' }, confirm: {} }),
    ];
    expect(all.flatMap(speltOut)).toEqual([
      'name: choice; title: Can you take responsibility?; button: Continue',
      'questions:',
      '  - kind: radios; name: answer; label: Can you take responsibility?',
      '    choices:',
      '      - value: accept; text: Accept; hint: Yes, we will take responsibility and arrange the move',
      '      - value: decline; text: Decline; hint: No; we will ask you for the reason',
      '      - value: reading; text: Not yet: we are looking; hint: You keep your whole time to answer, even if a back-up says yes',
      'name: choice; title: Will you be a back-up?; button: Continue',
      'questions:',
      '  - kind: radios; name: answer; label: Will you be a back-up?',
      '    choices:',
      '      - value: back-up-yes; text: Yes, if it comes to us; hint: We keep the place free. You are told when it comes to you, or when it no longer can',
      '      - value: back-up-no; text: No; hint: No place is kept with you. You may still be asked first later on',
      'name: choice; title: Can you take responsibility after all?; button: Continue',
      'questions:',
      '  - kind: radios; name: answer; label: Can you take responsibility after all?',
      '    choices:',
      '      - value: accept; text: We can take the children after all; hint: Yes, we will take responsibility and arrange the move',
      'name: why; title: Why do you decline?; button: Continue',
      'text:',
      '  - There is no free right to decline. A coordinator reads the reason and accepts it or not. The next council is asked at once, whatever the coordinator decides.',
      'questions:',
      '  - kind: radios; name: reason; label: Reason',
      '    choices:',
      '      - value: at-or-over-threshold; text: We are at or over our threshold',
      '      - value: unsuitable-for-child; text: No placement of ours is suitable for this child',
      '      - value: no-safe-placement; text: We have no safe placement',
      '      - value: safeguarding; text: There is a safeguarding reason',
      '      - value: other; text: Another reason',
      '  - kind: long-text; name: text; label: What should the coordinator know?; hint: Do not name the child or anybody else.',
      'name: confirm; title: Check your answer before you send it; button: Send your answer; check: true',
      'text:',
      '  - If you can say yes after all, you can still say so here while no other council has.',
      'questions:',
      '  - kind: text; name: name; label: Your name; hint: Kept in the record. It is never emailed.; autocomplete: name',
      '  - kind: text; name: role; label: Your role; hint: For example, duty manager or social worker.; autocomplete: organization-title',
      '  - kind: confirm; name: confirm; label: Confirm; choice: I can answer for Hampshire',
      'name: confirm; title: Check your answer before you send it; button: Send your answer; check: true',
      'text:',
      '  - Hampshire takes responsibility for 2 children at the handover.',
      '  - You cannot change your answer here once it is sent.',
      'questions:',
      '  - kind: text; name: name; label: Your name; hint: Kept in the record. It is never emailed.; autocomplete: name',
      '  - kind: text; name: role; label: Your role; hint: For example, duty manager or social worker.; autocomplete: organization-title',
      '  - kind: confirm; name: confirm; label: Confirm; choice: I can answer for Hampshire',
      'name: confirm; title: Check your answer before you send it; button: Send your answer; check: true',
      'text:',
      '  - You can change your answer here while the first council has not answered.',
      'questions:',
      '  - kind: text; name: name; label: Your name; hint: Kept in the record. It is never emailed.; autocomplete: name',
      '  - kind: text; name: role; label: Your role; hint: For example, duty manager or social worker.; autocomplete: organization-title',
      '  - kind: confirm; name: confirm; label: Confirm; choice: I can answer for Hampshire',
      'undefined',
    ]);
  });

  test('answers in one form', () => {
    const answer = (as: AskedAs, fields: Fields) => {
      const walked = walk(
        steps(as),
        posted({ step: 'confirm', confirm: 'yes', name: 'Sam Okafor', role: 'duty manager', ...fields }),
      );
      return walked.kind === 'done'
        ? answerCommand('1-1', walked.answered)
        : [walked.step.name, ...[...walked.problems].map((problem) => problem.join(': '))];
    };
    const given = { kind: 'answer', offerId: '1-1' };
    expect(answer('primary', { answer: 'accept' })).toStrictEqual({ ...given, answer: 'accept' });
    expect(answer('back-up', { answer: 'back-up-no' })).toStrictEqual({ ...given, answer: 'back-up-no' });
    expect(answer('back-up', { answer: 'back-up-yes' })).toStrictEqual({ ...given, answer: 'back-up-yes' });
    for (const reason of [
      'at-or-over-threshold',
      'unsuitable-for-child',
      'no-safe-placement',
      'safeguarding',
      'other',
    ])
      expect(answer('primary', { answer: 'decline', reason, text: 'Full.' })).toStrictEqual({
        ...given,
        answer: 'decline',
        reason,
        text: 'Full.',
      });
    expect(answer('primary', { answer: 'decline', step: 'why' })).toEqual([
      'why',
      'reason: Select the reason why you decline',
      'text: Say in a sentence or two why you decline',
    ]);
    expect(answer('primary', { answer: 'accept', confirm: 'no' })).toEqual([
      'confirm',
      'confirm: Tick the box to say that you can answer for Hampshire',
    ]);
    expect(answer('late', { answer: 'decline' })).toEqual([
      'choice',
      'answer: Select the answer if you can take responsibility after all',
    ]);
  });
});
