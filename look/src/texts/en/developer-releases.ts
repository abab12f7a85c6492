/** One change of a release: what it is about, and where that is. */
export interface ChangedPart {
  /** Of the event, the permission, the field, or the member of the manifest, in words. */
  name: string;
  /** The step of set-up that it is in. */
  step: string;
  /** Of the step or the field, what is another. */
  part: string;
  /** Whether an install cannot be without it. */
  isRequired: boolean;
  /** Whether it is there now and was not before, or the other way round. */
  isNew: boolean;
  isGone: boolean;
}

/** What a release changes, a sentence for each kind of change. */
export const changes = {
  kinds: {
    detail_changed: ({ name, isNew, isGone }: ChangedPart) =>
      isGone ? `Takes away ${name}` : isNew ? `Adds ${name}` : `Changes ${name}`,
    placement_changed: ({ name, isNew, isGone }: ChangedPart) =>
      isGone
        ? `Stands no longer in ${name}`
        : isNew
          ? `Stands in ${name} now`
          : `Looks different in ${name}`,
    page_changed: ({ name, isNew, isGone }: ChangedPart) =>
      isGone ? `Has no ${name} any more` : isNew ? `Has a ${name} now` : `Moves its ${name}`,
    redirect_uri_changed: ({ name, isGone }: ChangedPart) =>
      isGone
        ? `Takes away ${name}`
        : `Sends people elsewhere once they have agreed: changes ${name}`,
    plan_level_changed: () => 'Needs another plan',
    client_changed: ({ name }: ChangedPart) => `Changes ${name}`,
    migration_url_changed: ({ isGone }: ChangedPart): string =>
      isGone
        ? 'Leaves settings as they are when installs move to it'
        : 'Is asked to change the settings of installs that move to it',
    scope_added: ({ name, isRequired }: ChangedPart) =>
      isRequired
        ? `Asks for one more permission: ${name}`
        : `Asks for one more permission that it can do without: ${name}`,
    scope_removed: ({ name }: ChangedPart) => `Asks no more for a permission: ${name}`,
    scope_required: ({ name }: ChangedPart) => `Can no longer do without a permission: ${name}`,
    scope_optional: ({ name }: ChangedPart) => `Can do without a permission now: ${name}`,
    event_added: ({ name }: ChangedPart) => `Hears one more event: ${name}`,
    event_removed: ({ name }: ChangedPart) => `Hears one event less: ${name}`,
    event_moved: ({ name }: ChangedPart) => `Is told of an event at another address: ${name}`,
    event_filter_changed: ({ name }: ChangedPart) =>
      `Hears an event under other conditions: ${name}`,
    step_added: ({ step }: ChangedPart) => `Set-up has one more step: ${step}`,
    step_removed: ({ step }: ChangedPart) => `Set-up has one step less: ${step}`,
    step_moved: ({ step }: ChangedPart) => `A step of set-up comes at another place: ${step}`,
    step_changed: ({ step, part }: ChangedPart) => `The step ${step} changes its ${part}`,
    step_secret_changed: ({ step }: ChangedPart) => `The step ${step} has another client secret`,
    field_added: ({ step, name }: ChangedPart) =>
      `The step ${step} asks for one thing more: ${name}`,
    field_removed: ({ step, name }: ChangedPart) => `The step ${step} asks no more for: ${name}`,
    field_moved: ({ step, name }: ChangedPart) =>
      `The step ${step} asks at another place for: ${name}`,
    field_required: ({ step, name }: ChangedPart) => `The step ${step} cannot do without: ${name}`,
    field_optional: ({ step, name }: ChangedPart) => `The step ${step} can do without: ${name}`,
    field_password: ({ step, name }: ChangedPart) =>
      `The step ${step} takes as a password: ${name}`,
    field_type_changed: ({ step, name }: ChangedPart) =>
      `The step ${step} asks in another way for: ${name}`,
    field_changed: ({ step, name, part }: ChangedPart) =>
      `In the step ${step}, ${name} changes its ${part}`,
    order_changed: ({ name }: ChangedPart) => `Lists in another order: ${name}`,
  },
  /** The members of a manifest, inside of a sentence; any other is called by its name. */
  members: {
    name: 'its name',
    slug: 'its short name',
    intro: 'its line in the catalog',
    description: 'its description',
    author: 'its author',
    website: 'its website',
    icon: 'its icon',
    screenshot: 'its picture',
    preview_video: 'its video',
    categories: 'its categories',
    sidebar: 'the sidebar',
    toolbar: 'the toolbar',
    app_url: 'page of its own',
    embedded_app_url: 'page inside this product',
    dev_embedded_app_url: 'page for development',
    oauth_redirect_uri: 'the address they come back to',
    dev_oauth_redirect_uri: 'the address they come back to while developing',
    use_app_bridge: 'how its page is known here',
    enable_space_settings: 'how its settings are written',
    field_type_ids: 'its field types',
    events: 'its events',
    scopes: 'its permissions',
    optional_scopes: 'the permissions it can do without',
  } as Record<string, string>,
  /** What steps and fields have, inside of a sentence; the same. */
  parts: {
    title: 'title',
    label: 'label',
    description: 'explanation',
    validation_url: 'validation URL',
    secrets: 'secret items of the config',
    authorize_url: 'authorize URL',
    token_url: 'token URL',
    client_id: 'client id',
    scopes: 'scopes at the service',
    client_authentication: 'way to send the client secret',
    pkce: 'binding of the code',
    content_url: 'page',
    placeholder: 'example in the empty field',
    multiline: 'number of lines',
    remote_value_url: 'URL that answers what stands there',
    options: 'choices',
    options_url: 'URL of the choices',
    multiple: 'number of choices',
    searchable: 'search',
    pagination: 'pages of choices',
    selected_values_url: 'URL of the labels of what was chosen',
    url: 'address',
    target: 'window',
    text: 'text',
    resource: 'kind of things to choose from',
    left_options: 'left side',
    left_options_url: 'URL of the left side',
    right_field: 'right side',
  } as Record<string, string>,
  from: 'Before',
  to: 'Now',
  nothingSaid: 'nothing',
  none: 'Nothing differs.',
  touches: {
    nobody: 'Nobody has it installed: nobody is touched.',
    installs: (count: number) =>
      count === 1 ? 'It reaches 1 install.' : `It reaches ${count} installs.`,
    agree: (spaces: number, to: string) =>
      spaces === 1 ? `1 space must agree to: ${to}.` : `${spaces} spaces must agree to: ${to}.`,
    setup: (count: number) =>
      count === 1
        ? '1 install has to be set up further.'
        : `${count} installs have to be set up further.`,
    plan: (count: number) =>
      count === 1
        ? '1 install is in a space whose plan is too small for it.'
        : `${count} installs are in spaces whose plan is too small for it.`,
    moved: (count: number) =>
      count === 1
        ? '1 event is sent to another address.'
        : `${count} events are sent to another address.`,
    waiting: (count: number) =>
      count === 1 ? '1 job waits meanwhile.' : `${count} jobs wait meanwhile.`,
  },
};

