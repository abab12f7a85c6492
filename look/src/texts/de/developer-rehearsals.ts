import type { rehearsals as en } from '../en/developer-rehearsals.ts';

const events = (count: string) => (count === '1' ? '1 Ereignis' : `${count} Ereignisse`);
const ofEvents = (count: string) => (count === '1' ? '1 Ereignis' : `${count} Ereignissen`);

/** In German. */
export const rehearsals = {
  title: 'Probelauf',
  about:
    'Ein Release erfährt noch einmal, was geschehen ist, und seine Ergebnisse stehen neben denen von damals: Du siehst, was es ändern würde, bevor es etwas ändert.',
  rehearse: 'Ein Release proben',
  none: 'Es gab noch keinen Probelauf.',
  isSuspended: 'Das Plugin ist abgeschaltet: So lange wird nichts geprobt.',
  oneRuns: (release: number) =>
    `Release ${release} wird gerade geprobt. Es geht nur eines auf einmal: Warte, bis es fertig ist, oder beende es.`,
  does: 'Jedes Ereignis geht noch einmal an die Adresse des Releases, signiert wie immer und als Probelauf gekennzeichnet.',
  held: 'Was es antwortet, siehst du hier, und nichts davon geschieht: Nichts wird gespeichert, keine Einstellung ändert sich, niemand erfährt etwas.',
  notHeld: 'Was dein Plugin von sich aus tut, hält niemand auf:',
  lookAt:
    'was es mit einem eigenen Token schreibt, E-Mails, Aufrufe anderer Dienste. Davor muss es nachsehen, was hier steht:',
  onlyDevelopment: (release: number) =>
    `Release ${release} ist nicht freigegeben: Es erfährt nur, was in Entwicklungs-Installationen geschah.`,
  limits: 'Ein Probelauf auf einmal, und höchstens 30 in der Stunde.',
  release: 'Release',
  releaseIn: (release: number, state: string) => `Release ${release}, ${state}`,
  installs: 'Installationen',
  allInstalls: 'Alle, in denen da etwas geschah, höchstens 100',
  allDevelopment: 'Alle Entwicklungs-Installationen, in denen da etwas geschah',
  ownInstall: 'Deine Entwicklungs-Installation',
  noOwnInstall: 'Du hast keine Entwicklungs-Installation dieses Plugins.',
  time: 'Was geschah in',
  timesWrong: 'Das muss vor der anderen Zeit liegen.',
  toHint: 'Leer heißt: bis jetzt.',
  limit: 'Ereignisse',
  newest: (count: string) => `Höchstens die neuesten ${count}`,
  begin: (release: number) => `Release ${release} proben`,
  notBegun: 'Er hat nicht begonnen.',
  tooMany: 'Es waren schon 30 in dieser Stunde, mehr geht nicht. Versuche es in 10 Minuten wieder.',
  state: {
    running: 'läuft',
    cancelled: 'beendet',
    same: 'alles gleich',
    different: 'weicht ab',
    nothing: 'keine Ereignisse',
  },
  runs: ({
    rehearsed,
    total,
    different,
  }: {
    rehearsed: string;
    total: string;
    different: string;
  }) => `${rehearsed} von ${ofEvents(total)}, bisher ${different} anders`,
  differs: ({ total, same, different }: { total: string; same: string; different: string }) =>
    `${events(total)}: ${same} gleich, ${different} anders`,
  allSame: (total: string) => `${events(total)}: alles gleich`,
  allDifferent: (total: string) => `${events(total)}: alles anders`,
  ended: (said: string) => `Vorzeitig beendet. ${said}`,
  endedBefore: 'Vor dem ersten Ereignis beendet',
  endedBeforeText: 'Das Release hat nichts erfahren.',
  ofNothing: 'Es geschah nichts, was es erfahren könnte',
  ofNothingText:
    'In dieser Zeit gab es in diesen Installationen kein Ereignis, auf das das Release hört oder dem ihr Space zugestimmt hat. Nimm eine längere Zeit oder andere Installationen.',
  titleOf: (release: number) => `Probelauf von Release ${release}`,
  releasesOf: (plugin: string) => `Releases von ${plugin}`,
  toReleases: 'Zu den Releases',
  missing: 'Diesen Probelauf gibt es nicht',
  missingText: 'Er gehört zu einem anderen Plugin, oder seine Zeit ist um.',
  between: (from: string, to: string) => `was von ${from} bis ${to} geschah`,
  begun: 'begonnen',
  progress: 'Wie weit er ist',
  leave: 'Er läuft weiter, wenn du gehst.',
  waits: 'Er wartet: Das Plugin ist abgeschaltet.',
  took: (duration: string) => `Dauerte ${duration}. Nichts von dem, was es antwortete, geschah.`,
  end: 'Den Probelauf beenden',
  verdicts: 'Ergebnisse',
  onlyDiffering: (count: string) => `Nur was abweicht (${count})`,
  noneDiffersYet: 'Bisher weicht nichts ab',
  noneDiffersYetText: 'Hier erscheint, was anders ausgeht als damals.',
  noneDiffers: 'Nichts weicht ab',
  noneDiffersText: 'Jedes Ereignis geht aus wie damals.',
  showAll: 'Alle Ereignisse zeigen',
  event: 'Ereignis',
  before: 'Damals',
  now: (release: number) => `Release ${release}`,
  isOther: 'Anderes Ergebnis',
  isSame: 'Gleiches Ergebnis',
  notTold: 'nicht erfahren',
  notYet: 'wartet',
  notYetText: 'Das Release hat davon noch nicht erfahren.',
  retried: 'würde wiederholt',
  eventGone: 'nicht mehr da',
  migrationFailed: 'bliebe, wo sie ist',
  answered: 'Was es antwortete',
  answer: (code: number, duration: string) => `${code} in ${duration}`,
  noAnswer: (duration: string) => `Keine Antwort in ${duration}`,
  says: (message: string) => `Es sagt: ${message}`,
  reason: (reason: string) => `Sein Grund: ${reason}`,
  goesOn: 'Es nahm das Ereignis an und hat noch nicht gesagt, wie es ausging.',
  why: {
    not_subscribed: 'Das Release hört nicht auf dieses Ereignis: Es erfährt nichts davon.',
    filtered:
      'Das Release hört auf dieses Ereignis nur, wo seine Daten zu einem Filter passen: Es erfährt nichts davon.',
    suspended: 'Das Plugin darf in dieser Installation nichts mehr erfahren.',
    setup_incomplete:
      'Diese Installation ist nicht so weit eingerichtet, wie das Release es verlangt.',
    not_granted:
      'Das Release will von diesem Ereignis erfahren, und sein Space hat dem noch nicht zugestimmt.',
    missing_scope: 'Dem Release fehlt die Berechtigung, die dieses Ereignis verlangt.',
    migration_failed:
      'Die Einstellungen dieser Installation ließen sich nicht übernehmen: Sie bliebe auf dem Release, das sie hat.',
    event_gone: 'Das Ereignis wird nicht mehr aufgehoben: Es gibt nichts zu erfahren.',
  },
  wouldChange: 'Was sich geändert hätte',
  config: (members: string) => `Einstellungen: ${members}.`,
  configValues: 'Ihre Werte werden nicht aufgehoben, denn es könnten Passwörter sein.',
  storage: (count: number) =>
    count === 1 ? '1 Befehl für den Speicher:' : `${count} Befehle für den Speicher:`,
  commands: 'Befehle für den Speicher',
  attachments: 'Was angehängt worden wäre',
  openThen: 'Den Auftrag von damals öffnen',
  rehearsed: 'Geprobt',
  seeRehearsal: 'Zum Probelauf',
} satisfies typeof en;
