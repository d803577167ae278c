/** What the pages of a case say, whole: as each who has a link sees it, and in every state that reads differently. */
import { describe, expect, test } from 'vitest';
import type { AnyEvent } from '../../events/catalogue.ts';
import { caseExplanation, whySought } from '../../functions/pages/coordinator/case-explanation.ts';
import { caseModel, whatBecameOf } from '../../functions/pages/coordinator/case-model.ts';
import { caseTimeline, trailSeal } from '../../functions/pages/coordinator/case-timeline.ts';
import { askedAs, offerModel } from '../../functions/pages/offer/offer-model.ts';
import { transferModel } from '../../functions/pages/transfer/transfer-model.ts';
import { checkAllocation, explainAllocation } from '../../shared/core/allocation/allocation.ts';
import { inOrderOfTurn } from '../../shared/core/allocation/turn-order.ts';
import { appendTo } from '../../shared/core/audit-trail.ts';
import type { Case, Offer, Proposal } from '../../shared/core/case/case.ts';
import { aCase, aChild, aCouncil, anOffer, aPlacement, aReferral, NOW } from '../builders.ts';
import { inputsWith } from '../core/allocation-inputs.ts';
import { httpEvent } from './site.ts';
import { speltOut } from './spelt-out.ts';

const LATER = '2026-11-26T17:00:00.000Z';
const placement = aPlacement({ arrangeBy: LATER });
const two = aReferral({
  children: [aChild(), aChild({ number: 2, sex: 'female' })],
  trafficking: 'indicators',
});
const request = (query: Record<string, string> = {}) => httpEvent({ path: '/cases/x', query }) as never;

