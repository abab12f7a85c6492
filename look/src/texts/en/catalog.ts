/** The texts of the catalog, of the page of a plugin in it, and of what is asked before it is installed. */
export const catalog = {
  title: 'Catalog',
  intro: (space: string) => `Plugins that can be installed in ${space}.`,

  search: 'Search plugins',
  searchHint: 'Name, author or what it does',
  category: 'Category',
  allCategories: 'All categories',
  found: (count: number) => (count === 1 ? '1 plugin' : `${count} plugins`),
  foundMore: (count: number) => `${count} plugins shown, there are more`,
  noneFound: 'No plugins',
  emptyTitle: 'The catalog is empty',
  emptyText: (product: string) =>
    `Plugins appear here once whoever runs ${product} publishes them.`,
  toHome: 'Go to the start page of the space',
  noMatchTitle: 'No plugin matches',
  noMatchSearch: (search: string) => `Nothing in the catalog has “${search}” in it.`,
  noMatchIn: (search: string, category: string) =>
    `Nothing in “${category}” has “${search}” in it.`,
  noMatchCategory: (category: string) => `Nothing is in “${category}”.`,
  showAll: 'Show all plugins',

  restorableMark: 'Can be restored',
  reviewed: 'Reviewed',
  reviewedWhy: (product: string) =>
    `Whoever runs ${product} looked this plugin through before it came into the catalog.`,
  byAuthor: (author: string) => `by ${author}`,
  installed: 'Installed',
  setupOpen: 'Set-up not finished',
  suspended: 'Installed, suspended',
  needsPlan: (level: number) => `Needs plan ${level}`,
  needsPlanHas: (needed: number, has: number | null) =>
    has === null
      ? `Needs plan ${needed}, this space has none`
      : `Needs plan ${needed}, this space has ${has}`,

  back: 'Back to the catalog',
  goneTitle: 'The catalog has no such plugin',
  goneText:
    'It may have been taken out, or be suspended. Where it is installed, it stays in the list of what is installed.',
  about: 'What it does',
  noAbout: 'Its author says no more about it.',
  screenshot: (name: string) => `What ${name} looks like`,
  video: 'Watch the video',
  videoAt: (host: string) => `opens ${host} in a new tab`,
  hears: 'It will hear',
  hearsNothing: 'Nothing of what happens in this space.',
  hearsOwnLife: 'When it is itself installed, updated, set up otherwise or uninstalled',
  may: 'It may',
  mayNothing: 'Nothing beyond what it hears and keeps for itself.',
  mayIfYouLike: 'only if you allow it',
  asks: 'You will be asked for',
  asksNothing: 'Nothing. It works as soon as it is installed.',
  asksSignIn: (host: string) => `Signing in at ${host}`,
  asksWindow: (host: string) => `A page of ${host}, in a window of its own`,
  stepOptional: 'can be left out',
  facts: 'About this plugin',
  author: 'Author',
  website: 'Website',
  categories: 'Categories',
  release: 'Release',
  releaseOf: (number: number, date: string) => `${number}, of ${date}`,
  shows: 'Shows in',
  showsIn: { sidebar: 'the sidebar', toolbar: 'the toolbar' },

  install: (name: string) => `Install ${name}`,
  restore: (name: string) => `Restore ${name}`,
  goToInstall: 'Go to the install',
  continueSetup: 'Continue set-up',
  onlyAdmins: (space: string) => `Only admins of ${space} install plugins. Ask one of them:`,
  members: 'members of the space',
  planTitle: (level: number, has: number | null, product: string) =>
    has === null
      ? `This plugin needs plan ${level}, and this space has no plan. Whoever runs ${product} can change that.`
      : `This plugin needs plan ${level}, and this space has plan ${has}. Whoever runs ${product} can change that.`,
  restorable: (date: string) =>
    `It was uninstalled here. Until ${date} it can be restored with all that it kept.`,
  installAnew: 'Install it anew',

  consentTitle: (name: string) => `Install ${name}`,
  consentIntro: (space: string) => `In ${space}. Read what it gets before you agree.`,
  consentMay: 'Without these it does not work.',
  optional: 'It may also, if you allow it',
  optionalHint:
    'Off until you turn it on: it works without. You can change your mind under Permissions at any time.',
  past: 'What happened before',
  pastHint: 'It can also be told of events that happened before it came.',
  pastNone: 'Only what happens from now on',
  pastDays: (days: number) => (days === 1 ? 'Also the last day' : `Also the last ${days} days`),
  next: (steps: number) =>
    steps === 1
      ? 'Next comes the set-up, in one step.'
      : `Next comes the set-up, in ${steps} steps.`,
  nextNothing: 'It works as soon as it is installed.',
  anew: (name: string) =>
    `${name} was here before. Installing it anew erases for good what it kept and how it was set up.`,
  restoreInstead: 'Restore it instead',
  already: (name: string) => `${name} is installed in this space.`,
  failedInstall: (name: string) => `${name} was not installed.`,
  failedRestore: (name: string) => `${name} was not restored.`,
  refused: {
    already_exists: 'Somebody installed it in the meantime.',
    plugin_suspended: 'It is suspended at the moment. Try again later.',
    plugin_not_found: 'The catalog does not have it any more.',
  } as Record<string, string>,
};
