import type { notifications as en } from '../en/notifications.ts';

/** In German. */
export const notifications = {
  title: 'Mitteilungen',
  intro: 'Was Plugins dir sagen wollen, aus allen deinen Spaces.',
  introHere: 'Was Plugins dir sagen wollen.',
  all: 'Alle',
  unread: 'Ungelesen',
  show: 'Zeigen',
  readAll: 'Alle als gelesen markieren',
  markRead: 'Als gelesen markieren',
  isUnread: 'ungelesen',
  empty: 'Nichts zu lesen',
  emptyText: 'Wenn ein Plugin dir etwas zu sagen hat, steht es hier, und an der Glocke eine Zahl.',
  emptyUnread: 'Du hast alles gelesen',
  showAll: 'Gelesenes zeigen',
  noMessage: 'Das Plugin hat keinen Text geschickt.',
  details: 'Einzelheiten',
  attachments: 'Anhänge',
  action: {
    open: '',
    calling: 'Das Plugin wird gefragt …',
    called: 'Erledigt',
    failed: 'Das hat nicht geklappt',
    unknown: 'Niemand weiß, ob das Plugin davon gehört hat',
  },
  onlyAdmins: 'Wählen können die Admins des Space.',
} satisfies typeof en;
