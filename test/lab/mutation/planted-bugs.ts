/** Mistakes that were once in nobody's sight: each is planted in the code in turn, and the tests named for it have to fail. */
export interface PlantedBug {
  readonly bug: string;
  readonly file: string;
  /** Stands there once. */
  readonly was: string;
  readonly is: string;
  /** Test files, and how the titles begin of the tests in them that have to fail, each. */
  readonly foundBy: readonly { readonly file: string; readonly tests: readonly string[] }[];
}

const channels = 'test/functions/channels.test.ts';
const inHand = 'test/functions/email-in-hand.test.ts';
const leaves = 'who dies with an e-mail in hand leaves it to the next, after a minute';
const belong = 'test/ownership/sealed-details-belong.test.ts';
const promises = 'test/dynamodb/promises.test.ts';
const everyMail = ['lines', 'csv', 'xlsx', 'word'];
const inChannels = (referred: readonly string[], added: readonly string[] = []) => [
  {
    file: channels,
    tests: [...referred.map((way) => `referred by ${way}`), ...added.map((way) => `added by ${way} to`)],
  },
];

export const plantedBugs: readonly PlantedBug[] = [
  {
    bug: 'the form seals only the first child of a group',
    file: 'functions/pages/refer/keep-draft.ts',
    was: 'sealed.sealFirst(draft.id, draft.council, referral.particulars, until, person)',
    is: 'sealed.sealFirst(draft.id, draft.council, referral.particulars.slice(0, 1), until, person)',
    foundBy: inChannels(['form']),
  },
  {
    bug: 'the API seals only the first child of a group',
    file: 'functions/api/refer.ts',
    was: 'sealFirst(referralId, council, particulars,',
    is: 'sealFirst(referralId, council, particulars.slice(0, 1),',
    foundBy: inChannels(['api']),
  },
  {
    bug: 'mail seals only the first child of a group',
    file: 'functions/receive-email/receive-email.ts',
    was: 'sealFirst(referralId, owner, particulars,',
    is: 'sealFirst(referralId, owner, particulars.slice(0, 1),',
    foundBy: inChannels(everyMail),
  },
  {
    bug: 'an amendment seals only the first child of a group',
    file: 'shared/runtime/seal-amendment.ts',
    was: 'keepAmendment(referralId, amendmentId, owner, particulars,',
    is: 'keepAmendment(referralId, amendmentId, owner, particulars.slice(0, 1),',
    foundBy: inChannels([], ['api', ...everyMail]),
  },
  {
    bug: 'a request loses where a child has been missing',
    file: 'shared/core/referral/referral-request.ts',
    was: 'const split = children.map((child) => parted(',
    is: 'const split = children.map(({ missingHistory: _, ...child }) => parted(',
    foundBy: inChannels(['form', 'api'], ['api', 'page']),
  },
  {
    bug: 'a table loses what a cell says of health',
    file: 'functions/receive-email/read-table.ts',
    was: "if (label?.kind === 'fact') {",
    is: "if (label?.kind === 'fact' && label.field !== 'health') {",
    foundBy: inChannels(['csv', 'xlsx'], ['csv', 'xlsx']),
  },
  {
    bug: 'the form says of every child what it says of the first',
    file: 'functions/pages/refer/child-identity-parts.ts',
    was: "languages: textOf(given(answered, 'language', 'languages')),",
    is: "languages: textOf(answered['child1-language']?.['child1-languages']),",
    foundBy: inChannels(['form']),
  },
  {
    bug: 'an e-mail is in hand for a second',
    file: 'functions/send-notification/send-once.ts',
    was: 'IN_HAND_MILLISECONDS = 60_000',
    is: 'IN_HAND_MILLISECONDS = 1_000',
    foundBy: [{ file: inHand, tests: [leaves] }],
  },
  {
    bug: 'an e-mail is in hand for an hour',
    file: 'functions/send-notification/send-once.ts',
    was: 'IN_HAND_MILLISECONDS = 60_000',
    is: 'IN_HAND_MILLISECONDS = 3_600_000',
    foundBy: [{ file: inHand, tests: [leaves] }],
  },
  {
    bug: 'an e-mail that could not be sent stays in hand',
    file: 'functions/send-notification/send-once.ts',
    was: 'await release(tools, named, ids);',
    is: '',
    foundBy: [{ file: inHand, tests: ['who could not send gives the e-mail back'] }],
  },
  {
    bug: 'the table lets anybody take an e-mail in hand',
    file: 'shared/aws/dynamo-case-store.ts',
    was: "const free = 'attribute_not_exists(pk) OR inHandUntil <= :now';",
    is: "const free = 'attribute_not_exists(pk) OR inHandUntil <= :now OR inHandUntil > :now';",
    foundBy: [
      { file: inHand, tests: [`${leaves}: the table`, 'of many workers at one moment one sends: the table'] },
      { file: promises, tests: ['of copies of one request about E10000014'] },
    ],
  },
  {
    bug: 'the memory twin lets anybody take an e-mail in hand',
    file: 'shared/memory/memory-case-store.ts',
    was: "if ((this.#inHand.get(key) ?? '') > now) return 'in-hand';",
    is: '',
    foundBy: [
      {
        file: inHand,
        tests: [`${leaves}: the memory twin`, 'of many workers at one moment one sends: the memory twin'],
      },
    ],
  },
  {
    bug: 'a case is written over any version up to the one seen',
    file: 'shared/aws/case-transaction.ts',
    was: "ConditionExpression: 'version = :seen',",
    is: "ConditionExpression: 'version <= :seen',",
    foundBy: [{ file: promises, tests: ['a case that was seen at version 2 and stands at 1'] }],
  },
  {
    bug: 'the table lets anybody write over what is sealed',
    file: 'shared/aws/dynamo-sealed-store.ts',
    was: "const OWN = '(attribute_not_exists(#owner) OR #owner = :owner)';",
    is: "const OWN = '(attribute_not_exists(#owner) OR #owner = :owner OR #owner <> :owner)';",
    foundBy: [{ file: promises, tests: ['nobody but its owner changes anything'] }],
  },
  {
    bug: 'what is sealed first is sealed over what is there',
    file: 'shared/aws/dynamo-sealed-store.ts',
    was: "this.#putOr(keys.sealedChildren(referralId), 'attribute_not_exists(pk)'",
    is: "this.#putOr(keys.sealedChildren(referralId), 'attribute_not_exists(pk) OR attribute_exists(pk)'",
    foundBy: [{ file: promises, tests: ['a first write that finds something else'] }],
  },
  {
    bug: 'the id of a form’s referral comes from the form',
    file: 'functions/pages/refer/refer.ts',
    was: 'draftId(await tools.key.read(), session.council, press.data)',
    is: 'press.data',
    foundBy: [{ file: belong, tests: ['by the form, under the id of Kent'] }],
  },
  {
    bug: 'the id of an API’s referral follows from its key',
    file: 'functions/api/refer.ts',
    was: 'isBefore ? derived : newId()',
    is: 'derived',
    foundBy: [{ file: belong, tests: ['neither by the form nor by the queue'] }],
  },
  {
    bug: 'the ids of a mail’s referrals follow from the mail',
    file: 'functions/receive-email/mail-id.ts',
    was: "createHmac('sha256', seed)",
    is: "createHmac('sha256', '')",
    foundBy: [{ file: belong, tests: ['the ids of its referrals cannot be worked out'] }],
  },
  {
    bug: 'an amendment is sealed before it is decided',
    file: 'shared/runtime/seal-amendment.ts',
    was: "if (all === 'taken') return 'taken';",
    is: "if (all === 'taken') return 'taken';\n  await sealed.applyAmendment(referralId, amendmentId, owner, expiresAt);",
    foundBy: [
      {
        file: belong,
        tests: ['by api changes nothing when it is refused', 'by page changes nothing when it is'],
      },
    ],
  },
  {
    bug: 'a mail is its Message-ID',
    file: 'functions/receive-email/mail-id.ts',
    was: 'hashOf(whose, messageId, subject, bodyOf(raw))',
    is: 'hashOf(whose, messageId)',
    foundBy: [
      { file: belong, tests: ['another body under a Message-ID', 'another subject under a Message-ID'] },
    ],
  },
  {
    bug: 'the queue of referrals does not ask who speaks',
    file: 'functions/allocate-referral/allocate-referral.ts',
    was: "if (refusal?.kind === 'refused') throw new PermanentFailure(refusal.code, refusal.words);",
    is: '',
    foundBy: [{ file: belong, tests: ['by the queue, under the id of Kent’s referral, after'] }],
  },
  {
    bug: 'anybody who guesses its id sets an amendment aside',
    file: 'functions/allocate-referral/allocate-referral.ts',
    was: 'if (isOwn) await',
    is: 'await',
    foundBy: [{ file: belong, tests: ['is not set aside by a council, as the scheme itself'] }],
  },
  {
    bug: 'the queue of e-mails is believed about whom they go to',
    file: 'functions/send-notification/event-email.ts',
    was: '  assertFollows(request, asked);',
    is: '',
    foundBy: [
      {
        file: 'test/functions/send-notification.test.ts',
        tests: ['for a council that has no part in it, under'],
      },
    ],
  },
  {
    bug: 'a document changes before its event',
    file: 'functions/pages/documents/record-change.ts',
    was: 'for (let tries = 1; ; tries += 1) {',
    is: 'for (let tries = 1; tries < 1; tries += 1) {',
    foundBy: [{ file: 'test/pages/documents.test.ts', tests: ['no change comes before its event'] }],
  },
];
