/** What waits for whom, and what the entry authority reads and can tell: whole, in each state that reads differently. */

import { describe, expect, test } from 'vitest';
import { actionCommand, nextActionStep } from '../../functions/pages/case/case-actions.ts';
import { noticeOf } from '../../functions/pages/case/notice-of.ts';
import { entryActions } from '../../functions/pages/entry/entry-actions.ts';
import { entryModel } from '../../functions/pages/entry/entry-model.ts';
import {
  factActions,
  type Giving,
  givenFacts,
  isAsked,
  isGiving,
} from '../../functions/pages/entry/give-facts.ts';
import { walk } from '../../functions/pages/forms/walk.ts';
import { needsIn } from '../../functions/pages/home/coordinator-needs.ts';
import {
  capacityNeed,
  deadline,
  mostUrgentFirst,
  needsOfCouncil,
  otherLine,
  unsentReferrals,
} from '../../functions/pages/home/needs-list.ts';
import { heldSealed } from '../../functions/pages/refer/part.ts';
import { listPage } from '../../functions/pages/views/list-pages.ts';
import { childRows } from '../../functions/pages/words/fact-words.ts';
import { statusWords } from '../../functions/pages/words/status-words.ts';
import type { Case, Proposal } from '../../shared/core/case/case.ts';
import { passedKey } from '../../shared/core/case/deadlines.ts';
import { ownWork, type WorkKind } from '../../shared/core/case/worklists.ts';
import { defined } from '../../shared/core/defined.ts';
import { policyNamed } from '../../shared/core/policies.ts';
import {
  aCase,
  aChild,
  aCouncil,
  aDeclaration,
  anEntry,
  anOffer,
  aPlacement,
  aReferral,
  NOW,
} from '../builders.ts';
import { httpEvent } from './site.ts';
import { speltOut } from './spelt-out.ts';

const KENT = 'E10000016';
const HAMPSHIRE = 'E10000014';
const LATER = '2026-11-26T17:00:00.000Z';
const policy = policyNamed('nts-2025');
const placement = aPlacement({ council: HAMPSHIRE, arrangeBy: LATER });
const proposal: Proposal = {
  id: 'mail-1',
  saidAt: NOW,
  askedAt: NOW,
  confirmBy: LATER,
  because: ['safety'],
  facts: { wishesRecorded: false },
  base: { wishesRecorded: true },
};
const details = (said: object) => Object.values(said).join('|');
const giving = (over: Partial<Case> = {}, more: Partial<Giving> = {}): Giving => ({
  theCase: aCase({ status: 'offered', ...over }),
  now: NOW,
  policy,
  datesOfBirth: {},
  held: heldSealed(aCase().facts, []),
  sealed: 'signed-out',
  ...more,
});
type Fields = Readonly<Record<string, string | readonly string[]>>;
const posted = (fields: Fields) =>
  new Map(Object.entries(fields).map(([name, value]) => [name, [value].flat() as readonly string[]]));

const needsOf = (cases: readonly Case[], ...kinds: readonly WorkKind[]) =>
  cases.flatMap((theCase) => needsIn(theCase, kinds, NOW));

