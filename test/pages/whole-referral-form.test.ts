/** The referral form, whole: every page that any answer brings up, what it refuses, and what its answers amount to. */
import { describe, expect, test } from 'vitest';
import { type Step, walk } from '../../functions/pages/forms/walk.ts';
import { draftId, keptDraft } from '../../functions/pages/refer/keep-draft.ts';
import { someCouncil } from '../../functions/pages/refer/part.ts';
import { own, pathOf, rowsOf, withTyped } from '../../functions/pages/refer/refer-context.ts';
import { allParts, childrenIn, nextReferStep } from '../../functions/pages/refer/refer-steps.ts';
import { referralOf, saidBy } from '../../functions/pages/refer/referral-of.ts';
import type { Draft } from '../../shared/ports/draft-store.ts';
import { NOW } from '../builders.ts';
import { answeredWhole } from './answered-whole.ts';
import { speltOut } from './spelt-out.ts';

const KENT = 'E10000016';
const TODAY = '2026-11-23';
type Fields = Readonly<Record<string, string | readonly string[]>>;
const posted = (fields: Fields) =>
  new Map(Object.entries(fields).map(([name, value]) => [name, [value].flat() as readonly string[]]));

/** A page without the hundreds of choices of a list: how many there are, the first and the last. */
const briefly = ({ questions, ...step }: Step): object => ({
  ...step,
  questions: questions.map((question) => {
    if (!('choices' in question) || question.choices.length < 20) return question;
    const [first, last] = [question.choices[0], question.choices.at(-1)];
    return { ...question, choices: `${question.choices.length}, from ${first?.text} to ${last?.text}` };
  }),
});
const about = (children: readonly number[]) => ({ own: KENT, today: TODAY, children });
const partsOf = (children: readonly number[]) => allParts(about(children));

