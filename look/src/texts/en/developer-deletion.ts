/** Deleting a plugin, and what its developers have not read. */
export const deletion = {
  title: 'Delete this plugin',
  about:
    'It is uninstalled everywhere, and what its installs kept is erased. There is no way back.',
  action: (name: string) => `Delete ${name}`,
  ask: (name: string) => `Delete ${name}?`,
  nowhere: 'It is installed nowhere: it is gone at once, with its releases and its secrets.',
  somewhere: (installs: number) =>
    installs === 1
      ? 'It is uninstalled in 1 space, whose admins are told.'
      : `It is uninstalled in ${installs} spaces, whose admins are told.`,
  kept: (days: number) =>
    days === 0
      ? 'What it kept there is erased at once.'
      : days === 1
        ? 'What it kept there is erased after 1 day. Then it is gone.'
        : `What it kept there is erased after ${days} days. Then it is gone.`,
  alreadyKept: (installs: number) =>
    installs === 1
      ? '1 space that uninstalled it before cannot restore it any more.'
      : `${installs} spaces that uninstalled it before cannot restore it any more.`,
  atOnce: 'From now on nobody finds or installs it, and nothing about it can be changed.',
  typed: (slug: string) => `Type its short name, ${slug}, to delete it`,
  suspended: 'While it is suspended, only whoever runs this product can delete it.',
  going: 'It is being deleted. Nobody finds or installs it, and nothing about it can be changed.',
  left: (installs: number) =>
    installs === 1
      ? 'It is still to be uninstalled in 1 space.'
      : `It is still to be uninstalled in ${installs} spaces.`,
  erasing: (installs: number, date: string) =>
    installs === 1
      ? `What it kept in 1 space is erased on ${date}. Then it is gone.`
      : `What it kept in ${installs} spaces is erased, the last of it on ${date}. Then it is gone.`,
  ending: 'It is gone once it was told of the last uninstall.',
};

/** Notices that somebody has not read. */
export const unread = {
  /** Beside the name of a plugin; a hundred are as many as are counted. */
  count: (count: number) =>
    count === 1
      ? '1 new notice'
      : count >= 100
        ? '100 new notices or more'
        : `${count} new notices`,
  one: 'new',
};
