import type { activity as en } from '../en/activity.ts';

const jobs = (count: string) => (count === '1' ? '1 Auftrag' : `${count} Aufträge`);

/** In German. */
export const activity = {
  title: 'Verlauf',
  intro: 'Was hier geschah, und was jedes Plugin daraus machte.',
  filters: 'Was gezeigt wird',
  identifier: 'Kennung',
  identifierHint: 'etwa entry:42',
  plugin: 'Plugin',
  anyPlugin: 'Alle Plugins',
  anotherPlugin: 'Ein Plugin, das nicht installiert ist',
  eventName: 'Ereignis',
  anyEvent: 'Alle Ereignisse',
  outcome: 'Ergebnis',
  anyOutcome: 'Jedes Ergebnis',
  notDelivered: 'nicht zugestellt',
  time: 'Zeit',
  times: {
    anyTime: 'Jederzeit',
    hour: 'Letzte Stunde',
    day: 'Letzte 24 Stunden',
    week: 'Letzte 7 Tage',
    month: 'Letzte 30 Tage',
    between: 'Zwischen …',
  },
  from: 'Von',
  to: 'Bis',
  clear: 'Alles zeigen',
  newEvents: (count: number) => (count === 1 ? '1 neues' : `${count} neue`),
  lookFurther: 'Weiter zurück suchen',
  storyOf: (title: string) => `${title}: die ganze Geschichte`,
  today: 'Heute',
  yesterday: 'Gestern',
  again: 'wieder',
  isDue: (which: string) => `${which}, jetzt fällig`,
  isSoon: (which: string) => `${which} in weniger als einer Minute`,
  attemptOf: (number: number, most: number) => `${number}. von ${most}`,
  moreOutcomes: (count: number, outcome: string) => `${count} ${outcome}`,
  more: (outcomes: string) => `Und ${outcomes}`,
  others: (count: number) => (count === 1 ? '1 weiteres' : `${count} weitere`),
  silent: (names: string) => `Nicht abonniert: ${names}`,
  notSubscribed: (names: string) =>
    `${names} hören nicht auf dieses Ereignis. Das ist in Ordnung, es sei denn, eines sollte es.`,
  nobody: 'Es war kein Plugin installiert, das davon hätte hören können.',
  whatHappened: 'Was geschah',
  event: 'Ereignis',
  payload: 'Daten des Ereignisses',
  privatePayload: (members: string) =>
    `Was das Ereignis sagt, ist privat: Admins dieses Bereichs sehen es. Darin stehen ${members}.`,
  privatePayloadWithout: 'Was das Ereignis sagt, ist privat: Admins dieses Bereichs sehen es.',
  why: {
    delivered: (plugin: string) => `${plugin} hört auf dieses Ereignis und hat es bekommen.`,
    not_subscribed: (plugin: string) =>
      `${plugin} hört nicht auf dieses Ereignis. Falls es das sollte, muss sein Entwickler es hinzufügen.`,
    filtered: (plugin: string) =>
      `${plugin} hört auf dieses Ereignis nur, wenn die Daten zu einem Filter passen, und diesmal taten sie es nicht.`,
    suspended: (plugin: string) =>
      `${plugin} war in diesem Bereich angehalten, als es geschah. Setze es fort, damit es hört, was kommt.`,
    setup_incomplete: (plugin: string) =>
      `${plugin} war noch nicht fertig eingerichtet. Es hört, was danach geschieht.`,
    not_granted: (plugin: string) =>
      `${plugin} bittet darum, dieses Ereignis zu hören, und noch hat niemand zugestimmt.`,
    missing_scope: (plugin: string) =>
      `${plugin} hat die Berechtigung nicht, die es für dieses Ereignis braucht.`,
    plugin_suspended: (plugin: string) =>
      `${plugin} ist vom Betreiber für alle abgeschaltet. Das Ereignis ist aufgehoben und wird zugestellt, sobald es wieder an ist.`,
    endpoint_disabled: (plugin: string) =>
      `${plugin} hat so lange nicht geantwortet, dass ihm jetzt nichts geschickt wird. Das Ereignis ist aufgehoben und wird zugestellt, sobald der Entwickler es behoben hat.`,
  },
  finishSetup: (plugin: string) => `${plugin} fertig einrichten`,
  lookAtPermissions: 'Berechtigungen ansehen',
  lookAt: (plugin: string) => `${plugin} ansehen`,
  whatItHears: (plugin: string) => `Was ${plugin} hört`,
  attempts: (count: number) =>
    count === 0 ? 'Versuche' : count === 1 ? '1 Versuch' : `${count} Versuche`,
  noAttempts: 'Es wurde noch nichts geschickt.',
  attempt: (number: number) => `Versuch ${number}`,
  answered: (code: number, duration: string) => `${code} in ${duration}`,
  noAnswer: (duration: string) => `keine Antwort, ${duration}`,
  readAs: {
    done: () => 'Verstanden als: fertig',
    ongoing: () => 'Verstanden als: angenommen, das Plugin macht selbst weiter',
    ignored: () => 'Verstanden als: übergangen, das Plugin hat damit nichts zu tun',
    failed: () => 'Verstanden als: endgültig fehlgeschlagen, so sagt es das Plugin',
    gone: () => 'Verstanden als: endgültig fehlgeschlagen, und das Plugin bekommt nichts mehr',
    busy: (code: number, isLast: boolean) =>
      isLast
        ? `Verstanden als: überlastet (${code})`
        : `Verstanden als: überlastet, also wird es wiederholt (${code})`,
    notUnderstood: (code: number, isLast: boolean) =>
      isLast
        ? `Verstanden als: fehlgeschlagen, wegen der ${code}`
        : `Verstanden als: fehlgeschlagen, also wird es wegen der ${code} wiederholt`,
    refused: () => 'Die Adresse darf von hier nicht aufgerufen werden',
    dns: () => 'Der Name des Servers ist nicht bekannt',
    connect: () => 'Der Server des Plugins war nicht zu erreichen',
    tls: () => 'Der Server des Plugins hat kein gültiges Zertifikat',
    send: () => 'Die Verbindung riss ab, während die Anfrage geschickt wurde',
    response: () => 'Die Verbindung riss ab, bevor die Antwort vollständig war',
    timeout: () => 'Das Plugin brauchte zu lange für eine Antwort',
    reply: (_code: number, isLast: boolean) =>
      isLast
        ? 'Die Antwort war nicht zu gebrauchen'
        : 'Die Antwort war nicht zu gebrauchen, also wird es wiederholt',
    lost: () => 'Niemand weiß, wie dieser Versuch ausging: der Server hielt währenddessen an',
  },
  whatItChanged: 'Was sich änderte',
  changedNothing: 'Keine Einstellung, nichts im Speicher, und nichts wurde angehängt.',
  changedConfig: (members: string) => `Einstellungen: ${members}.`,
  lookAtHistory: 'Versionen ansehen',
  stored: 'Speicher:',
  openJob: 'Auftrag öffnen',
  parked: {
    endpoint_disabled:
      'Zurückgestellt: Das Plugin antwortete lange nicht und bekommt jetzt nichts.',
    suspended: 'Zurückgestellt, bis das Plugin in diesem Bereich fortgesetzt wird.',
    plugin_suspended: 'Zurückgestellt, bis das Plugin wieder an ist.',
  },
  settled: {
    attempts_exhausted: 'Kein Versuch gelang, und von selbst kommt keiner mehr.',
    timed_out: 'Das Plugin sagte nicht rechtzeitig, wie es ausging.',
    not_subscribed: 'Das Plugin hört nicht mehr auf dieses Ereignis.',
    not_granted: 'Das Plugin darf nicht mehr auf dieses Ereignis hören.',
    missing_scope: 'Das Plugin hat die Berechtigung nicht, die es für dieses Ereignis braucht.',
    reinstalled: 'Das Plugin wurde noch einmal installiert.',
    uninstalled: 'Das Plugin wurde entfernt.',
  },
  blocked: 'Er wartet auf den Auftrag davor: die mit derselben Kennung gehen nacheinander hinaus.',
  underWay: 'Eine Anfrage ist unterwegs.',
  heldUp: (reason: string) =>
    `Das Schicken scheiterte auf unserer Seite und wird von selbst wiederholt: ${reason}`,
  itSays: 'Das Plugin sagt:',
  act: { retry: 'Wiederholen', resend: 'Noch einmal schicken', cancel: 'Auftrag abbrechen' },
  does: {
    retry: 'Schickt ihn jetzt und zählt die Versuche von vorn.',
    resend:
      'Schickt dieselbe Anfrage noch einmal. Das Urteil bleibt, und nichts aus der Antwort wird übernommen.',
    cancel: 'Es wird nichts mehr geschickt. Admins können ihn später noch wiederholen.',
  },
  cannot: {
    verdict: 'Das Plugin hat sein Urteil abgegeben, und das gilt.',
    over: 'Von selbst wird davon nichts mehr geschickt.',
    underWay: 'Eine Anfrage ist unterwegs: warte auf ihre Antwort.',
    accepted: 'Das Plugin hat ihn angenommen und sagt noch, wie es ausging.',
    queued: 'Er wird gleich geschickt.',
    noVerdict: 'Noch einmal geschickt wird nur, worüber das Plugin ein Urteil abgab.',
    sending: 'Er wird schon noch einmal geschickt.',
    withdrawn: 'Er ist abgebrochen.',
  },
  onlyAdmins: 'Admins dieses Bereichs können wiederholen, noch einmal schicken und abbrechen.',
  standing: 'Wie es steht',
  job: 'Auftrag',
  behind: (count: number) =>
    count === 1 ? 'Dahinter wartet 1 Auftrag.' : `Dahinter warten ${count} Aufträge.`,
  openBefore: 'Den Auftrag davor öffnen',
  allOfEvent: 'Was alle Plugins daraus machten',
  noJob: 'Auftrag',
  noJobTitle: 'Diesen Auftrag gibt es nicht',
  noJobText:
    'Er gehört zu einem anderen Bereich, oder seine Zeit ist um: was erledigt ist, wird eine Weile aufgehoben.',
  toActivity: 'Zum Verlauf',
  wire: 'Anfrage und Antwort',
  request: 'Anfrage',
  reply: 'Antwort',
  requestHeaders: 'Kopfzeilen der Anfrage',
  replyHeaders: 'Kopfzeilen der Antwort',
  requestBody: 'Inhalt der Anfrage',
  replyBody: 'Inhalt der Antwort',
  noRequest: 'Was geschickt wurde, ist nicht mehr bekannt.',
  bodyGone:
    'Woraus sie bestand, ist gelöscht: Es gibt keinen Inhalt mehr, der sich noch einmal schicken ließe.',
  copyCurl: 'Als curl kopieren (POSIX-Shell)',
  exact: 'Genau so wurde es geschickt; Token und Passwörter sind verdeckt.',
  notExact: 'Neu zusammengesetzt: der Bereich oder eine Einstellung ist seitdem anders.',
  noReply: 'Es kam keine Antwort.',
  emptyBody: 'Ohne Inhalt.',
  cutBody: 'Sie war länger; aufgehoben ist nur der Anfang.',
  debugInfo: 'Was das Plugin seinem Entwickler sagt',
  show: 'Zeigen',
  hide: 'Verbergen',
  copy: 'Kopieren',
  imageBroken: 'Das Bild ließ sich nicht laden.',
  openImage: 'Bild öffnen',
  imageElsewhere: (key: string) => `Das Bild liegt im eigenen Speicher des Plugins: ${key}`,
  screener: {
    input: 'Gesucht',
    match: 'Gefunden',
    nothing: 'Es wurde nichts gefunden.',
    more: (count: number) => `${count} weitere zeigen`,
    fewer: 'Weniger zeigen',
  },
  json: {
    search: (label: string) => `Suchen in ${label}`,
    searchHint: 'Suchen',
    found: (count: number, isMore: boolean) =>
      isMore ? `${count} oder mehr gefunden` : `${count} gefunden`,
    whole: 'das Ganze',
    copyPath: 'Pfad kopieren',
    copyValue: 'Wert kopieren',
    object: (size: number) => (size === 1 ? '{ 1 Feld }' : `{ ${size} Felder }`),
    array: (size: number) => (size === 1 ? '[ 1 Eintrag ]' : `[ ${size} Einträge ]`),
    more: (count: string) => `Mehr der ${count} folgenden zeigen`,
  },
  retryAll: {
    failed: (count: string) => `${count} fehlgeschlagene wiederholen`,
    parked: (count: string) => `${count} zurückgestellte wiederholen`,
    does: 'Jeder wird noch einmal geschickt, neben dem, was inzwischen kommt, und langsamer. Du kannst gehen; wie weit es ist, steht hier.',
    withVerdicts: (count: string) =>
      `Auch ${jobs(count)} noch einmal schicken, zu denen das Plugin selbst Nein sagte`,
    withVerdictsHint: 'Ihr Urteil bleibt, und nichts aus der Antwort wird übernommen.',
  },
  replay: {
    label: 'Wie weit es ist',
    running: (count: string, total: string) => `Wird wiederholt: ${count} von ${total}`,
    done: (done: string, failed: string) =>
      failed === '0'
        ? `${jobs(done)} wiederholt`
        : `${jobs(done)} wiederholt, ${failed} fehlgeschlagen`,
    cancelled: (done: string, failed: string) =>
      `Angehalten: ${jobs(done)} waren wiederholt, ${failed} fehlgeschlagen`,
    stop: 'Anhalten',
    leave: 'Es läuft weiter, wenn du gehst.',
  },
  empty: {
    identifier: (identifier: string) => `Nichts mit „${identifier}“`,
    neverTold:
      'Eine Kennung muss ganz ausgeschrieben sein, so wie das Produkt sie hat. Wenn sie stimmt, hat das Produkt nichts davon erzählt: dort geht die Suche weiter.',
    otherFilters: 'Etwas anderes in den Filtern hält es fern.',
    onlyIdentifier: 'Nur nach der Kennung suchen',
    outcome: 'Nichts hat dieses Ergebnis',
    outcomeText:
      'So soll es sein, wenn es um Fehlschläge geht. In einer anderen Zeit oder bei einem anderen Plugin gibt es vielleicht welche.',
    plugin: 'Dieses Plugin hat noch von nichts gehört',
    pluginText:
      'Vielleicht hört es auf andere Ereignisse, ist nicht fertig eingerichtet, oder es geschah nichts, seit es installiert ist.',
    lookAtPlugin: 'Plugin ansehen',
    filtered: 'Nichts passt zu diesen Filtern',
    nothing: 'Noch ist nichts geschehen',
    nothingText:
      'Hier steht jedes Ereignis, von dem das Produkt erzählt, und was jedes Plugin daraus machte: das erste erscheint von selbst.',
    toCatalog: 'Ein Plugin finden',
  },
} satisfies typeof en;
