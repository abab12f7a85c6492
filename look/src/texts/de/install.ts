import type { install as en } from '../en/install.ts';

const times = (shown: string, count: number) => (count === 1 ? 'einmal' : `${shown}-mal`);

/** In German. */
export const install = {
  tabs: {
    label: 'Zu diesem Plugin',
    overview: 'Überblick',
    settings: 'Einstellungen',
    activity: 'Verlauf',
    history: 'Änderungen',
    permissions: 'Berechtigungen',
  },
  onlyAdmins: 'Du kannst hier alles ansehen. Ändern können es die Admins dieses Space.',
  setupOpen: (name: string) => `${name} ist noch nicht eingerichtet. Bis dahin erfährt es nichts.`,
  setupOpenActive: (name: string) =>
    `Eine neue Version von ${name} fragt nach einem weiteren Schritt der Einrichtung. Bis dahin arbeitet es weiter.`,
  setupStopped: {
    suspended: (name: string) =>
      `Ein Schritt der Einrichtung von ${name} ist offen. Es ist angehalten: Die Einrichtung geht weiter, sobald es ein Admin fortsetzt.`,
    plugin_suspended: (name: string) =>
      `Wer dieses Produkt betreibt, hat ${name} überall angehalten: Bis es wieder läuft, lässt sich nichts einrichten.`,
  },
  about: (name: string) => `Über ${name}`,
  continueSetup: 'Weiter einrichten',
  menu: (name: string) => `Mehr zu ${name}`,
  suspend: (name: string) => `${name} anhalten`,
  suspendTitle: (name: string) => `${name} anhalten?`,
  suspendText: (name: string) =>
    `Bis es jemand fortsetzt, erfährt ${name} nichts von dem, was geschieht, und hat keinen Zugriff auf diesen Space. Was schon darauf wartet, wird zurückgestellt und danach der Reihe nach zugestellt.`,
  suspendLater: (name: string) =>
    `Was inzwischen geschieht, wird nicht aufgehoben. Sobald es fortgesetzt ist, kannst du ${name} unter Berechtigungen nachträglich davon erfahren lassen.`,
  resume: (name: string) => `${name} fortsetzen`,
  resumeTitle: (name: string) => `${name} fortsetzen?`,
  resumeText: (name: string) =>
    `${name} hat wieder Zugriff und erhält, was zurückgestellt wurde: das Älteste zuerst.`,
  export: 'Als JSON exportieren',
  exportFirst: 'Vorher Einstellungen, Änderungen und Daten exportieren',
  uninstall: (name: string) => `${name} entfernen`,
  uninstallTitle: (name: string) => `${name} entfernen?`,
  uninstallNow: (name: string) =>
    `${name} verliert sofort seinen Zugriff. Was noch darauf wartet, wird endgültig zurückgezogen, und Zustimmungen enden.`,
  uninstallLater: (days: number) =>
    days === 0
      ? 'Die Einstellungen, ihre Änderungen und was es hier gespeichert hat, werden sofort gelöscht: Es gibt kein Zurück.'
      : `Die Einstellungen, ihre Änderungen und was es hier gespeichert hat, lassen sich ${days === 1 ? 'einen Tag' : `${days} Tage`} lang wiederherstellen; dann wird alles gelöscht.`,
  uninstalled: (name: string, until: string) =>
    `${name} ist entfernt. Bis ${until} lässt es sich mit Einstellungen und Daten wiederherstellen; dann werden sie gelöscht.`,
  pluginDeleted: (name: string, until: string) =>
    `${name} wurde von seinen Anbietern gelöscht und damit hier entfernt. Es lässt sich nicht wiederherstellen. Einstellungen und Daten kannst du bis ${until} sichern; dann werden sie gelöscht.`,
  erased: (name: string) => `${name} ist entfernt, und alles, was es aufbewahrt hat, ist gelöscht.`,
  restore: (name: string) => `${name} wiederherstellen`,
  toCatalog: 'Neu installieren',
  reason: 'Grund',
  reasonHint: 'Steht bei den Änderungen, für alle, die später nachsehen',
  health: {
    works: (name: string) => `${name} funktioniert.`,
    failing: (name: string, ago: string | undefined) =>
      ago === undefined
        ? `${name} antwortet nicht, wie es sollte.`
        : `${name} antwortet seit ${ago} nicht, wie es sollte.`,
    endpoint_disabled: (name: string, ago: string | undefined) =>
      ago === undefined
        ? `${name} wird nichts mehr zugestellt: Es schlug zu lange fehl.`
        : `Seit ${ago} wird ${name} nichts mehr zugestellt: Es schlug zu lange fehl, und wer es entwickelt, muss es beheben.`,
    waiting: (shown: string, count: number) =>
      count === 1 ? '1 Job wartet.' : `${shown} Jobs warten.`,
    lastAttempt: 'Letzten Versuch ansehen',
    pluginSuspended: (name: string) =>
      `Wer dieses Produkt betreibt, hat ${name} überall angehalten. Was inzwischen geschieht, wird dafür zurückgestellt.`,
    suspended: (name: string) =>
      `${name} ist angehalten: Es erfährt nichts, bis es ein Admin fortsetzt.`,
    permissions: (name: string) => `${name} bittet um etwas Neues.`,
    seePermissions: 'Ansehen, worum es bittet',
    openPage: (name: string) => `${name} öffnen`,
  },
  lastDay: {
    noneFailed: (shown: string, count: number) =>
      count === 1
        ? '1 Job in den letzten 24 Stunden, er schlug nicht fehl.'
        : `${shown} Jobs in den letzten 24 Stunden, keiner schlug fehl.`,
    someFailed: (failed: string, all: string) =>
      `${failed} von ${all} Jobs schlugen in den letzten 24 Stunden fehl.`,
    title: 'Letzte 24 Stunden',
    none: 'In den letzten 24 Stunden geschah nichts, wovon es erfährt.',
    deaf: 'Es erfährt nichts von dem, was in diesem Space geschieht.',
    hour: 'Ab',
    table: 'Die Zahlen',
  },
  overview: {
    may: 'Was es darf',
    usedTimes: (shown: string, count: number) =>
      count === 0 ? 'In 30 Tagen nicht genutzt' : `In 30 Tagen ${times(shown, count)} genutzt`,
    hears: (count: number) =>
      count === 0
        ? 'Es erfährt nichts von dem, was hier geschieht'
        : count === 1
          ? 'Es erfährt von einer Art von Ereignissen'
          : `Es erfährt von ${count} Arten von Ereignissen`,
    facts: 'Zu dieser Installation',
    installed: 'Installiert',
    by: 'Von',
    changed: 'Geändert',
    release: 'Version',
    draft: 'ein Entwurf',
    generation: 'Installiert zum',
    page: 'Was dieses Plugin ist',
    said: (name: string) => `Was ${name} mitgeteilt hat`,
    allNotifications: 'Alle Mitteilungen',
    noMessage: 'Eine Mitteilung ohne Worte',
  },
  settings: {
    form: 'Formular',
    json: 'JSON',
    jsonTitle: 'Die Einstellungen als JSON',
    ways: 'Wie die Einstellungen gezeigt werden',
    save: 'Einstellungen speichern',
    discard: 'Änderungen verwerfen',
    stopped: {
      suspended: (name: string) =>
        `${name} ist angehalten und nimmt keine Antworten an: Das Formular öffnet sich, sobald es ein Admin fortsetzt. Als JSON lassen sich die Einstellungen trotzdem ändern.`,
      plugin_suspended: (name: string) =>
        `Wer dieses Produkt betreibt, hat ${name} überall angehalten, daher nimmt es keine Antworten an. Als JSON lassen sich die Einstellungen trotzdem ändern.`,
    },
    saved: (revision: number) => `Gespeichert als Stand ${revision}.`,
    unchanged: 'Es war schon alles so.',
    undo: 'Rückgängig machen',
    seeChange: 'Ansehen, was sich geändert hat',
    secrets: (names: readonly string[]) =>
      names.length === 1
        ? `Das Passwort ${names[0]} ist gesetzt. Es wird nie gezeigt und bleibt, wie es ist.`
        : `Die Passwörter ${names.join(', ')} sind gesetzt. Sie werden nie gezeigt und bleiben, wie sie sind.`,
    invalid: (line: number, message: string) => `Zeile ${line} stimmt nicht: ${message}`,
  },
  conflict: {
    title: 'Jemand hat diese Einstellungen inzwischen geändert',
    text: 'Was du geschrieben hast, ist noch da. Das wurde geändert:',
    both: (names: string) =>
      `Ihr habt beide ${names} geändert: Beim Speichern tritt deins an die Stelle davon.`,
    save: 'Meine Änderungen darauf speichern',
    discard: 'Deren Stand nehmen, meinen verwerfen',
  },
  diff: {
    same: 'Es gibt keinen Unterschied.',
    added: 'dazugekommen',
    removed: 'weggefallen',
    changed: 'geändert',
    hidden: 'ein Passwort, wird nie gezeigt',
    before: 'Vorher:',
    after: 'Nachher:',
  },
  history: {
    title: 'Alle Änderungen der Einstellungen',
    emptyTitle: 'Die Einstellungen wurden nie geändert',
    emptyText: 'Hier wird jede Änderung stehen: von wem, warum, und mit einem Weg zurück.',
    toSettings: 'Zu den Einstellungen',
    changed: (author: string, what: string) => `${author}: ${what}`,
    did: {
      changed: (names: string) => `${names} geändert`,
      added: (names: string) => `${names} hinzugefügt`,
      removed: (names: string) => `${names} entfernt`,
      nothing: 'nichts geändert',
    },
    cause: {
      installed: 'Installiert',
      reinstalled: 'Noch einmal installiert',
      step_submitted: (title: string) => `Einrichtung: ${title}`,
      replied: 'Antwort auf einen Auftrag',
      restored: (number: number) => `Stand ${number} wiederhergestellt`,
      migrated: 'für eine neue Version umgestellt',
      rolled_back: (number: number) => `mit der Version davor zurück auf Stand ${number}`,
    },
    more: (count: number) => `${count} weitere`,
    number: (number: number) => `Stand ${number}`,
    now: 'jetzt in Gebrauch',
    host: 'Der Betreiber',
    system: 'Der Server',
    somebody: 'Jemand, der nicht mehr hier ist',
    whatChanged: 'Was sich änderte',
    whatChangedIn: (number: number) => `Was sich änderte mit Stand ${number}`,
    compareNow: 'Mit jetzt vergleichen',
    compareNowOf: (number: number) => `Mit jetzt vergleichen: Stand ${number}`,
    compare: 'Vergleichen',
    older: 'Von',
    newer: 'Bis',
    restore: 'Wiederherstellen',
    restoreNumber: (number: number) => `Stand ${number} wiederherstellen`,
    restoreTitle: (number: number) => `Stand ${number} wiederherstellen?`,
    restoreText: (name: string) =>
      `Daraus wird ein neuer Stand, und ${name} erfährt davon. Passwörter werden wieder, was sie damals waren. Frühere Stände bleiben erhalten. Das ändert sich:`,
  },
  permissions: {
    withdraw: 'Zurückziehen',
    withdrawTitle: (words: string) => `„${words}“ zurückziehen?`,
    withdrawText: (name: string) =>
      `${name} verliert es innerhalb einer Sekunde und funktioniert ohne vielleicht nicht, wie es sollte. Du kannst hier jederzeit wieder zustimmen; wer für sich selbst zugestimmt hat, wird neu gefragt.`,
    may: 'Was es darf',
    mayNothing: 'Es bittet um keinen Zugriff auf deine Daten.',
    hears: 'Wovon es erfährt',
    hearsNothing: 'Es erfährt nichts von dem, was hier geschieht.',
    optional: 'freiwillig',
    declined: 'nicht zugestimmt',
    unused: 'In 30 Tagen nicht genutzt',
    used: (shown: string, count: number) => `In 30 Tagen ${times(shown, count)} genutzt, zuletzt`,
    grantedBy: (name: string | undefined, time: string) =>
      name === undefined
        ? `Zuletzt zugestimmt: ${time}`
        : `Zuletzt zugestimmt von ${name}: ${time}`,
    asksFor: (name: string, count: number) =>
      count === 1
        ? `${name} bittet um eine weitere Berechtigung`
        : `${name} bittet um ${count} weitere Berechtigungen`,
    untilThen: (name: string) =>
      `Eine neue Version bittet darum. Bis du zustimmst, kommt ${name} ohne aus.`,
    wantsToDo: 'Es möchte',
    wantsToHear: 'Es möchte erfahren, wenn',
    agree: 'Zustimmen',
    notNow: 'Jetzt nicht',
  },
  backfill: {
    title: 'Was vorher geschah',
    text: (name: string) =>
      `Lass ${name} nachträglich erfahren, was in diesem Space geschah und ihm entgangen ist: das Älteste zuerst, neben dem, was gerade geschieht.`,
    from: 'Wie weit zurück',
    days: (count: number) => (count === 1 ? '1 Tag' : `${count} Tage`),
    begin: 'Nachträglich zustellen',
    running: (done: string, total: string | undefined) =>
      total === undefined
        ? `Bisher ${done} Ereignisse zugestellt`
        : `${done} von ${total} Ereignissen zugestellt`,
    end: 'Zustellung beenden',
    over: (isEnded: boolean, days: string, done: string) =>
      isEnded
        ? `${days} nachträglich zugestellt, nach ${done} Ereignissen beendet`
        : `${days} nachträglich zugestellt: ${done} Ereignisse`,
    failed: (count: string) => `${count} fehlgeschlagen`,
  },
  activity: {
    emptyTitle: 'Noch geschah nichts, wovon es erfährt',
    emptyText: 'Hier wird jedes Ereignis stehen, das ihm zugestellt wurde, und was daraus wurde.',
  },
} satisfies typeof en;
