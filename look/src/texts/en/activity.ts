const jobs = (count: string) => (count === '1' ? '1 job' : `${count} jobs`);

const ordinals = new Intl.PluralRules('en', { type: 'ordinal' });
const ENDINGS: Partial<Record<Intl.LDMLPluralRule, string>> = { one: 'st', two: 'nd', few: 'rd' };
const ordinal = (number: number) => `${number}${ENDINGS[ordinals.select(number)] ?? 'th'}`;

/** The texts about what happened and what plugins made of it. */
export const activity = {
  title: 'Activity',
  intro: 'What happened here, and what each plugin made of it.',
  filters: 'What to show',
  identifier: 'Identifier',
  identifierHint: 'such as entry:42',
  plugin: 'Plugin',
  anyPlugin: 'All plugins',
  anotherPlugin: 'A plugin that is not installed',
  eventName: 'Event',
  anyEvent: 'All events',
  outcome: 'Outcome',
  anyOutcome: 'Any outcome',
  notDelivered: 'not delivered',
  time: 'Time',
  times: {
    anyTime: 'Any time',
    hour: 'Last hour',
    day: 'Last 24 hours',
    week: 'Last 7 days',
    month: 'Last 30 days',
    between: 'Between …',
  },
  from: 'From',
  to: 'To',
  clear: 'Show everything',
  newEvents: (count: number) => `${count} new`,
  lookFurther: 'Look further back',
  storyOf: (title: string) => `${title}: the whole story`,
  today: 'Today',
  yesterday: 'Yesterday',
  again: 'again',
  isDue: (which: string) => `${which}, due now`,
  isSoon: (which: string) => `${which} within a minute`,
  attemptOf: (number: number, most: number) => `${ordinal(number)} of ${most}`,
  moreOutcomes: (count: number, outcome: string) => `${count} ${outcome}`,
  more: (outcomes: string) => `And ${outcomes}`,
  others: (count: number) => (count === 1 ? '1 other' : `${count} others`),
  silent: (names: string) => `Not subscribed: ${names}`,
  notSubscribed: (names: string) =>
    `${names} do not listen to this event. Nothing is wrong, unless one of them should.`,
  nobody: 'No plugin was installed that could have heard of it.',
  whatHappened: 'What happened',
  event: 'event',
  payload: 'Data of the event',
  privatePayload: (members: string) =>
    `What the event says is private: admins of this space see it. It has ${members}.`,
  privatePayloadWithout: 'What the event says is private: admins of this space see it.',
  why: {
    delivered: (plugin: string) => `${plugin} listens to this event, and was given it.`,
    not_subscribed: (plugin: string) =>
      `${plugin} does not listen to this event. If it should, its developer has to add it.`,
    filtered: (plugin: string) =>
      `${plugin} listens to this event only where its data fits a filter, and this time it did not.`,
    suspended: (plugin: string) =>
      `${plugin} was suspended in this space when it happened. Resume it to have it hear what comes.`,
    setup_incomplete: (plugin: string) =>
      `The set-up of ${plugin} was not finished. It hears what happens after that.`,
    not_granted: (plugin: string) =>
      `${plugin} asks to hear this event, and nobody agreed to that yet.`,
    missing_scope: (plugin: string) =>
      `${plugin} does not have the permission that this event takes.`,
    plugin_suspended: (plugin: string) =>
      `${plugin} is switched off for everybody by whoever runs this product. The event is kept, and delivered once it is switched on.`,
    endpoint_disabled: (plugin: string) =>
      `${plugin} did not answer for so long that nothing is sent to it now. The event is kept, and delivered once its developer has mended it.`,
  },
  finishSetup: (plugin: string) => `Finish the set-up of ${plugin}`,
  lookAtPermissions: 'Look at its permissions',
  lookAt: (plugin: string) => `Look at ${plugin}`,
  whatItHears: (plugin: string) => `What ${plugin} hears`,
  attempts: (count: number) =>
    count === 0 ? 'Attempts' : count === 1 ? '1 attempt' : `${count} attempts`,
  noAttempts: 'Nothing was sent yet.',
  attempt: (number: number) => `Attempt ${number}`,
  answered: (code: number, duration: string) => `${code} in ${duration}`,
  noAnswer: (duration: string) => `no answer, ${duration}`,
  readAs: {
    done: () => 'Read as: done',
    ongoing: () => 'Read as: accepted, and the plugin goes on by itself',
    ignored: () => 'Read as: ignored, the plugin has nothing to do about it',
    failed: () => 'Read as: failed for good, since the plugin says so',
    gone: () => 'Read as: failed for good, and the plugin is sent nothing any more',
    busy: (code: number, isLast: boolean) =>
      isLast ? `Read as: busy (${code})` : `Read as: busy, so it is tried again (${code})`,
    notUnderstood: (code: number, isLast: boolean) =>
      isLast
        ? `Read as: failed, because of the ${code}`
        : `Read as: failed, so it is tried again because of the ${code}`,
    refused: () => 'The address may not be called from here',
    dns: () => 'The name of the plugin’s server is not known',
    connect: () => 'The plugin’s server could not be reached',
    tls: () => 'The plugin’s server has no certificate that holds',
    send: () => 'The connection broke while the request was sent',
    response: () => 'The connection broke before the answer was whole',
    timeout: () => 'The plugin took too long to answer',
    reply: (_code: number, isLast: boolean): string =>
      isLast
        ? 'The answer could not be used'
        : 'The answer could not be used, so it is tried again',
    lost: () => 'Nobody knows how this one ended: the server stopped meanwhile',
  },
  whatItChanged: 'What it changed',
  changedNothing: 'No settings, nothing in its storage, and nothing was attached.',
  changedConfig: (members: string) => `Settings: ${members}.`,
  lookAtHistory: 'Look at the history',
  stored: 'Storage:',
  openJob: 'Open the job',
  parked: {
    endpoint_disabled:
      'It is set aside: the plugin did not answer for long, and is sent nothing now.',
    suspended: 'It is set aside until the plugin is resumed in this space.',
    plugin_suspended: 'It is set aside until the plugin is switched on again.',
  },
  settled: {
    attempts_exhausted: 'No attempt succeeded, and there will be no other by itself.',
    timed_out: 'The plugin did not say in time how it went.',
    not_subscribed: 'The plugin does not listen to this event any more.',
    not_granted: 'The plugin may not listen to this event any more.',
    missing_scope: 'The plugin does not have the permission that this event takes.',
    reinstalled: 'The plugin was installed again.',
    uninstalled: 'The plugin was uninstalled.',
  },
  blocked:
    'It waits for the job before it: those with the same identifier are sent one after another.',
  underWay: 'A request is under way.',
  heldUp: (reason: string) =>
    `Sending it failed on our side, and is tried again by itself: ${reason}`,
  itSays: 'The plugin says:',
  act: { retry: 'Retry', resend: 'Send again', cancel: 'Cancel the job' },
  does: {
    retry: 'Sends it now, and begins its attempts from the start.',
    resend:
      'Sends the same request once more. The verdict stays, and nothing of the reply is applied.',
    cancel: 'Nothing more is sent. An admin can still retry it later.',
  },
  cannot: {
    verdict: 'The plugin gave its verdict, which is final.',
    over: 'Nothing more is sent of it by itself.',
    underWay: 'A request is under way: wait for its answer.',
    accepted: 'The plugin accepted it, and will say how it ended.',
    queued: 'It is about to be sent.',
    noVerdict: 'Only what the plugin gave a verdict on is sent again.',
    sending: 'It is being sent again already.',
    withdrawn: 'It is cancelled.',
  },
  onlyAdmins: 'Admins of this space can retry, send again and cancel.',
  standing: 'How it stands',
  job: 'Job',
  behind: (count: number) =>
    count === 1 ? '1 job waits behind it.' : `${count} jobs wait behind it.`,
  openBefore: 'Open the job before it',
  allOfEvent: 'What all plugins made of it',
  noJob: 'Job',
  noJobTitle: 'There is no such job',
  noJobText: 'It is in another space, or its time is over: what is settled is kept for a while.',
  toActivity: 'Go to the activity',
  wire: 'Request and reply',
  request: 'Request',
  reply: 'Reply',
  requestHeaders: 'Headers of the request',
  replyHeaders: 'Headers of the reply',
  requestBody: 'Body of the request',
  replyBody: 'Body of the reply',
  noRequest: 'What was sent is not known any more.',
  bodyGone: 'What it was made of is erased: there is no body any more, and nothing to send again.',
  copyCurl: 'Copy as curl (POSIX shell)',
  exact: 'This is what was sent, to the letter; tokens and passwords are masked.',
  notExact: 'Made again of what is kept: the space or a setting was changed since.',
  noReply: 'There was no reply.',
  emptyBody: 'It has no body.',
  cutBody: 'It was longer; only its beginning is kept.',
  debugInfo: 'What the plugin says for its developer',
  show: 'Show',
  hide: 'Hide',
  copy: 'Copy',
  imageBroken: 'The picture could not be loaded.',
  openImage: 'Open the picture',
  imageElsewhere: (key: string) => `The picture is in the plugin’s own storage: ${key}`,
  screener: {
    input: 'Looked for',
    match: 'Found',
    nothing: 'Nothing was found.',
    more: (count: number) => `Show ${count} more`,
    fewer: 'Show fewer',
  },
  json: {
    search: (label: string) => `Search in ${label}`,
    searchHint: 'Search',
    found: (count: number, isMore: boolean) =>
      isMore ? `${count} or more found` : `${count} found`,
    whole: 'the whole',
    copyPath: 'Copy path',
    copyValue: 'Copy value',
    object: (size: number) => (size === 1 ? '{ 1 member }' : `{ ${size} members }`),
    array: (size: number) => (size === 1 ? '[ 1 element ]' : `[ ${size} elements ]`),
    more: (count: string) => `Show more of the ${count} that follow`,
  },
  retryAll: {
    failed: (count: string) => `Retry ${count} failed`,
    parked: (count: string) => `Retry ${count} parked`,
    does: 'Each is sent again, beside what comes meanwhile and slower than that. You can leave; how far it is stands here.',
    withVerdicts: (count: string) =>
      `Also send ${jobs(count)} again that the plugin itself said no to`,
    withVerdictsHint: 'Their verdict stays, and nothing of the reply is applied.',
  },
  replay: {
    label: 'How far it is',
    running: (count: string, total: string) => `Running again: ${count} of ${total}`,
    done: (done: string, failed: string) =>
      failed === '0' ? `${jobs(done)} ran again` : `${jobs(done)} ran again, ${failed} failed`,
    cancelled: (done: string, failed: string) =>
      `Stopped: ${jobs(done)} had run again, ${failed} failed`,
    stop: 'Stop',
    leave: 'It goes on when you leave.',
  },
  empty: {
    identifier: (identifier: string) => `Nothing with “${identifier}”`,
    neverTold:
      'An identifier has to be written out whole, as the product has it. If it is right, the product did not tell of it: that is the place to look next.',
    otherFilters: 'Something else in the filters keeps it out.',
    onlyIdentifier: 'Look for the identifier alone',
    outcome: 'Nothing has this outcome',
    outcomeText:
      'That is as it should be, where it is about what failed. Another time or plugin may have some.',
    plugin: 'This plugin has heard of nothing yet',
    pluginText:
      'It may listen to other events, its set-up may not be finished, or nothing happened since it was installed.',
    lookAtPlugin: 'Look at the plugin',
    filtered: 'Nothing fits these filters',
    nothing: 'Nothing happened yet',
    nothingText:
      'Here stands each event that the product tells of, and what every plugin made of it: the first one shows up by itself.',
    toCatalog: 'Find a plugin',
  },
};
