import type { status as en } from '../en/status.ts';

/** In German. */
export const status = {
  job: {
    done: 'fertig',
    ongoing: 'läuft',
    waiting: 'wartet',
    retrying: 'wird wiederholt',
    failed: 'fehlgeschlagen',
    ignored: 'übergangen',
    parked: 'zurückgestellt',
    cancelled: 'abgebrochen',
  },
  install: {
    works: 'funktioniert',
    setup: 'nicht eingerichtet',
    failing: 'antwortet nicht',
    suspended: 'angehalten',
    permissions: 'bittet um mehr',
    plugin_suspended: 'abgeschaltet',
    endpoint_disabled: 'nicht zugestellt',
    uninstalled: 'entfernt',
  },
  decision: {
    delivered: 'zugestellt',
    not_subscribed: 'nicht abonniert',
    filtered: 'herausgefiltert',
    suspended: 'angehalten',
    setup_incomplete: 'nicht fertig eingerichtet',
    not_granted: 'nicht zugestimmt',
    missing_scope: 'Berechtigung fehlt',
    plugin_suspended: 'abgeschaltet',
    endpoint_disabled: 'Endpunkt abgeschaltet',
  },
  lifecycle: {
    plugin_installed: 'Ein Plugin wurde installiert',
    plugin_updated: 'Ein Plugin hat eine neue Version',
    config_updated: 'Einstellungen wurden geändert',
    plugin_uninstalled: 'Ein Plugin wurde entfernt',
  },
  lifecycleOf: {
    plugin_installed: (name: string) => `${name} wurde installiert`,
    plugin_updated: (name: string) => `${name} hat eine neue Version`,
    config_updated: (name: string) => `Einstellungen von ${name} wurden geändert`,
    plugin_uninstalled: (name: string) => `${name} wurde entfernt`,
  },
} satisfies typeof en;
