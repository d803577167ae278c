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
const promises = 'test/dynamodb/promises.test.ts';
const everyMail = ['lines', 'csv', 'xlsx', 'word', 'json'];
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
    was: 'sealed.sealFirst(draft.id, draft.council, referral.particulars, until)',
    is: 'sealed.sealFirst(draft.id, draft.council, referral.particulars.slice(0, 1), until)',
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
    was: 'const split = children.map(({ turns18Month, ...child }) => {',
    is: 'const split = children.map(({ turns18Month, missingHistory: _, ...child }) => {',
    foundBy: inChannels(['form', 'api'], ['api', 'page']),
  },
  {
    bug: 'a table loses what a cell says of health',
    file: 'functions/receive-email/read-table.ts',
    was: "label.kind === 'fact' && cell !== ''",
    is: "label.kind === 'fact' && label.field !== 'health' && cell !== ''",
    foundBy: inChannels(['csv', 'xlsx'], ['csv', 'xlsx']),
  },
  {
    bug: 'the form says of every child what it says of the first',
    file: 'functions/pages/refer/child-parts.ts',
    was: "languages: textOf(given(answered, 'language', 'languages')),",
    is: "languages: textOf(answered['child1-language']?.['child1-languages']),",
    foundBy: inChannels(['form']),
  },
  {
    bug: 'an e-mail is in hand for a second',
    file: 'functions/send-notification/send-notification.ts',
    was: 'IN_HAND_MILLISECONDS = 60_000',
    is: 'IN_HAND_MILLISECONDS = 1_000',
    foundBy: [{ file: inHand, tests: [leaves] }],
  },
  {
    bug: 'an e-mail is in hand for an hour',
    file: 'functions/send-notification/send-notification.ts',
    was: 'IN_HAND_MILLISECONDS = 60_000',
    is: 'IN_HAND_MILLISECONDS = 3_600_000',
    foundBy: [{ file: inHand, tests: [leaves] }],
  },
  {
    bug: 'an e-mail that could not be sent stays in hand',
    file: 'functions/send-notification/send-notification.ts',
    was: 'await release(tools, errand, ids);',
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
];