describe('the entry authority', () => {
  const offered = (over: Partial<Case>) =>
    entryActions(giving(over), details)?.actions.map(({ value }) => value);

  test.each([
    [
      'incomplete',
      { missing: [{ field: 'somethingElse', words: 'what no page can give' }] },
      ['correct', 'missing', 'refused', 'withdraw'],
    ],
    [
      'incomplete',
      { missing: [{ field: 'arrivedOn', words: 'the day of arrival' }] },
      ['give', 'correct', 'missing', 'refused', 'withdraw'],
    ],
    ['offered', {}, ['missing', 'refused', 'correct', 'withdraw']],
    ['paused', {}, ['found', 'missing-details', 'correct', 'withdraw']],
    ['child-refused', {}, ['missing', 'correct', 'withdraw']],
    ['transfer-arranged', { placement }, ['handover', 'missing', 'refused', 'correct', 'withdraw']],
    ['accepted', { placement }, ['missing', 'refused', 'correct', 'withdraw']],
    [
      'offered',
      { proposals: [proposal] },
      ['sent-mail-1', 'not-sent-mail-1', 'missing', 'refused', 'correct', 'withdraw'],
    ],
    ['transferred', { placement: { ...placement, handedOverAt: NOW } }, undefined],
  ] as const)('of a case that is %s, with %j, can tell %j', (status, over, expected) => {
    expect(offered({ status, ...(over as Partial<Case>) })).toEqual(expected);
  });

  test('is asked for what each needs', () => {
    const asked = [
      entryActions(giving(), details),
      entryActions(giving({ status: 'paused', proposals: [proposal] }), details),
    ].map((desk) => ({
      question: desk?.question,
      confirmation: desk?.confirmation,
      actions: desk?.actions.map(({ steps, means, ...action }) => ({
        ...action,
        steps: steps({}),
        means: means?.({}),
      })),
    }));
    // Every council can be chosen as where a child was found.
    const aCouncil = /^ +- value: (?:[EWS]\d{8}|[A-Z]+HSCT); text: /;
    const said = speltOut(asked);
    expect(said.filter((line) => aCouncil.test(line))).toHaveLength(212);
    expect(said.filter((line) => !aCouncil.test(line))).toEqual([
      '- question: What do you want to tell us?',
      '  confirmation:',
      '    title: Check before you send; declares: I can act for Kent; ifNot: Tick the box to say that you can act for Kent; who: at-a-desk; button: Send',
      '  actions:',
      '    - value: missing; text: The child is missing; hint: Every deadline waits until the child is found',
      '      steps:',
      '        - title: Since when is the child missing?; name: missing; button: Continue',
      '          text:',
      '            - Tell the police first. You stay responsible for the child.',
      '            - If nobody knows since when, say when it was noticed.',
      '          questions:',
      '            - kind: date; name: missingOn; label: Day; hint: For example, 23 11 2026',
      '            - kind: text; name: missingAt; label: Time; hint: For example, 2:05pm or 14:05; width: 10; isTime: true',
      '            - kind: text; name: policeReference; label: Police reference (optional); hint: This and the answers below are kept sealed and never emailed. Leave empty what is not known yet: you can give it later.',
      '            - kind: date; name: lastSeenOn; label: Day last seen (optional); hint: For example, 23 11 2026',
      '            - kind: text; name: lastSeenTime; label: Time last seen (optional); hint: For example, 2:05pm or 14:05; width: 10; isTime: true',
      '            - kind: text; name: lastSeenWhere; label: Where last seen (optional)',
      '      means:',
      '        - Every deadline of this case waits. Whoever was asked keeps the time they had left, and is told.',
      '    - value: refused; text: The child refuses to move; hint: A coordinator decides what follows',
      '      steps:',
      '        - title: What does the child say?; name: refused; button: Continue',
      '          text:',
      '            - Nobody overrules the child here. A coordinator decides with both councils what comes next.',
      '          questions:',
      '            - kind: long-text; name: refusalNote; label: What the coordinator should know (optional); hint: Do not name the child or anybody else.',
      '      means:',
      '        - The case goes to a coordinator.',
      '    - value: correct; text: Add or correct something; hint: Any answer of the referral, also one that is sealed',
      '      steps:',
      '        - name: correct; title: What do you want to add or correct?; button: Continue',
      '          text:',
      '            - Each page begins with what was said before, and it is kept until you say something else.',
      '            - What is sealed is not shown. To begin from it, sign in for your council, and open this case from your list.',
      '          questions:',
      '            - kind: checkboxes; name: facts; label: Select all that apply',
      '              choices:',
      '                - value: referredOn; text: Day you decided to refer',
      '                - value: ownReference; text: Your own reference',
      '                - value: child1-name; text: Name',
      '                - value: child1-references; text: Home Office and port references',
      '                - value: child1-born; text: Date of birth',
      '                - value: child1-sex; text: Sex',
      '                - value: child1-nationality; text: Nationality',
      '                - value: child1-language; text: Languages and interpreter',
      '                - value: child1-assessment; text: Age assessment',
      '                - value: child1-placement; text: Placement',
      '                - value: child1-needs; text: Needs',
      '                - value: child1-care; text: What carers should know',
      '                - value: child1-fitness; text: Health and fitness to move',
      '                - value: child1-faithGroup; text: Faith',
      '                - value: child1-life; text: Daily life',
      '                - value: child1-missing; text: Missing before',
      '                - value: child1-supporters; text: Solicitor and others',
      '                - value: definition; text: Whether the child is unaccompanied',
      '                - value: arrivedOn; text: Arrival',
      '                - value: asylumClaimOn; text: Asylum claim',
      '                - value: presented; text: Known to another council',
      '                - value: status; text: Care status and immigration status',
      '                - value: inCare; text: Whether you look after the child',
      '                - value: family; text: Family in the UK',
      '                - value: links; text: Links to a council’s area',
      '                - value: avoid; text: Areas to avoid',
      '                - value: trafficking; text: Trafficking',
      '                - value: wishes; text: The child’s wishes',
      '                - value: proposedMoveOn; text: Best interests and proposed day of the move',
      '                - value: people; text: Who to ring',
      '                - value: duty; text: Who to ring before an answer',
      '      means:',
      '        - What you give takes the place of what the referral said before. Councils that have the child, or are asked, are told. Councils that are asked get no email of a new phone number of your desk: they find it on their page.',
      '    - value: withdraw; text: Withdraw the referral; hint: This closes the case; whoever was asked is told',
      '      steps:',
      '        - title: Why do you withdraw the referral?; name: withdraw; button: Continue',
      '          questions:',
      '            - kind: radios; name: withdrawal; label: Reason',
      '              choices:',
      '                - value: no-longer-needed; text: A transfer is no longer needed',
      '                - value: made-in-error; text: The referral was made in error',
      '                - value: assessed-as-adult; text: The person was assessed as an adult',
      '                - value: left-the-country; text: The child left the country',
      '                - value: died; text: The child has died',
      '                - value: other; text: Another reason',
      '            - kind: long-text; name: withdrawalNote; label: What a coordinator should know (optional); hint: Do not name the child or anybody else.',
      '      means:',
      '        - The case is closed, for every child in it. Places that were kept are free again. Should a transfer be needed later, send a new referral.',
      '        - If one child of a group was assessed as an adult, do not withdraw: ask a coordinator to record it, and the case goes on for the others.',
      '- question: Did your council send this email?',
      '  confirmation:',
      '    title: Check before you send; declares: I can act for Kent; ifNot: Tick the box to say that you can act for Kent; who: at-a-desk; button: Send',
      '  actions:',
      '    - value: sent-mail-1; text: Yes, we sent this: make the change; hint: It is made at once, as if it had been made on this page',
      '      steps:',
      '        none',
      '      means:',
      '        - What the email says takes the place of what the referral says now.',
      '    - value: not-sent-mail-1; text: No, this was not us; hint: Nothing changes, and the coordinators are told',
      '      steps:',
      '        none',
      '      means:',
      '        - Nothing changes. The coordinators are told that somebody writes in the council’s name.',
      '    - value: found; text: The child has been found; hint: The case goes on where it was',
      '      steps:',
      '        - title: When and where was the child found?; name: found; button: Continue',
      '          questions:',
      '            - kind: date; name: foundOn; label: Day found; hint: For example, 23 11 2026',
      '            - kind: text; name: foundAt; label: Time found; hint: For example, 2:05pm or 14:05; width: 10; isTime: true',
      '            - kind: select; name: foundIn; label: Council in whose area the child was found; hint: Leave empty if the child is back where the child was, or if you do not know. A child who is found is cared for there first',
      '              choices:',
      '      means:',
      '        - The case goes on where it was. Everybody has as many working days as they had left. If the child was found in the area of another council, a coordinator decides who takes the child.',
      '    - value: missing-details; text: Give the police reference, or where the child was last seen; hint: Kept sealed. What you give takes the place of what was said before',
      '      steps:',
      '        - title: What is known about the missing child?; name: missing-details; button: Continue',
      '          questions:',
      '            - kind: text; name: policeReference; label: Police reference (optional); hint: This and the answers below are kept sealed and never emailed. Leave empty what is not known yet: you can give it later.',
      '            - kind: date; name: lastSeenOn; label: Day last seen (optional); hint: For example, 23 11 2026',
      '            - kind: text; name: lastSeenTime; label: Time last seen (optional); hint: For example, 2:05pm or 14:05; width: 10; isTime: true',
      '            - kind: text; name: lastSeenWhere; label: Where last seen (optional)',
      '      means:',
      '        - The case shows that it was given, and never what it says.',
      '    - value: correct; text: Add or correct something; hint: Any answer of the referral, also one that is sealed',
      '      steps:',
      '        - name: correct; title: What do you want to add or correct?; button: Continue',
      '          text:',
      '            - Each page begins with what was said before, and it is kept until you say something else.',
      '            - What is sealed is not shown. To begin from it, sign in for your council, and open this case from your list.',
      '          questions:',
      '            - kind: checkboxes; name: facts; label: Select all that apply',
      '              choices:',
      '                - value: referredOn; text: Day you decided to refer',
      '                - value: ownReference; text: Your own reference',
      '                - value: child1-name; text: Name',
      '                - value: child1-references; text: Home Office and port references',
      '                - value: child1-born; text: Date of birth',
      '                - value: child1-sex; text: Sex',
      '                - value: child1-nationality; text: Nationality',
      '                - value: child1-language; text: Languages and interpreter',
      '                - value: child1-assessment; text: Age assessment',
      '                - value: child1-placement; text: Placement',
      '                - value: child1-needs; text: Needs',
      '                - value: child1-care; text: What carers should know',
      '                - value: child1-fitness; text: Health and fitness to move',
      '                - value: child1-faithGroup; text: Faith',
      '                - value: child1-life; text: Daily life',
      '                - value: child1-missing; text: Missing before',
      '                - value: child1-supporters; text: Solicitor and others',
      '                - value: definition; text: Whether the child is unaccompanied',
      '                - value: arrivedOn; text: Arrival',
      '                - value: asylumClaimOn; text: Asylum claim',
      '                - value: presented; text: Known to another council',
      '                - value: status; text: Care status and immigration status',
      '                - value: inCare; text: Whether you look after the child',
      '                - value: family; text: Family in the UK',
      '                - value: links; text: Links to a council’s area',
      '                - value: avoid; text: Areas to avoid',
      '                - value: trafficking; text: Trafficking',
      '                - value: wishes; text: The child’s wishes',
      '                - value: proposedMoveOn; text: Best interests and proposed day of the move',
      '                - value: people; text: Who to ring',
      '                - value: duty; text: Who to ring before an answer',
      '      means:',
      '        - What you give takes the place of what the referral said before. Councils that have the child, or are asked, are told. Councils that are asked get no email of a new phone number of your desk: they find it on their page.',
      '    - value: withdraw; text: Withdraw the referral; hint: This closes the case; whoever was asked is told',
      '      steps:',
      '        - title: Why do you withdraw the referral?; name: withdraw; button: Continue',
      '          questions:',
      '            - kind: radios; name: withdrawal; label: Reason',
      '              choices:',
      '                - value: no-longer-needed; text: A transfer is no longer needed',
      '                - value: made-in-error; text: The referral was made in error',
      '                - value: assessed-as-adult; text: The person was assessed as an adult',
      '                - value: left-the-country; text: The child left the country',
      '                - value: died; text: The child has died',
      '                - value: other; text: Another reason',
      '            - kind: long-text; name: withdrawalNote; label: What a coordinator should know (optional); hint: Do not name the child or anybody else.',
      '      means:',
      '        - The case is closed, for every child in it. Places that were kept are free again. Should a transfer be needed later, send a new referral.',
      '        - If one child of a group was assessed as an adult, do not withdraw: ask a coordinator to record it, and the case goes on for the others.',
    ]);
  });

  const done = (over: Partial<Case>, fields: Fields): unknown => {
    const desk = entryActions(giving(over), details);
    if (desk === undefined) return undefined;
    const walked = walk(
      nextActionStep(desk),
      posted({ confirm: 'yes', name: 'Sam Okafor', role: 'duty manager', step: 'confirm', ...fields }),
    );
    return walked.kind === 'done'
      ? actionCommand(desk, walked.answered)
      : [walked.step.name, ...[...walked.problems].map((problem) => problem.join(': '))];
  };
  const on = (name: string, day: string, at: string) => ({
    [`${name}On-day`]: day,
    [`${name}On-month`]: '11',
    [`${name}On-year`]: '2026',
    [`${name}At`]: at,
  });
  test.each([
    [
      {},
      { action: 'missing', ...on('missing', '22', '18:30') },
      { kind: 'child-missing', missingSince: '2026-11-22T18:30:00.000Z' },
    ],
    [
      {},
      {
        action: 'missing',
        ...on('missing', '22', '18:30'),
        policeReference: 'CAD 12',
        'lastSeenOn-day': '21',
        'lastSeenOn-month': '11',
        'lastSeenOn-year': '2026',
        lastSeenTime: '',
        lastSeenWhere: '',
      },
      {
        kind: 'child-missing',
        missingSince: '2026-11-22T18:30:00.000Z',
        details: { given: ['policeReference', 'lastSeenAt'], mark: 'CAD 12|2026-11-21' },
      },
    ],
    [
      { status: 'paused' },
      { action: 'missing-details', lastSeenWhere: 'At the station' },
      {
        kind: 'give-missing-details',
        details: { given: ['lastSeenWhere'], mark: 'At the station' },
      },
    ],
    [
      { status: 'paused' },
      { action: 'missing-details', policeReference: '' },
      ['missing-details', 'policeReference: Enter at least one answer'],
    ],
    [
      { status: 'paused' },
      { action: 'missing-details', lastSeenTime: '10:00' },
      ['missing-details', 'lastSeenOn-day: Enter the day last seen, or leave out the time'],
    ],
    [
      { status: 'paused' },
      {
        action: 'missing-details',
        'lastSeenOn-day': '23',
        'lastSeenOn-month': '11',
        'lastSeenOn-year': '2026',
        lastSeenTime: '23:59',
      },
      ['missing-details', 'lastSeenTime: Time last seen must not be in the future'],
    ],
    [{}, { action: 'missing', ...on('missing', '23', '') }, ['missing', 'missingAt: Enter the time']],
    [
      { status: 'paused' },
      { action: 'found', ...on('found', '23', '08:00') },
      { kind: 'child-found', foundAt: '2026-11-23T08:00:00.000Z' },
    ],
    [
      {},
      { action: 'withdraw', withdrawal: 'made-in-error', withdrawalNote: '' },
      { kind: 'withdraw', reason: 'made-in-error' },
    ],
    [
      {},
      { action: 'withdraw', withdrawal: 'other', withdrawalNote: 'Twice.' },
      { kind: 'withdraw', reason: 'other', note: 'Twice.' },
    ],
    [
      {},
      { action: 'withdraw', step: 'withdraw' },
      ['withdraw', 'withdrawal: Select why you withdraw the referral'],
    ],
    [
      {},
      { action: 'correct', step: 'correct' },
      ['correct', 'facts: Select what you want to add or correct'],
    ],
    [{}, { action: 'correct', facts: ['moon'] }, ['correct', 'facts: Select from the list']],
    [
      {},
      { action: 'withdraw', withdrawal: 'other', withdrawalNote: '', confirm: '' },
      ['confirm', 'confirm: Tick the box to say that you can act for Kent'],
    ],
    [
      {},
      { action: 'correct', facts: ['wishes', 'trafficking'], wishes: 'no', trafficking: 'indicators' },
      {
        kind: 'amend',
        data: { referralId: aCase().referralId, facts: { wishesRecorded: false, trafficking: 'indicators' } },
      },
    ],
  ] as const)('%j, %j comes to %j', (over, fields, expected) => {
    expect(done(over as Partial<Case>, fields)).toStrictEqual(expected);
  });

  const page = (over: Partial<Case>, sealed: Parameters<typeof entryModel>[1] = []) =>
    speltOut(entryModel(aCase(over), sealed, NOW));

  test('reads where its referral stands', () => {
    const facts = aReferral({ children: [aChild(), aChild({ number: 2 })] });
    const needs = {
      party: { kind: 'entry-authority', code: KENT },
      by: LATER,
      what: 'give the missing facts',
    } as const;
    expect(
      page(
        {
          status: 'incomplete',
          facts,
          stepBy: LATER,
          missing: [{ field: 'arrivedOn', words: 'the day of arrival' }],
          needs,
        },
        [{ number: 1, name: 'Synthetic Child', dateOfBirth: '2010-05-20' }, { number: 2 }],
      ),
    ).toEqual([
      'title: Your referral; caption: Reference NTS-7F3K-2M9Q; formHeading: Tell us what has happened',
      'status:',
      '  text: Facts missing; colour: orange',
      'lead:',
      '  - Facts are missing. Once they are given, the scheme looks for councils by itself.',
      'sections:',
      '  - heading: Where it stands',
      '    rows:',
      '      - label: Waiting for; value: You, to give the missing facts by 5pm on Thursday 26 November',
      '      - label: Referred; value: 23 November 2026',
      '      - label: Move by; value: 7 December 2026',
      '  - heading: What is missing',
      '    text:',
      '      - Give these facts by 5pm on Thursday 26 November: choose “Give what is missing” below. What you sent before is kept.',
      '    points:',
      '      - The day of arrival',
      '  - heading: What you are responsible for',
      '    text:',
      '      - You stay responsible for the children until the handover. If a child goes missing, or the children refuse to move or no longer need a transfer, say so here.',
      'links:',
      '  - text: See a record to print or save; href: /refer/5f0c7e1a-3b1d-4f6e-9a2c-8d4e6b7f1a20/record',
      'after:',
      '  - heading: The referral',
      '    rows:',
      '      - label: Children; value: 2 children',
      '      - label: Sealed, of child 1; value: Name, Date of birth',
    ]);
    const whole = { ...placement, moveOn: '2026-11-25', socialWorker: 'm', handedOverAt: LATER };
    expect(
      page({ status: 'transferred', placement: whole }, [{ number: 1, name: 'Synthetic Child' }]),
    ).toEqual([
      'title: Your referral; caption: Reference NTS-7F3K-2M9Q; formHeading: Tell us what has happened',
      'status:',
      '  text: Transferred; colour: grey',
      'lead:',
      '  - The child was handed over to Hampshire, which is responsible now.',
      'sections:',
      '  - heading: Where it stands',
      '    rows:',
      '      - label: Waiting for; value: The scheme, to allocation by 5pm on Monday 23 November',
      '      - label: Referred; value: 23 November 2026',
      '      - label: Receiving authority; value: Hampshire',
      '      - label: Day of the move; value: 25 November 2026',
      '      - label: Social worker; value: Named. Sign in to see who it is',
      '      - label: Handed over; value: 5pm on Thursday 26 November 2026',
      'links:',
      '  - text: See a record to print or save; href: /refer/5f0c7e1a-3b1d-4f6e-9a2c-8d4e6b7f1a20/record',
      'after:',
      '  - heading: The referral',
      '    rows:',
      '      - label: Children; value: 1 child',
      '      - label: Sealed; value: Name',
    ]);
  });

  test('reads for whom its case waits', () => {
    const waits = (needs: Case['needs'], over: Partial<Case> = {}) =>
      page({ ...defined({ needs }), ...over })
        .find((line) => line.includes('Waiting for'))
        ?.trim();
    const by = { by: LATER, what: 'act' };
    expect(
      [
        waits({ party: { kind: 'council', code: HAMPSHIRE }, ...by }),
        waits({ party: { kind: 'coordinators' }, ...by }),
        waits({ party: { kind: 'system' }, ...by }),
        waits({ party: { kind: 'entry-authority', code: KENT }, ...by }, { status: 'paused' }),
      ].map((line) => line?.replace('- label: Waiting for; value: ', '')),
    ).toEqual([
      'Hampshire, to act by 5pm on Thursday 26 November',
      'A coordinator, to act by 5pm on Thursday 26 November',
      'The scheme, to act by 5pm on Thursday 26 November',
      'You, to act',
    ]);
    const { needs: _, ...nobody } = aCase({ status: 'withdrawn' });
    expect(speltOut(entryModel(nobody, [], NOW)).join()).not.toMatch(
      /Waiting for|Move by|What you are responsible/,
    );
    expect(
      page({ status: 'paused', stepBy: LATER, missing: [{ field: 'x', words: 'a fact' }] }).join(),
    ).toContain('Give these facts: choose');
    expect(page({ missing: [] }).join()).not.toContain('What is missing');
    const { referredOn: __, ...undated } = aReferral();
    expect(page({ facts: undated }).find((line) => line.includes('Referred;'))).toContain(
      '9am on Monday 23 November 2026',
    );
    expect(page({ status: 'accepted', placement }).join()).not.toMatch(
      /Day of the move|Social worker|Handed over/,
    );
  });

  test('is asked whether it sent an e-mail before anything else is asked or told', () => {
    const proposals = [proposal, { ...proposal, id: 'mail-2', sentFrom: 'second-contact' } as const];
    const told = page({ proposals });
    const at = told.indexOf('  - heading: Did your council send this email?');
    expect(told.filter((line) => line.includes('heading:'))[0]).toBe('  - heading: Where it stands');
    expect([...told.slice(0, 6), ...told.slice(at, at + 13)]).toEqual([
      'title: Your referral; caption: Reference NTS-7F3K-2M9Q; warning: An email in your council’s name waits for your answer.; formHeading: Your answer',
      'status:',
      '  text: Looking for councils; colour: blue',
      'lead:',
      '  - The scheme is looking for councils to ask.',
      'sections:',
      '  - heading: Did your council send this email?',
      '    text:',
      '      - Nothing has changed yet. Please answer below by 5pm on Thursday 26 November: an email can be forged, and whoever sent this knew your reference.',
      '    rows:',
      '      - label: Came by email; value: 9am on Monday 23 November 2026',
      '      - label: Wishes recorded; value: Now: Yes / It would say: No',
      '  - heading: Did your council send this email?',
      '    text:',
      '      - Nothing has changed yet. Please answer below by 5pm on Thursday 26 November: an email can be forged, and whoever sent this knew your reference.',
      '    rows:',
      '      - label: Came by email; value: 9am on Monday 23 November 2026',
      '      - label: Sent from; value: Your second contact’s address',
      '      - label: Wishes recorded; value: Now: Yes / It would say: No',
    ]);
  });

  test('is told what would still be asked for, by the same check', () => {
    const missing = [
      { field: 'arrivedOn', words: 'x' },
      { field: 'children.1.sex', words: 'x' },
    ];
    const { arrivedOn: _, ...facts } = aReferral({ children: [aChild(), aChild({ number: 2 })] });
    const lacking = giving({ status: 'incomplete', missing, facts, turned18: [2] });
    const [give, correct] = factActions(lacking);
    expect([isAsked(lacking), isAsked(giving())]).toEqual([true, false]);
    expect(give?.hint).toBe('2 questions, as in the referral form');
    expect(factActions(giving({ missing: missing.slice(0, 1) }))[0]?.hint).toBe(
      'One question, as in the referral form',
    );
    expect(give?.steps({}).map(({ name }) => name)).toEqual(['child1-sex', 'arrivedOn']);
    const half = { 'child1-sex': { 'child1-sex': 'male' } };
    expect(speltOut(give?.means?.(half))).toEqual([
      '- You can send this now. After it we still need the following:',
      '- Give the date on which the child arrived in the United Kingdom, with day, month and year.',
    ]);
    const whole = { ...half, arrivedOn: { arrivedOn: '2026-11-15', arrivalPlace: 'port' } };
    expect(speltOut(give?.means?.(whole))).toEqual([
      '- What you give takes the place of what the referral said before. Councils that have the child, or are asked, are told. Councils that are asked get no email of a new phone number of your desk: they find it on their page.',
    ]);
    expect(correct?.steps({})[0]?.questions[0]).toMatchObject({ kind: 'checkboxes', name: 'facts' });
    expect(correct?.steps({ correct: { facts: ['family', 'wishes'] } }).map(({ name }) => name)).toEqual([
      'correct',
      'family',
      'wishes',
    ]);
    expect(correct?.steps({}).map(({ name }) => name)).toEqual(['correct']);
    expect(givenFacts(lacking, whole)).toMatchObject({
      facts: { arrivedOn: '2026-11-15', arrivalPlace: 'port' },
    });
    // A date of birth that is sealed already counts, and one that is given now.
    const sixteen = aChild({ placementKind: 'supported-accommodation', turns18Month: '2028-11' });
    const still = (datesOfBirth: Giving['datesOfBirth'], said = {}) => {
      const of = giving({ missing, facts: aReferral({ children: [sixteen] }) }, { datesOfBirth });
      return factActions(of)[0]?.means?.({ arrivedOn: { arrivedOn: '2026-11-15' }, ...said });
    };
    const born = (day: string) => ({ 'child1-born': { 'child1-born': day } });
    expect(speltOut([still({ 1: '2010-11-23' }), still({ 1: '2010-11-24' })])).toEqual([
      '- - What you give takes the place of what the referral said before. Councils that have the child, or are asked, are told. Councils that are asked get no email of a new phone number of your desk: they find it on their page.',
      '- - You can send this now. After it we still need the following:',
      '  - Supported accommodation is only for children aged 16 or over, and the child is younger. Choose another kind of placement, or correct the month in which the child turns 18.',
    ]);
    expect(still({}, born('2010-11-24'))).toEqual(still({ 1: '2010-11-24' }));
    expect(still({ 1: '2010-11-24' }, born('2010-11-23'))).toEqual(still({ 1: '2010-11-23' }));
    expect(isGiving({ action: { action: 'give' } })).toBe(true);
    expect([{}, { action: { action: 'missing' } }].map(isGiving)).toEqual([false, false]);
  });
});

