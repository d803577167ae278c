/** The directions in which the house may be walked: events -> words -> core -> ports -> aws | memory -> functions -> infra. */
const only = (name, from, allowed, comment) => ({
  name,
  severity: 'error',
  comment,
  from: { path: from },
  to: { path: '^(events|shared|functions|infra|test)/', pathNot: [from, ...allowed] },
});

/** The rooms of the core, from the lowest floor up, and what each may know. */
const root = '^shared/core/[^/]+$';
const figures = '^shared/core/reference/';
const words = '^shared/words/';
const rooms = [
  { room: 'root', below: [], why: 'Policies, trails and hashes know no room.' },
  { room: 'calendar', below: [root, figures], why: 'Days and nations know nothing of councils or children.' },
  { room: 'council', below: [root, figures, '^shared/core/calendar/'], why: 'A council knows no case.' },
  {
    room: 'referral',
    below: [root, words, '^shared/core/calendar/'],
    why: 'What is said of children decides nothing.',
  },
  {
    room: 'allocation',
    below: [root, words, '^shared/core/(calendar|council|referral)/'],
    why: 'Whose turn it is follows from what is given, not from the life of a case.',
  },
  {
    room: 'case',
    below: [root, words, '^shared/core/(calendar|council|referral|allocation)/'],
    why: 'A case knows all the rules.',
  },
  {
    room: 'figures',
    below: [root, '^shared/core/(calendar|council)/'],
    why: 'What is counted follows from the events of a case, not from its rules.',
  },
];

module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      severity: 'error',
      from: {},
      to: { circular: true, dependencyTypesNot: ['type-only'] },
    },
    only('events-alone', '^events/', [], 'Contracts import nothing of ours.'),
    {
      name: 'events-only-zod',
      severity: 'error',
      from: { path: '^events/' },
      to: { dependencyTypes: ['npm'], pathNot: ['node_modules/zod/'] },
    },
    only(
      'core-pure',
      '^shared/core/',
      ['^events/', words],
      'The core imports the contracts, the words and itself.',
    ),
    {
      name: 'words-low',
      severity: 'error',
      comment: 'Words are said with names and days, and run none of the rules.',
      from: { path: words },
      to: {
        path: '^(events|shared|functions|infra|test)/',
        pathNot: [words, '^events/', root, '^shared/core/(calendar|council)/'],
        dependencyTypesNot: ['type-only'],
      },
    },
    only(
      'words-of-the-core',
      words,
      ['^events/', '^shared/(core|ports)/'],
      'Words know what there is to say: the options of the contracts, the core and the ports, by their types.',
    ),
    {
      name: 'words-said',
      severity: 'error',
      comment: 'Whoever decides or tells people says words; stores and the runtime keep and carry them.',
      from: { pathNot: `${words}|^shared/core/(referral|allocation|case)/|^(functions|infra|test)/` },
      to: { path: words },
    },
    ...rooms.map(({ room, below, why }) =>
      only(`core-${room}`, room === 'root' ? root : `^shared/core/${room}/`, ['^events/', ...below], why),
    ),
    {
      name: 'core-commands-above',
      severity: 'error',
      comment: 'What may be asked of a case rests on the case, never the other way.',
      from: { path: '^shared/core/case/[^/]+$' },
      to: { path: '^shared/core/case/commands/' },
    },
    {
      name: 'core-no-packages',
      severity: 'error',
      comment: 'Pure: zod for shapes and node:crypto for hashes, nothing else.',
      from: { path: '^shared/(core|words)/' },
      to: { dependencyTypes: ['npm', 'npm-dev', 'core'], pathNot: ['node_modules/zod/', '^(node:)?crypto$'] },
    },
    only('ports-on-core', '^shared/ports/', ['^events/', '^shared/core/'], 'Ports speak the core’s words.'),
    only(
      'aws-on-ports',
      '^shared/aws/',
      ['^events/', '^shared/core/', '^shared/ports/'],
      'Adapters know the ports, not each other.',
    ),
    only(
      'memory-on-ports',
      '^shared/memory/',
      ['^events/', '^shared/core/', '^shared/ports/'],
      'Twins know the ports, not each other.',
    ),
    only(
      'runtime-low',
      '^shared/runtime/',
      ['^events/', '^shared/core/', '^shared/ports/'],
      'The middleware of every function knows no adapter.',
    ),
    only(
      'functions-no-infra',
      '^functions/',
      ['^events/', '^shared/'],
      'A function never knows how it is deployed.',
    ),
    {
      name: 'functions-apart',
      severity: 'error',
      comment: 'Functions meet on queues and tables, not in imports.',
      from: { path: '^functions/([^/]+)/' },
      to: { path: '^functions/', pathNot: '^functions/$1/' },
    },
    {
      name: 'functions-ask-the-core',
      severity: 'error',
      comment:
        'What may be done says may-be-asked.ts, where a case stands standing.ts; the table is the core’s own.',
      from: { path: '^functions/' },
      to: { path: '^shared/core/case/transitions.ts$' },
    },
    only(
      'local-aws-alone',
      '^infra/local-aws/',
      [],
      'It plays any template: what it plays is handed to it, never imported.',
    ),
    only(
      'local-aws-tested-alone',
      '^test/local-aws/',
      ['^infra/local-aws/'],
      'Tried over a stack of its own.',
    ),
    {
      name: 'infra-settings-only',
      severity: 'error',
      comment: 'Constructs know a function’s settings and the paths of its pages, never its code.',
      from: { path: '^infra/', pathNot: '^infra/(local/|deploy|generate)' },
      to: { path: '^functions/', pathNot: '/(settings|routes|http/route)\\.ts$' },
    },
    {
      name: 'sdk-in-one-place',
      severity: 'error',
      from: { path: '^(shared|functions|events)/', pathNot: '^shared/aws/' },
      to: { path: 'node_modules/@aws-sdk/' },
    },
    { name: 'nobody-imports-tests', severity: 'error', from: { pathNot: '^test/' }, to: { path: '^test/' } },
    { name: 'no-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
