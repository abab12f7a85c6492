import type { operator as en } from '../en/operator.ts';

/** In German. */
export const operator = {
  nav: 'Prüfung, Plugins und Entwickler',
  places: { review: 'Prüfung', plugins: 'Plugins', developers: 'Entwickler' },
  onlyOperators: 'Diese Seiten sind für alle, die dieses Produkt betreiben',
  onlyOperatorsText: 'Melde dich als jemand von ihnen an, oder bitte sie, dich dazu zu machen.',
  queue: {
    title: 'Prüfung',
    intro: 'Was Entwickler eingereicht haben. Niemand sieht es, bevor du Ja sagst.',
    empty: 'Nichts wartet auf Prüfung',
    emptyText: 'Was jemand einreicht, steht hier; was am längsten wartet, zuerst.',
    release: (number: number) => `Release ${number}`,
    first: 'sein erstes Release',
    submitted: 'eingereicht',
    by: (name: string) => `von ${name}`,
    later: 'wird nach der Freigabe vom Entwickler verteilt',
  },
  review: {
    title: (plugin: string, number: number) => `${plugin}, Release ${number}`,
    back: 'Prüfung',
    over: 'Darüber ist schon entschieden',
    overText: 'Jemand anderes hat entschieden, oder es wurde inzwischen ein anderes eingereicht.',
    toQueue: 'Zu dem, was wartet',
    from: 'Wer es eingereicht hat',
    submitted: 'Eingereicht',
    submittedBy: (name: string) => `von ${name}`,
    submittedByOther: 'von jemandem, der nicht mehr daran mitarbeitet',
    roles: { owner: 'Besitzer', developer: 'Entwickler', viewer: 'Betrachter' },
    nobody:
      'An diesem Plugin arbeitet niemand mehr mit: Niemand liest, was du sagst, und niemand behebt, was nicht mehr geht.',
    approvingFirst: 'Sobald du es freigibst, können Spaces es installieren.',
    approving: {
      at_once: 'Sobald du es freigibst, läuft es sofort bei allen Installationen.',
      later: 'Sobald du es freigibst, verteilt es sein Entwickler Schritt für Schritt.',
    },
    changesFirst: 'Was es ist: Von ihm ist noch nichts veröffentlicht',
    changesSince: (number: number) =>
      `Was sich seit Release ${number} änderte, das zuletzt freigegeben wurde`,
    whom: 'Wen es betrifft, sobald es bei allen läuft',
    checklist: 'Worauf zu schauen ist',
    checklistText: 'Nur für dich: Was du abhakst, wird nicht aufgehoben.',
    check: {
      origins: 'Wo es von Dingen erfährt, und woher seine Seiten kommen',
      redirects: 'Wohin Leute mit ihrer Zustimmung zurückgeschickt werden',
      scopes: 'Was es darf: Braucht es das?',
      events: 'Worauf es hört: Braucht es das?',
      passwords: 'Passwörter, nach denen es fragt',
      details: 'Was es von sich sagt, stimmt und sieht aus, wie es soll',
    },
    passwordIn: (step: string, field: string) => `${field}, in ${step}`,
    page: 'Was ein Admin sehen wird',
    raw: 'Sein Manifest, wie es geschrieben wurde',
    rawLabel: 'Das Manifest',
    verdict: 'Dein Urteil',
    message: 'Was du dem Entwickler sagst',
    messageHint: 'Er liest es bei dem Release.',
    messageMissing: 'Sag dem Entwickler etwas, und sei es nur danke.',
    unlisted: 'Nicht in den Katalog aufnehmen',
    unlistedHint: 'Wer seinen Kurznamen kennt, kann es trotzdem installieren.',
    approve: (number: number) => `Release ${number} freigeben`,
    refuse: (number: number) => `Release ${number} zurückgeben`,
    changed:
      'Es wird nicht mehr geprüft: Der Entwickler oder jemand anderes war schneller. Sieh es dir noch einmal an.',
  },
  plugins: {
    title: 'Plugins',
    intro: 'Alle, und der Schalter, der eines überall anhält.',
    filters: 'Welche Plugins',
    search: 'Name oder Kurzname',
    status: 'Status',
    anyStatus: 'Jeder Status',
    statuses: {
      created: 'nie eingereicht',
      in_review: 'wird geprüft',
      approved: 'freigegeben',
      approved_unlisted: 'freigegeben, nicht im Katalog',
      rejected: 'zurückgegeben',
    },
    origin: 'Von wem',
    anyOrigin: 'Von allen',
    origins: { host: 'von diesem Produkt', org: 'für jeden Space', partner: 'von Entwicklern' },
    none: 'Es gibt noch kein Plugin',
    noneText: 'Es steht hier, sobald jemand eines anmeldet.',
    nothingFits: 'So ist kein Plugin',
    nothingFitsText: 'Schau ohne die Filter.',
    installs: (count: number) =>
      count === 0
        ? 'nicht installiert'
        : count === 1
          ? '1 Installation'
          : `${count} Installationen`,
    stop: 'Anhalten',
    stopOf: (name: string) => `${name} überall anhalten`,
    stopText: (installs: number) =>
      `Binnen einer Sekunde bekommt es nichts mehr, keines seiner Token gilt, und keine seiner Seiten wird gezeigt${
        installs === 0
          ? ''
          : installs === 1
            ? ', in dem einen Space, der es hat'
            : `, in allen ${installs} Installationen`
      }; niemand kann es installieren. Was es aufhebt, bleibt, und was inzwischen geschieht, wird für es aufgehoben.`,
    reason: 'Warum',
    reasonHint: 'Sein Entwickler erfährt es.',
    stopped: (reason: string) => `Angehalten: ${reason}`,
    resume: 'Weiterlaufen lassen',
    resumeOf: (name: string) => `${name} weiterlaufen lassen`,
    list: 'In den Katalog',
    listOf: (name: string) => `${name} in den Katalog aufnehmen`,
    unlist: 'Aus dem Katalog nehmen',
    unlistOf: (name: string) => `${name} aus dem Katalog nehmen`,
  },
  developers: {
    title: 'Entwickler',
    intro: 'Wer Plugins anmelden darf, weil ihr eingeladen habt.',
    invite: 'Einen Entwickler einladen',
    email: 'E-Mail-Adresse',
    send: 'Einladen',
    invited: (email: string) => `${email} ist eingeladen`,
    mailed: 'Der Link ist per Mail unterwegs und gilt sieben Tage.',
    linkText:
      'Mail ist nicht eingerichtet: Gib diesen Link weiter. Er gilt einmal, sieben Tage lang, und wird nicht noch einmal gezeigt.',
    link: 'Der Link',
    copyLink: 'Link kopieren',
    kept: 'Ich habe ihn weitergegeben',
    leave: 'Der Link wird nicht noch einmal gezeigt. Trotzdem gehen?',
    already: 'Diese Adresse gehört schon einem Entwickler.',
    open: 'Offene Einladungen',
    noneOpen: 'Zurzeit ist niemand eingeladen.',
    ends: 'endet',
    withdraw: 'Zurückziehen',
    withdrawOf: (email: string) => `Einladung von ${email} zurückziehen`,
    withdrawText: 'Der Link gilt dann nicht mehr. Du kannst noch einmal einladen.',
    all: 'Eingeladene Entwickler',
    none: 'Es gibt noch keinen',
    noneText:
      'Lade jemanden ein: Über den Link entsteht ein Konto, mit dem man Plugins anmelden kann.',
    since: 'seit',
    remove: 'Entfernen',
    removeOf: (name: string) => `${name} entfernen`,
    removeText: (name: string) =>
      `${name} kann keine Plugins mehr anmelden. Was schon entwickelt wird, bleibt und läuft weiter wie bisher.`,
  },
} satisfies typeof en;
