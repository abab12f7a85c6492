/** What plugins told somebody. */
export const notifications = {
  title: 'Notifications',
  intro: 'What plugins want you to know, in all of your spaces.',
  introHere: 'What plugins want you to know.',
  all: 'All',
  unread: 'Unread',
  show: 'Show',
  readAll: 'Mark all as read',
  markRead: 'Mark as read',
  isUnread: 'unread',
  empty: 'Nothing to read',
  emptyText:
    'When a plugin has something to tell you, it is here, and a number stands at the bell.',
  emptyUnread: 'You have read everything',
  showAll: 'Show what you have read',
  noMessage: 'The plugin sent no message.',
  details: 'Details',
  attachments: 'Attachments',
  action: {
    open: '',
    calling: 'The plugin is being asked …',
    called: 'Done',
    failed: 'This did not work',
    unknown: 'Nobody knows whether the plugin heard of it',
  },
  onlyAdmins: 'Admins of the space can choose what to do.',
};
