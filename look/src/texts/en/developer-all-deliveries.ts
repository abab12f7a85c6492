/** What was sent to all plugins of somebody, and to one place of them. */
export const allDeliveries = {
  intro: 'What was sent to your plugins, and what they answered.',
  anyPlugin: 'All plugins',
  where: 'Where',
  anywhere: 'Everywhere',
  chooseToRetry: 'To run them again, choose one plugin.',
};
