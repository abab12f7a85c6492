/** What was sent to a plugin, and what it was asked while it was set up. */
export const deliveries = {
  title: 'Deliveries',
  intro: 'What was sent to your plugin, and what it answered.',
  plugin: 'Plugin',
  filters: 'What to show',
  status: 'Status',
  anyStatus: 'Any status',
  statuses: {
    queued: 'waiting or retrying',
    ongoing: 'ongoing',
    done: 'done',
    ignored: 'ignored',
    failed: 'failed',
    parked: 'parked',
    cancelled: 'cancelled',
  },
  space: (space: number) => `Space ${space}`,
  answer: (code: number, duration: string) => `${code} in ${duration}`,
  noAnswer: (duration: string) => `no answer in ${duration}`,
  install: (install: number) => `Install ${install}`,
  empty: 'Nothing was sent to it yet',
  emptyText:
    'Here stands each job that it was given, as soon as a space has installed it and something happens there that it hears.',
  nothingFits: 'Nothing fits these filters',
  nothingFitsText: 'Look without them, or for another time.',
  noFailed: 'Nothing failed',
  noFailedText: 'That is as it should be.',
  of: (plugin: string) => `Deliveries of ${plugin}`,
  all: 'All deliveries',
  noPlugins: 'There is nothing to deliver to',
  noPluginsText: 'What is sent to your plugins stands here. You have none yet.',
  delivery: 'Delivery',
  missing: 'There is no such delivery',
  missingText: 'It is of another plugin, or its time is over: what is settled is kept for a while.',
  openLane: (behind: number) =>
    behind === 0
      ? 'Open its lane'
      : behind === 1
        ? 'Open its lane: 1 waits behind it'
        : `Open its lane: ${behind} wait behind it`,
  copyCurl: 'Copy the last request as curl',
  cannotRetryWithdrawn: 'It is cancelled: only an admin of its space can run it again.',
  calls: {
    title: 'Set-up calls',
    intro: 'What it was asked while somebody set it up, and how that went.',
    empty: 'It was asked nothing yet',
    emptyText:
      'Choices, checks and values that its set-up steps ask it for are told of here, as somebody sets it up.',
    kind: {
      options: 'Choices of a field',
      selected_values: 'Names of what is chosen',
      migration: 'A config for the next release',
      remote_value: 'A value to show',
      validation: 'Check of the answers',
      token: 'Token of another service',
      resources: 'Things of the product',
    },
    outcome: { answered: 'answered', refused: 'said no', failed: 'failed' },
    step: (step: number) => `Step ${step}`,
    field: (step: number, field: number) => `Step ${step}, field ${field}`,
    status: (status: number, duration: string) => `${status} in ${duration}`,
    after: (duration: string) => `after ${duration}`,
  },
};