describe('the page of an offer', () => {
  const page = (offer: Partial<Offer>, over: Partial<Case> = {}, now = NOW) => {
    const one = anOffer(offer);
    return speltOut(offerModel(aCase({ status: 'offered', offers: [one], ...over }), one, undefined, now));
  };

  test('asks first, for one child and for two', () => {
    expect(page({})).toEqual([
      'title: Can you take a child?; caption: Reference NTS-7F3K-2M9Q; warning: Answer by 5pm on Tuesday 24 November (in 1 day). After that the offer goes to the next council.; formHeading: Your answer',
      'lead:',
      '  - Kent asks Hampshire to take responsibility for an unaccompanied child.',
      'sections:',
      '  - heading: What is asked',
      '    rows:',
      '      - label: Who asks; value: Kent',
      '      - label: Asked; value: 9am on Monday 23 November 2026',
      '      - label: Places needed; value: 1 child',
      '      - label: The child; value: Boy, turns 18 in May 2028 / Foster care / No particular needs recorded',
      '      - label: Arrived; value: 15 November 2026',
      '      - label: Move by; value: 7 December 2026',
      '      - label: Answer by; value: 5pm on Tuesday 24 November',
      '  - heading: What happens next; onScreen: true',
      '    points:',
      '      - If you accept, you name a social worker and arrange the move with the entry authority. Responsibility passes to you at the handover.',
      '      - If you decline, the next council is asked at once and a coordinator reads your reason.',
      '      - If you do not answer in time, the next council is asked to take the child. Your turn stays with you.',
      '  - heading: To have it on paper; onScreen: true',
      '    text:',
      '      - Print this page: the referral comes as one sheet, without the form and the buttons.',
    ]);
    expect(page({ promotedAt: '2026-11-23T12:00:00.000Z' }, { facts: two })).toEqual([
      'title: Can you take 2 children?; caption: Reference NTS-7F3K-2M9Q; warning: Answer by 5pm on Tuesday 24 November (in 1 day). After that the offer goes to the next council.; formHeading: Your answer',
      'lead:',
      '  - Kent asks Hampshire to take responsibility for 2 unaccompanied children who stay together.',
      'sections:',
      '  - heading: What is asked',
      '    rows:',
      '      - label: Who asks; value: Kent',
      '      - label: Asked; value: midday on Monday 23 November 2026',
      '      - label: Places needed; value: 2 children',
      '      - label: Child 1; value: Boy, turns 18 in May 2028 / Foster care / No particular needs recorded',
      '      - label: Child 2; value: Girl, turns 18 in May 2028 / Foster care / No particular needs recorded',
      '      - label: Arrived; value: 15 November 2026',
      '      - label: Trafficking; value: There are signs',
      '      - label: Move by; value: 7 December 2026',
      '      - label: Answer by; value: 5pm on Tuesday 24 November',
      '  - heading: What keeps the child safe',
      '    points:',
      '      - There are signs of trafficking but no NRM referral yet. The entry authority should make one.',
      '      - There are signs of trafficking but no area to avoid is named. Check that none should be.',
      '  - heading: What happens next; onScreen: true',
      '    points:',
      '      - If you accept, you name a social worker and arrange the move with the entry authority. Responsibility passes to you at the handover.',
      '      - If you decline, the next council is asked at once and a coordinator reads your reason.',
      '      - If you do not answer in time, the next council is asked to take the children. Your turn stays with you.',
      '  - heading: To have it on paper; onScreen: true',
      '    text:',
      '      - Print this page: the referral comes as one sheet, without the form and the buttons.',
    ]);
  });

  test('asks a back-up, and says when its time is over', () => {
    expect(page({ role: 'back-up', status: 'asked' })).toEqual([
      'title: Could you take a child if others cannot?; caption: Reference NTS-7F3K-2M9Q; warning: Answer by 5pm on Tuesday 24 November (in 1 day). A later answer may come too late to help.; formHeading: Your answer',
      'lead:',
      '  - Kent asks Hampshire to take responsibility for an unaccompanied child.',
      'sections:',
      '  - heading: What is asked',
      '    rows:',
      '      - label: Who asks; value: Kent',
      '      - label: Asked; value: 9am on Monday 23 November 2026',
      '      - label: Places needed; value: 1 child',
      '      - label: The child; value: Boy, turns 18 in May 2028 / Foster care / No particular needs recorded',
      '      - label: Arrived; value: 15 November 2026',
      '      - label: Move by; value: 7 December 2026',
      '      - label: Answer useful until; value: 5pm on Tuesday 24 November',
      '  - heading: What happens next; onScreen: true',
      '    points:',
      '      - Another council has been asked first. You need do nothing more than answer here.',
      '      - If you say yes, we keep room for the child with you. If it comes to you, the placement is yours at once and you are told by email.',
      '      - If another council takes the child, that room is free again and you are told.',
      '  - heading: To have it on paper; onScreen: true',
      '    text:',
      '      - Print this page: the referral comes as one sheet, without the form and the buttons.',
    ]);
    expect(page({ role: 'back-up', status: 'asked' }, { facts: two }, '2026-11-24T17:00:00.000Z')).toEqual([
      'title: Could you take 2 children if others cannot?; caption: Reference NTS-7F3K-2M9Q; warning: You were asked to answer by 5pm on Tuesday 24 November (1 minute ago). The first council has not answered yet, so your answer still helps.; formHeading: Your answer',
      'lead:',
      '  - Kent asks Hampshire to take responsibility for 2 unaccompanied children who stay together.',
      'sections:',
      '  - heading: What is asked',
      '    rows:',
      '      - label: Who asks; value: Kent',
      '      - label: Asked; value: 9am on Monday 23 November 2026',
      '      - label: Places needed; value: 2 children',
      '      - label: Child 1; value: Boy, turns 18 in May 2028 / Foster care / No particular needs recorded',
      '      - label: Child 2; value: Girl, turns 18 in May 2028 / Foster care / No particular needs recorded',
      '      - label: Arrived; value: 15 November 2026',
      '      - label: Trafficking; value: There are signs',
      '      - label: Move by; value: 7 December 2026',
      '      - label: Answer useful until; value: 5pm on Tuesday 24 November',
      '  - heading: What keeps the child safe',
      '    points:',
      '      - There are signs of trafficking but no NRM referral yet. The entry authority should make one.',
      '      - There are signs of trafficking but no area to avoid is named. Check that none should be.',
      '  - heading: What happens next; onScreen: true',
      '    points:',
      '      - Another council has been asked first. You need do nothing more than answer here.',
      '      - If you say yes, we keep room for the children with you. If it comes to you, the placement is yours at once and you are told by email.',
      '      - If another council takes the children, that room is free again and you are told.',
      '  - heading: To have it on paper; onScreen: true',
      '    text:',
      '      - Print this page: the referral comes as one sheet, without the form and the buttons.',
    ]);
  });

  test('says why this council, where the check is still kept', () => {
    const council = aCouncil();
    const theCase = aCase({ status: 'offered', offers: [anOffer()] });
    const inputs = inputsWith([council]);
    const decision = checkAllocation(inputs);
    const verdict =
      'verdicts' in decision
        ? decision.verdicts.find(({ council: code }) => code === council.code)
        : undefined;
    const model = offerModel(theCase, anOffer(), verdict, NOW);
    expect(model.sections?.map(({ heading }) => heading)).toEqual([
      'What is asked',
      'Why Hampshire',
      'What happens next',
      'To have it on paper',
    ]);
    const paused = offerModel({ ...theCase, status: 'paused' }, anOffer(), verdict, NOW);
    expect(paused.sections?.map(({ heading }) => heading)).toEqual(['What is asked', 'Why Hampshire']);
    const late = anOffer({ status: 'expired' });
    expect(
      offerModel({ ...theCase, offers: [late] }, late, verdict, NOW).sections?.map(({ heading }) => heading),
    ).toEqual(['What is asked', 'Why Hampshire', 'About this request', 'If this is not what you expected']);
  });

  test('waits while the child is missing, for whoever has not answered', () => {
    expect(page({}, { status: 'paused' })).toEqual([
      'title: You do not need to answer yet; caption: Reference NTS-7F3K-2M9Q',
      'status:',
      '  text: Waiting; colour: grey',
      'lead:',
      '  - The child is missing, and every deadline waits. Once the child is found, you get a new time to answer, and this page asks you again.',
      'sections:',
      '  - heading: What is asked',
      '    rows:',
      '      - label: Who asks; value: Kent',
      '      - label: Asked; value: 9am on Monday 23 November 2026',
      '      - label: Places needed; value: 1 child',
      '      - label: The child; value: Boy, turns 18 in May 2028 / Foster care / No particular needs recorded',
      '      - label: Arrived; value: 15 November 2026',
      '      - label: Move by; value: The deadlines wait until nobody is missing',
      '      - label: Answer by; value: 5pm on Tuesday 24 November',
    ]);
    expect(page({ role: 'back-up', status: 'asked' }, { status: 'paused' })[0]).toContain(
      'You do not need to answer yet',
    );
    expect(page({ status: 'promised', answeredAt: NOW }, { status: 'paused' })[0]).toContain(
      'You said yes, if it comes to you',
    );
  });

  test.each([
    ['eligible', [], 'late'],
    ['offered', [], 'late'],
    ['escalated', [], 'late'],
    ['accepted', [], undefined],
    ['held', [], undefined],
    ['offered', ['promised'], undefined],
    ['accepted', ['accepted'], undefined],
    ['offered', ['declined', 'withdrawn'], 'late'],
  ] as const)(
    'once its time has passed, of a case that is %s with others %j asks as %s',
    (status, others, as) => {
      const offer = anOffer({ status: 'expired' });
      const offers = [offer, ...others.map((other, index) => anOffer({ id: `2-${index}`, status: other }))];
      expect(askedAs(aCase({ status, offers }), offer, NOW)).toBe(as);
    },
  );

  test.each([
    [
      'declined',
      'You declined the offer',
      'If you can take the child after all',
      'No other council has said yes so far. If you can take the child after all, you may still accept.',
    ],
    [
      'said-no',
      'You said no to being a back-up',
      'If you could take the child after all',
      'The first council has not answered yet. If you could take the child after all, you may still say so.',
    ],
    [
      'promised',
      'You said yes, if it comes to you',
      'If you can no longer take the child',
      'The first council has not answered yet. If you can no longer keep the place, say so here.',
    ],
  ] as const)(
    'shows who has %s what is recorded first, and then what they may still say',
    (status, title, formHeading, text) => {
      const offer = anOffer({ status });
      const model = offerModel(aCase({ status: 'offered', offers: [offer] }), offer, undefined, NOW);
      expect(model).toMatchObject({ title, formHeading, formText: [text] });
      expect(model.sections?.map(({ heading }) => heading)).toEqual([
        'What we have recorded',
        'What happens next',
        'If this is not what you expected',
        'What is asked',
      ]);
    },
  );

  test('says nothing of trafficking where nothing is known of it', () => {
    const { trafficking: _, ...facts } = aReferral();
    expect(page({}, { facts }).filter((line) => line.includes('rafficking'))).toEqual([]);
  });

  test('still takes a yes after its time', () => {
    expect(page({ status: 'expired' }, { facts: two })).toEqual([
      'title: The time to answer has passed; caption: Reference NTS-7F3K-2M9Q; formHeading: If you can take the children after all',
      'status:',
      '  text: Closed; colour: grey',
      'lead:',
      '  - No answer reached us by 5pm on Tuesday 24 November, so the case moved on without you.',
      '  - No other council has said yes so far. If you can take the children after all, you may still accept.',
      'sections:',
      '  - heading: What is asked',
      '    rows:',
      '      - label: Who asks; value: Kent',
      '      - label: Asked; value: 9am on Monday 23 November 2026',
      '      - label: Places needed; value: 2 children',
      '      - label: Child 1; value: Boy, turns 18 in May 2028 / Foster care / No particular needs recorded',
      '      - label: Child 2; value: Girl, turns 18 in May 2028 / Foster care / No particular needs recorded',
      '      - label: Arrived; value: 15 November 2026',
      '      - label: Trafficking; value: There are signs',
      '      - label: Move by; value: 7 December 2026',
      '      - label: Answer by; value: 5pm on Tuesday 24 November',
      '  - heading: What keeps the child safe',
      '    points:',
      '      - There are signs of trafficking but no NRM referral yet. The entry authority should make one.',
      '      - There are signs of trafficking but no area to avoid is named. Check that none should be.',
      '  - heading: About this request',
      '    rows:',
      '      - label: Council; value: Hampshire',
      '      - label: Asked; value: 9am on Monday 23 November 2026',
      '      - label: To be answered by; value: 5pm on Tuesday 24 November',
      '  - heading: If this is not what you expected',
      '    text:',
      '      - Reply to the email that brought you here. It reaches the National Transfer Scheme team; quote the reference.',
    ]);
  });

  test('is a receipt once it is answered, and says what became of it when nobody has to answer', () => {
    const answeredAt = '2026-11-23T14:05:00.000Z';
    const backUp = { ...placement, how: 'back-up-yes' } as const;
    const receipts = [
      page({ status: 'accepted', answeredAt }, { status: 'accepted', placement }),
      page(
        { status: 'accepted', answeredAt },
        { status: 'transferred', placement: { ...backUp, handedOverAt: NOW } },
      ),
      page({ status: 'accepted' }),
      page({ status: 'accepted' }, { placement: { ...placement, council: 'E10000030' } }),
      page({ status: 'promised' }, { status: 'accepted' }),
      page({ status: 'said-no' }, { status: 'accepted' }),
      page({ status: 'declined', answeredAt, declineReason: 'no-safe-placement' }, { status: 'accepted' }),
      page(
        { status: 'declined', answeredAt, declineReason: 'of-old', review: 'accepted' },
        { status: 'accepted' },
      ),
      page({ status: 'declined', answeredAt, review: 'refused' }, { status: 'accepted' }),
      page({ status: 'expired' }, { status: 'accepted' }),
      page({ status: 'withdrawn' }),
      page({ status: 'withdrawn', withdrawnBecause: 'placed-elsewhere' }),
    ];
    expect(receipts.flat()).toEqual([
      'title: Offer accepted; caption: Reference NTS-7F3K-2M9Q; receipt: Reference NTS-7F3K-2M9Q',
      'sections:',
      '  - heading: What we have recorded',
      '    rows:',
      '      - label: Council; value: Hampshire',
      '      - label: Answered; value: 2:05pm on Monday 23 November 2026',
      '  - heading: What happens next',
      '    text:',
      '      - Name a social worker and arrange the move with Kent by 5pm on Thursday 26 November. The link below leads there, and so does the one in the email that we have sent you.',
      '      - The child should move by 7 December 2026. Responsibility passes to you when the child is handed over.',
      '  - heading: If this is not what you expected',
      '    text:',
      '      - Reply to the email that brought you here. It reaches the National Transfer Scheme team; quote the reference.',
      'title: Offer accepted; caption: Reference NTS-7F3K-2M9Q; receipt: Reference NTS-7F3K-2M9Q',
      'sections:',
      '  - heading: What we have recorded',
      '    rows:',
      '      - label: Council; value: Hampshire',
      '      - label: Answered; value: 2:05pm on Monday 23 November 2026',
      '      - label: Placed with you; value: 9am on Monday 23 November 2026',
      '  - heading: What happens next',
      '    text:',
      '      - The child has been handed over to you. Nothing more is asked of you here.',
      '  - heading: If this is not what you expected',
      '    text:',
      '      - Reply to the email that brought you here. It reaches the National Transfer Scheme team; quote the reference.',
      'title: You accepted, and the case has moved on; caption: Reference NTS-7F3K-2M9Q; receipt: Reference NTS-7F3K-2M9Q',
      'sections:',
      '  - heading: What we have recorded',
      '    rows:',
      '      - label: Council; value: Hampshire',
      '  - heading: What happens next',
      '    text:',
      '      - You do not take this child after all. You need do nothing more; the email you were sent says why.',
      '  - heading: If this is not what you expected',
      '    text:',
      '      - Reply to the email that brought you here. It reaches the National Transfer Scheme team; quote the reference.',
      'title: You accepted, and the case has moved on; caption: Reference NTS-7F3K-2M9Q; receipt: Reference NTS-7F3K-2M9Q',
      'sections:',
      '  - heading: What we have recorded',
      '    rows:',
      '      - label: Council; value: Hampshire',
      '  - heading: What happens next',
      '    text:',
      '      - You do not take this child after all. You need do nothing more; the email you were sent says why.',
      '  - heading: If this is not what you expected',
      '    text:',
      '      - Reply to the email that brought you here. It reaches the National Transfer Scheme team; quote the reference.',
      'title: You said yes, if it comes to you; caption: Reference NTS-7F3K-2M9Q; receipt: Reference NTS-7F3K-2M9Q',
      'sections:',
      '  - heading: What we have recorded',
      '    rows:',
      '      - label: Council; value: Hampshire',
      '  - heading: What happens next',
      '    text:',
      '      - A place is kept with you. If it comes to you, the child is placed with you at once, and you are told by email. If another council takes the child, you are told and the place is free again.',
      '  - heading: If this is not what you expected',
      '    text:',
      '      - Reply to the email that brought you here. It reaches the National Transfer Scheme team; quote the reference.',
      'title: You said no to being a back-up; caption: Reference NTS-7F3K-2M9Q; receipt: Reference NTS-7F3K-2M9Q',
      'sections:',
      '  - heading: What we have recorded',
      '    rows:',
      '      - label: Council; value: Hampshire',
      '  - heading: What happens next',
      '    text:',
      '      - No place is kept with you, and you need do nothing more. If nobody takes the child, you may still be asked as the first.',
      '  - heading: If this is not what you expected',
      '    text:',
      '      - Reply to the email that brought you here. It reaches the National Transfer Scheme team; quote the reference.',
      'title: You declined the offer; caption: Reference NTS-7F3K-2M9Q; receipt: Reference NTS-7F3K-2M9Q',
      'sections:',
      '  - heading: What we have recorded',
      '    rows:',
      '      - label: Council; value: Hampshire',
      '      - label: Answered; value: 2:05pm on Monday 23 November 2026',
      '      - label: Reason; value: We have no safe placement',
      '  - heading: What happens next',
      '    text:',
      '      - The case has moved on to the next council.',
      '      - A coordinator is reading your reason.',
      '  - heading: If this is not what you expected',
      '    text:',
      '      - Reply to the email that brought you here. It reaches the National Transfer Scheme team; quote the reference.',
      'title: You declined the offer; caption: Reference NTS-7F3K-2M9Q; receipt: Reference NTS-7F3K-2M9Q',
      'sections:',
      '  - heading: What we have recorded',
      '    rows:',
      '      - label: Council; value: Hampshire',
      '      - label: Answered; value: 2:05pm on Monday 23 November 2026',
      '      - label: Reason; value: of-old',
      '  - heading: What happens next',
      '    text:',
      '      - The case has moved on to the next council.',
      '      - A coordinator has accepted your reason.',
      '  - heading: If this is not what you expected',
      '    text:',
      '      - Reply to the email that brought you here. It reaches the National Transfer Scheme team; quote the reference.',
      'title: You declined the offer; caption: Reference NTS-7F3K-2M9Q; receipt: Reference NTS-7F3K-2M9Q',
      'sections:',
      '  - heading: What we have recorded',
      '    rows:',
      '      - label: Council; value: Hampshire',
      '      - label: Answered; value: 2:05pm on Monday 23 November 2026',
      '  - heading: What happens next',
      '    text:',
      '      - The case has moved on to the next council.',
      '      - A coordinator has not accepted your reason. You may be asked again: watch for an email.',
      '  - heading: If this is not what you expected',
      '    text:',
      '      - Reply to the email that brought you here. It reaches the National Transfer Scheme team; quote the reference.',
      'title: The time to answer has passed; caption: Reference NTS-7F3K-2M9Q',
      'status:',
      '  text: Closed; colour: grey',
      'lead:',
      '  - No answer reached us by 5pm on Tuesday 24 November, so the case moved on without you.',
      'sections:',
      '  - heading: About this request',
      '    rows:',
      '      - label: Council; value: Hampshire',
      '      - label: Asked; value: 9am on Monday 23 November 2026',
      '      - label: To be answered by; value: 5pm on Tuesday 24 November',
      '  - heading: If this is not what you expected',
      '    text:',
      '      - Reply to the email that brought you here. It reaches the National Transfer Scheme team; quote the reference.',
      'title: You no longer need to answer; caption: Reference NTS-7F3K-2M9Q',
      'status:',
      '  text: Closed; colour: grey',
      'lead:',
      '  - This request no longer stands. The email that told you so says why.',
      '  - If a place was kept with you, it is free again. Thank you for being ready.',
      'sections:',
      '  - heading: About this request',
      '    rows:',
      '      - label: Council; value: Hampshire',
      '      - label: Asked; value: 9am on Monday 23 November 2026',
      '      - label: To be answered by; value: 5pm on Tuesday 24 November',
      '  - heading: If this is not what you expected',
      '    text:',
      '      - Reply to the email that brought you here. It reaches the National Transfer Scheme team; quote the reference.',
      'title: You no longer need to answer; caption: Reference NTS-7F3K-2M9Q',
      'status:',
      '  text: Closed; colour: grey',
      'lead:',
      '  - This request no longer stands: another council has taken the child.',
      '  - If a place was kept with you, it is free again. Thank you for being ready.',
      'sections:',
      '  - heading: About this request',
      '    rows:',
      '      - label: Council; value: Hampshire',
      '      - label: Asked; value: 9am on Monday 23 November 2026',
      '      - label: To be answered by; value: 5pm on Tuesday 24 November',
      '  - heading: If this is not what you expected',
      '    text:',
      '      - Reply to the email that brought you here. It reaches the National Transfer Scheme team; quote the reference.',
    ]);
  });
});

