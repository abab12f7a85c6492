import type { members as en } from '../en/members.ts';

/** In German. */
export const members = {
  title: 'Mitglieder',
  intro: 'Wer in diesem Space arbeitet. Wer dieses Produkt betreibt, nimmt Leute auf.',
  search: 'Mitglied suchen',
  name: 'Name',
  role: 'Rolle',
  since: 'Seit',
  roleOf: (name: string) => `Rolle von ${name}`,
  save: 'Rolle speichern',
  saveOf: (name: string) => `Rolle speichern: ${name}`,
  you: 'du',
  changed: (name: string, role: string) => `${name} ist jetzt ${role}.`,
  stepDownTitle: (role: string) => `${role} sein und nicht mehr admin?`,
  stepDownText:
    'Du kannst dann hier keine Plugins mehr installieren, einrichten oder ändern. Nur ein anderer Admin dieses Space kann dich wieder zum Admin machen.',
  stepDown: (role: string) => `${role} werden`,
  remove: (name: string) => `${name} entfernen`,
  removeTitle: (name: string) => `${name} aus diesem Space entfernen?`,
  removeText: (name: string) =>
    `${name} sieht diesen Space dann nicht mehr, und Plugins, denen ${name} zugestimmt hat, können hier nicht mehr für diese Person handeln. Wieder aufnehmen kann sie nur, wer dieses Produkt betreibt.`,
  nobody: 'Niemand mit diesem Namen',
  onlyAdmins: 'Rollen ändern können die Admins dieses Space.',
} satisfies typeof en;
