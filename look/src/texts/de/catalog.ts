import type { catalog as en } from '../en/catalog.ts';

/** In German. */
export const catalog = {
  title: 'Katalog',
  intro: (space: string) => `Plugins, die sich in ${space} installieren lassen.`,

  search: 'Plugins suchen',
  searchHint: 'Name, Anbieter oder was es tut',
  category: 'Kategorie',
  allCategories: 'Alle Kategorien',
  found: (count: number) => (count === 1 ? '1 Plugin' : `${count} Plugins`),
  foundMore: (count: number) => `${count} Plugins gezeigt, es gibt noch mehr`,
  noneFound: 'Keine Plugins',
  emptyTitle: 'Der Katalog ist leer',
  emptyText: (product: string) =>
    `Hier stehen Plugins, sobald sie veröffentlicht sind von denen, die ${product} betreiben.`,
  toHome: 'Zur Startseite des Space',
  noMatchTitle: 'Kein Plugin passt',
  noMatchSearch: (search: string) => `Nichts im Katalog enthält „${search}“.`,
  noMatchIn: (search: string, category: string) => `Nichts in „${category}“ enthält „${search}“.`,
  noMatchCategory: (category: string) => `In „${category}“ ist nichts.`,
  showAll: 'Alle Plugins zeigen',

  restorableMark: 'Lässt sich wiederherstellen',
  reviewed: 'Geprüft',
  reviewedWhy: (product: string) =>
    `Die ${product} betreiben, haben dieses Plugin durchgesehen, bevor es in den Katalog kam.`,
  byAuthor: (author: string) => `von ${author}`,
  installed: 'Installiert',
  setupOpen: 'Nicht fertig eingerichtet',
  suspended: 'Installiert, angehalten',
  needsPlan: (level: number) => `Braucht Tarif ${level}`,
  needsPlanHas: (needed: number, has: number | null) =>
    has === null
      ? `Braucht Tarif ${needed}, dieser Space hat keinen`
      : `Braucht Tarif ${needed}, dieser Space hat ${has}`,

  back: 'Zurück zum Katalog',
  goneTitle: 'Dieses Plugin ist nicht im Katalog',
  goneText:
    'Vielleicht wurde es herausgenommen oder ist abgeschaltet. Wo es installiert ist, steht es weiter bei den installierten.',
  about: 'Was es tut',
  noAbout: 'Mehr sagt sein Anbieter nicht darüber.',
  screenshot: (name: string) => `So sieht ${name} aus`,
  video: 'Video ansehen',
  videoAt: (host: string) => `öffnet ${host} in einem neuen Tab`,
  hears: 'Es wird hören',
  hearsNothing: 'Nichts von dem, was in diesem Space geschieht.',
  hearsOwnLife: 'Wenn es selbst installiert, erneuert, anders eingestellt oder entfernt wird',
  may: 'Es darf',
  mayNothing: 'Nichts außer hören und für sich selbst etwas aufbewahren.',
  mayIfYouLike: 'nur, wenn du es erlaubst',
  asks: 'Du wirst gefragt nach',
  asksNothing: 'Nichts. Es funktioniert, sobald es installiert ist.',
  asksSignIn: (host: string) => `Anmelden bei ${host}`,
  asksWindow: (host: string) => `Eine Seite von ${host} in einem eigenen Fenster`,
  stepOptional: 'kann wegbleiben',
  facts: 'Über dieses Plugin',
  author: 'Anbieter',
  website: 'Website',
  categories: 'Kategorien',
  release: 'Release',
  releaseOf: (number: number, date: string) => `${number}, vom ${date}`,
  shows: 'Zu sehen in',
  showsIn: { sidebar: 'der Seitenleiste', toolbar: 'der Werkzeugleiste' },

  install: (name: string) => `${name} installieren`,
  restore: (name: string) => `${name} wiederherstellen`,
  goToInstall: 'Zur Installation',
  continueSetup: 'Weiter einrichten',
  onlyAdmins: (space: string) =>
    `Nur Admins von ${space} installieren Plugins. Frag jemanden davon:`,
  members: 'Mitglieder des Space',
  planTitle: (level: number, has: number | null, product: string) =>
    has === null
      ? `Dieses Plugin braucht Tarif ${level}, und dieser Space hat keinen. Ändern können das die, die ${product} betreiben.`
      : `Dieses Plugin braucht Tarif ${level}, und dieser Space hat Tarif ${has}. Ändern können das die, die ${product} betreiben.`,
  restorable: (date: string) =>
    `Es wurde hier entfernt. Bis ${date} lässt es sich mit allem wiederherstellen, was es hatte.`,
  installAnew: 'Neu installieren',

  consentTitle: (name: string) => `${name} installieren`,
  consentIntro: (space: string) => `In ${space}. Lies, was es bekommt, bevor du zustimmst.`,
  consentMay: 'Ohne das funktioniert es nicht.',
  optional: 'Wenn du es erlaubst, darf es auch',
  optionalHint:
    'Aus, bis du es einschaltest: Es funktioniert auch ohne. Unter „Berechtigungen“ kannst du es dir jederzeit anders überlegen.',
  past: 'Was vorher war',
  pastHint: 'Es kann auch von Ereignissen erfahren, die vor ihm waren.',
  pastNone: 'Nur, was von jetzt an geschieht',
  pastDays: (days: number) =>
    days === 1 ? 'Auch den letzten Tag' : `Auch die letzten ${days} Tage`,
  next: (steps: number) =>
    steps === 1
      ? 'Danach wird es eingerichtet, in einem Schritt.'
      : `Danach wird es eingerichtet, in ${steps} Schritten.`,
  nextNothing: 'Es funktioniert, sobald es installiert ist.',
  anew: (name: string) =>
    `${name} war schon einmal hier. Neu installiert verliert es für immer, was es aufbewahrt hat und wie es eingestellt war.`,
  restoreInstead: 'Stattdessen wiederherstellen',
  already: (name: string) => `${name} ist in diesem Space installiert.`,
  failedInstall: (name: string) => `${name} wurde nicht installiert.`,
  failedRestore: (name: string) => `${name} wurde nicht wiederhergestellt.`,
  refused: {
    already_exists: 'Jemand hat es inzwischen installiert.',
    plugin_suspended: 'Es ist zurzeit abgeschaltet. Versuch es später noch einmal.',
    plugin_not_found: 'Es steht nicht mehr im Katalog.',
  } as Record<string, string>,
} satisfies typeof en;