describe('the page of a move', () => {
  const page = (over: Partial<Case>, { council = 'E10000014', now = NOW, known = false } = {}) =>
    speltOut(transferModel(aCase({ status: 'accepted', placement, ...over }), council, now, known));
  const arranged = { ...placement, socialWorker: 'm', moveOn: '2026-11-25' };

  test('asks to arrange it, and says when that is late', () => {
    expect(page({})).toEqual([
      'title: The child’s move to you; caption: Reference NTS-7F3K-2M9Q; warning: Arrange the move by 5pm on Thursday 26 November (in 3 days).; formHeading: Tell us',
      'status:',
      '  text: Accepted; colour: green',
      'lead:',
      '  - Hampshire takes the child and is arranging the move.',
      'sections:',
      '  - heading: Where it stands',
      '    rows:',
      '      - label: Waiting for; value: The scheme, to allocation by 5pm on Monday 23 November',
      '      - label: Accepted; value: 9am on Monday 23 November 2026',
      '      - label: Arrange the move by; value: 5pm on Thursday 26 November',
      '      - label: Move by; value: 7 December 2026',
      '  - heading: Before the move',
      '    points:',
      '      - Name a social worker for the child. Responsibility passes only once one is named.',
      '      - Agree the day and the journey with the entry authority, and tell the child.',
      '      - Responsibility passes to you at the handover, not before.',
      'after:',
      '  - heading: The referral',
      '    rows:',
      '      - label: Entry authority; value: Kent',
      '      - label: Children; value: 1 child',
      '      - label: The child; value: Boy, turns 18 in May 2028 / Foster care / No particular needs recorded',
    ]);
    expect(page({ facts: two }, { now: LATER })[0]).toEqual(
      'title: The children’s move to you; caption: Reference NTS-7F3K-2M9Q; warning: The move should have been arranged by 5pm on Thursday 26 November (1 minute ago).; formHeading: Tell us',
    );
    expect(page({ facts: two }).filter((line) => line.includes('ocial worker'))).toEqual([
      '      - Name a social worker for the children. Responsibility passes only once one is named.',
    ]);
  });

  test('once it is arranged says the day, and on the day asks to confirm the handover', () => {
    expect(page({ status: 'transfer-arranged', placement: arranged })).toEqual([
      'title: The child’s move to you; caption: Reference NTS-7F3K-2M9Q; formHeading: Tell us',
      'status:',
      '  text: Move arranged; colour: green',
      'lead:',
      '  - Hampshire takes the child, and the day of the move is fixed.',
      'sections:',
      '  - heading: Where it stands',
      '    rows:',
      '      - label: Waiting for; value: The scheme, to allocation by 5pm on Monday 23 November',
      '      - label: Accepted; value: 9am on Monday 23 November 2026',
      '      - label: Day of the move; value: 25 November 2026',
      '      - label: Social worker; value: Named. Sign in to see who it is',
      '      - label: Move by; value: 7 December 2026',
      '  - heading: Before the move',
      '    points:',
      '      - Agree the day and the journey with the entry authority, and tell the child.',
      '      - Responsibility passes to you at the handover, not before.',
      'after:',
      '  - heading: The referral',
      '    rows:',
      '      - label: Entry authority; value: Kent',
      '      - label: Children; value: 1 child',
      '      - label: The child; value: Boy, turns 18 in May 2028 / Foster care / No particular needs recorded',
    ]);
    const warning = (now: string) => page({ status: 'transfer-arranged', placement: arranged }, { now })[0];
    expect(warning('2026-11-24T23:59:00.000Z')).not.toContain('warning');
    expect(warning('2026-11-25T00:00:00.000Z')).toContain(
      'warning: Confirm the handover as soon as the child is with you, or say that the move failed.',
    );
    expect(page({ status: 'child-refused', placement: arranged }, { now: LATER })[0]).not.toContain(
      'warning',
    );
    expect(page({ status: 'transfer-arranged' }, { now: LATER })[0]).not.toContain('warning');
  });

  test('says less of the children once the case is closed, unless one is signed in', () => {
    const done = { status: 'transferred', placement: { ...arranged, handedOverAt: LATER } } as const;
    for (const status of ['missing-from-care', 'left-care'] as const) {
      const since = page({ ...done, status });
      expect(since[0]).toContain('title: The transfer is complete');
      expect(since.join()).not.toContain('Before the move');
    }
    expect(page(done)).toEqual([
      'title: The transfer is complete; caption: Reference NTS-7F3K-2M9Q; formHeading: Tell us',
      'status:',
      '  text: Transferred; colour: grey',
      'lead:',
      '  - The child was handed over to Hampshire, which is responsible now.',
      'sections:',
      '  - heading: Where it stands',
      '    rows:',
      '      - label: Waiting for; value: The scheme, to allocation by 5pm on Monday 23 November',
      '      - label: Accepted; value: 9am on Monday 23 November 2026',
      '      - label: Day of the move; value: 25 November 2026',
      '      - label: Social worker; value: Named. Sign in to see who it is',
      '      - label: Handed over; value: 5pm on Thursday 26 November 2026',
      '      - label: Move by; value: 7 December 2026',
      'after:',
      '  - heading: The referral',
      '    rows:',
      '      - label: Entry authority; value: Kent',
      '      - label: Children; value: 1 child',
    ]);
    const known = page(done, { known: true });
    expect(known.filter((line) => line.includes('The child; value'))).toHaveLength(1);
    const before = known.findIndex((line) => line.includes('What the record proves for funding'));
    expect(known.slice(0, before)).toHaveLength(page(done).length + 1);
  });

  test('says that a child must not move while the area may be unsafe', () => {
    const avoiding = (area: string) => [
      { facts: { areasToAvoid: [area] }, askedAt: NOW } as unknown as Proposal,
    ];
    const proposals = avoiding('E10000014');
    expect(page({ proposals })[0]).toEqual(
      'title: The child’s move to you; caption: Reference NTS-7F3K-2M9Q; warning: Do not move the child yet. An email in the name of Kent says that your area may not be safe. It has been asked whether that is so, and a coordinator has been told.; formHeading: Tell us',
    );
    expect(page({ proposals: avoiding('E10000030') })[0]).not.toContain('Do not move');
    expect(page({ status: 'transferred', proposals })[0]).not.toContain('Do not move');
    const elsewhere = { placement: { ...arranged, placedIn: 'E09000009' }, proposals: avoiding('E09000009') };
    expect(page(elsewhere)[0]).toContain('says that the area of Ealing may not be safe');
  });

  test('tells a council that has the child no more', () => {
    expect(page({}, { council: 'E10000030' })).toEqual([
      'title: You do not take this child any more; caption: Reference NTS-7F3K-2M9Q',
      'status:',
      '  text: Closed; colour: grey',
      'lead:',
      '  - The placement with your council was undone, and your place is free again. You need do nothing more.',
      'sections:',
      '  - heading: If this is not what you expected',
      '    text:',
      '      - Reply to the email that brought you here, and quote the reference.',
    ]);
    const merged = [
      { referralId: 'a', reference: 'NTS-AAAA-AAAA', council: 'E10000030' },
      { referralId: 'b', reference: 'NTS-BBBB-BBBB', council: 'E10000030' },
      { referralId: 'c', reference: 'NTS-CCCC-CCCC', council: 'E10000013' },
    ];
    expect(page({ merged }, { council: 'E10000030' })).toEqual([
      'title: Your referral was joined to an earlier one; caption: Reference NTS-7F3K-2M9Q',
      'lead:',
      '  - Your referral NTS-BBBB-BBBB is about a child who had been referred before. The case NTS-7F3K-2M9Q goes on for both.',
      'sections:',
      '  - heading: What follows',
      '    text:',
      '      - What you sent is kept. A coordinator compares it with the case and calls you if there is a question. You need not send it again.',
      '      - If these are two different children, reply to the email that brought you here at once.',
    ]);
    expect(
      page({ merged: [{ referralId: 'a', reference: 'NTS-AAAA-AAAA', council: 'E10000014' }] })[0],
    ).toContain('move to you');
  });
});

