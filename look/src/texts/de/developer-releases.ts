import type {
  ChangedPart,
  changes as enChanges,
  releases as enReleases,
} from '../en/developer-releases.ts';

/** In German. */
export const changes = {
  kinds: {
    detail_changed: ({ name, isNew, isGone }: ChangedPart) =>
      isGone ? `Nimmt weg: ${name}` : isNew ? `Nennt ${name}` : `Ändert ${name}`,
    placement_changed: ({ name, isNew, isGone }: ChangedPart) =>
      isGone
        ? `Steht nicht mehr in ${name}`
        : isNew
          ? `Steht jetzt in ${name}`
          : `Sieht in ${name} anders aus`,
    page_changed: ({ name, isNew, isGone }: ChangedPart) =>
      isGone
        ? `Hat keine ${name} mehr`
        : isNew
          ? `Hat jetzt eine ${name}`
          : `Verlegt seine ${name}`,
    redirect_uri_changed: ({ name, isGone }: ChangedPart) =>
      isGone
        ? `Nimmt weg: ${name}`
        : `Schickt die Leute nach der Zustimmung woandershin: ändert ${name}`,
    plan_level_changed: () => 'Braucht einen anderen Tarif',
    client_changed: ({ name }: ChangedPart) => `Ändert ${name}`,
    migration_url_changed: ({ isGone }: ChangedPart): string =>
      isGone
        ? 'Lässt Einstellungen, wie sie sind, wenn Installationen zu ihm wechseln'
        : 'Wird gebeten, die Einstellungen von Installationen umzuschreiben, die zu ihm wechseln',
    scope_added: ({ name, isRequired }: ChangedPart) =>
      isRequired
        ? `Braucht eine Berechtigung mehr: ${name}`
        : `Bittet um eine Berechtigung mehr, ohne die es auch geht: ${name}`,
    scope_removed: ({ name }: ChangedPart) => `Braucht eine Berechtigung nicht mehr: ${name}`,
    scope_required: ({ name }: ChangedPart) =>
      `Kommt ohne eine Berechtigung nicht mehr aus: ${name}`,
    scope_optional: ({ name }: ChangedPart) => `Kommt jetzt ohne eine Berechtigung aus: ${name}`,
    event_added: ({ name }: ChangedPart) => `Hört auf ein Ereignis mehr: ${name}`,
    event_removed: ({ name }: ChangedPart) => `Hört auf ein Ereignis weniger: ${name}`,
    event_moved: ({ name }: ChangedPart) =>
      `Erfährt von einem Ereignis an anderer Adresse: ${name}`,
    event_filter_changed: ({ name }: ChangedPart) =>
      `Hört auf ein Ereignis unter anderen Bedingungen: ${name}`,
    step_added: ({ step }: ChangedPart) => `Das Einrichten hat einen Schritt mehr: ${step}`,
    step_removed: ({ step }: ChangedPart) => `Das Einrichten hat einen Schritt weniger: ${step}`,
    step_moved: ({ step }: ChangedPart) =>
      `Ein Schritt beim Einrichten rückt an eine andere Stelle: ${step}`,
    step_changed: ({ step, part }: ChangedPart) => `Im Schritt ${step} ändert sich: ${part}`,
    step_secret_changed: ({ step }: ChangedPart) =>
      `Der Schritt ${step} hat ein anderes Client-Secret`,
    field_added: ({ step, name }: ChangedPart) =>
      `Der Schritt ${step} fragt nach etwas mehr: ${name}`,
    field_removed: ({ step, name }: ChangedPart) =>
      `Der Schritt ${step} fragt nicht mehr nach: ${name}`,
    field_moved: ({ step, name }: ChangedPart) =>
      `Der Schritt ${step} fragt an anderer Stelle nach: ${name}`,
    field_required: ({ step, name }: ChangedPart) =>
      `Der Schritt ${step} geht nicht mehr ohne: ${name}`,
    field_optional: ({ step, name }: ChangedPart) =>
      `Der Schritt ${step} geht jetzt auch ohne: ${name}`,
    field_password: ({ step, name }: ChangedPart) =>
      `Der Schritt ${step} nimmt als Passwort: ${name}`,
    field_type_changed: ({ step, name }: ChangedPart) =>
      `Der Schritt ${step} fragt auf andere Art nach: ${name}`,
    field_changed: ({ step, name, part }: ChangedPart) =>
      `Im Schritt ${step} ändert sich bei ${name}: ${part}`,
    order_changed: ({ name }: ChangedPart) => `Andere Reihenfolge: ${name}`,
  },
  /** The members of a manifest, inside of a sentence; any other is called by its name. */
  members: {
    name: 'seinen Namen',
    slug: 'seinen Kurznamen',
    intro: 'seine Zeile im Katalog',
    description: 'seine Beschreibung',
    author: 'seinen Autor',
    website: 'seine Website',
    icon: 'sein Symbol',
    screenshot: 'sein Bild',
    preview_video: 'sein Video',
    categories: 'seine Kategorien',
    sidebar: 'der Seitenleiste',
    toolbar: 'der Werkzeugleiste',
    app_url: 'eigene Seite',
    embedded_app_url: 'Seite in diesem Produkt',
    dev_embedded_app_url: 'Seite für die Entwicklung',
    oauth_redirect_uri: 'die Adresse, zu der sie zurückkommen',
    dev_oauth_redirect_uri: 'die Adresse, zu der sie beim Entwickeln zurückkommen',
    use_app_bridge: 'woran man seine Seite hier erkennt',
    enable_space_settings: 'wie seine Einstellungen geschrieben werden',
    field_type_ids: 'seine Feldtypen',
    events: 'seine Ereignisse',
    scopes: 'seine Berechtigungen',
    optional_scopes: 'Berechtigungen, ohne die es auch geht',
  } as Record<string, string>,
  /** What steps and fields have. */
  parts: {
    title: 'der Titel',
    label: 'die Beschriftung',
    description: 'die Erklärung',
    validation_url: 'die Prüf-URL',
    secrets: 'die geheimen Einträge der Konfiguration',
    authorize_url: 'die Authorize-URL',
    token_url: 'die Token-URL',
    client_id: 'die Client-ID',
    scopes: 'die Scopes beim Dienst',
    client_authentication: 'wie das Client-Secret geschickt wird',
    pkce: 'wie der Code gebunden wird',
    content_url: 'die Seite',
    placeholder: 'das Beispiel im leeren Feld',
    multiline: 'wie viele Zeilen es hat',
    remote_value_url: 'die URL, die sagt, was dort steht',
    options: 'die Auswahl',
    options_url: 'die URL der Auswahl',
    multiple: 'ob Mehreres gewählt werden kann',
    searchable: 'die Suche',
    pagination: 'die Seiten der Auswahl',
    selected_values_url: 'die URL der Namen von Gewähltem',
    url: 'die Adresse',
    target: 'das Fenster',
    text: 'der Text',
    resource: 'die Art der Dinge zur Auswahl',
    left_options: 'die linke Seite',
    left_options_url: 'die URL der linken Seite',
    right_field: 'die rechte Seite',
  } as Record<string, string>,
  from: 'Bisher',
  to: 'Jetzt',
  nothingSaid: 'nichts',
  none: 'Es gibt keinen Unterschied.',
  touches: {
    nobody: 'Niemand hat es installiert: Es betrifft niemanden.',
    installs: (count: number) =>
      count === 1 ? 'Es erreicht 1 Installation.' : `Es erreicht ${count} Installationen.`,
    agree: (spaces: number, to: string) =>
      spaces === 1 ? `1 Space muss zustimmen: ${to}.` : `${spaces} Spaces müssen zustimmen: ${to}.`,
    setup: (count: number) =>
      count === 1
        ? '1 Installation muss weiter eingerichtet werden.'
        : `${count} Installationen müssen weiter eingerichtet werden.`,
    plan: (count: number) =>
      count === 1
        ? '1 Installation ist in einem Space, dessen Tarif dafür zu klein ist.'
        : `${count} Installationen sind in Spaces, deren Tarif dafür zu klein ist.`,
    moved: (count: number) =>
      count === 1
        ? '1 Ereignis geht an eine andere Adresse.'
        : `${count} Ereignisse gehen an eine andere Adresse.`,
    waiting: (count: number) =>
      count === 1 ? '1 Auftrag wartet gerade.' : `${count} Aufträge warten gerade.`,
  },
} satisfies typeof enChanges;