describe('every page', () => {
  test('of one child, with what each part asks for and is called', () => {
    const answered = {
      'child1-born': { 'child1-hasOtherBirths': ['yes'] },
      'child1-assessment': { 'child1-assessment': 'under-way' },
      links: { links: 'yes' },
      link1: { 'link1-another': 'no' },
      avoid: { avoid: 'yes' },
      avoid1: { 'avoid1-another': 'no' },
      inCare: { inCare: 'yes' },
      wishes: { wishes: 'yes' },
      'child1-missing': { 'child1-missing': 'has-been-missing' },
    };
    const parts = partsOf([1]).map(({ steps, says: _, ...part }) => ({
      ...part,
      facts: part.facts.join(' '),
      steps: steps(answered).map(briefly),
    }));
    expect(speltOut(parts)).toEqual([
      '- name: referredOn; label: Day you decided to refer; facts: referredOn',
      '  steps:',
      '    - name: referredOn; title: When did you decide to refer?; button: Save and continue; sealed: true',
      '      text:',
      '        none',
      '      questions:',
      '        - kind: date; name: referredOn; label: Day of the decision; hint: For example, 27 3 2026.',
      '- name: ownReference; label: Your own reference; facts: children.1.ownReference',
      '  steps:',
      '    - name: ownReference; title: What is your own reference for this case?; button: Save and continue; sealed: true',
      '      text:',
      '        none',
      '      questions:',
      '        - kind: text; name: ownReference; label: Your own reference (optional); hint: Your list and your search show it, to your council alone. It is kept sealed, and is in no email.',
      '- name: child1-name; label: Name; facts: children.1.name',
      '  steps:',
      '    - name: child1-name; title: What is the name of the child?; button: Save and continue; sealed: true',
      '      text:',
      '        none',
      '      questions:',
      '        - kind: text; name: child1-name; label: Full name (optional); hint: Kept sealed: no other council sees it until one takes the child. It is never emailed.',
      '- name: child1-references; label: Home Office and port references; facts: children.1.homeOfficeReference children.1.portReference',
      '  steps:',
      '    - name: child1-references; title: What references does the child have?; button: Save and continue; sealed: true',
      '      text:',
      '        none',
      '      questions:',
      '        - kind: text; name: child1-homeOffice; label: Home Office reference (optional); hint: By a reference we notice when the same child is referred twice. Kept sealed: no other council sees it until one takes the child.',
      '        - kind: text; name: child1-port; label: Port reference (optional); hint: Kept sealed: no other council sees it until one takes the child.',
      '- name: child1-born; label: Date of birth; facts: children.1.dateOfBirth children.1.turns18Month children.1.claimedBirth children.1.documentedBirth children.1.assessedBirth children.1.claimedBirthSource children.1.documentedBirthSource children.1.assessedBirthSource',
      '  steps:',
      '    - name: child1-born; title: When was the child born?; button: Save and continue; sealed: true',
      '      text:',
      '        none',
      '      questions:',
      '        - kind: date; name: child1-born; label: Date of birth; hint: The date you work with, even if it is disputed. For example, 27 3 2010. If you know only about when, leave the day empty and give the month and year you work with. It is kept sealed.',
      '        - kind: checkboxes; name: child1-hasOtherBirths; label: Other dates (optional)',
      '          choices:',
      '            - value: yes; text: Another date of birth was given; hint: By the child, by a document or by an age assessment.',
      '    - name: child1-otherBirths; title: Which other dates of birth were given for the child?; button: Save and continue; sealed: true',
      '      text:',
      '        - The date that you work with is the one that counts. These are kept beside it, and change nothing. Leave empty what is not known yet.',
      '      questions:',
      '        - kind: date; name: child1-claimedBirth; label: Date of birth that the child gives (optional)',
      '        - kind: text; name: child1-claimedBirthSource; label: Who the child told, and when (optional); hint: Kept sealed: no other council sees it until one takes the child.',
      '        - kind: date; name: child1-documentedBirth; label: Date of birth on a document (optional)',
      '        - kind: text; name: child1-documentedBirthSource; label: Which document, and who saw it and when (optional); hint: Kept sealed: no other council sees it until one takes the child.',
      '        - kind: date; name: child1-assessedBirth; label: Date of birth by an age assessment (optional)',
      '        - kind: text; name: child1-assessedBirthSource; label: Which council assessed it, and when (optional); hint: Kept sealed: no other council sees it until one takes the child.',
      '- name: child1-sex; label: Sex; facts: children.1.sex',
      '  steps:',
      '    - name: child1-sex; title: What is the sex of the child?; button: Save and continue; sealed: true',
      '      text:',
      '        none',
      '      questions:',
      '        - kind: radios; name: child1-sex; label: Sex',
      '          choices:',
      '            - value: female; text: Female',
      '            - value: male; text: Male',
      '            - value: other; text: Other',
      '            - value: not-known; text: Not known',
      '- name: child1-nationality; label: Nationality; facts: children.1.nationality',
      '  steps:',
      '    - name: child1-nationality; title: What is the nationality of the child?; button: Save and continue; sealed: true',
      '      text:',
      '        none',
      '      questions:',
      '        - kind: select; name: child1-nationality; label: Nationality; hint: Kept sealed: no other council sees it until one takes the child.; choices: 252, from Not known to Zimbabwe',
      '- name: child1-language; label: Languages and interpreter; facts: children.1.languageCodes children.1.languages children.1.interpreter',
      '  steps:',
      '    - name: child1-language; title: Which languages does the child speak?; button: Save and continue; sealed: true',
      '      text:',
      '        none',
      '      questions:',
      '        - kind: select; name: child1-language1; label: First language (optional); hint: A council that is asked to take the child sees this.; choices: 76, from A sign language to Another language',
      '        - kind: select; name: child1-language2; label: Second language (optional); choices: 76, from A sign language to Another language',
      '        - kind: select; name: child1-language3; label: Third language (optional); choices: 76, from A sign language to Another language',
      '        - kind: text; name: child1-languages; label: More about the languages (optional); hint: Kept sealed: no other council sees it until one takes the child.',
      '        - kind: radios; name: child1-interpreter; label: Does the child need an interpreter?; key: Interpreter needed',
      '          choices:',
      '            - value: yes; text: Yes',
      '            - value: no; text: No',
      '- name: child1-assessment; label: Age assessment; facts: children.1.ageAssessment children.1.ageAssessmentLedBy',
      '  steps:',
      '    - name: child1-assessment; title: Where does the age assessment of the child stand?; button: Save and continue; sealed: true',
      '      text:',
      '        none',
      '      questions:',
      '        - kind: radios; name: child1-assessment; label: Age assessment; hint: A dispute about age does not stop a transfer by itself.',
      '          choices:',
      '            - value: not-required; text: Not required',
      '            - value: required; text: Required',
      '            - value: under-way; text: Under way',
      '            - value: complete; text: Complete',
      '    - name: child1-assessor; title: Who leads the age assessment of the child?; button: Save and continue; sealed: true',
      '      text:',
      '        none',
      '      questions:',
      '        - kind: select; name: child1-assessor; label: Council; key: Council of the age assessment; choices: 212, from Aberdeen City to York',
      '- name: child1-placement; label: Placement; facts: children.1.placementKind',
      '  steps:',
      '    - name: child1-placement; title: Which placement does the child need?; button: Save and continue; sealed: true',
      '      text:',
      '        none',
      '      questions:',
      '        - kind: radios; name: child1-placement; label: Placement',
      '          choices:',
      '            - value: foster-care; text: Foster care',
      '            - value: childrens-home; text: A children’s home',
      '            - value: supported-lodgings; text: Supported lodgings; hint: Only from the age of 16',
      '            - value: supported-accommodation; text: Supported accommodation; hint: Only from the age of 16',
      '            - value: shared-accommodation; text: Shared accommodation; hint: Only from the age of 16',
      '- name: child1-needs; label: Needs; facts: children.1.needs',
      '  steps:',
      '    - name: child1-needs; title: What particular needs does the child have?; button: Save and continue; sealed: true',
      '      text:',
      '        none',
      '      questions:',
      '        - kind: checkboxes; name: child1-needs; label: Needs; hint: Select all that apply. Only councils that can meet them are asked.',
      '          choices:',
      '            - value: trained-carers; text: Carers trained to look after survivors of trafficking',
      '            - value: step-free-access; text: Step-free access',
      '            - value: medical-care; text: Medical care',
      '            - value: mental-health-support; text: Mental health support',
      '            - value: special-educational-needs; text: Support for special educational needs',
      '            - value: none; text: None of these',
      '- name: child1-care; label: What carers should know; facts: children.1.health children.1.disability children.1.education children.1.faithAndCulture',
      '  steps:',
      '    - name: child1-care; title: What should carers of the child know?; button: Save and continue; sealed: true',
      '      text:',
      '        none',
      '      questions:',
      '        - kind: long-text; name: child1-health; label: Health (optional); hint: Kept sealed: no other council sees it until one takes the child.',
      '        - kind: long-text; name: child1-disability; label: Disability (optional); hint: Kept sealed: no other council sees it until one takes the child.',
      '        - kind: long-text; name: child1-education; label: Education (optional); hint: Kept sealed: no other council sees it until one takes the child.',
      '        - kind: long-text; name: child1-faith; label: Faith and culture (optional); hint: Kept sealed: no other council sees it until one takes the child.',
      '- name: child1-fitness; label: Health and fitness to move; facts: children.1.healthScreening children.1.fitToMove children.1.fitToMoveOn children.1.healthKinds children.1.nhsNumber',
      '  steps:',
      '    - name: child1-fitness; title: Is the child well, and fit to move?; button: Save and continue; sealed: true',
      '      text:',
      '        - Answer what you know. Leave the rest: you can add it later.',
      '      questions:',
      '        - kind: radios; name: child1-screening; label: Health assessment (optional)',
      '          choices:',
      '            - value: done; text: Done',
      '            - value: offered; text: Offered, not done yet',
      '            - value: declined; text: Declined by the child',
      '            - value: not-yet; text: Not offered yet',
      '            - value: not-known; text: Not known yet',
      '        - kind: radios; name: child1-fit; label: Fit to move (optional)',
      '          choices:',
      '            - value: fit; text: Fit to move',
      '            - value: not-fit; text: Not fit to move',
      '            - value: not-assessed; text: Not assessed',
      '            - value: not-known; text: Not known yet',
      '        - kind: date; name: child1-fitOn; label: Day on which that was found (optional); key: Day fitness was found; hint: For example, 27 3 2026.',
      '        - kind: checkboxes; name: child1-healthKinds; label: Health needs (optional); hint: Select all that apply.',
      '          choices:',
      '            - value: long-term-condition; text: A long-term condition',
      '            - value: medication; text: Regular medication',
      '            - value: injury; text: An injury',
      '            - value: mental-health; text: Mental health',
      '            - value: pregnancy; text: Pregnancy',
      '            - value: other; text: Another health need',
      '            - value: none; text: None known',
      '        - kind: text; name: child1-nhs; label: NHS number (optional); hint: Or CHI, or health and care number. Kept sealed: no other council sees it until one takes the child.',
      '- name: child1-faithGroup; label: Faith; facts: children.1.faithGroup',
      '  steps:',
      '    - name: child1-faithGroup; title: What is the faith of the child?; button: Save and continue; sealed: true',
      '      text:',
      '        none',
      '      questions:',
      '        - kind: radios; name: child1-faithGroup; label: Faith (optional); hint: A council that is asked to take the child sees this.',
      '          choices:',
      '            - value: none; text: No religion',
      '            - value: muslim; text: Muslim',
      '            - value: christian; text: Christian',
      '            - value: hindu; text: Hindu',
      '            - value: sikh; text: Sikh',
      '            - value: buddhist; text: Buddhist',
      '            - value: jewish; text: Jewish',
      '            - value: other; text: Another faith',
      '            - value: not-known; text: Not known yet',
      '- name: child1-life; label: Daily life; facts: children.1.diet children.1.educationStage children.1.canShare children.1.smokes children.1.withPets',
      '  steps:',
      '    - name: child1-life; title: How does the child live?; button: Save and continue; sealed: true',
      '      text:',
      '        - A council that is asked to take the child sees this.',
      '      questions:',
      '        - kind: checkboxes; name: child1-diet; label: Food (optional); hint: Select all that apply.',
      '          choices:',
      '            - value: halal; text: Halal',
      '            - value: kosher; text: Kosher',
      '            - value: vegetarian; text: Vegetarian',
      '            - value: vegan; text: Vegan',
      '            - value: allergy; text: A food allergy',
      '            - value: other; text: Something else',
      '            - value: none; text: Eats anything',
      '        - kind: radios; name: child1-stage; label: School so far (optional)',
      '          choices:',
      '            - value: none; text: Never been at school',
      '            - value: primary; text: Primary school',
      '            - value: secondary; text: Secondary school',
      '            - value: college; text: College or more',
      '            - value: not-known; text: Not known yet',
      '        - kind: radios; name: child1-share; label: Can live with other young people (optional)',
      '          choices:',
      '            - value: yes; text: Yes',
      '            - value: no; text: No',
      '            - value: not-known; text: Not known yet',
      '        - kind: radios; name: child1-smokes; label: Smokes (optional)',
      '          choices:',
      '            - value: yes; text: Yes',
      '            - value: no; text: No',
      '            - value: not-known; text: Not known yet',
      '        - kind: radios; name: child1-pets; label: Can live where there are pets (optional)',
      '          choices:',
      '            - value: yes; text: Yes',
      '            - value: no; text: No',
      '            - value: not-known; text: Not known yet',
      '- name: child1-missing; label: Missing before; facts: children.1.missingHistory children.1.timesMissing children.1.lastMissingOn children.1.lastMissingMonth',
      '  steps:',
      '    - name: child1-missing; title: Has the child gone missing before?; button: Save and continue; sealed: true',
      '      text:',
      '        none',
      '      questions:',
      '        - kind: radios; name: child1-missing; label: Missing before; hint: A council that is asked to take the child sees this.',
      '          choices:',
      '            - value: none; text: No',
      '            - value: has-been-missing; text: Yes',
      '            - value: not-known; text: Not known',
      '    - name: child1-wentMissing; title: When did the child go missing?; button: Save and continue; sealed: true',
      '      text:',
      '        - Answer what you know. Leave the rest: you can add it later.',
      '      questions:',
      '        - kind: number; name: child1-timesMissing; label: How many times (optional); key: Times missing; hint: A council that is asked to take the child sees this.',
      '        - kind: date; name: child1-lastMissing; label: The last time (optional); key: Last time missing; hint: For example, 27 3 2026. If you do not know the day, leave it empty. A council that is asked sees the month; the day is kept sealed.',
      '- name: child1-supporters; label: Solicitor and others; facts: children.1.solicitor children.1.hasSolicitor children.1.guardian children.1.hasGuardian children.1.advocate children.1.hasAdvocate children.1.reviewingOfficer children.1.hasReviewingOfficer',
      '  steps:',
      '    - name: child1-supporters; title: Who speaks for the child?; button: Save and continue; sealed: true',
      '      text:',
      '        - Who they are is kept sealed: no other council sees it until one takes the child. A council that is asked sees whether there is somebody.',
      '        - Answer what you know. Leave the rest: you can add it later.',
      '      questions:',
      '        - kind: text; name: child1-solicitor; label: Solicitor (optional); hint: A name and how to reach them.',
      '        - kind: text; name: child1-guardian; label: Independent guardian (optional); hint: A name and how to reach them.',
      '        - kind: text; name: child1-advocate; label: Advocate (optional); hint: A name and how to reach them.',
      '        - kind: text; name: child1-reviewingOfficer; label: Independent reviewing officer (optional); hint: A name and how to reach them.',
      '        - kind: checkboxes; name: child1-nobody; label: Who is not there yet? (optional); key: Not there yet',
      '          choices:',
      '            - value: solicitor; text: No solicitor yet',
      '            - value: guardian; text: No independent guardian yet',
      '            - value: advocate; text: No advocate yet',
      '            - value: reviewingOfficer; text: No independent reviewing officer yet',
      '- name: definition; label: Whether the child is unaccompanied; facts: definition definition.under18AtClaim definition.claimsInOwnRight definition.separatedFromParents definition.noResponsibleAdult',
      '  steps:',
      '    - name: definition; title: What is true of the child?; button: Save and continue; sealed: true',
      '      text:',
      '        none',
      '      questions:',
      '        - kind: checkboxes; name: definition; label: What is true of the child; hint: Select all that apply. All four make an unaccompanied asylum-seeking child by the Immigration Rules. If one is not true, a coordinator looks at it.',
      '          choices:',
      '            - value: under18AtClaim; text: Was under 18 at the asylum claim',
      '            - value: claimsInOwnRight; text: Claims asylum in their own right',
      '            - value: separatedFromParents; text: Is separated from both parents',
      '            - value: noResponsibleAdult; text: Has no adult responsible for them by law or custom',
      '            - value: none; text: None of these',
      '- name: arrivedOn; label: Arrival; facts: arrivedOn arrivalPlace children.1.arrivedWhere',
      '  steps:',
      '    - name: arrivedOn; title: When and where did the child arrive in the UK?; button: Save and continue; sealed: true',
      '      text:',
      '        none',
      '      questions:',
      '        - kind: date; name: arrivedOn; label: Day of arrival; hint: For example, 27 3 2026.',
      '        - kind: radios; name: arrivalPlace; label: Place of arrival',
      '          choices:',
      '            - value: port; text: At a port or on the coast',
      '            - value: airport; text: At an airport',
      '            - value: elsewhere; text: Elsewhere',
      '            - value: not-known; text: Place not known',
      '        - kind: text; name: arrivedWhere; label: Which one? (optional); key: Port or place; hint: Kept sealed: no other council sees it until one takes the child.',
      '- name: asylumClaimOn; label: Asylum claim; facts: asylumClaimOn',
      '  steps:',
      '    - name: asylumClaimOn; title: When did the child claim asylum?; button: Save and continue; sealed: true',
      '      text:',
      '        none',
      '      questions:',
      '        - kind: date; name: asylumClaimOn; label: Day of the claim; key: Day of the asylum claim; hint: For example, 27 3 2026.',
      '- name: presented; label: Known to another council; facts: presentedElsewhere presentedTo',
      '  steps:',
      '    - name: presented; title: Who else knows the child?; button: Save and continue; sealed: true',
      '      text:',
      '        none',
      '      questions:',
      '        - kind: radios; name: presented; label: Has the child been to another council before?; key: Known to another council',
      '          choices:',
      '            - value: yes; text: Yes',
      '            - value: no; text: No',
      '            - value: not-known; text: Not known yet',
      '        - kind: select; name: presentedTo; label: Which council, if you know (optional); key: Which council; choices: 212, from Aberdeen City to York',
      '- name: status; label: Care status and immigration status; facts: careStatus immigrationStatus',
      '  steps:',
      '    - name: status; title: What is the child’s status?; button: Save and continue; sealed: true',
      '      text:',
      '        none',
      '      questions:',
      '        - kind: radios; name: careStatus; label: Care status; hint: By what law you look after the child. The sections are those of the Children Act 1989. In Wales, Scotland and Northern Ireland, choose what comes nearest.',
      '          choices:',
      '            - value: accommodated; text: Looked after by agreement (section 20)',
      '            - value: interim-care-order; text: Interim care order (section 38)',
      '            - value: care-order; text: Care order (section 31)',
      '            - value: child-in-need; text: Child in need (section 17)',
      '            - value: police-protection; text: Police protection',
      '            - value: other; text: Other',
      '            - value: not-known; text: Not known yet',
      '        - kind: radios; name: immigrationStatus; label: Immigration status',
      '          choices:',
      '            - value: claim-pending; text: The asylum claim is not decided yet',
      '            - value: leave-granted; text: Has leave to stay',
      '            - value: claim-refused; text: The asylum claim was refused',
      '            - value: other; text: Other',
      '            - value: not-known; text: Not known',
      '- name: inCare; label: Whether you look after the child; facts: inCareOfAuthority settledSince inReception',
      '  steps:',
      '    - name: inCare; title: Do you look after the child now?; button: Save and continue; sealed: true',
      '      text:',
      '        none',
      '      questions:',
      '        - kind: radios; name: inCare; label: In your care; hint: Say no for a child at a port or in a hotel: then the move has to happen sooner.',
      '          choices:',
      '            - value: yes; text: Yes',
      '            - value: no; text: No',
      '    - name: settledSince; title: Since when has the child been in the present placement?; button: Save and continue; sealed: true',
      '      text:',
      '        none',
      '      questions:',
      '        - kind: date; name: settledSince; label: First day there; key: First day in the placement; hint: After about a month, staying may be better for the child. For example, 27 3 2026.',
      '        - kind: checkboxes; name: inReception; label: Is it a reception centre?; key: Reception centre',
      '          choices:',
      '            - value: yes; text: Yes, one from which children move on',
      '- name: family; label: Family in the UK; facts: familyInUk',
      '  steps:',
      '    - name: family; title: Does the child have family in the UK?; button: Save and continue; sealed: true',
      '      text:',
      '        none',
      '      questions:',
      '        - kind: radios; name: family; label: Family in the UK; hint: Family who may care for the child comes before any transfer.',
      '          choices:',
      '            - value: none; text: No, none known',
      '            - value: may-care; text: Yes, and they may be able to care for the child',
      '            - value: cannot-care; text: Yes, but they cannot care for the child',
      '            - value: not-known; text: Not known',
      '- name: links; label: Links to a council’s area; facts: links',
      '  steps:',
      '    - name: links; title: Does the child have links to a council’s area?; button: Save and continue; sealed: true',
      '      text:',
      '        none',
      '      questions:',
      '        - kind: radios; name: links; label: Links; hint: Family, a brother or sister, or a community. A link is a strong reason to ask that council first.',
      '          choices:',
      '            - value: yes; text: Yes',
      '            - value: no; text: No',
      '    - name: link1; title: Where is the link?; button: Save and continue; sealed: true',
      '      text:',
      '        none',
      '      questions:',
      '        - kind: select; name: link1-council; label: Council; key: Council of the link; choices: 212, from Aberdeen City to York',
      '        - kind: radios; name: link1-kind; label: Who is there?; key: Who is there',
      '          choices:',
      '            - value: family; text: Family',
      '            - value: sibling; text: A brother or sister',
      '            - value: community; text: A community that the child belongs to',
      '        - kind: radios; name: link1-another; label: Add another council?; key: ',
      '          choices:',
      '            - value: yes; text: Yes',
      '            - value: no; text: No',
      '- name: avoid; label: Areas to avoid; facts: areasToAvoid children.1.whyToAvoid',
      '  steps:',
      '    - name: avoid; title: Are there areas where the child would not be safe?; button: Save and continue; sealed: true',
      '      text:',
      '        none',
      '      questions:',
      '        - kind: radios; name: avoid; label: Areas to avoid; hint: For example, because people who exploited the child live there. These councils are never asked. If your own area is not safe, name it too.',
      '          choices:',
      '            - value: yes; text: Yes',
      '            - value: regions; text: Yes, whole regions; hint: You can add single councils',
      '            - value: no; text: No',
      '    - name: avoid1; title: Which area would not be safe?; button: Save and continue; sealed: true',
      '      text:',
      '        none',
      '      questions:',
      '        - kind: select; name: avoid1-council; label: Council; key: Council to avoid; choices: 212, from Aberdeen City to York',
      '        - kind: select; name: whyToAvoid; label: Main reason (optional); key: Main reason to avoid them; hint: Kept sealed: no other council sees it until one takes the child.',
      '          choices:',
      '            - value: exploitation; text: People who exploited or trafficked the child',
      '            - value: gang; text: A gang',
      '            - value: abuse; text: Somebody who harmed the child',
      '            - value: family; text: A threat from the child’s family',
      '            - value: community; text: A threat from a community',
      '            - value: witness; text: The child is a witness',
      '            - value: court-order; text: A court’s order',
      '            - value: other; text: Another reason',
      '        - kind: radios; name: avoid1-another; label: Add another council?; key: ',
      '          choices:',
      '            - value: yes; text: Yes',
      '            - value: no; text: No',
      '- name: trafficking; label: Trafficking; facts: trafficking',
      '  steps:',
      '    - name: trafficking; title: Are there signs of trafficking?; button: Save and continue; sealed: true',
      '      text:',
      '        none',
      '      questions:',
      '        - kind: radios; name: trafficking; label: Trafficking; hint: The National Referral Mechanism is for victims of modern slavery.',
      '          choices:',
      '            - value: no-indicators; text: No signs',
      '            - value: indicators; text: There are signs',
      '            - value: nrm-referred; text: Referred to the National Referral Mechanism',
      '            - value: nrm-positive; text: Positive decision of the National Referral Mechanism',
      '- name: wishes; label: The child’s wishes; facts: wishesRecorded children.1.wishes',
      '  steps:',
      '    - name: wishes; title: Was the child asked about the move?; button: Save and continue; sealed: true',
      '      text:',
      '        none',
      '      questions:',
      '        - kind: radios; name: wishes; label: The child’s wishes; hint: Say yes once the child was asked and what they said is written down in your records.',
      '          choices:',
      '            - value: yes; text: Yes',
      '            - value: no; text: No',
      '    - name: says; title: What does the child say?; button: Save and continue; sealed: true',
      '      text:',
      '        none',
      '      questions:',
      '        - kind: long-text; name: wishes1; label: What the child says (optional); hint: In the child’s own words, if you can. Kept sealed: no other council sees it until one takes the child.',
      '- name: proposedMoveOn; label: Best interests and proposed day of the move; facts: proposedMoveOn children.1.bestInterests',
      '  steps:',
      '    - name: proposedMoveOn; title: Why and when should the child move?; button: Save and continue; sealed: true',
      '      text:',
      '        none',
      '      questions:',
      '        - kind: long-text; name: bestInterests; label: Why a move is in the child’s best interests (optional); hint: Kept sealed: no other council sees it until one takes the child.',
      '        - kind: date; name: proposedMoveOn; label: Proposed day (optional); hint: Leave it empty if there is none. For example, 27 3 2027.',
      '- name: people; label: Who to ring; facts: children.1.socialWorker children.1.entryContact',
      '  steps:',
      '    - name: people; title: Who can be asked about the child?; button: Save and continue; sealed: true',
      '      text:',
      '        none',
      '      questions:',
      '        - kind: text; name: entryContact; label: Contact at your council; hint: A name and a telephone number. Kept sealed: no other council sees it until one takes the child.',
      '        - kind: text; name: socialWorker; label: The child’s social worker (optional); hint: A name and a telephone number. Kept sealed: no other council sees it until one takes the child.',
      '- name: duty; label: Who to ring before an answer; facts: children.1.dutyTelephone children.1.dutyHours',
      '  steps:',
      '    - name: duty; title: Who can a council ring before it answers?; button: Save and continue; sealed: true',
      '      text:',
      '        none',
      '      questions:',
      '        - kind: text; name: dutyTelephone; label: Your desk’s phone number (optional); key: Duty telephone; hint: A council that is asked to take the child sees it on its page, with the name of who refers. It is in no email.',
      '        - kind: text; name: dutyHours; label: Hours in which it is answered (optional); key: Duty hours; hint: For example, Monday to Friday, 9am to 5pm.',
    ]);
  });

  test('of two children says which child it is about', () => {
    const parts = partsOf([1, 2]).filter(({ name }) => /child2|wishes|people|arrivedOn/.test(name));
    expect(
      parts.map(
        ({ label, facts, steps }) =>
          `${label} (${facts.join(' ')}): ${steps({ wishes: { wishes: 'yes' } })
            .map(({ title }) => title)
            .join(' | ')}`,
      ),
    ).toEqual([
      'Name of child 2 (children.2.name): What is the name of child 2?',
      'Home Office and port references of child 2 (children.2.homeOfficeReference children.2.portReference): What references does child 2 have?',
      'Date of birth of child 2 (children.2.dateOfBirth children.2.turns18Month children.2.claimedBirth children.2.documentedBirth children.2.assessedBirth children.2.claimedBirthSource children.2.documentedBirthSource children.2.assessedBirthSource): When was child 2 born?',
      'Sex of child 2 (children.2.sex): What is the sex of child 2?',
      'Nationality of child 2 (children.2.nationality): What is the nationality of child 2?',
      'Languages and interpreter of child 2 (children.2.languageCodes children.2.languages children.2.interpreter): Which languages does child 2 speak?',
      'Age assessment of child 2 (children.2.ageAssessment children.2.ageAssessmentLedBy): Where does the age assessment of child 2 stand?',
      'Placement of child 2 (children.2.placementKind): Which placement does child 2 need?',
      'Needs of child 2 (children.2.needs): What particular needs does child 2 have?',
      'What carers should know of child 2 (children.2.health children.2.disability children.2.education children.2.faithAndCulture): What should carers of child 2 know?',
      'Health and fitness to move of child 2 (children.2.healthScreening children.2.fitToMove children.2.fitToMoveOn children.2.healthKinds children.2.nhsNumber): Is child 2 well, and fit to move?',
      'Faith of child 2 (children.2.faithGroup): What is the faith of child 2?',
      'Daily life of child 2 (children.2.diet children.2.educationStage children.2.canShare children.2.smokes children.2.withPets): How does child 2 live?',
      'Missing before of child 2 (children.2.missingHistory children.2.timesMissing children.2.lastMissingOn children.2.lastMissingMonth): Has child 2 gone missing before?',
      'Solicitor and others of child 2 (children.2.solicitor children.2.hasSolicitor children.2.guardian children.2.hasGuardian children.2.advocate children.2.hasAdvocate children.2.reviewingOfficer children.2.hasReviewingOfficer): Who speaks for child 2?',
      'Arrival (arrivedOn arrivalPlace children.1.arrivedWhere children.2.arrivedWhere): When and where did the child arrive in the UK?',
      'The child’s wishes (wishesRecorded children.1.wishes children.2.wishes): Was the child asked about the move? | What do the children say?',
      'Who to ring (children.1.socialWorker children.2.socialWorker children.1.entryContact children.2.entryContact): Who can be asked about the child?',
    ]);
  });

  test('that only some answers bring up comes up by these and by no others', () => {
    const named = (answered: Record<string, Record<string, unknown>>) =>
      partsOf([1]).flatMap(({ steps }) =>
        steps(answered)
          .slice(1)
          .map(({ name }) => name),
      );
    expect(named({})).toEqual([]);
    const no = Object.fromEntries(
      ['links', 'avoid', 'inCare', 'wishes'].map((name) => [name, { [name]: 'no' }]),
    );
    expect(named({ ...no, 'child1-assessment': { 'child1-assessment': 'required' } })).toEqual([]);
    const links = (count: number) =>
      Object.fromEntries(
        Array.from({ length: count }, (_, index) => [
          `link${index + 1}`,
          { [`link${index + 1}-another`]: 'yes' },
        ]),
      );
    expect(named({ links: { links: 'yes' }, ...links(2) })).toEqual(['link1', 'link2', 'link3']);
    expect(named({ links: { links: 'yes' }, ...links(30) })).toHaveLength(20);
    // The last that is taken asks for no other.
    const asksOn = partsOf([1])
      .flatMap(({ steps }) => steps({ links: { links: 'yes' }, ...links(30) }))
      .filter(({ questions }) => questions.some(({ name }) => /^link\d+-another$/.test(name)));
    expect(asksOn.map(({ name }) => name)).toEqual(Array.from({ length: 19 }, (_, at) => `link${at + 1}`));
  });

  test('comes in the order of the form, a child at a time, twenty at most', () => {
    const added = (count: number) =>
      Object.fromEntries(
        Array.from({ length: count }, (_, index) => [
          `child${index + 1}-another`,
          { [`child${index + 1}-another`]: 'yes' },
        ]),
      );
    expect(childrenIn({})).toEqual([1]);
    expect(childrenIn(added(2))).toEqual([1, 2, 3]);
    expect(childrenIn(added(50))).toHaveLength(20);
    const whole = answeredWhole(KENT, TODAY, {
      'child1-another': ['yes'],
      'child2-another': ['no'],
      'child2-same': [],
      ...Object.fromEntries(
        [1, 2].flatMap((number) => [
          [`child${number}-born-day`, ['14']],
          [`child${number}-born-month`, ['5']],
          [`child${number}-born-year`, ['2010']],
        ]),
      ),
      'proposedMoveOn-day': ['30'],
    });
    const walked = walk(nextReferStep(KENT, TODAY), posted(whole));
    expect(walked.before.map(({ name }) => name)).toEqual([
      'referredOn',
      'child1-who',
      'child1-background',
      'child1-needed',
      'child1-well',
      'child1-daily',
      'child1-supporters',
      'child2-who',
      'child2-background',
      'child2-needed',
      'child2-well',
      'child2-daily',
      'child2-supporters',
      'claim',
      'arrival',
      'care',
      'settledSince',
      'relatives',
      ...Array.from({ length: 20 }, (_, at) => `link${at + 1}`),
      'safety',
      ...Array.from({ length: 60 }, (_, at) => `avoid${at + 1}`),
      'move',
      'says',
      'people',
    ]);
    // The last child that a referral takes is not asked after another.
    const last = nextReferStep(
      KENT,
      TODAY,
    )({
      ...added(19),
      referredOn: {},
      ...Object.fromEntries(
        childrenIn(added(19)).flatMap((number) =>
          ['who', 'background', 'needed', 'well', 'daily', 'supporters'].map((what) => [
            `child${number}-${what}`,
            {},
          ]),
        ),
      ),
    });
    expect(last?.name).toBe('claim');
  });
});