describe('the page of a coordinator', () => {
  const page = (over: Partial<Case>) => speltOut(caseModel(aCase(over), NOW));

  test('says where a case stands, and what stops it', () => {
    expect(
      page({
        status: 'held',
        round: 2,
        hold: { reasons: [{ code: 'x', words: 'A reason.' }], since: NOW, reviewAt: NOW },
        missing: [{ field: 'arrivedOn', words: 'the day of arrival' }],
        needs: { party: { kind: 'coordinators' }, by: LATER, what: 'decide on the hold' },
      }),
    ).toEqual([
      'title: Referral by Kent; caption: Reference NTS-7F3K-2M9Q; warning: A coordinator has to decide on the hold by 5pm on Thursday 26 November (in 3 days).; formHeading: Your decision',
      'status:',
      '  text: On hold; colour: orange',
      'lead:',
      '  - A coordinator has to decide before any council is asked.',
      'sections:',
      '  - heading: Where it stands',
      '    rows:',
      '      - label: Who has to act; value: The coordinators: decide on the hold, by 5pm on Thursday 26 November',
      '      - label: Opened; value: 9am on Monday 23 November 2026',
      '      - label: Move by; value: 7 December 2026',
      '      - label: Rounds of offers; value: 2',
      '      - label: Policy; value: nts-2025',
      '  - heading: Why it is on hold',
      '    points:',
      '      - A reason.',
      '  - heading: What is missing',
      '    points:',
      '      - The day of arrival',
      'formText:',
      '  - Every decision is recorded with your name and your note.',
      'after:',
      '  - heading: The referral',
      '    rows:',
      '      - label: Entry authority; value: Kent',
      '      - label: Places needed; value: 1 child',
      '      - label: The child; value: Boy, turns 18 in May 2028 / Foster care / No particular needs recorded',
      '      - label: Arrived; value: 15 November 2026',
      '      - label: Family in the UK; value: No, none known',
      '      - label: Links; value: None recorded',
      '      - label: Areas to avoid; value: None recorded',
      '      - label: Trafficking; value: No signs',
      '      - label: Where the child is now; value: In the care of Kent',
      '      - label: Child’s wishes; value: Recorded',
    ]);
  });

  test('says who has the child, and which declines wait for a word', () => {
    const offers = [
      anOffer({ status: 'declined', review: 'pending' }),
      anOffer({ id: '1-2', council: 'E09000008', status: 'declined', review: 'pending' }),
      anOffer({ id: '1-3', council: 'E10000013', status: 'declined', review: 'accepted' }),
    ];
    const moveOn = '2026-11-30';
    expect(
      page({ status: 'transfer-arranged', placement: { ...placement, moveOn }, offers, missing: [] }),
    ).toEqual([
      'title: Referral by Kent; caption: Reference NTS-7F3K-2M9Q; formHeading: Your decision',
      'status:',
      '  text: Move arranged; colour: green',
      'lead:',
      '  - Hampshire takes the child, and the day of the move is fixed.',
      '  - Hampshire and Croydon declined. Read the reason and decide whether to accept it.',
      'sections:',
      '  - heading: Where it stands',
      '    rows:',
      '      - label: Who has to act; value: The scheme itself: allocation, by 5pm on Monday 23 November',
      '      - label: Opened; value: 9am on Monday 23 November 2026',
      '      - label: Move by; value: 7 December 2026',
      '      - label: Receiving authority; value: Hampshire',
      '      - label: Day of the move; value: 30 November 2026',
      '      - label: Declined by; value: 3 councils: Hampshire, Croydon and Gloucestershire',
      '      - label: Policy; value: nts-2025',
      'formText:',
      '  - Every decision is recorded with your name and your note.',
      'after:',
      '  - heading: The referral',
      '    rows:',
      '      - label: Entry authority; value: Kent',
      '      - label: Places needed; value: 1 child',
      '      - label: The child; value: Boy, turns 18 in May 2028 / Foster care / No particular needs recorded',
      '      - label: Arrived; value: 15 November 2026',
      '      - label: Family in the UK; value: No, none known',
      '      - label: Links; value: None recorded',
      '      - label: Areas to avoid; value: None recorded',
      '      - label: Trafficking; value: No signs',
      '      - label: Where the child is now; value: In the care of Kent',
      '      - label: Child’s wishes; value: Recorded',
    ]);
    expect(
      page({ status: 'accepted', placement }).filter((line) => line.includes('Day of the move')),
    ).toEqual([]);
    expect(
      page({ status: 'offered', hold: { reasons: [], since: NOW, reviewAt: NOW } }).join(),
    ).not.toContain('on hold');
    const { needs: _, ...closed } = aCase({ status: 'withdrawn' });
    expect(speltOut(caseModel(closed, NOW)).join()).not.toContain('Who has to act');
  });

  test('says which e-mail waits for confirmation, and what it would do', () => {
    const one = {
      id: 'mail-1',
      saidAt: NOW,
      askedAt: NOW,
      confirmBy: LATER,
      because: 'x',
      facts: { wishesRecorded: false },
      base: { wishesRecorded: true },
      sentFrom: 'duty-desk',
    } as unknown as Proposal;
    expect(
      page({ proposals: [one, { ...one, id: 'mail-2', unsafe: ['E10000014', 'E10000030'] }] }).slice(0, 26),
    ).toEqual([
      'title: Referral by Kent; caption: Reference NTS-7F3K-2M9Q; formHeading: Your decision',
      'status:',
      '  text: Looking for councils; colour: blue',
      'lead:',
      '  - The scheme is looking for councils to ask.',
      'sections:',
      '  - heading: Where it stands',
      '    rows:',
      '      - label: Who has to act; value: The scheme itself: allocation, by 5pm on Monday 23 November',
      '      - label: Opened; value: 9am on Monday 23 November 2026',
      '      - label: Move by; value: 7 December 2026',
      '      - label: Policy; value: nts-2025',
      '  - heading: An email waits for confirmation',
      '    text:',
      '      - Kent has been asked whether it sent it, and answers by 5pm on Thursday 26 November. Nothing has changed. If it does not answer, call it, and record below what it says.',
      '    rows:',
      '      - label: Came by email; value: 9am on Monday 23 November 2026',
      '      - label: Wishes recorded; value: Now: Yes / It would say: No',
      '  - heading: An email waits for confirmation',
      '    text:',
      '      - Kent has been asked whether it sent it, and answers by 5pm on Thursday 26 November. Nothing has changed. If it does not answer, call it, and record below what it says.',
      '      - It says that Hampshire and Surrey is not safe for the child. Until it is answered nobody is newly asked there and no move there is arranged. Call now.',
      '    rows:',
      '      - label: Came by email; value: 9am on Monday 23 November 2026',
      '      - label: Wishes recorded; value: Now: Yes / It would say: No',
      'formText:',
    ]);
  });

  test('of a closed case says what became of it, once every decline is settled', () => {
    expect(speltOut(whatBecameOf(aCase({ status: 'stayed' })))).toEqual([
      'title: This case is closed; caption: Reference NTS-7F3K-2M9Q',
      'status:',
      '  text: Stayed; colour: grey',
      'lead:',
      '  - The child stays with the entry authority. The case is closed.',
      'sections:',
      '  - heading: If you need its record',
      '    text:',
      '      - Nothing is left to decide here. Coordinators see the whole record when they have signed in and open this link again.',
      'links:',
      '  - text: Sign in; href: /sign-in',
    ]);
    expect(whatBecameOf(aCase({ status: 'offered' }))).toBeUndefined();
    const offers = [anOffer({ status: 'declined', review: 'pending' })];
    expect(whatBecameOf(aCase({ status: 'transferred', placement, offers }))).toBeUndefined();
  });

  test('has the trail with its seal, whole or broken', () => {
    const context = {
      at: NOW,
      actor: { kind: 'system', name: 'test' },
      policy: 'nts-2025',
      cause: 'test',
    } as const;
    const data = { referralId: '5f0c7e1a-3b1d-4f6e-9a2c-8d4e6b7f1a20', facts: {} };
    const trail: readonly AnyEvent[] = appendTo(
      { subject: 'NTS-7F3K-2M9Q', number: 0, hash: '0'.repeat(64) },
      [
        { type: 'referral-amended.v2', data },
        { type: 'case-resumed.v1', data: { foundAt: NOW } },
      ],
      context,
    );
    expect(speltOut(caseTimeline(trail))).toEqual([
      '- heading: 23 November 2026: The entry authority added to the referral; The child was found; open: true; remindersHeading: ',
      '  entries:',
      '    - title: The entry authority added to the referral; at: 2026-11-23T09:00:00.000Z; when: 9am on Monday 23 November 2026; who: automatic',
      '      details:',
      '        none',
      '    - title: The child was found; at: 2026-11-23T09:00:00.000Z; when: 9am on Monday 23 November 2026; who: automatic',
      '      details:',
      '        - At 9am on Monday 23 November 2026. The case goes on with the time it had left.',
      '  reminders:',
      '    none',
    ]);
    const lastHash = trail.at(-1)?.trail?.hash ?? '';
    expect(trailSeal(aCase({ version: 2, lastHash }), trail)).toEqual({
      colour: 'green',
      text: 'Trail intact',
      words:
        'All 2 entries are as they were recorded: each is sealed with the one before it. The latest stands first. Open a day to read it.',
    });
    expect(trailSeal(aCase({ version: 2, lastHash: 'a'.repeat(64) }), trail)).toEqual({
      colour: 'red',
      text: 'Trail broken',
      words:
        'Entry 3 does not hold: the trail ends at 2, but 2 events were recorded. Decide nothing on the strength of this record, and report it to whoever runs the service.',
    });
  });
});

