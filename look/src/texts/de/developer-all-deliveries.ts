import type { allDeliveries as en } from '../en/developer-all-deliveries.ts';

/** In German. */
export const allDeliveries = {
  intro: 'Was deine Plugins bekamen, und was sie antworteten.',
  anyPlugin: 'Alle Plugins',
  where: 'Wo',
  anywhere: 'Überall',
  chooseToRetry: 'Um sie zu wiederholen, wähle ein Plugin.',
} satisfies typeof en;
