import type {
  setUp as en,
  memberHints as enHints,
  members as enMembers,
  options as enOptions,
} from '../en/builder-set-up.ts';

/** In German. */
export const setUp = {
  about: 'Was Admins gefragt werden, bevor das Plugin arbeitet, Schritt für Schritt.',
  steps: 'Schritte',
  stepNumber: (number: number) => `Schritt ${number}`,
  addStep: 'Schritt hinzufügen',
  stepType: 'Art des Schritts',
  stepTypes: {
    form: 'ein Formular',
    oauth2: 'Anmeldung bei einem anderen Dienst (OAuth 2)',
    popup: 'eine Seite von dir in einem Fenster',
  },
  title: 'Titel',
  authentication: 'Wie das Client-Secret geschickt wird',
  authentications: {
    default: 'wie üblich: im Header',
    basic: 'im Header (basic)',
    body: 'im Body',
  },
  fields: 'Felder',
  fieldNumber: (number: number) => `Feld ${number}`,
  addField: 'Feld hinzufügen',
  fieldType: 'Art des Feldes',
  fieldTypes: {
    text: 'Text',
    password: 'Passwort',
    checkbox: 'Ja oder Nein',
    select: 'Auswahl',
    link: 'Link',
    info: 'etwas zum Lesen',
    resource_select: 'Mitglieder oder Dinge des Produkts',
    mapping: 'Zuordnung',
  },
  label: 'Beschriftung',
  key: 'Schlüssel',
  keyHint: 'Unter diesem Namen steht die Antwort in der Konfiguration.',
  description: 'Erklärung',
  required: 'Muss beantwortet werden',
  pagination: 'Wie nach mehr gefragt wird',
  paginations: { none: 'mehr gibt es nicht', page: 'nach Seite', cursor: 'nach Cursor' },
  target: 'Wo er sich öffnet',
  targets: { default: 'wie üblich: in einem Tab', tab: 'in einem Tab', popup: 'in einem Fenster' },
  right: 'Was zugeordnet wird',
  rightType: 'Art auf der rechten Seite',
  onlyRaw: 'Diese Art ist hier nicht bekannt. Du kannst sie als JSON ändern.',
  plain: {
    title: 'Titel',
    fields: 'Felder',
    label: 'Beschriftung',
    key: 'Schlüssel',
    type: 'Art',
    description: 'Erklärung',
    filter: 'Filter',
    value: 'Wert',
    right_field: 'Was zugeordnet wird',
  },
} satisfies typeof en;

/** In German. */
export const members = {
  placeholder: 'Beispiel im leeren Feld',
  multiline: 'Mehrere Zeilen',
  remote_value_url: 'URL, die sagt, was dort steht',
  options: 'Auswahl',
  options_url: 'URL der Auswahl',
  multiple: 'Mehreres kann gewählt werden',
  searchable: 'Die URL sucht',
  selected_values_url: 'URL der Namen von Gewähltem',
  url: 'Adresse',
  text: 'Text',
  resource: 'Wovon',
  left_options: 'Was links steht',
  left_options_url: 'URL dessen, was links steht',
  validation_url: 'Prüf-URL',
  secrets: 'Geheime Einträge der Konfiguration',
  authorize_url: 'Authorize-URL',
  token_url: 'Token-URL',
  client_id: 'Client-ID',
  client_secret: 'Client-Secret des Dienstes',
  noSecret: 'Es gibt kein Client-Secret',
  scopes: 'Scopes des Dienstes',
  pkce: 'Den Code mit PKCE binden',
  content_url: 'Seite, die geöffnet wird',
} satisfies typeof enMembers;

/** In German. */
export const memberHints = {
  remote_value_url: 'Dein Backend wird gefragt, wenn das Formular gezeigt wird.',
  options_url: 'Statt einer Auswahl, die hier steht.',
  left_options_url: 'Statt einer Auswahl, die hier steht.',
  resource: 'Die Mitglieder des Spaces, oder was das Produkt auflistet.',
  validation_url: 'Dein Backend prüft, was abgeschickt wurde, und sagt, was gespeichert wird.',
  secrets: 'Eins je Zeile. Nur dein Plugin liest sie wieder.',
  scopes: 'Eins je Zeile.',
  client_secret:
    'Es wird nie gezeigt. Bleibt das Feld leer, bleibt es, wie es war, solange Token-URL und Client-ID bleiben.',
  noSecret: 'Eines, das aufbewahrt wurde, wird weggenommen.',
} satisfies typeof enHints;

/** In German. */
export const options = {
  number: (number: number) => `Auswahl ${number}`,
  add: 'Auswahl hinzufügen',
  label: 'Beschriftung der Auswahl',
  kind: 'Was gespeichert wird',
  kinds: { string: 'ein Text', number: 'eine Zahl', boolean: 'Ja oder Nein' },
  value: 'Wert',
} satisfies typeof enOptions;