/** The releases of a plugin. */
export const releases = {
  title: 'Releases',
  current: 'what installs run',
  waits: 'published, not rolled out yet',
  state: {
    draft: 'draft',
    in_review: 'in review',
    published: 'published',
    rejected: 'sent back',
  },
  says: {
    draft: 'Changes go into it until you submit it.',
    in_review:
      'Somebody looks at it now. It stays as you submitted it; what you change meanwhile is another draft.',
    rejected:
      'It reaches nobody. Change what the reviewer asks for, and submit it again: it is another release then.',
  },
  created: 'written',
  submitted: 'submitted',
  reviewed: 'sent back',
  published: 'published',
  by: (name: string) => `by ${name}`,
  later: 'You roll it out yourself once it is approved.',
  reviewerSaid: (message: string) => `The reviewer says: ${message}`,
  see: 'What it changes',
  seeOf: (number: number) => `What it changes: release ${number}`,
  compare: 'Compare two releases',
  compareTo: 'What changes with',
  compareFrom: 'Compared to',
  release: (number: number) => `Release ${number}`,
  running: (number: number) => `Release ${number}, what installs run`,
  nothing: 'nothing, as for somebody who installs it',
  whom: 'Whom it touches once everybody is on it',
  submit: (number: number) => `Submit release ${number}`,
  submitTitle: 'Submit it for review',
  submitText:
    'Whoever runs this product looks at it before it reaches anybody. Until they have decided it cannot be changed.',
  rollOut: 'When it is approved',
  atOnce: 'Everybody gets it at once',
  myself: 'I roll it out myself, step by step',
};