/** What a page says to a form that answers it so. */
function refusals(name: string, fields: Fields, before: Fields = {}): readonly string[] {
  const answeredBefore: Record<string, Record<string, unknown>> = {};
  for (const [field, value] of Object.entries(before)) answeredBefore[field] = { [field]: value };
  const step = partsOf([1, 2])
    .flatMap(({ steps }) =>
      steps({
        links: { links: 'yes' },
        avoid: { avoid: 'yes' },
        inCare: { inCare: 'yes' },
        'child1-born': { 'child1-hasOtherBirths': ['yes'] },
        'child1-assessment': { 'child1-assessment': 'under-way' },
        'child1-missing': { 'child1-missing': 'has-been-missing' },
        ...answeredBefore,
      }),
    )
    .find((one) => one.name === name);
  if (step === undefined) throw new Error(`There is no page "${name}".`);
  const walked = walk(
    (answered) => (answered[name] === undefined ? step : undefined),
    posted({ step: name, ...fields }),
  );
  return walked.kind === 'ask' ? [...walked.problems].map((problem) => problem.join(': ')) : [];
}
const date = (name: string, iso: string) => {
  const [year = '', month = '', day = ''] = iso.split('-');
  return { [`${name}-day`]: day, [`${name}-month`]: month, [`${name}-year`]: year };
};

