import type { frame as en } from '../en/frame.ts';

/** In German. */
export const frame = {
  nav: 'Seiten dieses Space',
  home: 'Start',
  catalog: 'Katalog',
  installed: 'Installiert',
  activity: 'Verlauf',
  members: 'Mitglieder',
  more: 'Mehr',
  plugins: 'Plugins',
  tools: 'Werkzeuge',
  spaces: 'Spaces',
  switchSpace: (name: string) => `${name}: zu einem anderen Space wechseln`,
  /** What somebody may be beside a member of spaces: the places that they have as that. */
  hats: { developer: 'Deine Plugins', operator: 'Betrieb' },
  developing: 'Entwickeln',
  developerNav: 'Plugins und Zustellungen',
  deliveries: 'Zustellungen',
  deliveriesOf: (plugin: string) => `Zustellungen von ${plugin}`,
  builderOf: (plugin: string) => `Builder von ${plugin}`,
  tryOutOf: (plugin: string) => `${plugin} ausprobieren`,
  releasesOf: (plugin: string) => `Releases von ${plugin}`,
  secretsOf: (plugin: string) => `Secrets von ${plugin}`,
  places: 'Weitere Orte',
  rail: 'Space',
  noMember: (space: string) => `Du bist kein Mitglied von ${space}`,
  noMemberText:
    'Du betreibst dieses Produkt und kannst dich über die API um die Plugins kümmern. Die Seiten eines Space sind für seine Mitglieder: Ein Admin dort oder das Produkt selbst kann dich dazu machen.',
  noSpaces:
    'Du gehörst noch zu keinem Space. Wer dieses Produkt betreibt, nimmt dich in einen auf.',
  chooseSpace: 'Deine Spaces',
  person: (name: string) => `${name}: Konto`,
  account: 'Konto',
  grants: 'Deine Zustimmungen',
  signOut: 'Abmelden',
  notifications: 'Mitteilungen',
  unread: (count: number) => `${count} ungelesen`,
  palette: 'Suchen oder hingehen',
  paletteHint: 'Eine Seite, ein Plugin, oder ein Job nach seinem Identifier oder seiner Id',
  paletteEmpty: 'Nichts mit diesem Namen',
  now: (title: string) => `${title} wird gezeigt`,
} satisfies typeof en;
