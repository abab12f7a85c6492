import type { resources as en } from '../en/builder-resources.ts';

/** In German. */
export const resources = {
  members: 'Mitglieder des Spaces (members)',
  choose: 'Wähle …',
} satisfies typeof en;
