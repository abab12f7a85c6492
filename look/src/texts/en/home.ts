/** Where people begin in a space. */
export const home = {
  greeting: (name: string, hour: number) => {
    if (hour < 5) return `Good night, ${name}`;
    if (hour < 12) return `Good morning, ${name}`;
    return hour < 18 ? `Good afternoon, ${name}` : `Good evening, ${name}`;
  },
  find: 'Find a plugin',
  needsYou: 'Needs you',
  nothingNeeded: 'Nothing needs you. All plugins work.',
  attention: {
    setup: (plugin: string) => `${plugin}: set-up is not finished`,
    permissions: (plugin: string) => `${plugin} asks for more than you agreed to`,
    failing: (plugin: string) => `${plugin} does not answer`,
    endpoint_disabled: (plugin: string) =>
      `${plugin} has not answered for so long that nothing is sent to it`,
    plugin_suspended: (plugin: string) => `${plugin} was switched off by whoever runs this product`,
  },
  todo: {
    setup: 'Continue',
    permissions: 'Look at it',
    failing: 'Look at it',
    endpoint_disabled: 'Look at it',
    plugin_suspended: 'See the plugin',
  },
  allWaiting: (count: number) => `See all ${count}`,
  today: 'Last 24 hours',
  events: (count: string) => `${count} events`,
  jobs: (count: string, word: string) => `${count} ${word}`,
  chart: 'Events an hour',
  hour: 'Hour',
  eventsHead: 'Events',
  doneHead: 'Done',
  failedHead: 'Failed',
  lately: 'Lately',
  all: 'See all',
  noPlugins: 'No plugin is installed yet',
  noPluginsText:
    'Plugins hear what happens in this space and act on it. Choose the first one from the catalog.',
  guide: 'See how it works',
  guideText: 'Five minutes with the demo: what happens here is real, only the visitors are not.',
  guideDone: 'You have seen all of it.',
  guideSteps: {
    visitor: 'Let a visitor sign in',
    visitorText: 'The reception desk stands for your own product. It opens beside this page.',
    watch: 'Watch the job arrive',
    watchText: 'Open the newest event: why each plugin heard of it, and what the greeter attached.',
    greeting: 'Change the greeting',
    greetingText: 'Every change is kept, and can be undone.',
    request: 'Look at the request',
    requestText: 'A job shows what was sent to the plugin, and what it answered.',
    break: 'Break the plugin',
    breakText:
      'Switch the greeter off at the reception desk, sign somebody in, and see it tried again.',
  },
  hideGuide: 'Hide this',
};
