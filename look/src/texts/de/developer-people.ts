import type { people as enPeople, stats as enStats } from '../en/developer-people.ts';

/** In German. */
export const people = {
  title: 'Mitwirkende',
  intro: {
    owner: 'Das Plugin gehört dir: Du sagst, wer noch daran mitwirkt.',
    developer: 'Wem es gehört, sagt, wer daran mitwirkt. Du kannst das Plugin ändern.',
    viewer: 'Wem es gehört, sagt, wer daran mitwirkt. Du kannst es ansehen und nichts ändern.',
    nobody: 'Alle, die es entwickeln. Du siehst es, weil du dieses Produkt betreibst.',
  },
  roles: { owner: 'Besitzer', developer: 'Entwickler', viewer: 'Betrachter' },
  means: {
    owner: 'ändert das Plugin und sagt, wer daran mitwirkt',
    developer: 'ändert das Plugin',
    viewer: 'sieht es an, aber keine Secrets',
  },
  you: 'du',
  since: 'seit',
  roleOf: (name: string) => `Rolle von ${name}`,
  save: 'Rolle speichern',
  saveOf: (name: string) => `Rolle speichern: ${name}`,
  changed: (name: string, role: string) => `${name} ist jetzt ${role}.`,
  remove: 'Entfernen',
  removeOf: (name: string) => `${name} entfernen`,
  removeText: (name: string) =>
    `${name} sieht dieses Plugin, seine Zustellungen und seine Releases nicht mehr. Du kannst die Person wieder aufnehmen.`,
  leave: 'Verlassen',
  leaveOf: (plugin: string) => `${plugin} verlassen`,
  leaveText: 'Du siehst dieses Plugin nicht mehr. Nur wem es gehört, kann dich wieder aufnehmen.',
  lastOwner: 'Ein Plugin behält einen Besitzer: Mach erst jemand anderen dazu.',
  add: 'Jemanden aufnehmen',
  email: 'E-Mail-Adresse',
  emailHint: 'Von jemandem, der hier entwickeln darf.',
  nobodyThere:
    'Kein Entwickler hat diese Adresse. Wer dieses Produkt betreibt, kann jemanden einladen.',
  already: 'Diese Person wirkt schon mit.',
  role: 'Rolle',
  none: 'Niemand wirkt daran mit',
} satisfies typeof enPeople;

/** In German. */
export const stats = {
  title: 'Wie Anfragen ausgingen',
  time: 'Zeit',
  day: 'die letzten 24 Stunden',
  week: 'die letzten 7 Tage',
  none: 'In dieser Zeit bekam es nichts.',
  made: 'Anfragen',
  done: 'fertig',
  failed: 'fehlgeschlagen',
  retried: 'wiederholt',
  answered: (time: string) => `die Hälfte beantwortet in ${time}`,
  slowest: (time: string) => `95 % in ${time}`,
  rate: 'Anfragen, und wie sie ausgingen',
  latency: 'Wie lange Antworten dauerten, in Millisekunden',
  half: 'die Hälfte',
  most: '95 %',
  at: 'Ab',
  table: 'Dasselbe in Zahlen',
} satisfies typeof enStats;
