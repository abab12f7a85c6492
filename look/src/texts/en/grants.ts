/** What somebody let plugins do for them. */
export const grants = {
  title: 'What you agreed to',
  intro:
    'These plugins may act for you. Withdraw what you no longer want: the plugin loses its access at once, and may ask again.',
  empty: 'No plugin may act for you',
  emptyText:
    'When a plugin asks for your consent and you give it, it is listed here, and you can withdraw it.',
  inSpace: (space: string) => `in ${space}`,
  since: 'Agreed',
  used: 'last used',
  noScopes:
    'It knows your name and email address, the name of the space and who its members are, and nothing else.',
  unknownScope: (name: string) => `${name} (no longer explained)`,
  withdraw: 'Withdraw',
  withdrawTitle: (plugin: string) => `Withdraw what ${plugin} may do?`,
  withdrawText: (plugin: string, space: string) =>
    `${plugin} can no longer act for you in ${space}. What it did stays.`,
  withdrawAction: (plugin: string) => `Withdraw it from ${plugin}`,
};