describe('an answer', () => {
  test('is asked for on every page that needs one', () => {
    const empty = partsOf([1])
      .flatMap(({ steps }) =>
        steps({
          links: { links: 'yes' },
          avoid: { avoid: 'yes' },
          inCare: { inCare: 'yes' },
          'child1-born': { 'child1-hasOtherBirths': ['yes'] },
          'child1-assessment': { 'child1-assessment': 'under-way' },
          'child1-missing': { 'child1-missing': 'has-been-missing' },
        }),
      )
      .map(({ name }) => [name, ...refusals(name, {})].join(' | '));
    expect(empty).toEqual([
      'referredOn | referredOn-day: Enter the day on which you decided to refer',
      'ownReference',
      'child1-name',
      'child1-references',
      'child1-born | child1-born-day: Enter the date of birth you work with',
      'child1-otherBirths',
      'child1-sex | child1-sex: Select the sex, or that it is not known',
      'child1-nationality | child1-nationality: Select the country, or that it is not known',
      'child1-language | child1-interpreter: Select whether the child needs an interpreter',
      'child1-assessment | child1-assessment: Select where the age assessment stands',
      'child1-assessor | child1-assessor: Select the council that leads the age assessment',
      'child1-placement | child1-placement: Select the placement that is needed',
      'child1-needs | child1-needs: Select the needs, or “None of these”',
      'child1-care',
      'child1-fitness',
      'child1-faithGroup',
      'child1-life',
      'child1-missing | child1-missing: Select whether the child has gone missing before',
      'child1-wentMissing',
      'child1-supporters',
      'definition | definition: Select what is true, or “None of these”',
      'arrivedOn | arrivedOn-day: Enter the day on which the child arrived | arrivalPlace: Select where the child arrived, or that it is not known',
      'asylumClaimOn | asylumClaimOn-day: Enter the day of the asylum claim',
      'presented | presented: Select whether the child has come to another council, or that it is not known',
      'status | careStatus: Select the care status, or that it is not known | immigrationStatus: Select the immigration status, or that it is not known',
      'inCare | inCare: Select whether you look after the child now',
      'settledSince | settledSince-day: Enter the first day in the present placement',
      'family | family: Select whether the child has family in the UK',
      'links | links: Select whether the child has links to an area',
      'link1 | link1-council: Select the council of the link | link1-kind: Select who is there | link1-another: Select whether to add another council',
      'avoid | avoid: Select whether there are areas to avoid',
      'avoid1 | avoid1-council: Select the council whose area is not safe | avoid1-another: Select whether to add another council',
      'trafficking | trafficking: Select whether there are signs of trafficking',
      'wishes | wishes: Select whether the child was asked',
      'proposedMoveOn',
      'people | entryContact: Enter who to ring at your council',
      'duty',
    ]);
  });

  const born = (iso: string) => date('child1-born', iso);
  test.each([
    ['child1-born', born('2008-11-24'), []],
    [
      'child1-born',
      born('2008-11-23'),
      [
        'child1-born-day: By this date the child is 18 or over, and the scheme is for children. Correct it; where the age is disputed, give the date that you work with',
      ],
    ],
    ['child1-born', born('2026-11-23'), []],
    [
      'child1-born',
      born('2026-11-24'),
      ['child1-born-day: Date of birth must not be after today, 23 November 2026'],
    ],
    ['referredOn', date('referredOn', '2026-11-23'), []],
    [
      'referredOn',
      date('referredOn', '2026-11-24'),
      ['referredOn-day: Day of the decision must not be after today, 23 November 2026'],
    ],
    ['proposedMoveOn', date('proposedMoveOn', '2026-11-23'), []],
    [
      'proposedMoveOn',
      date('proposedMoveOn', '2026-11-22'),
      ['proposedMoveOn-day: Proposed day must be today, 23 November 2026, or later'],
    ],
    ['child1-needs', { 'child1-needs': ['none'] }, []],
    ['child1-needs', { 'child1-needs': ['medical-care', 'step-free-access'] }, []],
    [
      'child1-needs',
      { 'child1-needs': ['none', 'medical-care'] },
      ['child1-needs: Select the needs, or only “None of these”'],
    ],
    [
      'child1-needs',
      { 'child1-needs': ['love'] },
      ['child1-needs: Select the needs, or only “None of these”'],
    ],
    ['definition', { definition: ['none'] }, []],
    ['definition', { definition: ['under18AtClaim', 'noResponsibleAdult'] }, []],
    [
      'definition',
      { definition: ['none', 'under18AtClaim'] },
      ['definition: Select what is true, or only “None of these”'],
    ],
    ['definition', { definition: ['nothing'] }, ['definition: Select what is true, or only “None of these”']],
    [
      'child1-references',
      { 'child1-homeOffice': 'H1', 'child1-port': 'D12' },
      ['child1-homeOffice: Home Office reference must be 3 characters or more'],
    ],
    [
      'child1-references',
      { 'child1-homeOffice': 'H12', 'child1-port': 'x'.repeat(61) },
      ['child1-port: Port reference must be 60 characters or fewer'],
    ],
    ['child1-name', { 'child1-name': 'x'.repeat(200) }, []],
    [
      'child1-name',
      { 'child1-name': 'x'.repeat(201) },
      ['child1-name: Name must be 200 characters or fewer'],
    ],
    [
      'child1-care',
      { 'child1-health': 'x'.repeat(1000), 'child1-faith': 'x'.repeat(1001) },
      ['child1-faith: Faith and culture must be 1,000 characters or fewer'],
    ],
    ['avoid1', { 'avoid1-council': KENT, 'avoid1-another': 'no' }, []],
    ['avoid1', { 'avoid1-council': 'E10000014', 'avoid1-another': 'no' }, []],
    ['child1-fitness', { 'child1-nhs': '943 476-5919', 'child1-healthKinds': ['none'] }, []],
    [
      'child1-fitness',
      {
        'child1-nhs': '9434765918',
        'child1-healthKinds': ['none', 'injury'],
        'child1-fit': 'well',
        ...date('child1-fitOn', '2026-11-24'),
      },
      [
        'child1-fit: Select an answer under “Fit to move” from the list',
        'child1-fitOn-day: Day on which that was found must not be after today, 23 November 2026',
        'child1-healthKinds: Under “Health needs”, select what applies, or only “None known”',
        'child1-nhs: This is not an NHS, CHI or health and care number: those have ten digits, and the last one checks the others. Look it up again, or leave it out.',
      ],
    ],
    ['child1-life', { 'child1-diet': ['halal', 'other'], 'child1-smokes': 'not-known' }, []],
    ['child1-wentMissing', { 'child1-timesMissing': '99', ...date('child1-lastMissing', '2026-11-23') }, []],
    ['child1-wentMissing', { 'child1-lastMissing-month': '10', 'child1-lastMissing-year': '2026' }, []],
    [
      'child1-wentMissing',
      { 'child1-timesMissing': '0', ...date('child1-lastMissing', '2026-11-24') },
      [
        'child1-timesMissing: How many times must be 1 or more',
        'child1-lastMissing-day: The last time must not be after today, 23 November 2026',
      ],
    ],
    [
      'child1-wentMissing',
      { 'child1-timesMissing': '100' },
      ['child1-timesMissing: How many times must be 99 or fewer'],
    ],
    ['presented', { presented: 'yes', presentedTo: '' }, []],
    [
      'presented',
      { presented: 'yes', presentedTo: 'E99999999' },
      ['presentedTo: Choose a council from the list'],
    ],
    [
      'child1-language',
      { 'child1-language1': 'klingon', 'child1-interpreter': 'no' },
      ['child1-language1: Select the language from the list, or “Another language”'],
    ],
    [
      'child1-supporters',
      { 'child1-solicitor': 'x'.repeat(201), 'child1-nobody': ['uncle'] },
      [
        'child1-solicitor: Solicitor must be 200 characters or fewer',
        'child1-nobody: Select who is not there from the list',
      ],
    ],
    [
      'link1',
      { 'link1-council': 'E10000014', 'link1-kind': 'friend', 'link1-another': 'no' },
      ['link1-kind: Select who is there'],
    ],
    ['child1-nationality', { 'child1-nationality': 'not-known' }, []],
    ['child1-nationality', { 'child1-nationality': 'ERI' }, []],
    [
      'child1-nationality',
      { 'child1-nationality': 'XXQ' },
      ['child1-nationality: Select the country, or that it is not known'],
    ],
    [
      'people',
      { entryContact: 'x'.repeat(201), socialWorker: 'x'.repeat(201) },
      [
        'entryContact: Contact must be 200 characters or fewer',
        'socialWorker: Social worker must be 200 characters or fewer',
      ],
    ],
    [
      'arrivedOn',
      { ...date('arrivedOn', '2026-11-24'), arrivalPlace: 'moon', arrivedWhere: 'x'.repeat(201) },
      [
        'arrivedOn-day: Day of arrival must not be after today, 23 November 2026',
        'arrivalPlace: Select where the child arrived, or that it is not known',
        'arrivedWhere: What you write must be 200 characters or fewer',
      ],
    ],
  ] as const)('to %s: %j is refused with %j', (name, fields, problems) => {
    expect(refusals(name, fields)).toEqual(problems);
  });

  test.each([
    ['2010-11-23', []],
    [
      '2010-11-24',
      [
        'child1-placement: Supported accommodation is only for children of 16 or over. By the date of birth the child is 15',
      ],
    ],
  ])('of supported accommodation is for a child of 16: born on %s, %j', (iso, problems) => {
    const chosen = { 'child1-placement': 'supported-accommodation' };
    expect(refusals('child1-placement', chosen, { 'child1-born': iso })).toEqual(problems);
    expect(refusals('child1-placement', chosen)).toEqual([]);
    expect(
      refusals('child1-placement', { 'child1-placement': 'foster-care' }, { 'child1-born': iso }),
    ).toEqual([]);
  });

  test.each([
    [KENT, true],
    ['S12000033', false],
    ['W06000015', false],
    ['BHSCT', false],
  ])('to a council with the code %s offers supported accommodation: %s', (own, offered) => {
    const [step] = allParts({ own, today: TODAY, children: [1] })
      .filter(({ name }) => name === 'child1-placement')
      .flatMap(({ steps }) => steps({}));
    const kinds = step?.questions.flatMap((one) => ('choices' in one ? one.choices : [])) ?? [];
    expect(kinds.length).toBe(offered ? 5 : 4);
    expect(kinds.some(({ value }) => value === 'supported-accommodation')).toBe(offered);
  });

  test('says which list it was not in', () => {
    expect(someCouncil('2026-11-23', 'Select one').safeParse('E99999999').error?.issues[0]?.message).toBe(
      'Select one',
    );
    expect(someCouncil('2026-11-23', 'Select one').safeParse('').success).toBe(false);
  });
});

