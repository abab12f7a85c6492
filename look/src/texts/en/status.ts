/** The words for how things stand: the same in API, console and mail. */
export const status = {
  job: {
    done: 'done',
    ongoing: 'ongoing',
    waiting: 'waiting',
    retrying: 'retrying',
    failed: 'failed',
    ignored: 'ignored',
    parked: 'parked',
    cancelled: 'cancelled',
  },
  install: {
    works: 'works',
    setup: 'needs set-up',
    failing: 'failing',
    suspended: 'suspended',
    permissions: 'asks for more',
    plugin_suspended: 'switched off',
    endpoint_disabled: 'not delivered',
    uninstalled: 'uninstalled',
  },
  /** Why a plugin did not hear of an event. */
  decision: {
    delivered: 'delivered',
    not_subscribed: 'not subscribed',
    filtered: 'filtered out',
    suspended: 'suspended',
    setup_incomplete: 'set-up not finished',
    not_granted: 'not agreed to',
    missing_scope: 'permission missing',
    plugin_suspended: 'switched off',
    endpoint_disabled: 'endpoint disabled',
  },
  /** Events that come from here, not from the host, which describes its own. */
  lifecycle: {
    plugin_installed: 'A plugin was installed',
    plugin_updated: 'A plugin has a new release',
    config_updated: 'Settings were changed',
    plugin_uninstalled: 'A plugin was uninstalled',
  },
  /** The same, of the plugin that they happened to. */
  lifecycleOf: {
    plugin_installed: (name: string) => `${name} was installed`,
    plugin_updated: (name: string) => `${name} has a new release`,
    config_updated: (name: string) => `Settings of ${name} were changed`,
    plugin_uninstalled: (name: string) => `${name} was uninstalled`,
  },
};
