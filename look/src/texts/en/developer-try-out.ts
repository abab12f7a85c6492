/** Where a developer tries out what they work on. */
export const tryOut = {
  tab: 'Try it',
  none: (plugin: string) => `Try ${plugin} before anybody else has it`,
  noneText:
    'A development install is a space of your own, with this plugin and nobody else in it. It runs your draft and goes along with each change that you save. It hears the sample events that you send it, and nothing that really happens.',
  quota: (used: number, limit: number) => `You have ${used} of ${limit} development installs.`,
  make: 'Make a development install',
  notMade: 'It was not made.',
  onlyDevelopers:
    'Owners and developers of this plugin make development installs, each one of their own, and send sample events to it. You may look at what the plugin keeps for itself.',
  install: 'Your development install',
  runs: {
    draft: (release: number) => `Runs your draft, release ${release}`,
    in_review: (release: number) => `Runs release ${release}, which is in review`,
    published: (release: number) => `Runs release ${release}, as everybody does`,
    rejected: (release: number) => `Runs release ${release}, which was sent back`,
  },
  runsNothing: 'Runs nothing: there is neither a draft nor a published release.',
  why: {
    setup: 'Its set-up is not finished. It hears nothing before that.',
    failing: 'It does not answer as it should. Look at its last attempt.',
    suspended: 'You suspended it. It hears nothing until you resume it.',
    permissions: 'It asks for something that you have not agreed to.',
    plugin_suspended: 'Whoever runs this product has suspended the plugin: it is sent nothing.',
    endpoint_disabled:
      'It failed for so long that nothing is sent to it. Switch its endpoint on again on the overview.',
    uninstalled: 'You uninstalled it. Install it again to go on.',
  },
  goOnWithSetup: 'Go on with the set-up',
  installAgain: 'Install it again',
  settings: 'Settings',
  page: 'Its page',
  space: 'Open the space',
  toOverview: 'See the endpoint',
  remove: 'Remove the install',
  removeTitle: 'Remove the development install?',
  removeText:
    'Its space goes at once and for good, with its settings, what the plugin stored there, and all sample events with their deliveries. The plugin is not told, and what it keeps for itself across installs stays.',
  compose: 'Send a sample event',
  event: 'Event',
  notHeard: (title: string) => `${title} – not heard`,
  hearsNone: 'Your draft hears none of the events of this product yet.',
  hearsNotThis: 'The release that it runs does not hear this event: it will be told so.',
  addEvent: 'Add it to the events in the Builder',
  addEvents: 'Add one in the Builder',
  lookAtFilter: 'Look at its filter in the Builder',
  noTypes: 'This product tells of no events yet, so that there is none to try.',
  payload: 'Data',
  payloadHint: 'What the event says, as JSON.',
  payloadSchema: 'What its data must be',
  noExample: 'This event has no example: write what it would say.',
  example: 'Back to the example',
  noJson: 'This is no JSON yet. The place is marked.',
  wrongAt: (line: number, pointer: string, words: string) =>
    `Line ${line}: ${pointer === '' ? 'the data' : pointer} ${words}`,
  identifier: 'Identifier',
  identifierHint:
    'What it is about, such as entry:42. Events with the same one are delivered one after another.',
  send: 'Send the event',
  notSent: 'It was not sent.',
  happened: 'What happened',
  waiting: 'Nothing has happened yet',
  waitingText:
    'Send an event: why the plugin was given it, what was sent and answered, and what that changed appears here by itself.',
  notSubscribed: 'The release that it runs does not hear this event: nothing was sent.',
  sendAgain: 'Send again',
  sendAgainOf: (title: string, time: string) => `Send again: ${title}, ${time}`,
  openDelivery: 'Open the delivery',
  earlier: 'All that it was told',
};

/** What a plugin keeps, as its developer looks through it. */
export const storage = {
  title: 'Storage',
  place: 'Where',
  places: { install: 'In the development install', plugin: 'For the plugin itself' },
  prefix: 'Keys that begin with',
  prefixHint: 'such as greetings/',
  version: (version: number) => `version ${version}`,
  written: 'written',
  expires: 'expires',
  valueOf: (key: string) => `Value of ${key}`,
  empty: {
    install: 'Nothing is stored in your install',
    plugin: 'The plugin keeps nothing for itself',
    prefix: 'No key begins so',
  },
  emptyText: {
    install:
      'What the plugin stores there appears here: by the storage effects of its replies, or by its own calls of the storage with a token of the install.',
    plugin:
      'What it stores with its own token, for all its installs together, appears here. What it keeps with installs of others is not shown.',
    prefix: 'Keys are compared letter by letter. Look with a shorter beginning, or with none.',
  },
};

/** The way of a new plugin to its first release. */
export const nextSteps = {
  title: 'The way to its first release',
  ahead: 'Next: describe it in the Builder, try it, and submit it for review.',
  done: 'done',
  open: 'open',
  build: 'Describe it in the Builder',
  buildText: 'What it is called, what it hears, what it asks admins for, and where its page is.',
  try: 'Try it',
  tryText: 'Install the draft for yourself, send it sample events, and see what it makes of them.',
  submit: 'Submit it for review',
  submitText: 'Whoever runs this product looks at it, and publishes it or says what is missing.',
  submitted: 'It is in review.',
};