describe('a line of a list', () => {
  test.each([
    [NOW, { text: 'Overdue', colour: 'red' }],
    ['2026-11-23T09:00:00.001Z', { text: 'Today', colour: 'orange' }],
    ['2026-11-23T23:59:00.000Z', { text: 'Today', colour: 'orange' }],
    ['2026-11-24T00:00:00.000Z', undefined],
  ])('that is due at %s has the tag %j', (at, tag) => {
    const line = deadline(at, NOW);
    expect(line.tag).toEqual(tag);
    expect('tag' in line).toBe(tag !== undefined);
  });

  const needs = (kind: 'council' | 'entry-authority', code: string) =>
    ({ party: { kind, code }, by: LATER, what: 'do it' }) as const;
  test('says what each council has to do, by when, and leads to its page', () => {
    const live = anOffer();
    const backUp = anOffer({ id: '1-2', council: 'E10000030', role: 'back-up', status: 'asked' });
    const cases: readonly [Case, string][] = [
      [aCase({ status: 'offered', offers: [live, backUp], needs: needs('council', HAMPSHIRE) }), HAMPSHIRE],
      [aCase({ status: 'offered', offers: [live, backUp], needs: needs('council', HAMPSHIRE) }), 'E10000030'],
      [aCase({ status: 'paused', offers: [live, backUp] }), 'E10000030'],
      [aCase({ status: 'accepted', placement, needs: needs('council', HAMPSHIRE) }), HAMPSHIRE],
      [aCase({ status: 'paused', needs: needs('entry-authority', KENT) }), KENT],
      [
        aCase({
          status: 'accepted',
          placement,
          needs: needs('entry-authority', KENT),
          proposals: [{ ...proposal, confirmBy: '2026-11-27T17:00:00.000Z' }, proposal],
        }),
        KENT,
      ],
      [aCase({ proposals: [proposal] }), HAMPSHIRE],
      [aCase({ needs: { party: { kind: 'coordinators' }, by: LATER, what: 'decide' } }), KENT],
    ];
    expect(speltOut(cases.map(([theCase, council]) => needsOfCouncil([theCase], council, NOW)))).toEqual([
      '- - action: Do it; about: NTS-7F3K-2M9Q: 1 child from Kent, foster care. Referred today.; by: By 5pm on Thursday 26 November (in 3 days); at: 2026-11-26T17:00:00.000Z',
      '    opens:',
      '      for: offer; council: E10000014; caseId: NTS-7F3K-2M9Q; offerId: 1-1; version: 1',
      '- - action: Say whether you could take the child if others cannot; about: NTS-7F3K-2M9Q: 1 child from Kent, foster care. Referred today.; by: By 5pm on Tuesday 24 November (in 1 day); at: 2026-11-24T17:00:00.000Z',
      '    opens:',
      '      for: offer; council: E10000030; caseId: NTS-7F3K-2M9Q; offerId: 1-2; version: 1',
      '- none',
      '- - action: Do it; about: NTS-7F3K-2M9Q: 1 child from Kent, foster care. To Hampshire. Referred today.; by: By 5pm on Thursday 26 November (in 3 days); at: 2026-11-26T17:00:00.000Z; sealed: NTS-7F3K-2M9Q',
      '    opens:',
      '      for: transfer; council: E10000014; caseId: NTS-7F3K-2M9Q; version: 1',
      '- - action: Do it; about: NTS-7F3K-2M9Q: 1 child from Kent, foster care. Referred today.; by: The deadlines wait until nobody is missing; at: 2026-11-26T17:00:00.000Z',
      '    opens:',
      '      for: entry; authority: E10000016; caseId: NTS-7F3K-2M9Q; version: 1',
      '- - action: Say whether your council sent an email; about: NTS-7F3K-2M9Q: 1 child from Kent, foster care. To Hampshire. Referred today.; by: By 5pm on Thursday 26 November (in 3 days); at: 2026-11-26T17:00:00.000Z',
      '    opens:',
      '      for: entry; authority: E10000016; caseId: NTS-7F3K-2M9Q; version: 1',
      '  - action: Do it; about: NTS-7F3K-2M9Q: 1 child from Kent, foster care. To Hampshire. Referred today.; by: By 5pm on Thursday 26 November (in 3 days); at: 2026-11-26T17:00:00.000Z; sealed: NTS-7F3K-2M9Q',
      '    opens:',
      '      for: entry; authority: E10000016; caseId: NTS-7F3K-2M9Q; version: 1',
      '- none',
      '- none',
    ]);
    const { needs: _, ...closed } = aCase();
    expect(needsOfCouncil([closed], KENT, NOW)).toEqual([]);
  });

  test('says how old a declaration is', () => {
    const at = (declaredAt: string) =>
      capacityNeed(aCouncil({ declaration: aDeclaration({ declaredAt }) }), policy, NOW);
    expect(
      speltOut([
        capacityNeed(aCouncil(), policy, NOW),
        at('2026-11-23T08:00:00.000Z'),
        at('2026-11-22T08:00:00.000Z'),
        at('2026-11-20T08:00:00.000Z'),
        at('2026-01-20T08:00:00.000Z'),
      ]),
    ).toEqual([
      '- action: Declare your places; about: You have not declared your places yet. Without your word we go by published figures.; by: Please do so now; at: 2026-11-23T09:00:00.000Z',
      '  tag:',
      '    text: Never declared; colour: orange',
      '  opens:',
      '    for: capacity; council: E10000014; region: E12000008; version: 0',
      '- action: Declare your places again; about: You last declared your places on 23 November 2026, today.; by: By 5pm on Monday 21 December (in 28 days); at: 2026-12-21T17:00:00.000Z',
      '  opens:',
      '    for: capacity; council: E10000014; region: E12000008; version: 0',
      '- action: Declare your places again; about: You last declared your places on 22 November 2026, yesterday.; by: By 5pm on Sunday 20 December (in 27 days); at: 2026-12-20T17:00:00.000Z',
      '  opens:',
      '    for: capacity; council: E10000014; region: E12000008; version: 0',
      '- action: Declare your places again; about: You last declared your places on 20 November 2026, 3 days ago.; by: By 5pm on Friday 18 December (in 25 days); at: 2026-12-18T17:00:00.000Z',
      '  opens:',
      '    for: capacity; council: E10000014; region: E12000008; version: 0',
      '- action: Declare your places again; about: You last declared your places on 20 January 2026, 307 days ago.; by: By 5pm on Tuesday 17 February (279 days ago); at: 2026-02-17T17:00:00.000Z',
      '  tag:',
      '    text: Overdue; colour: red',
      '  opens:',
      '    for: capacity; council: E10000014; region: E12000008; version: 0',
    ]);
  });

  test('says which referral was not sent, and which waits for others', () => {
    const draft = { id: 'd', council: KENT, version: 1, form: {}, at: NOW } as const;
    const drafts = (['sending', 'open', 'sent'] as const).map((state) => ({ ...draft, id: state, state }));
    expect(speltOut(unsentReferrals(drafts))).toEqual([
      '- action: Send this referral again; about: It was to be sent on 23 November 2026, and something broke. Your answers are kept: open it and press “Refer the child” once more.; by: As soon as you can; at: 2026-11-23T09:00:00.000Z; href: /refer/sending',
      '  tag:',
      '    text: Not sent; colour: red',
    ]);
    const lines = (['offered', 'accepted', 'transfer-arranged'] as const).map((status) =>
      otherLine(
        aCase({
          status,
          moveBy: LATER,
          ...(status === 'offered' ? {} : { placement }),
          needs: { party: { kind: 'council', code: HAMPSHIRE }, by: LATER, what: 'do it' },
        }),
        KENT,
        NOW,
      ),
    );
    const comes = (more: Parameters<typeof aCase>[0]) =>
      otherLine(aCase({ status: 'accepted', moveBy: LATER, placement, ...more }), HAMPSHIRE, NOW);
    const coordinators = {
      party: { kind: 'coordinators' },
      by: LATER,
      what: 'keep or release the hold',
    } as const;
    const held = { needs: coordinators, hold: { reasons: [], since: NOW, reviewAt: LATER } };
    const found = {
      party: { kind: 'entry-authority', code: KENT },
      by: LATER,
      what: 'say when found',
    } as const;
    expect(speltOut([comes(held), comes({ status: 'paused', needs: found })])).toEqual([
      '- sealed: NTS-7F3K-2M9Q; action: NTS-7F3K-2M9Q: 1 child from Kent, foster care; about: To Hampshire. Referred today. Hampshire takes the child. The move waits until a coordinator has decided. The coordinators: keep or release the hold, by 5pm on Thursday 26 November.; by: ; at: 2026-11-26T17:00:00.000Z',
      '  tag:',
      '    text: Accepted; colour: green',
      '  opens:',
      '    for: transfer; council: E10000014; caseId: NTS-7F3K-2M9Q; version: 1',
      '- sealed: NTS-7F3K-2M9Q; action: NTS-7F3K-2M9Q: 1 child from Kent, foster care; about: To Hampshire. Referred today. The child is missing, and every deadline waits. Kent: say when found.; by: ; at: 2026-11-26T17:00:00.000Z',
      '  tag:',
      '    text: Child missing; colour: red',
      '  opens:',
      '    for: transfer; council: E10000014; caseId: NTS-7F3K-2M9Q; version: 1',
    ]);
    expect(speltOut(lines)).toEqual([
      '- action: NTS-7F3K-2M9Q: 1 child, foster care; about: Referred today. Councils have been asked. Hampshire: do it, by 5pm on Thursday 26 November.; by: Move by 26 November 2026; at: 2026-11-26T17:00:00.000Z',
      '  tag:',
      '    text: Offered; colour: blue',
      '  opens:',
      '    for: entry; authority: E10000016; caseId: NTS-7F3K-2M9Q; version: 1',
      '- sealed: NTS-7F3K-2M9Q; action: NTS-7F3K-2M9Q: 1 child, foster care; about: To Hampshire. Referred today. Hampshire takes the child and is arranging the move. Hampshire: do it, by 5pm on Thursday 26 November.; by: Move by 26 November 2026; at: 2026-11-26T17:00:00.000Z',
      '  tag:',
      '    text: Accepted; colour: green',
      '  opens:',
      '    for: entry; authority: E10000016; caseId: NTS-7F3K-2M9Q; version: 1',
      '- sealed: NTS-7F3K-2M9Q; action: NTS-7F3K-2M9Q: 1 child, foster care; about: To Hampshire. Referred today. Hampshire takes the child, and the day of the move is fixed. Hampshire: do it, by 5pm on Thursday 26 November.; by: Move by 26 November 2026; at: 2026-11-26T17:00:00.000Z',
      '  tag:',
      '    text: Move arranged; colour: green',
      '  opens:',
      '    for: entry; authority: E10000016; caseId: NTS-7F3K-2M9Q; version: 1',
    ]);
  });

  test('stands before what is less urgent, and what is as urgent keeps its order', () => {
    const lines = [LATER, NOW, LATER, NOW].map((at, index) => ({ at, action: String(index) }));
    expect(mostUrgentFirst(lines as never).map(({ action }) => action)).toEqual(['1', '3', '0', '2']);
  });

  test('says what coordinators decide, ask and review', () => {
    const waits = { party: { kind: 'coordinators' }, by: LATER, what: 'decide on the hold' } as const;
    const held = (reasons: readonly { code: string; words: string }[]) =>
      aCase({ status: 'held', needs: waits, hold: { reasons, since: NOW, reviewAt: LATER } });
    const reason = { code: 'x', words: 'A reason.' };
    const cases = [
      held([]),
      held([reason]),
      held([reason, reason]),
      held([reason, { code: 'possible-duplicate:NTS-1', words: 'May be another.' }]),
      aCase({ status: 'escalated', needs: { ...waits, by: NOW } }),
      aCase({ needs: needs('council', HAMPSHIRE) }),
    ];
    expect(speltOut(mostUrgentFirst(needsOf(cases, 'held', 'duplicate', 'escalated')))).toEqual([
      '- action: Decide on the hold; about: NTS-7F3K-2M9Q: 1 child from Kent, foster care. Referred today.; by: By 9am on Monday 23 November (1 minute ago); at: 2026-11-23T09:00:00.000Z',
      '  tag:',
      '    text: Overdue; colour: red',
      '  opens:',
      '    for: coordinator; caseId: NTS-7F3K-2M9Q; version: 1',
      '- action: Decide on the hold; about: NTS-7F3K-2M9Q: 1 child from Kent, foster care. Referred today.; by: By 5pm on Thursday 26 November (in 3 days); at: 2026-11-26T17:00:00.000Z',
      '  tag:',
      '    text: On hold; colour: orange',
      '  opens:',
      '    for: coordinator; caseId: NTS-7F3K-2M9Q; version: 1',
      '- action: Decide on the hold; about: NTS-7F3K-2M9Q: 1 child from Kent, foster care. Referred today. One reason stops it.; by: By 5pm on Thursday 26 November (in 3 days); at: 2026-11-26T17:00:00.000Z',
      '  tag:',
      '    text: On hold; colour: orange',
      '  opens:',
      '    for: coordinator; caseId: NTS-7F3K-2M9Q; version: 1',
      '- action: Decide on the hold; about: NTS-7F3K-2M9Q: 1 child from Kent, foster care. Referred today. 2 reasons stop it.; by: By 5pm on Thursday 26 November (in 3 days); at: 2026-11-26T17:00:00.000Z',
      '  tag:',
      '    text: On hold; colour: orange',
      '  opens:',
      '    for: coordinator; caseId: NTS-7F3K-2M9Q; version: 1',
      '- action: Decide on the hold; about: NTS-7F3K-2M9Q: 1 child from Kent, foster care. Referred today. It may be the same child as in another case.; by: By 5pm on Thursday 26 November (in 3 days); at: 2026-11-26T17:00:00.000Z',
      '  tag:',
      '    text: On hold; colour: orange',
      '  opens:',
      '    for: coordinator; caseId: NTS-7F3K-2M9Q; version: 1',
    ]);
    const declined = (over: object = {}) =>
      anOffer({ status: 'declined', review: 'pending', answeredAt: LATER, ...over });
    const reviews = [
      aCase({
        id: 'NTS-A',
        status: 'offered',
        offers: [
          declined(),
          declined({ id: '1-2', council: 'E10000030', answeredAt: '2026-11-24T10:00:00.000Z' }),
        ],
      }),
      aCase({ id: 'NTS-B', status: 'offered', offers: [declined({ answeredAt: undefined })] }),
      aCase({ id: 'NTS-C', status: 'paused', offers: [declined()] }),
      aCase({ id: 'NTS-D', status: 'offered', offers: [anOffer()] }),
    ];
    expect(speltOut(mostUrgentFirst(needsOf(reviews, 'decline')))).toEqual([
      '- action: Accept or refuse the reason of Hampshire; about: NTS-B: 1 child from Kent, foster care. Referred today.; by: No deadline. Declined at 9am on Monday 23 November 2026; at: 2026-11-23T09:00:00.000Z',
      '  opens:',
      '    for: coordinator; caseId: NTS-B; version: 1',
      '- action: Accept or refuse the reason of Hampshire and Surrey; about: NTS-A: 1 child from Kent, foster care. Referred today. 2 councils have declined.; by: No deadline. Declined at 10am on Tuesday 24 November 2026; at: 2026-11-24T10:00:00.000Z',
      '  opens:',
      '    for: coordinator; caseId: NTS-A; version: 1',
    ]);
    const unsafe = { ...proposal, facts: { areasToAvoid: [HAMPSHIRE] }, unsafe: [HAMPSHIRE, 'E10000030'] };
    const mails = [
      aCase({ id: 'NTS-A', proposals: [unsafe] }),
      aCase({ id: 'NTS-B', proposals: [proposal] }),
      aCase({ id: 'NTS-C', proposals: [{ ...proposal, confirmBy: NOW }], told: [passedKey('confirm', NOW)] }),
      aCase({ id: 'NTS-D' }),
    ];
    expect(speltOut(mostUrgentFirst(needsOf(mails, 'email')))).toEqual([
      '- action: Ask Kent whether it sent an email; about: NTS-C: 1 child from Kent, foster care. Referred today.; by: By 9am on Monday 23 November (1 minute ago); at: 2026-11-23T09:00:00.000Z',
      '  tag:',
      '    text: Overdue; colour: red',
      '  opens:',
      '    for: coordinator; caseId: NTS-C; version: 1',
      '- action: Ask Kent whether it sent an email; about: NTS-A: 1 child from Kent, foster care. Referred today. It says to avoid Hampshire and Surrey.; by: By 5pm on Thursday 26 November (in 3 days); at: 2026-11-26T17:00:00.000Z',
      '  opens:',
      '    for: coordinator; caseId: NTS-A; version: 1',
    ]);
  });
});

