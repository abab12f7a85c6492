import type { rollOuts as en } from '../en/developer-roll-outs.ts';

const installs = (count: string) => (count === '1' ? '1 Installation' : `${count} Installationen`);
const are = (count: string) => (count === '1' ? 'ist' : 'sind');

/** In German. */
export const rollOuts = {
  title: (release: number) => `Release ${release} verteilen`,
  which: 'Release',
  release: (release: number) => `Release ${release}`,
  state: {
    running: 'wird verteilt',
    waiting: 'wartet auf dich',
    stopped: 'angehalten',
    done: 'fertig',
    rolling_back: 'geht zurück',
    rolled_back: 'zurückgegangen',
  },
  dryState: {
    running: 'wird ausprobiert',
    waiting: 'wird ausprobiert',
    stopped: 'angehalten',
    done: 'ausprobiert',
    rolling_back: 'geht zurück',
    rolled_back: 'zurückgegangen',
  },
  begin: (count: string, current: number) =>
    `Es ist freigegeben, und noch läuft es nirgends: ${installs(count)} ${are(count)} auf Release ${current}. Fang mit wenigen an, sieh nach, ob es dort läuft, und geh dann weiter.`,
  nobody:
    'Niemand hat es installiert. Wer es installiert, bekommt dieses Release, sobald es für alle gilt.',
  giveToAll: 'An alle verteilen',
  viewers: 'Verteilen können es alle, denen das Plugin gehört oder die es mitentwickeln.',
  suspended:
    'Das Plugin ist vom Betreiber dieses Produkts abgeschaltet: Bis es wieder an ist, bewegt sich nichts.',
  says: {
    running: (moved: string, all: string, release: number) =>
      `${moved} von ${installs(all)} ${are(moved)} auf Release ${release} angekommen.`,
    waiting: (moved: string, _all: string, release: number) =>
      `${installs(moved)} ${are(moved)} auf Release ${release}. Die anderen bleiben, wo sie sind, bis du weitermachst.`,
    stopped: (moved: string, all: string, release: number) =>
      `Angehalten bei ${moved} von ${installs(all)} auf Release ${release}. Keine weitere bewegt sich, bis du weitermachst.`,
    done: (moved: string, _all: string, release: number) =>
      `Alle sind auf Release ${release}: ${installs(moved)} ${are(moved)} so dazugekommen.`,
    rolling_back: (back: string, all: string, before: number) =>
      `${back} von ${installs(all)} ${are(back)} wieder auf Release ${before}.`,
    rolled_back: (back: string, _all: string, before: number) =>
      `${installs(back)} ${are(back)} zu Release ${before} zurückgegangen.`,
  },
  tries: {
    running: (asked: string, all: string) => `Zu ${asked} von ${installs(all)} gefragt.`,
    stopped: (asked: string) => `Angehalten, nachdem zu ${installs(asked)} gefragt war.`,
    done: (asked: string) => `Zu ${installs(asked)} gefragt.`,
  },
  progress: 'Wie weit es ist',
  figures: 'Was aus ihnen wurde',
  figure: {
    waiting: (count: string) => `${count} kommen noch`,
    moved: (count: string) => `${count} angekommen`,
    failed: (count: string) => `${count} fehlgeschlagen`,
    rolled_back: (count: string) => `${count} zurückgegangen`,
    kept_config: (count: string) => `${count} zurück mit eigenen Einstellungen`,
  },
  dryFigure: {
    waiting: (count: string) => `${count} noch nicht gefragt`,
    moved: (count: string) => `${count} kämen an`,
    failed: (count: string) => `${count} schlügen fehl`,
    rolled_back: (count: string) => `${count} zurückgegangen`,
    kept_config: (count: string) => `${count} mit eigenen Einstellungen`,
  },
  howFar: 'Wie weit es geht',
  percent: (percent: number) => `${percent} %`,
  reaches: (percent: number, reached: string, all: string) =>
    `${percent} %: ${reached} von ${installs(all)}`,
  more: (count: string) => `${count} mehr als jetzt`,
  noMore: 'nicht mehr als jetzt',
  everybody: 'Wer es danach installiert, bekommt dieses Release.',
  shared: 'Welche zuerst drankommen, ist so gut wie Zufall, und es sind immer dieselben.',
  rollOut: (percent: number) => `Auf ${percent} % verteilen`,
  goOn: (percent: number) => (percent === 0 ? 'Weitermachen' : `Mit ${percent} % weitermachen`),
  tryFailed: (count: string) =>
    count === '1' ? 'Die fehlgeschlagene noch einmal' : `Die ${count} fehlgeschlagenen noch einmal`,
  stop: 'Anhalten',
  stopTry: 'Ausprobieren anhalten',
  one: 'Einzelne Installationen wählen',
  chooseTitle: (release: number) => `Wer Release ${release} zuerst bekommt`,
  chooseText:
    'Sie kommen dran, egal wie viel Prozent es sind. Nimm eine, die du kennst, etwa deine eigene.',
  search: 'Einen Space suchen, oder eine Installation nach ihrer Id',
  installs: 'Installationen',
  nothingFound: 'Keine Installation heißt so.',
  install: (id: number) => `Installation ${id}`,
  installOf: (space: string, id: number) => `${space}, Installation ${id}`,
  alreadyOn: (release: number) => `auf Release ${release}`,
  toChosen: (count: number) =>
    count === 0
      ? 'An die gewählten verteilen'
      : count === 1
        ? 'An 1 Installation verteilen'
        : `An ${count} Installationen verteilen`,
  tooMany: 'Mehr als tausend auf einmal gehen nicht.',
  back: (release: number) => `Zurück zu Release ${release}`,
  backTitle: (release: number) => `Zurück zu Release ${release}?`,
  backText: (count: string, from: number, to: number) =>
    `${installs(count)} ${count === '1' ? 'geht' : 'gehen'} von Release ${from} zurück zu Release ${to}.`,
  backNobody: (from: number) => `Noch ist niemand auf Release ${from}. Das Verteilen endet.`,
  backCurrent: (to: number) => `Wer es danach installiert, bekommt Release ${to}.`,
  backMigrated:
    'Ihre Einstellungen sind dann wieder, wie sie vorher waren, wo sie seitdem niemand geändert hat. Die anderen behalten ihre, und du siehst, welche das sind.',
  backPlain: 'Ihre Einstellungen bleiben, wie sie sind.',
  migration: 'Einstellungen übernehmen',
  migrationText:
    'Dieses Release liest andere Einstellungen als das davor: Dein Plugin wird gefragt, was aus den Einstellungen jeder Installation werden soll. Probier das zuerst aus. Dabei ändert sich nichts.',
  try: 'Übernahme ausprobieren',
  tryAgain: 'Übernahme noch einmal ausprobieren',
  lastTry: 'Zuletzt ausprobiert',
  report: 'Bericht ansehen',
  past: 'Bisher verteilt',
  pastOf: (release: number, percent: number) =>
    percent === 0
      ? `Release ${release}, einzelne Installationen`
      : `Release ${release}, ${percent} %`,
  triedOf: (release: number) => `Release ${release}, ausprobiert`,
  pageTitle: (release: number) => `Verteilen von Release ${release}`,
  tryTitle: (release: number) => `Übernahme zu Release ${release}, ausprobiert`,
  backToReleases: 'Releases',
  since: (release: number) => `Von Release ${release}.`,
  begun: 'Begonnen',
  over: 'Beendet',
  lastTime: (release: number) => `Das letzte Verteilen von Release ${release} ging zurück.`,
  seeInstalls: 'Sehen, was aus jeder Installation wurde',
  missing: 'Das gibt es nicht',
  missingText:
    'Vielleicht gehört es zu einem anderen Plugin, oder es ist so lange vorbei, dass es nicht mehr aufbewahrt wird.',
  toReleases: 'Alle Releases',
  filter: 'Welche Installationen zu sehen sind',
  all: (count: string) => `Alle ${count}`,
  empty: 'Noch ist keine Installation angekommen',
  emptyText: 'Sobald eine angekommen ist, steht sie hier.',
  noneSuch: 'Davon gibt es keine',
  became: {
    waiting: 'kommt noch',
    moved: 'angekommen',
    failed: 'fehlgeschlagen',
    rolled_back: 'zurückgegangen',
    kept_config: 'zurück, eigene Einstellungen',
  },
  dryBecame: {
    waiting: 'noch nicht gefragt',
    moved: 'käme an',
    failed: 'schlüge fehl',
    rolled_back: 'zurückgegangen',
    kept_config: 'eigene Einstellungen',
  },
  changes: (members: string) => `Geänderte Einstellungen: ${members}`,
  wouldChange: (members: string) => `Würde ändern: ${members}`,
  changesNothing: 'Einstellungen bleiben, wie sie sind.',
  notDone: 'Das hat nicht geklappt.',
  refused: {
    moved:
      'Inzwischen ist es weitergegangen: Ein anderes Release wird verteilt, oder dieses ist fertig. Hier siehst du, wie es jetzt steht.',
    role: 'Das kann nur, wem das Plugin gehört oder wer es mitentwickelt.',
    further: 'Inzwischen hat es jemand weiter verteilt. Hier siehst du, wie weit es jetzt ist.',
    gone: 'Eine der gewählten Installationen gibt es nicht mehr.',
    missing: 'Das gibt es nicht mehr.',
  },
} satisfies typeof en;
