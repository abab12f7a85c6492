const installs = (count: string) => (count === '1' ? '1 install' : `${count} installs`);
const are = (count: string) => (count === '1' ? 'is' : 'are');
const have = (count: string) => (count === '1' ? 'has' : 'have');

/** How a release comes to some installs before others, and back. Counts come as they are written. */
export const rollOuts = {
  title: (release: number) => `Roll out release ${release}`,
  which: 'Release',
  release: (release: number) => `Release ${release}`,
  state: {
    running: 'rolling out',
    waiting: 'waits for you',
    stopped: 'stopped',
    done: 'done',
    rolling_back: 'going back',
    rolled_back: 'went back',
  },
  dryState: {
    running: 'being tried',
    waiting: 'being tried',
    stopped: 'stopped',
    done: 'tried',
    rolling_back: 'going back',
    rolled_back: 'went back',
  },
  begin: (count: string, current: number) =>
    `It is approved, and nobody is on it yet: ${installs(count)} ${are(count)} on release ${current}. Begin with few, see whether it works there, then go on.`,
  nobody:
    'Nobody has it installed. Whoever installs it gets this release once it is given to everybody.',
  giveToAll: 'Give it to everybody',
  viewers: 'Owners and developers of the plugin roll it out.',
  suspended:
    'Whoever runs this product has switched the plugin off: nothing moves until it is on again.',
  says: {
    running: (moved: string, all: string, release: number) =>
      `${moved} of ${installs(all)} ${have(moved)} come to release ${release}.`,
    waiting: (moved: string, _all: string, release: number) =>
      `${installs(moved)} ${are(moved)} on release ${release}. The others stay where they are until you go on.`,
    stopped: (moved: string, all: string, release: number) =>
      `Stopped at ${moved} of ${installs(all)} on release ${release}. No other one moves until you go on.`,
    done: (moved: string, _all: string, release: number) =>
      `Everybody is on release ${release}: ${installs(moved)} came by this roll-out.`,
    rolling_back: (back: string, all: string, before: number) =>
      `${back} of ${installs(all)} ${are(back)} back on release ${before}.`,
    rolled_back: (back: string, _all: string, before: number) =>
      `${installs(back)} went back to release ${before}.`,
  },
  tries: {
    running: (asked: string, all: string) => `Asked about ${asked} of ${installs(all)}.`,
    stopped: (asked: string) => `Stopped once it was asked about ${installs(asked)}.`,
    done: (asked: string) => `Asked about ${installs(asked)}.`,
  },
  progress: 'How far it is',
  figures: 'What became of them',
  figure: {
    waiting: (count: string) => `${count} to come`,
    moved: (count: string) => `${count} on it`,
    failed: (count: string) => `${count} failed`,
    rolled_back: (count: string) => `${count} went back`,
    kept_config: (count: string) => `${count} went back with settings of their own`,
  },
  dryFigure: {
    waiting: (count: string) => `${count} to be asked about`,
    moved: (count: string) => `${count} would come`,
    failed: (count: string) => `${count} would fail`,
    rolled_back: (count: string) => `${count} went back`,
    kept_config: (count: string) => `${count} kept their settings`,
  },
  howFar: 'How far it goes',
  percent: (percent: number) => `${percent} %`,
  reaches: (percent: number, reached: string, all: string) =>
    `${percent} %: ${reached} of ${installs(all)}`,
  more: (count: string) => `${count} more than now`,
  noMore: 'no more than now',
  everybody: 'Whoever installs it gets this release from then on.',
  shared: 'Which installs come first is as good as by chance, and always the same ones.',
  rollOut: (percent: number) => `Roll out to ${percent} %`,
  goOn: (percent: number) => (percent === 0 ? 'Go on' : `Go on with ${percent} %`),
  tryFailed: (count: string) =>
    count === '1' ? 'Try the one that failed again' : `Try the ${count} that failed again`,
  stop: 'Stop',
  stopTry: 'Stop trying',
  one: 'Choose single installs',
  chooseTitle: (release: number) => `Who gets release ${release} first`,
  chooseText: 'They come whatever the per cent. Take one that you know, such as your own.',
  search: 'Find a space, or an install by its id',
  installs: 'Installs',
  nothingFound: 'No install is called so.',
  install: (id: number) => `Install ${id}`,
  installOf: (space: string, id: number) => `${space}, install ${id}`,
  alreadyOn: (release: number) => `on release ${release}`,
  toChosen: (count: number) =>
    count === 0
      ? 'Roll out to those you choose'
      : count === 1
        ? 'Roll out to 1 install'
        : `Roll out to ${count} installs`,
  tooMany: 'A thousand at a time are the most.',
  back: (release: number) => `Go back to release ${release}`,
  backTitle: (release: number) => `Go back to release ${release}?`,
  backText: (count: string, from: number, to: number) =>
    `${installs(count)} ${count === '1' ? 'goes' : 'go'} from release ${from} back to release ${to}.`,
  backNobody: (from: number) => `No install is on release ${from} yet. The roll-out ends.`,
  backCurrent: (to: number) => `Whoever installs it from then on gets release ${to}.`,
  backMigrated:
    'Their settings are again what they were before, where nobody has changed them since. The others keep the settings that they have, and are listed.',
  backPlain: 'Their settings stay as they are.',
  migration: 'Carrying settings over',
  migrationText:
    'This release reads other settings than the one before: your plugin is asked what to make of the settings of each install. Try it first. Nothing is changed by that.',
  try: 'Try the migration',
  tryAgain: 'Try the migration again',
  lastTry: 'Last tried',
  report: 'See the report',
  past: 'Roll-outs so far',
  pastOf: (release: number, percent: number) =>
    percent === 0 ? `Release ${release}, single installs` : `Release ${release}, ${percent} %`,
  triedOf: (release: number) => `Release ${release}, tried out`,
  pageTitle: (release: number) => `Roll-out of release ${release}`,
  tryTitle: (release: number) => `Migration to release ${release}, tried out`,
  backToReleases: 'Releases',
  since: (release: number) => `From release ${release}.`,
  begun: 'Begun',
  over: 'Over',
  lastTime: (release: number) => `The last roll-out of release ${release} went back.`,
  seeInstalls: 'See what became of each install',
  missing: 'There is no such roll-out',
  missingText: 'It may be of another plugin, or so long over that it is not kept any more.',
  toReleases: 'All releases',
  filter: 'Installs to show',
  all: (count: string) => `All ${count}`,
  empty: 'No install has come yet',
  emptyText: 'Each one stands here as soon as it has.',
  noneSuch: 'There is none of these',
  became: {
    waiting: 'to come',
    moved: 'on it',
    failed: 'failed',
    rolled_back: 'went back',
    kept_config: 'went back, settings of its own',
  },
  dryBecame: {
    waiting: 'to be asked about',
    moved: 'would come',
    failed: 'would fail',
    rolled_back: 'went back',
    kept_config: 'kept its settings',
  },
  changes: (members: string) => `Settings changed: ${members}`,
  wouldChange: (members: string) => `Would change: ${members}`,
  changesNothing: 'Settings stay as they are.',
  notDone: 'That was not done.',
  refused: {
    moved:
      'It has moved on meanwhile: another release is rolled out, or this one is over. What you see here is how it stands now.',
    role: 'Only owners and developers of the plugin may.',
    further:
      'Somebody has rolled it out further meanwhile. What you see here is how far it is now.',
    gone: 'One of the installs that you chose is not there any more.',
    missing: 'It is not there any more.',
  },
};
