import type {
  nextSteps as enNextSteps,
  storage as enStorage,
  tryOut as enTryOut,
} from '../en/developer-try-out.ts';

/** In German. */
export const tryOut = {
  tab: 'Ausprobieren',
  none: (plugin: string) => `Probiere ${plugin} aus, bevor es sonst jemand hat`,
  noneText:
    'Eine Entwicklungs-Installation ist ein eigener Space, in dem nur dieses Plugin und du sind. Dort läuft dein Entwurf, mit jeder Änderung, die du sicherst. Sie hört die Beispiel-Ereignisse, die du ihr schickst, und nichts, was wirklich geschieht.',
  quota: (used: number, limit: number) =>
    `Du hast ${used} von ${limit} Entwicklungs-Installationen.`,
  make: 'Entwicklungs-Installation anlegen',
  notMade: 'Sie ließ sich nicht anlegen.',
  onlyDevelopers:
    'Wem das Plugin gehört und wer es entwickelt, legt eine eigene Entwicklungs-Installation an und schickt ihr Beispiel-Ereignisse. Du kannst ansehen, was das Plugin für sich selbst aufhebt.',
  install: 'Deine Entwicklungs-Installation',
  runs: {
    draft: (release: number) => `Hier läuft dein Entwurf, Release ${release}`,
    in_review: (release: number) => `Hier läuft Release ${release}, das gerade geprüft wird`,
    published: (release: number) => `Hier läuft Release ${release}, wie bei allen`,
    rejected: (release: number) => `Hier läuft Release ${release}, das zurückkam`,
  },
  runsNothing: 'Hier läuft nichts: Es gibt weder einen Entwurf noch ein veröffentlichtes Release.',
  why: {
    setup: 'Sie ist nicht fertig eingerichtet. Vorher hört sie nichts.',
    failing: 'Das Plugin antwortet nicht, wie es sollte. Sieh dir den letzten Versuch an.',
    suspended: 'Du hast es angehalten. Es hört nichts, bis du es fortsetzt.',
    permissions: 'Es bittet um etwas, dem du noch nicht zugestimmt hast.',
    plugin_suspended:
      'Wer dieses Produkt betreibt, hat das Plugin abgeschaltet: Es bekommt nichts.',
    endpoint_disabled:
      'Es schlug so lange fehl, dass nichts mehr geschickt wird. Schalte den Endpunkt im Überblick wieder ein.',
    uninstalled: 'Du hast es entfernt. Installiere es wieder, um weiterzumachen.',
  },
  goOnWithSetup: 'Weiter einrichten',
  installAgain: 'Wieder installieren',
  settings: 'Einstellungen',
  page: 'Seine Seite',
  space: 'Space öffnen',
  toOverview: 'Endpunkt ansehen',
  remove: 'Installation entfernen',
  removeTitle: 'Die Entwicklungs-Installation entfernen?',
  removeText:
    'Ihr Space verschwindet sofort und endgültig, mit den Einstellungen, mit dem, was das Plugin dort gespeichert hat, und mit allen Beispiel-Ereignissen und ihren Zustellungen. Das Plugin erfährt es nicht, und was es für sich selbst aufhebt, bleibt.',
  compose: 'Beispiel-Ereignis schicken',
  event: 'Ereignis',
  notHeard: (title: string) => `${title} – hört es nicht`,
  hearsNone: 'Dein Entwurf hört noch auf kein Ereignis dieses Produkts.',
  hearsNotThis:
    'Das Release, das hier läuft, hört nicht auf dieses Ereignis: Genau das wirst du sehen.',
  addEvent: 'Im Builder zu den Ereignissen hinzufügen',
  addEvents: 'Im Builder eines hinzufügen',
  lookAtFilter: 'Den Filter im Builder ansehen',
  noTypes: 'Dieses Produkt erzählt noch von keinen Ereignissen, also gibt es keines zum Probieren.',
  payload: 'Daten',
  payloadHint: 'Was das Ereignis sagt, als JSON.',
  payloadSchema: 'Wie die Daten sein müssen',
  noExample: 'Für dieses Ereignis gibt es kein Beispiel: Schreib, was es sagen würde.',
  example: 'Zurück zum Beispiel',
  noJson: 'Das ist noch kein JSON. Die Stelle ist markiert.',
  wrongAt: (line: number, pointer: string, words: string) =>
    `Zeile ${line}: ${pointer === '' ? 'die Daten' : pointer} ${words}`,
  identifier: 'Kennung',
  identifierHint:
    'Worum es geht, etwa entry:42. Ereignisse mit derselben Kennung werden nacheinander zugestellt.',
  send: 'Ereignis schicken',
  notSent: 'Es wurde nicht geschickt.',
  happened: 'Was geschah',
  waiting: 'Noch ist nichts geschehen',
  waitingText:
    'Schick ein Ereignis: Warum das Plugin es bekam, was geschickt und geantwortet wurde und was sich dadurch änderte, erscheint hier von selbst.',
  notSubscribed:
    'Das Release, das hier läuft, hört nicht auf dieses Ereignis: Es wurde nichts geschickt.',
  sendAgain: 'Noch einmal schicken',
  sendAgainOf: (title: string, time: string) => `Noch einmal schicken: ${title}, ${time}`,
  openDelivery: 'Zustellung öffnen',
  earlier: 'Was es alles erfuhr',
} satisfies typeof enTryOut;

/** In German. */
export const storage = {
  title: 'Speicher',
  place: 'Wo',
  places: { install: 'In der Entwicklungs-Installation', plugin: 'Für das Plugin selbst' },
  prefix: 'Schlüssel beginnen mit',
  prefixHint: 'etwa greetings/',
  version: (version: number) => `Fassung ${version}`,
  written: 'geschrieben',
  expires: 'läuft ab',
  valueOf: (key: string) => `Wert von ${key}`,
  empty: {
    install: 'In deiner Installation ist nichts gespeichert',
    plugin: 'Das Plugin hebt nichts für sich selbst auf',
    prefix: 'Kein Schlüssel beginnt so',
  },
  emptyText: {
    install:
      'Was das Plugin dort speichert, erscheint hier: durch das, was seine Antworten am Speicher ändern, oder durch eigene Aufrufe mit einem Token der Installation.',
    plugin:
      'Was es mit seinem eigenen Token für alle Installationen zusammen speichert, erscheint hier. Was es bei Installationen anderer aufhebt, wird nicht gezeigt.',
    prefix:
      'Schlüssel werden Zeichen für Zeichen verglichen. Such mit einem kürzeren Anfang oder ohne.',
  },
} satisfies typeof enStorage;

/** In German. */
export const nextSteps = {
  title: 'Der Weg zum ersten Release',
  ahead: 'Als Nächstes: im Builder beschreiben, ausprobieren, zur Prüfung einreichen.',
  done: 'erledigt',
  open: 'offen',
  build: 'Im Builder beschreiben',
  buildText: 'Wie es heißt, worauf es hört, wonach es Admins fragt und wo seine Seite ist.',
  try: 'Ausprobieren',
  tryText:
    'Installiere den Entwurf für dich, schick ihm Beispiel-Ereignisse und sieh, was er daraus macht.',
  submit: 'Zur Prüfung einreichen',
  submitText:
    'Wer dieses Produkt betreibt, sieht es sich an und veröffentlicht es oder sagt, was fehlt.',
  submitted: 'Es wird geprüft.',
} satisfies typeof enNextSteps;
