import type { deliveries as en } from '../en/developer-deliveries.ts';

/** In German. */
export const deliveries = {
  title: 'Zustellungen',
  intro: 'Was dein Plugin bekam, und was es antwortete.',
  plugin: 'Plugin',
  filters: 'Was zu sehen ist',
  status: 'Status',
  anyStatus: 'Jeder Status',
  statuses: {
    queued: 'wartet oder wird wiederholt',
    ongoing: 'läuft',
    done: 'fertig',
    ignored: 'übergangen',
    failed: 'fehlgeschlagen',
    parked: 'zurückgestellt',
    cancelled: 'abgebrochen',
  },
  space: (space: number) => `Space ${space}`,
  answer: (code: number, duration: string) => `${code} in ${duration}`,
  noAnswer: (duration: string) => `keine Antwort in ${duration}`,
  install: (install: number) => `Installation ${install}`,
  empty: 'Es bekam noch nichts',
  emptyText:
    'Hier steht jeder Auftrag, den es bekommt, sobald ein Space es installiert hat und dort etwas geschieht, auf das es hört.',
  nothingFits: 'Nichts passt zu diesen Filtern',
  nothingFitsText: 'Schau ohne sie, oder in einer anderen Zeit.',
  noFailed: 'Nichts schlug fehl',
  noFailedText: 'So soll es sein.',
  of: (plugin: string) => `Zustellungen von ${plugin}`,
  all: 'Alle Zustellungen',
  noPlugins: 'Es gibt nichts, dem zugestellt würde',
  noPluginsText: 'Hier steht, was deine Plugins bekommen. Du hast noch keines.',
  delivery: 'Zustellung',
  missing: 'Diese Zustellung gibt es nicht',
  missingText:
    'Sie gehört zu einem anderen Plugin, oder ihre Zeit ist um: Was erledigt ist, wird eine Weile aufgehoben.',
  openLane: (behind: number) =>
    behind === 0
      ? 'Die Reihe öffnen'
      : behind === 1
        ? 'Die Reihe öffnen: dahinter wartet 1 Auftrag'
        : `Die Reihe öffnen: dahinter warten ${behind} Aufträge`,
  copyCurl: 'Die letzte Anfrage als curl kopieren',
  cannotRetryWithdrawn: 'Er ist abgebrochen: Nur Admins seines Space können ihn wiederholen.',
  calls: {
    title: 'Anfragen beim Einrichten',
    intro: 'Was es gefragt wurde, während jemand es einrichtete, und wie das ausging.',
    empty: 'Es wurde noch nichts gefragt',
    emptyText:
      'Auswahl, Prüfungen und Werte, nach denen seine Schritte es fragen, stehen hier, sobald jemand es einrichtet.',
    kind: {
      options: 'Auswahl eines Felds',
      selected_values: 'Namen des Gewählten',
      migration: 'Einstellungen für das nächste Release',
      remote_value: 'Ein Wert zum Zeigen',
      validation: 'Prüfung der Antworten',
      token: 'Token eines anderen Diensts',
      resources: 'Dinge des Produkts',
    },
    outcome: { answered: 'beantwortet', refused: 'abgelehnt', failed: 'fehlgeschlagen' },
    step: (step: number) => `Schritt ${step}`,
    field: (step: number, field: number) => `Schritt ${step}, Feld ${field}`,
    status: (status: number, duration: string) => `${status} in ${duration}`,
    after: (duration: string) => `nach ${duration}`,
  },
} satisfies typeof en;
