import type { grants as en } from '../en/grants.ts';

/** In German. */
export const grants = {
  title: 'Deine Zustimmungen',
  intro:
    'Diese Plugins dürfen für dich handeln. Nimm zurück, was du nicht mehr möchtest: Das Plugin verliert seinen Zugang sofort und kann wieder fragen.',
  empty: 'Kein Plugin darf für dich handeln',
  emptyText:
    'Wenn ein Plugin um deine Zustimmung bittet und du sie gibst, steht sie hier, und du kannst sie zurücknehmen.',
  inSpace: (space: string) => `in ${space}`,
  since: 'Zugestimmt',
  used: 'zuletzt benutzt',
  noScopes:
    'Es kennt deinen Namen, deine E-Mail-Adresse, den Namen des Space und wer dazugehört, sonst nichts.',
  unknownScope: (name: string) => `${name} (nicht mehr erklärt)`,
  withdraw: 'Zurücknehmen',
  withdrawTitle: (plugin: string) => `Zustimmung für ${plugin} zurücknehmen?`,
  withdrawText: (plugin: string, space: string) =>
    `${plugin} kann in ${space} nicht mehr für dich handeln. Was es getan hat, bleibt.`,
  withdrawAction: (plugin: string) => `Für ${plugin} zurücknehmen`,
} satisfies typeof en;
