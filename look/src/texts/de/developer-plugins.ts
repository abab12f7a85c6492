import type { plugin as enPlugin, plugins as enPlugins } from '../en/developer-plugins.ts';

/** In German. */
export const plugins = {
  title: 'Deine Plugins',
  intro: 'Was du entwickelst, und wie es in den Spaces läuft, die es benutzen.',
  none: 'Du hast noch kein Plugin',
  noneText:
    'Melde eines an: Es beginnt als Entwurf, den nur du siehst, und bekommt das Secret, an dem man sein Backend erkennt.',
  noneUninvited: 'Wer dieses Produkt betreibt, kann dich einladen, welche anzumelden.',
  register: 'Plugin anmelden',
  registerFirst: 'Dein erstes Plugin anmelden',
  registerText:
    'Ein Name und ein Kurzname genügen für den Anfang. Alles andere, etwa seine Seite und die Ereignisse, auf die es hört, kommt später, und niemand sieht es, bevor es veröffentlicht ist.',
  name: 'Name',
  nameHint: 'So finden es die Leute im Katalog.',
  nameMissing: 'Gib ihm einen Namen.',
  slug: 'Kurzname',
  slugHint:
    'Für Adressen: Kleinbuchstaben, Ziffern und Bindestriche. Niemand sonst darf ihn haben.',
  slugMissing: 'Gib ihm einen Kurznamen, etwa parcel-guard.',
  slugWrong: 'Nimm Kleinbuchstaben, Ziffern und Bindestriche, und mindestens einen Buchstaben.',
  slugTaken: 'Ein anderes Plugin hat diesen Kurznamen. Wähle einen anderen.',
  registered: (name: string) => `${name} ist angemeldet`,
  keepNow:
    'Kopiere das Secret jetzt: Es wird nicht noch einmal gezeigt. Wer es hat, kann als dein Plugin handeln. Bewahre es dort auf, wo sein Backend es liest, und sonst nirgends.',
  clientId: 'Client-Id',
  clientSecret: 'Client-Secret',
  webhookSecret: 'Dasselbe Secret für Bibliotheken von Standard Webhooks',
  copyId: 'Id kopieren',
  copySecret: 'Secret kopieren',
  copyWebhookSecret: 'whsec_-Form kopieren',
  kept: (name: string) => `Ich habe es aufbewahrt: weiter zu ${name}`,
  leave: 'Das Secret wird nicht noch einmal gezeigt. Trotzdem gehen?',
  state: {
    draft: 'Entwurf',
    in_review: 'wird geprüft',
    rejected: 'zurückgegeben',
    published: 'veröffentlicht',
    unlisted: 'veröffentlicht, nicht im Katalog',
    suspended: 'abgeschaltet',
    deleted: 'wird gelöscht',
  },
  failing: (count: number) =>
    count === 1 ? '1 Endpunkt antwortet nicht' : `${count} Endpunkte antworten nicht`,
  disabled: (count: number) => (count === 1 ? '1 Endpunkt ist aus' : `${count} Endpunkte sind aus`),
  healthy: 'alle Endpunkte antworten',
  missing: 'Dieses Plugin gibt es nicht',
  missingText: 'Es gehört jemand anderem, oder es ist nicht mehr da.',
  quota: (used: number, limit: number) =>
    `Du hast ${used} von ${limit} Plugins, die du anmelden darfst.`,
  toPlugins: 'Zu deinen Plugins',
} satisfies typeof enPlugins;

/** In German. */
export const plugin = {
  tabs: {
    label: 'Zu diesem Plugin',
    overview: 'Überblick',
    builder: 'Builder',
    deliveries: 'Zustellungen',
    releases: 'Releases',
    people: 'Mitwirkende',
    calls: 'Anfragen beim Einrichten',
    secrets: 'Secrets',
  },
  standing: 'Wie es steht',
  stands: {
    draft: 'Es ist ein Entwurf. Außer dir sieht es niemand und hört niemand davon.',
    in_review: 'Es wird geprüft. Niemand sieht es, bevor Ja sagt, wer dieses Produkt betreibt.',
    rejected: 'Es kam zurück. Lies, was dazu gesagt wurde, ändere es und reiche es wieder ein.',
    published: 'Es ist veröffentlicht: Es steht im Katalog, und Spaces können es installieren.',
    unlisted:
      'Es ist veröffentlicht, aber nicht im Katalog: Wer seinen Kurznamen kennt, kann es installieren.',
    suspended:
      'Wer dieses Produkt betreibt, hat es abgeschaltet: Es wird nirgends gezeigt und bekommt nichts. Was inzwischen geschieht, wird für es aufgehoben.',
  },
  suspendedReason: (reason: string) => `Der Grund: ${reason}`,
  clientId: 'Client-Id',
  clientType: 'Art des Clients',
  clientTypes: {
    confidential: 'kann ein Secret hüten',
    public: 'kann kein Secret hüten',
  },
  slug: 'Kurzname',
  since: 'Angemeldet',
  releases: 'Releases',
  release: (number: number) => `Release ${number}`,
  releaseState: {
    draft: 'Entwurf',
    in_review: 'wird geprüft',
    published: 'veröffentlicht',
    rejected: 'zurückgegeben',
  },
  current: 'läuft bei allen',
  reviewerSaid: (message: string) => `Aus der Prüfung: ${message}`,
  endpoints: 'Endpunkte',
  noEndpoints: 'Es hört noch auf nichts',
  noEndpointsText:
    'Hier steht für jedes Ereignis, auf das sein veröffentlichtes Release hört, ein Endpunkt und wie er antwortet.',
  endpointState: { healthy: 'antwortet', failing: 'antwortet nicht', disabled: 'aus' },
  endpointFails: (failures: number) =>
    failures === 1
      ? 'Die letzte Anfrage schlug fehl; sie wird wiederholt.'
      : `${failures} Anfragen hintereinander schlugen fehl; es wird weiter versucht.`,
  firstFailed: 'Der erste Fehlschlag war',
  switchedOff: 'Ausgeschaltet',
  offReason: (reason: string) => `Grund: ${reason}`,
  seeDeliveries: 'Zustellungen ansehen',
  enable: 'Einschalten',
  enableOf: (event: string) => `Endpunkt einschalten: ${event}`,
  disable: 'Ausschalten',
  disableOf: (event: string) => `Endpunkt ausschalten: ${event}`,
  disableText:
    'Er bekommt nichts, bis du ihn wieder einschaltest. Aufträge, die inzwischen kommen, werden zurückgestellt und dann geschickt; die Spaces sehen, dass nicht zugestellt wird.',
  disableReason: 'Warum',
  disableReasonHint: 'Für alle, die es später ansehen.',
  notices: 'Hinweise',
  noNotices: 'Nichts zu sagen. Von Endpunkten, die lange nicht antworten, steht es hier.',
} satisfies typeof enPlugin;
