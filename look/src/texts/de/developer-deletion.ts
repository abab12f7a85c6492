import type { deletion as enDeletion, unread as enUnread } from '../en/developer-deletion.ts';

/** In German. */
export const deletion = {
  title: 'Dieses Plugin löschen',
  about:
    'Es wird überall deinstalliert, und was seine Installationen gespeichert haben, wird gelöscht. Es gibt kein Zurück.',
  action: (name: string) => `${name} löschen`,
  ask: (name: string) => `${name} löschen?`,
  nowhere:
    'Es ist nirgends installiert: Es ist sofort weg, mit seinen Releases und seinen Secrets.',
  somewhere: (installs: number) =>
    installs === 1
      ? 'Es wird in 1 Space deinstalliert; dessen Admins erfahren es.'
      : `Es wird in ${installs} Spaces deinstalliert; deren Admins erfahren es.`,
  kept: (days: number) =>
    days === 0
      ? 'Was es dort gespeichert hat, wird sofort gelöscht.'
      : days === 1
        ? 'Was es dort gespeichert hat, wird nach 1 Tag gelöscht. Dann ist es weg.'
        : `Was es dort gespeichert hat, wird nach ${days} Tagen gelöscht. Dann ist es weg.`,
  alreadyKept: (installs: number) =>
    installs === 1
      ? '1 Space, der es schon deinstalliert hat, kann es nicht mehr wiederherstellen.'
      : `${installs} Spaces, die es schon deinstalliert haben, können es nicht mehr wiederherstellen.`,
  atOnce: 'Von jetzt an findet und installiert es niemand, und nichts daran lässt sich ändern.',
  typed: (slug: string) => `Gib seinen Kurznamen ein, um es zu löschen: ${slug}`,
  suspended: 'Solange es abgeschaltet ist, kann es nur löschen, wer dieses Produkt betreibt.',
  going:
    'Es wird gelöscht. Niemand findet oder installiert es, und nichts daran lässt sich ändern.',
  left: (installs: number) =>
    installs === 1
      ? 'In 1 Space ist es noch zu deinstallieren.'
      : `In ${installs} Spaces ist es noch zu deinstallieren.`,
  erasing: (installs: number, date: string) =>
    installs === 1
      ? `Was es in 1 Space gespeichert hat, wird am ${date} gelöscht. Dann ist es weg.`
      : `Was es in ${installs} Spaces gespeichert hat, wird gelöscht, das Letzte am ${date}. Dann ist es weg.`,
  ending: 'Es ist weg, sobald es von der letzten Deinstallation erfahren hat.',
} satisfies typeof enDeletion;

/** In German. */
export const unread = {
  count: (count: number) =>
    count === 1
      ? '1 neuer Hinweis'
      : count >= 100
        ? '100 neue Hinweise oder mehr'
        : `${count} neue Hinweise`,
  one: 'neu',
} satisfies typeof enUnread;