describe('a page of a list', () => {
  const page = (total: number, query: Record<string, string> = {}, lines?: number) =>
    listPage(
      httpEvent({ path: '/home', query }) as never,
      'page',
      total,
      'lines',
      ...(lines === undefined ? [] : [lines]),
    );

  test.each([
    [0, {}, undefined, 0, 0, true],
    [25, {}, undefined, 0, 25, true],
    [26, {}, undefined, 0, 25, false],
    [26, { page: '2' }, undefined, 25, 26, true],
    [26, { page: '9' }, undefined, 25, 26, true],
    [51, { page: '2' }, undefined, 25, 50, false],
    [51, { page: '02' }, undefined, 0, 25, false],
    [51, { page: 'x2' }, undefined, 0, 25, false],
    [51, { page: '2x' }, undefined, 0, 25, false],
    [51, { page: '1000000' }, undefined, 0, 25, false],
    [51, { page: '999999' }, undefined, 50, 51, true],
    [51, { other: '2' }, undefined, 0, 25, false],
    [51, {}, 51, 0, 51, true],
  ])(
    'of %i lines, asked with %j, %s a page, has those from %i to %i',
    (total, query, lines, from, to, isLast) => {
      expect(page(total, query as Record<string, string>, lines)).toMatchObject({ from, to, isLast });
    },
  );

  test('leads to the others, and keeps the place of each other list', () => {
    const query = {
      page: '5',
      other: '3',
      'not-ours': '1',
      text: 'x1',
      [`x${'y'.repeat(20)}`]: '2',
      long: '1234567',
      six: '123456',
    };
    expect(speltOut([page(10), page(9, query, 1), page(3, {}, 1), page(4, { page: '4' }, 1)])).toEqual([
      '- from: 0; to: 10; isLast: true; words: ; pagination: undefined',
      '- from: 4; to: 5; isLast: false; words: Showing 5 to 5 of 9',
      '  pagination:',
      '    landmarkLabel: Pages of lines',
      '    previous:',
      '      href: ?page=4&other=3&six=123456',
      '    next:',
      '      href: ?page=6&other=3&six=123456',
      '    items:',
      '      - number: 1; href: ?page=1&other=3&six=123456; current: false',
      '      - ellipsis: true',
      '      - number: 4; href: ?page=4&other=3&six=123456; current: false',
      '      - number: 5; href: ?page=5&other=3&six=123456; current: true',
      '      - number: 6; href: ?page=6&other=3&six=123456; current: false',
      '      - ellipsis: true',
      '      - number: 9; href: ?page=9&other=3&six=123456; current: false',
      '- from: 0; to: 1; isLast: false; words: Showing 1 to 1 of 3',
      '  pagination:',
      '    landmarkLabel: Pages of lines',
      '    next:',
      '      href: ?page=2',
      '    items:',
      '      - number: 1; href: ?page=1; current: true',
      '      - number: 2; href: ?page=2; current: false',
      '      - number: 3; href: ?page=3; current: false',
      '- from: 3; to: 4; isLast: true; words: Showing 4 to 4 of 4',
      '  pagination:',
      '    landmarkLabel: Pages of lines',
      '    previous:',
      '      href: ?page=3',
      '    items:',
      '      - number: 1; href: ?page=1; current: false',
      '      - ellipsis: true',
      '      - number: 3; href: ?page=3; current: false',
      '      - number: 4; href: ?page=4; current: true',
    ]);
  });
});