describe('what is said', () => {
  test('amounts to a referral in two halves, and nothing of it to what was not answered', () => {
    const one = { 'child1-name': { 'child1-name': 'Synthetic Child' } };
    expect(saidBy(partsOf([1, 2]), {})).toEqual({ referral: {}, children: [] });
    expect(saidBy(partsOf([1, 2]), one)).toEqual({
      referral: {},
      children: [{ number: 1, name: 'Synthetic Child' }],
    });
    const two = {
      ...one,
      'child2-nationality': { 'child2-nationality': 'not-known' },
      'child2-needs': { 'child2-needs': ['none'] },
      'child1-needs': { 'child1-needs': ['medical-care'] },
      'child1-nationality': { 'child1-nationality': 'ERI' },
      'child1-another': { 'child1-another': 'yes' },
      definition: { definition: ['under18AtClaim'] },
      avoid: { avoid: 'yes' },
      avoid1: { 'avoid1-council': 'E10000014', 'avoid1-another': 'yes' },
      avoid2: { 'avoid2-council': 'E10000014', 'avoid2-another': 'no' },
      links: { links: 'yes' },
      link1: { 'link1-council': 'E10000014' },
      inCare: { inCare: 'no' },
    };
    expect(speltOut(saidBy(partsOf([1, 2]), two))).toEqual([
      'referral:',
      '  inCareOfAuthority: false',
      '  definition:',
      '    under18AtClaim: true; claimsInOwnRight: false; separatedFromParents: false; noResponsibleAdult: false',
      '  links:',
      '    none',
      '  areasToAvoid:',
      '    - E10000014',
      'children:',
      '  - name: Synthetic Child; number: 1; nationality: ERI',
      '    needs:',
      '      - medical-care',
      '  - number: 2',
      '    needs:',
      '      none',
    ]);
    expect(speltOut(referralOf(two, KENT, TODAY))).toEqual([
      'facts:',
      '  inCareOfAuthority: false; entryAuthority: E10000016',
      '  definition:',
      '    under18AtClaim: true; claimsInOwnRight: false; separatedFromParents: false; noResponsibleAdult: false',
      '  links:',
      '    none',
      '  areasToAvoid:',
      '    - E10000014',
      '  children:',
      '    - number: 1',
      '      needs:',
      '        - medical-care',
      '    - number: 2',
      '      needs:',
      '        none',
      'particulars:',
      '  - name: Synthetic Child; nationality: ERI; number: 1',
    ]);
  });
});

