import type { installed as en } from '../en/installed.ts';

/** In German. */
export const installed = {
  title: 'Installiert',
  find: 'Plugin finden',
  onlyAdmins: 'Admins dieses Space installieren, richten ein und entfernen Plugins.',
  views: {
    label: 'Welche Plugins',
    all: 'Alle',
    attention: 'Braucht dich',
    uninstalled: 'Entfernt',
  },
  empty: {
    all: {
      title: 'Noch ist kein Plugin installiert',
      text: 'Plugins bringen Seiten mit, reagieren auf Ereignisse und binden andere Dienste an. Was zu diesem Space passt, steht im Katalog.',
    },
    attention: {
      title: 'Nichts braucht dich',
      text: 'Plugins, die nicht eingerichtet sind, nicht antworten oder um etwas Neues bitten, erscheinen hier.',
    },
    uninstalled: {
      title: 'In letzter Zeit wurde nichts entfernt',
      text: 'Was entfernt ist, lässt sich hier wiederherstellen, bis seine Daten gelöscht werden.',
    },
  },
  development: 'in Entwicklung',
  since: (date: string) => `Installiert am ${date}`,
  pluginDeleted: (time: string) =>
    `Das Plugin wurde gelöscht. Was es gespeichert hat, geht am ${time}`,
  restorable: (time: string) => `Lässt sich bis ${time} wiederherstellen`,
  why: {
    setup: 'Ein Schritt der Einrichtung ist offen',
    failing: 'Es antwortet nicht, wie es sollte',
    suspended: 'Es erfährt nichts, bis es jemand fortsetzt',
    permissions: 'Eine neue Version möchte mehr tun oder erfahren',
    plugin_suspended: 'Wer dieses Produkt betreibt, hat es überall angehalten',
    endpoint_disabled: 'Es schlug so lange fehl, dass nichts mehr zugestellt wird',
  },
  continueSetup: 'Weiter einrichten',
  look: 'Ansehen',
} satisfies typeof en;