describe('what was just done', () => {
  const notice = async (event: string | undefined, isTheirs = true, found = true) => {
    const asked: number[] = [];
    const request = httpEvent({ path: '/cases/x', query: event === undefined ? {} : { event } }) as never;
    const said = await noticeOf(
      request,
      async (number) => {
        asked.push(number);
        return found ? anEntry('case-resumed.v1') : undefined;
      },
      () => isTheirs,
    );
    return [asked, said];
  };

  test('is said in the words of the trail, to whoever did it', async () => {
    const words = {
      notice: {
        title: 'Recorded',
        text: 'The child was found. Recorded at 9am on Monday 23 November 2026.',
        good: true,
      },
    };
    expect(await notice('7')).toEqual([[7], words]);
    expect(await notice('123456')).toEqual([[123456], words]);
    expect(await notice('7', false)).toEqual([[7], {}]);
    expect(await notice('7', true, false)).toEqual([[7], {}]);
    for (const event of [undefined, '', '0', '07', '1234567', 'x7', '7x', '-1'])
      expect(await notice(event)).toEqual([[], {}]);
  });
});

test('whatever a coordinator is asked about a case, the line says who has refused or declined twice, and not before', () => {
  const declines = (many: number) =>
    [HAMPSHIRE, 'E08000035', 'E10000030']
      .slice(0, many)
      .map((council, index) => anOffer({ id: `1-${index}`, council, status: 'declined', review: 'pending' }));
  const unsafe: Proposal = { ...proposal, unsafe: [HAMPSHIRE] };
  const linesOf = (refusals: number, declined: number) => {
    const theCase = aCase({
      status: 'escalated',
      refusals,
      offers: declines(declined),
      escalation: { because: 'all-declined', decideBy: LATER },
      needs: { party: { kind: 'coordinators' }, by: LATER, what: 'find a place' },
      proposals: [unsafe],
      foundElsewhere: { council: 'E09000009', decided: false },
      agesInQuestion: [1],
      facts: aReferral({ children: [aChild({ ageAssessment: 'under-way' })] }),
    });
    return needsIn(theCase, ownWork, NOW).map(({ about }) => about);
  };
  const twice = linesOf(2, 2);
  expect(twice).toHaveLength(5);
  for (const about of twice) {
    expect(about).toContain('The child has refused 2 times.');
    expect(about).toContain('2 councils have declined.');
  }
  for (const about of linesOf(1, 1)) expect(about).not.toMatch(/has refused|have declined/);
});

