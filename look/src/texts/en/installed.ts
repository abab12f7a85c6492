/** The list of what is installed. */
export const installed = {
  title: 'Installed',
  find: 'Find a plugin',
  onlyAdmins: 'Admins of this space install, set up and remove plugins.',
  views: {
    label: 'Which plugins',
    all: 'All',
    attention: 'Needs you',
    uninstalled: 'Uninstalled',
  },
  empty: {
    all: {
      title: 'No plugin is installed yet',
      text: 'Plugins add pages, answer events and connect other services. The catalog has those that fit this space.',
    },
    attention: {
      title: 'Nothing needs you',
      text: 'Plugins that are not set up, do not answer or ask for something new appear here.',
    },
    uninstalled: {
      title: 'Nothing was uninstalled lately',
      text: 'What is uninstalled can be restored from here until its data is erased.',
    },
  },
  development: 'in development',
  since: (date: string) => `Installed on ${date}`,
  pluginDeleted: (time: string) => `The plugin was deleted. What it kept goes on ${time}`,
  restorable: (time: string) => `Can be restored until ${time}`,
  why: {
    setup: 'A step of its set-up is open',
    failing: 'It does not answer as it should',
    suspended: 'It hears nothing until somebody resumes it',
    permissions: 'A new release wants to do or hear more',
    plugin_suspended: 'It was stopped everywhere, by whoever runs this product',
    endpoint_disabled: 'It failed for so long that nothing is sent to it any more',
  },
  continueSetup: 'Continue set-up',
  look: 'Look',
};
