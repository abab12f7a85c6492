const times = (shown: string, count: number) => (count === 1 ? 'once' : `${shown} times`);

/** The pages of an install. */
export const install = {
  tabs: {
    label: 'About this plugin',
    overview: 'Overview',
    settings: 'Settings',
    activity: 'Activity',
    history: 'History',
    permissions: 'Permissions',
  },
  onlyAdmins: 'You can look at everything here. Admins of this space can change it.',
  setupOpen: (name: string) => `${name} is not set up yet. Until then it hears nothing.`,
  setupOpenActive: (name: string) =>
    `A new release of ${name} asks for one more step of its set-up. It works on meanwhile.`,
  setupStopped: {
    suspended: (name: string) =>
      `A step of the set-up of ${name} is open. It is suspended: the set-up goes on once an admin resumes it.`,
    plugin_suspended: (name: string) =>
      `Whoever runs this product has stopped ${name} everywhere: nothing of it can be set up until they switch it on again.`,
  },
  continueSetup: 'Continue set-up',
  about: (name: string) => `About ${name}`,
  menu: (name: string) => `More about ${name}`,
  suspend: (name: string) => `Suspend ${name}`,
  suspendTitle: (name: string) => `Suspend ${name}?`,
  suspendText: (name: string) =>
    `Until somebody resumes it, ${name} hears of nothing that happens and has no access to this space. What already waits for it is set aside, and sent in its order afterwards.`,
  suspendLater: (name: string) =>
    `What happens meanwhile is not kept for it. Once it is resumed, you can have ${name} told of it under Permissions.`,
  resume: (name: string) => `Resume ${name}`,
  resumeTitle: (name: string) => `Resume ${name}?`,
  resumeText: (name: string) =>
    `${name} has access again, and is sent what was set aside: the oldest first.`,
  export: 'Export as JSON',
  exportFirst: 'Export its settings, history and data first',
  uninstall: (name: string) => `Uninstall ${name}`,
  uninstallTitle: (name: string) => `Uninstall ${name}?`,
  uninstallNow: (name: string) =>
    `${name} loses its access at once. What still waits for it is withdrawn, for good, and what people agreed to ends.`,
  uninstallLater: (days: number) =>
    days === 0
      ? 'Its settings, their history and what it stored here are deleted at once: there is no way back.'
      : `Its settings, their history and what it stored here can be restored for ${days === 1 ? 'a day' : `${days} days`}; then all of it is deleted.`,
  uninstalled: (name: string, until: string) =>
    `${name} is uninstalled. It can be restored with its settings and data until ${until}; then they are deleted.`,
  pluginDeleted: (name: string, until: string) =>
    `${name} was deleted by who offered it, and with that uninstalled here. It cannot be restored. Its settings and data can be saved until ${until}; then they are deleted.`,
  erased: (name: string) => `${name} is uninstalled, and everything that it kept is deleted.`,
  restore: (name: string) => `Restore ${name}`,
  toCatalog: 'Install it again',
  reason: 'Reason',
  reasonHint: 'Stands in the history, for whoever looks later',
  health: {
    works: (name: string) => `${name} works.`,
    failing: (name: string, ago: string | undefined) =>
      ago === undefined
        ? `${name} does not answer as it should.`
        : `${name} has not answered as it should for ${ago}.`,
    endpoint_disabled: (name: string, ago: string | undefined) =>
      ago === undefined
        ? `Nothing is sent to ${name} any more: it failed for too long.`
        : `Nothing has been sent to ${name} for ${ago}: it failed for too long, and has to be mended by its developer.`,
    waiting: (shown: string, count: number) =>
      count === 1 ? '1 job waits.' : `${shown} jobs wait.`,
    lastAttempt: 'See the last attempt',
    pluginSuspended: (name: string) =>
      `Whoever runs this product has stopped ${name} everywhere. What happens meanwhile is set aside for it.`,
    suspended: (name: string) =>
      `${name} is suspended: it hears nothing until an admin resumes it, and is then sent what was set aside.`,
    permissions: (name: string) => `${name} asks for something new.`,
    seePermissions: 'See what it asks for',
    openPage: (name: string) => `Open ${name}`,
  },
  lastDay: {
    noneFailed: (shown: string, count: number) =>
      count === 1
        ? '1 job in the last 24 hours, it did not fail.'
        : `${shown} jobs in the last 24 hours, none failed.`,
    someFailed: (failed: string, all: string) =>
      `${failed} of ${all} jobs failed in the last 24 hours.`,
    title: 'Last 24 hours',
    none: 'Nothing that it hears of has happened in the last 24 hours.',
    deaf: 'It hears of nothing that happens in this space.',
    hour: 'From',
    table: 'The numbers',
  },
  overview: {
    may: 'What it may do',
    usedTimes: (shown: string, count: number) =>
      count === 0 ? 'Not used in 30 days' : `Used ${times(shown, count)} in 30 days`,
    hears: (count: number) =>
      count === 0
        ? 'It hears of nothing that happens here'
        : count === 1
          ? 'It hears of 1 kind of event'
          : `It hears of ${count} kinds of events`,
    facts: 'About this install',
    installed: 'Installed',
    by: 'By',
    changed: 'Changed',
    release: 'Release',
    draft: 'a draft',
    generation: 'Installed for the',
    page: 'What this plugin is',
    said: (name: string) => `What ${name} said`,
    allNotifications: 'All notifications',
    noMessage: 'A message without words',
  },
  settings: {
    form: 'Form',
    json: 'JSON',
    jsonTitle: 'The settings as JSON',
    ways: 'How the settings are shown',
    save: 'Save settings',
    discard: 'Discard changes',
    stopped: {
      suspended: (name: string) =>
        `${name} is suspended and takes no answers: its form opens once an admin resumes it. As JSON its settings can be changed all the same.`,
      plugin_suspended: (name: string) =>
        `Whoever runs this product has stopped ${name} everywhere, so it takes no answers. As JSON its settings can be changed all the same.`,
    },
    saved: (revision: number) => `Saved as revision ${revision}.`,
    unchanged: 'Everything was so already.',
    undo: 'Undo',
    seeChange: 'See what changed',
    secrets: (names: readonly string[]) =>
      names.length === 1
        ? `The password ${names[0]} is set. It is never shown, and stays as it is.`
        : `The passwords ${names.join(', ')} are set. They are never shown, and stay as they are.`,
    invalid: (line: number, message: string) => `Line ${line} is not right: ${message}`,
  },
  conflict: {
    title: 'Somebody changed these settings meanwhile',
    text: 'What you typed is still there. This is what they changed:',
    both: (names: string) => `You both changed ${names}: saving puts yours in place of theirs.`,
    save: 'Save my changes on top',
    discard: 'Take theirs, discard mine',
  },
  diff: {
    same: 'Nothing differs.',
    added: 'added',
    removed: 'removed',
    changed: 'changed',
    hidden: 'a password, never shown',
    before: 'Before:',
    after: 'After:',
  },
  history: {
    title: 'Every change of the settings',
    emptyTitle: 'The settings were never changed',
    emptyText: 'Each change will stand here, with who made it and why, and a way back.',
    toSettings: 'Go to the settings',
    changed: (author: string, what: string) => `${author} ${what}`,
    did: {
      changed: (names: string) => `changed ${names}`,
      added: (names: string) => `added ${names}`,
      removed: (names: string) => `removed ${names}`,
      nothing: 'changed nothing',
    },
    cause: {
      installed: 'Installed',
      reinstalled: 'Installed again',
      step_submitted: (title: string) => `Set-up: ${title}`,
      replied: 'Reply to a job',
      restored: (number: number) => `Revision ${number} restored`,
      migrated: 'made to fit a new release',
      rolled_back: (number: number) => `back to revision ${number}, with the release before`,
    },
    more: (count: number) => `${count} more`,
    number: (number: number) => `Revision ${number}`,
    now: 'in use now',
    host: 'The host',
    system: 'The server',
    somebody: 'Somebody who left',
    whatChanged: 'What changed',
    whatChangedIn: (number: number) => `What changed in revision ${number}`,
    compareNow: 'Compare with now',
    compareNowOf: (number: number) => `Compare with now: revision ${number}`,
    compare: 'Compare',
    older: 'From',
    newer: 'To',
    restore: 'Restore',
    restoreNumber: (number: number) => `Restore revision ${number}`,
    restoreTitle: (number: number) => `Restore revision ${number}?`,
    restoreText: (name: string) =>
      `It becomes a new revision, and ${name} is told of it. Passwords become what they were then. Nothing of the history is lost. What it changes:`,
  },
  permissions: {
    withdraw: 'Withdraw',
    withdrawTitle: (words: string) => `Withdraw “${words}”?`,
    withdrawText: (name: string) =>
      `${name} loses it within a second, and may not work as it should without. You can agree to it again here at any time; people who agreed to it for themselves are asked again.`,
    may: 'What it may do',
    mayNothing: 'It asks for no access to your data.',
    hears: 'What it hears of',
    hearsNothing: 'It hears of nothing that happens here.',
    optional: 'optional',
    declined: 'not agreed to',
    unused: 'Not used in 30 days',
    used: (shown: string, count: number) => `Used ${times(shown, count)} in 30 days, last`,
    grantedBy: (name: string | undefined, time: string) =>
      name === undefined ? `Last agreed to on ${time}` : `Last agreed to by ${name} on ${time}`,
    asksFor: (name: string, count: number) =>
      count === 1
        ? `${name} asks for one more permission`
        : `${name} asks for ${count} more permissions`,
    untilThen: (name: string) =>
      `A new release asks for it. Until you agree, ${name} goes without.`,
    wantsToDo: 'It wants to',
    wantsToHear: 'It wants to hear when',
    agree: 'Agree',
    notNow: 'Not now',
  },
  backfill: {
    title: 'What happened before',
    text: (name: string) =>
      `Have ${name} told of what happened in this space that it has not heard of: the oldest first, beside what happens now.`,
    from: 'How far back',
    days: (count: number) => (count === 1 ? '1 day' : `${count} days`),
    begin: 'Tell it',
    running: (done: string, total: string | undefined) =>
      total === undefined ? `${done} events told so far` : `${done} of ${total} events told`,
    end: 'Stop telling it',
    over: (isEnded: boolean, days: string, done: string) =>
      isEnded
        ? `Was being told of ${days} and stopped after ${done} events`
        : `Was told of ${days}: ${done} events`,
    failed: (count: string) => `${count} failed`,
  },
  activity: {
    emptyTitle: 'Nothing happened yet that it hears of',
    emptyText: 'Each event that it is told of will stand here, with what became of it.',
  },
};