describe('why these councils', () => {
  const councils = [
    aCouncil({ code: 'E10000013', name: 'Gloucestershire', region: 'E12000009', regionName: 'South West' }),
    ...['E10000014', 'E10000030', 'E09000008', 'E06000036'].map((code) => aCouncil({ code })),
    ...['E06000043', 'E06000038', 'E06000044'].map((code) => aCouncil({ code, participates: false })),
    aCouncil({ code: 'E10000011', caredFor: { count: null, asAt: '2025-03-31', source: 'published' } }),
    aCouncil({ code: 'E10000032', caredFor: { count: 100, asAt: '2025-03-31', source: 'published' } }),
    aCouncil({ code: 'E10000025', incoming: 3, held: 8 }),
    ...Array.from({ length: 14 }, (_, index) =>
      aCouncil({ code: `E0800000${index.toString(36)}`, participates: false }),
    ),
  ];
  const inputs = inputsWith(councils, two);
  const { decision, turns } = explainAllocation(inputs);
  const verdicts = 'verdicts' in decision ? decision.verdicts : [];
  const order = inOrderOfTurn(verdicts, turns);
  const nobodyFound = { type: 'case-escalated.v1', data: {} } as never;
  const explained = (query: Record<string, string> = {}, more: object = {}) =>
    speltOut(caseExplanation({ event: nobodyFound, verdicts, order, inputs, ...more }, request(query)));

  test('says of each council what was asked and why it was passed over, in order, page by page', () => {
    expect(explained()).toEqual([
      'passedOverHeading: Passed over: 23 councils',
      'text:',
      '  - Nobody could be asked, decided on 23 November 2026 under policy nts-2025 for 2 children. All 26 councils were looked at, with the figures of that moment.',
      '  - Regions take turns, and in each region its councils. As a rule, whoever is furthest behind its share is asked first. Shares count these children too. What councils that are closed have missed is spread over the others.',
      'regions:',
      '  - region: South East; share: 1.286 behind; due: Now; councils: 5',
      '  - region: South West; share: 0.714 behind; due: After 0.8 children; councils: 1',
      'asked:',
      '  - heading: Asked: 3 councils',
      '    rows:',
      '      - council: Bracknell Forest; region: South East; sentence: its region is furthest behind its share, by 1.3 children; in its region it is 0.4 children behind its share; room for 10.; why: Chosen: its turn. Nothing sets Bracknell Forest and Croydon apart here, so the order of their codes says which of the two comes first.; numbers: Room 10, threshold 100, in care 90, on the way 0, held by open offers 0',
      '      - council: Croydon; region: London; sentence: its region is furthest behind its share, by 1.3 children; in its region it is 0.4 children behind its share; room for 10.; why: Back-up 1: next in turn. Nothing sets Bracknell Forest and Croydon apart here, so the order of their codes says which of the two comes first.; numbers: Room 10, threshold 100, in care 90, on the way 0, held by open offers 0',
      '      - council: East Sussex; region: South East; sentence: its region is furthest behind its share, by 1.3 children; in its region it is 0.4 children behind its share; room for 100.; why: Back-up 2: next in turn. Nothing sets Croydon and East Sussex apart here, so the order of their codes says which of the two comes first.; numbers: Room 100, threshold 100, in care not known, on the way 0, held by open offers 0',
      'passedOver:',
      '  - heading: Later in turn: 3 councils',
      '    rows:',
      '      - council: Hampshire; region: South East; sentence: its region is furthest behind its share, by 1.3 children; in its region it is 0.4 children behind its share; room for 10.; why: Number 4 in turn. Nothing sets East Sussex and Hampshire apart here, so the order of their codes says which of the two comes first.; numbers: Room 10, threshold 100, in care 90, on the way 0, held by open offers 0',
      '      - council: Surrey; region: South East; sentence: its region is furthest behind its share, by 1.3 children; in its region it is 0.4 children behind its share; room for 10.; why: Number 5 in turn. Nothing sets Hampshire and Surrey apart here, so the order of their codes says which of the two comes first.; numbers: Room 10, threshold 100, in care 90, on the way 0, held by open offers 0',
      '      - council: Gloucestershire; region: South West; sentence: its region is 0.7 children behind its share; in its region it is 2.0 children behind its share; room for 10.; why: Number 6 in turn. South East is 1.3 children behind its share of the nation’s turns. South West is 0.7 children behind its share.; numbers: Room 10, threshold 100, in care 90, on the way 0, held by open offers 0',
      '  - heading: Looks after the child now: 1 council',
      '    rows:',
      '      - council: Kent; region: South East; sentence: it looks after the child now.; why: ; numbers: Room -105, threshold 346, in care 451, on the way 0, held by open offers 0',
      '  - heading: Not in the scheme: 17 councils',
      '    rows:',
      '      - council: Bolton; region: North West; sentence: it does not take part in the scheme.; why: ; numbers: Room 10, threshold 100, in care 90, on the way 0, held by open offers 0',
      '      - council: Brighton and Hove; region: South East; sentence: it does not take part in the scheme.; why: ; numbers: Room 10, threshold 100, in care 90, on the way 0, held by open offers 0',
      '      - council: Bury; region: North West; sentence: it does not take part in the scheme.; why: ; numbers: Room 10, threshold 100, in care 90, on the way 0, held by open offers 0',
      '      - council: E08000000; region: ; sentence: it does not take part in the scheme.; why: ; numbers: Room 10, threshold 100, in care 90, on the way 0, held by open offers 0',
      '      - council: E0800000a; region: ; sentence: it does not take part in the scheme.; why: ; numbers: Room 10, threshold 100, in care 90, on the way 0, held by open offers 0',
      '      - council: E0800000b; region: ; sentence: it does not take part in the scheme.; why: ; numbers: Room 10, threshold 100, in care 90, on the way 0, held by open offers 0',
      '      - council: E0800000c; region: ; sentence: it does not take part in the scheme.; why: ; numbers: Room 10, threshold 100, in care 90, on the way 0, held by open offers 0',
      '      - council: E0800000d; region: ; sentence: it does not take part in the scheme.; why: ; numbers: Room 10, threshold 100, in care 90, on the way 0, held by open offers 0',
      '      - council: Manchester; region: North West; sentence: it does not take part in the scheme.; why: ; numbers: Room 10, threshold 100, in care 90, on the way 0, held by open offers 0',
      '      - council: Oldham; region: North West; sentence: it does not take part in the scheme.; why: ; numbers: Room 10, threshold 100, in care 90, on the way 0, held by open offers 0',
      '      - council: Portsmouth; region: South East; sentence: it does not take part in the scheme.; why: ; numbers: Room 10, threshold 100, in care 90, on the way 0, held by open offers 0',
      'passedOverPage:',
      '  from: 0; to: 15; isLast: false; words: Showing 1 to 15 of 23',
      '  pagination:',
      '    landmarkLabel: Pages of councils passed over',
      '    next:',
      '      href: ?councils=2',
      '    items:',
      '      - number: 1; href: ?councils=1; current: true',
      '      - number: 2; href: ?councils=2; current: false',
    ]);
    expect(explained({ councils: '2' })).toEqual([
      'passedOverHeading: Passed over: 23 councils',
      'text:',
      '  - Nobody could be asked, decided on 23 November 2026 under policy nts-2025 for 2 children. All 26 councils were looked at, with the figures of that moment.',
      '  - Regions take turns, and in each region its councils. As a rule, whoever is furthest behind its share is asked first. Shares count these children too. What councils that are closed have missed is spread over the others.',
      'regions:',
      '  - region: South East; share: 1.286 behind; due: Now; councils: 5',
      '  - region: South West; share: 0.714 behind; due: After 0.8 children; councils: 1',
      'asked:',
      '  - heading: Asked: 3 councils',
      '    rows:',
      '      - council: Bracknell Forest; region: South East; sentence: its region is furthest behind its share, by 1.3 children; in its region it is 0.4 children behind its share; room for 10.; why: Chosen: its turn. Nothing sets Bracknell Forest and Croydon apart here, so the order of their codes says which of the two comes first.; numbers: Room 10, threshold 100, in care 90, on the way 0, held by open offers 0',
      '      - council: Croydon; region: London; sentence: its region is furthest behind its share, by 1.3 children; in its region it is 0.4 children behind its share; room for 10.; why: Back-up 1: next in turn. Nothing sets Bracknell Forest and Croydon apart here, so the order of their codes says which of the two comes first.; numbers: Room 10, threshold 100, in care 90, on the way 0, held by open offers 0',
      '      - council: East Sussex; region: South East; sentence: its region is furthest behind its share, by 1.3 children; in its region it is 0.4 children behind its share; room for 100.; why: Back-up 2: next in turn. Nothing sets Croydon and East Sussex apart here, so the order of their codes says which of the two comes first.; numbers: Room 100, threshold 100, in care not known, on the way 0, held by open offers 0',
      'passedOver:',
      '  - heading: Not in the scheme: 17 councils',
      '    rows:',
      '      - council: Reading; region: South East; sentence: it does not take part in the scheme.; why: ; numbers: Room 10, threshold 100, in care 90, on the way 0, held by open offers 0',
      '      - council: Rochdale; region: North West; sentence: it does not take part in the scheme.; why: ; numbers: Room 10, threshold 100, in care 90, on the way 0, held by open offers 0',
      '      - council: Salford; region: North West; sentence: it does not take part in the scheme.; why: ; numbers: Room 10, threshold 100, in care 90, on the way 0, held by open offers 0',
      '      - council: Stockport; region: North West; sentence: it does not take part in the scheme.; why: ; numbers: Room 10, threshold 100, in care 90, on the way 0, held by open offers 0',
      '      - council: Tameside; region: North West; sentence: it does not take part in the scheme.; why: ; numbers: Room 10, threshold 100, in care 90, on the way 0, held by open offers 0',
      '      - council: Trafford; region: North West; sentence: it does not take part in the scheme.; why: ; numbers: Room 10, threshold 100, in care 90, on the way 0, held by open offers 0',
      '  - heading: At or over its threshold: 2 councils',
      '    rows:',
      '      - council: Oxfordshire; region: South East; sentence: cares for 90 children, 3 more on the way, 8 places held by open offers, its threshold is 100.; why: ; numbers: Room -1, threshold 100, in care 90, on the way 3, held by open offers 8',
      '      - council: West Sussex; region: South East; sentence: cares for 100 children, its threshold is 100.; why: ; numbers: Room 0, threshold 100, in care 100, on the way 0, held by open offers 0',
      'passedOverPage:',
      '  from: 15; to: 23; isLast: true; words: Showing 16 to 23 of 23',
      '  pagination:',
      '    landmarkLabel: Pages of councils passed over',
      '    previous:',
      '      href: ?councils=1',
      '    items:',
      '      - number: 1; href: ?councils=1; current: false',
      '      - number: 2; href: ?councils=2; current: true',
    ]);
  });

  /** What the page shows of what somebody typed. */
  const asked = (typed: string) => {
    const address = whySought(new Map([['why', [typed]]])) ?? '';
    expect(address).toMatch(/^\?why=[EWSN\d.]*(?:none)?#found$/);
    return explained(Object.fromEntries(new URL(address, 'https://pages.test').searchParams));
  };

  test('answers why not of any council whose name holds what was typed, however it is typed, by codes alone in the address', () => {
    expect(asked(' SUSSEX').slice(0, 8)).toEqual([
      'passedOverHeading: Passed over: 23 councils',
      'text:',
      '  - Nobody could be asked, decided on 23 November 2026 under policy nts-2025 for 2 children. All 26 councils were looked at, with the figures of that moment.',
      '  - Regions take turns, and in each region its councils. As a rule, whoever is furthest behind its share is asked first. Shares count these children too. What councils that are closed have missed is spread over the others.',
      'found:',
      '  heading: Why, or why not: 2 councils',
      '  rows:',
      '    - council: East Sussex; region: South East; sentence: its region is furthest behind its share, by 1.3 children; in its region it is 0.4 children behind its share; room for 100.; why: Back-up 2: next in turn. Nothing sets Croydon and East Sussex apart here, so the order of their codes says which of the two comes first.; numbers: Room 100, threshold 100, in care not known, on the way 0, held by open offers 0',
    ]);
    for (const [typed, heading] of [
      ['atlantis', 'No council that was looked at has that in its name'],
      [' ', 'Enter the name of a council, or a part of it'],
    ] as const)
      expect(asked(typed).slice(4, 8)).toEqual(['found:', `  heading: ${heading}`, '  rows:', '    none']);
    expect(whySought(new Map([['action', ['place']]]))).toBeUndefined();
  });

  test('names no more than ten councils of a name, and says that there are more', () => {
    const codes = councils.map(({ code }) => code);
    const many = explained({ why: codes.slice(0, 11).join('.') });
    expect(many[5]).toBe('  heading: More than 10 councils have that in their name. Enter more of it');
    expect(many.slice(7, many.indexOf('regions:'))).toHaveLength(10);
  });

  test('says which round it was, and that nobody could be asked', () => {
    const event = { type: 'offers-made.v1', data: { round: 3 } };
    expect(explained({}, { event })[2]).toEqual(
      '  - Round 3, decided on 23 November 2026 under policy nts-2025 for 2 children. All 26 councils were looked at, with the figures of that moment.',
    );
    const lead = { type: 'region-asked.v1', data: { region: 'E12000007' } };
    expect(explained({}, { event: lead }).slice(2, 9)).toEqual([
      '  - The lead of London is asked first, decided on 23 November 2026 under policy nts-2025 for 2 children. All 26 councils were looked at, with the figures of that moment.',
      '  - Regions take turns, and in each region its councils. As a rule, whoever is furthest behind its share is asked first. Shares count these children too. What councils that are closed have missed is spread over the others.',
      'regions:',
      '  - region: South East; share: 1.286 behind; due: Now; councils: 5',
      '  - region: South West; share: 0.714 behind; due: After 0.8 children; councils: 1',
      'asked:',
      '  - heading: Who the rota would ask: 3 councils',
    ]);
    const backwards = [...verdicts].reverse();
    expect(explained({}, { verdicts: backwards })).toEqual(explained());
    const passedOver = ({ outcome }: (typeof verdicts)[number]) => outcome === 'passed-over';
    const nobody = { verdicts: verdicts.filter(passedOver), order: order.filter(passedOver) };
    expect(explained({}, nobody).slice(0, 3)).toEqual([
      'passedOverHeading: Passed over: 23 councils',
      'text:',
      '  - Nobody could be asked, decided on 23 November 2026 under policy nts-2025 for 2 children. All 23 councils were looked at, with the figures of that moment.',
    ]);
  });
});