describe('of a group of whom some are missing', () => {
  const two = aReferral({ children: [aChild(), aChild({ number: 2 })] });
  const waits = aCase({
    status: 'paused',
    facts: two,
    pause: { from: 'offered', at: NOW, missingSince: NOW, children: [2], othersBy: LATER },
  });
  const goesOn = aCase({
    status: 'offered',
    facts: two,
    offers: [anOffer()],
    stillMissing: { children: [2], at: NOW, missingSince: NOW },
  });
  const lines = (theCase: Case) =>
    needsIn(theCase, ['missing'], NOW).map(({ action, about }) => [action, about]);

  test('coordinators have it on their list, until it is decided, and until the child is found', () => {
    expect(lines(waits)[0]?.[0]).toBe('Decide whether children wait for a sibling who is missing');
    expect(lines(goesOn)[0]?.[0]).toBe('See to a child who is missing while the case goes on');
    for (const theCase of [waits, goesOn])
      expect(lines(theCase)[0]?.[1]).toContain('Child 2 of the case is missing.');
    const { othersBy: _, ...decided } = waits.pause ?? { from: 'offered', at: NOW };
    expect(lines({ ...waits, pause: decided })).toEqual([]);
    expect(lines(aCase({ status: 'offered', facts: two }))).toEqual([]);
  });

  test('every page says who, and that the case waits or goes on', () => {
    expect(statusWords(waits)).toBe('Child 2 is missing, and every deadline waits.');
    expect(statusWords(goesOn)).toContain('Child 2 is missing. The case goes on meanwhile.');
    const cared = {
      ...goesOn,
      stillMissing: undefined,
      status: 'missing-from-care',
      placement,
    } as unknown as Case;
    expect(statusWords({ ...cared, pause: { from: 'transferred', at: NOW, children: [1, 2] } })).toContain(
      'and are missing.',
    );
    expect(statusWords({ ...cared, pause: { from: 'transferred', at: NOW, children: [1] } })).toContain(
      'Child 1 is missing.',
    );
    const found = (children: readonly number[]) =>
      statusWords({
        ...cared,
        status: 'found-elsewhere',
        foundElsewhere: { council: 'E10000014', decided: false, children },
      });
    expect(found([2])).toContain('. Child 2 went missing, and was found in the area of Hampshire.');
    expect(found([1, 2])).toContain(', went missing, and were found in the area of Hampshire.');
    expect(childRows(goesOn).map(({ value }) => value.endsWith('Missing now'))).toEqual([false, true]);
  });

  test('the forms ask which: of those who are there, or of those who are missing', () => {
    const asked = (theCase: Case, value: string, name: string) =>
      [...(entryActions(giving(theCase), details)?.actions ?? [])]
        .filter((one) => one.value === value)
        .flatMap(({ steps }) => steps({}))
        .flatMap(({ questions = [] }) => questions)
        .flatMap((question) => (question.name === name && 'choices' in question ? question.choices : []))
        .map(({ text }) => text);
    expect(asked(goesOn, 'found', 'foundChildren')).toEqual([]);
    expect(asked({ ...goesOn, stillMissing: undefined } as never, 'missing', 'missingChildren')).toEqual([
      'Child 1',
      'Child 2',
    ]);
    expect(asked({ ...waits, pause: { from: 'offered', at: NOW } }, 'found', 'foundChildren')).toEqual([
      'Child 1',
      'Child 2',
    ]);
  });
});