/** In German. */
export const releases = {
  title: 'Releases',
  current: 'läuft bei allen',
  waits: 'veröffentlicht, noch nicht verteilt',
  state: {
    draft: 'Entwurf',
    in_review: 'wird geprüft',
    published: 'veröffentlicht',
    rejected: 'zurückgegeben',
  },
  says: {
    draft: 'Was du änderst, kommt hinein, bis du ihn einreichst.',
    in_review:
      'Gerade sieht es jemand an. Es bleibt, wie du es eingereicht hast; was du inzwischen änderst, ist ein neuer Entwurf.',
    rejected:
      'Es erreicht niemanden. Ändere, worum die Prüfung bittet, und reiche es wieder ein: Dann ist es ein neues Release.',
  },
  created: 'geschrieben',
  submitted: 'eingereicht',
  reviewed: 'zurückgegeben',
  published: 'veröffentlicht',
  by: (name: string) => `von ${name}`,
  later: 'Du verteilst es selbst, sobald es freigegeben ist.',
  reviewerSaid: (message: string) => `Aus der Prüfung: ${message}`,
  see: 'Was es ändert',
  seeOf: (number: number) => `Was es ändert: Release ${number}`,
  compare: 'Zwei Releases vergleichen',
  compareTo: 'Was sich ändert mit',
  compareFrom: 'Verglichen mit',
  release: (number: number) => `Release ${number}`,
  running: (number: number) => `Release ${number}, läuft bei allen`,
  nothing: 'nichts, wie für alle, die es neu installieren',
  whom: 'Wen es betrifft, sobald es bei allen läuft',
  submit: (number: number) => `Release ${number} einreichen`,
  submitTitle: 'Zur Prüfung einreichen',
  submitText:
    'Wer dieses Produkt betreibt, sieht es an, bevor es jemanden erreicht. Bis dahin lässt es sich nicht ändern.',
  rollOut: 'Wenn es freigegeben ist',
  atOnce: 'Alle bekommen es sofort',
  myself: 'Ich verteile es selbst, Schritt für Schritt',
} satisfies typeof enReleases;