describe('a draft', () => {
  const draft: Draft = {
    id: '11111111-1111-4111-8111-111111111111',
    council: KENT,
    version: 3,
    form: { a: ['1'], 'on-day': ['2'], b: ['3'] },
    state: 'open',
    at: NOW,
  };
  const step: Step = {
    name: 'page',
    title: 'Which?',
    questions: [
      { kind: 'date', name: 'on', label: 'Day' },
      { kind: 'text', name: 'b', label: 'Text' },
    ],
    schema: undefined as never,
    button: 'Save',
  };

  test('takes what was typed on one page in the place of what stood there', () => {
    const given = own(step, posted({ 'on-month': '11', b: '4', c: '5' }));
    expect([...given]).toEqual([
      ['on-month', ['11']],
      ['b', ['4']],
    ]);
    expect(withTyped(draft, [step], given)).toEqual({
      ...draft,
      version: 4,
      form: { a: ['1'], 'on-month': ['11'], b: ['4'] },
    });
    // Nothing was chosen on the page: it was answered all the same, and is said to be once.
    const twice = withTyped(withTyped(draft, [step], new Map()), [step], new Map());
    expect(twice).toEqual({ ...draft, version: 5, form: { a: ['1'], behind: ['page'] } });
    expect([pathOf(draft), pathOf(draft, 'check')]).toEqual([
      `/refer/${draft.id}`,
      `/refer/${draft.id}/check`,
    ]);
  });

  test('shows each answer under its short name, and which pages were left empty', () => {
    const one: Step = {
      ...step,
      name: 'one',
      title: 'One?',
      questions: [{ kind: 'text', name: 'c', label: 'Text' }],
    };
    expect(
      speltOut(
        rowsOf([step, one, { ...one, name: 'none', title: 'None?' }], {
          page: { on: '2026-11-23', b: 'x' },
          one: { c: 'y' },
        }),
      ),
    ).toEqual([
      '- label: Day; value: 23 November 2026; change: page',
      '- label: Text; value: x; change: page',
      '- label: Text; value: y; change: one',
      '- label: Text; value: Not given; change: none',
    ]);
  });

  test('has an id that the same press makes again, and nothing else does', () => {
    const key = (text: string) => Buffer.from(text);
    const id = draftId(key('k'), KENT, 'p');
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(draftId(key('k'), KENT, 'p')).toBe(id);
    expect(
      new Set([
        id,
        draftId(key('l'), KENT, 'p'),
        draftId(key('k'), 'E10000014', 'p'),
        draftId(key('k'), KENT, 'q'),
      ]).size,
    ).toBe(4);
    const presses = Array.from({ length: 40 }, (_, index) => draftId(key('k'), KENT, String(index)));
    for (const one of presses) expect(one).toMatch(/^.{14}8.{4}[89ab]/);
  });

  test.each([
    ['sent', '2026-12-21T08:59:59.000Z', true],
    ['sent', '2026-12-21T09:00:00.000Z', false],
    ['open', '2027-06-01T09:00:00.000Z', true],
    ['sending', '2027-06-01T09:00:00.000Z', true],
  ] as const)('that is %s is still there at %s: %s', async (state, now, is) => {
    const tools = { drafts: { read: async () => ({ ...draft, state }) }, clock: { now: () => now } } as never;
    expect((await keptDraft(tools, KENT, draft.id)) !== undefined).toBe(is);
    const none = { drafts: { read: async () => undefined }, clock: { now: () => now } } as never;
    expect(await keptDraft(none, KENT, draft.id)).toBeUndefined();
  });
});
