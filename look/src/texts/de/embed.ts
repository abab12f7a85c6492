import type { embed as en } from '../en/embed.ts';

/** In German. */
export const embed = {
  back: {
    catalog: 'Zurück zum Katalog',
    installed: 'Zurück zu den installierten Plugins',
    settings: 'Zurück zu den Einstellungen',
    activity: 'Zurück zum Verlauf',
  },
  alone: 'Das ist ein Teil einer anderen Seite und wird dort angezeigt.',
  noSpace: 'Die Seite ringsum sagt nicht, um welchen Space es geht.',
  noInstall: 'Die Seite ringsum sagt nicht, um welches Plugin es geht.',
  leaveTitle: 'Etwas ist noch nicht gespeichert',
  leave: 'Ohne zu speichern verlassen',
  stay: 'Bleiben',
  member: 'Ein Mitglied des Space',
  nothingYet: 'Hier hat noch kein Plugin etwas getan',
  nothingYetText: 'Was Plugins hieraus machen, steht künftig hier.',
} satisfies typeof en;
