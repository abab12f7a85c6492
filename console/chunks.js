// Which modules come in one file. Left to itself the bundler makes a file of whatever the same pages share: 43 scripts and 15 styles for a space's
// home, of which browsers ask a server that speaks HTTP/1.1 for six at a time. With these groups it is 8 and 5, and 10 kB less, as what is
// compressed together compresses better. `test/sizes.test.ts` holds both.

/** Of one entry alone, or of pages that come later. */
const NOT_FOR_ALL = new RegExp(
  [
    '(?<!\\.module)\\.css',
    'console.src.(main|routes|embed|pages|setup|activity)',
    // Pages are made of these, and views too.
    'console.src.frame.(?!page|announcer|broken|kept-focus)',
    'bridge.dist.host',
  ].join('|'),
);
/** What has a library below it that most pages do without. */
const HEAVY = /dialog|popover|confirm|panel|json-(editor|tree|rows)/;

/** For `output.codeSplitting.groups`: the first that a module is in counts. */
export const CHUNKS = [
  { name: 'base', tags: ['$initial'], test: (id) => !NOT_FOR_ALL.test(id) },
  { name: 'frame', tags: ['$initial'], test: /console.src.frame.(?!palette)/ },
  {
    name: 'parts',
    minShareCount: 4,
    maxModuleSize: 9000,
    test: (id) => /console.src.(ui|parts|api)|lucide|useMutation/.test(id) && !HEAVY.test(id),
  },
  {
    name: 'activity-parts',
    minShareCount: 2,
    test: /console.src.(activity.(?!replays|retry-all|exchange)|parts.(use-)?json-(tree|rows))/,
  },
];
