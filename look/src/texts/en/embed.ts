/** The texts of the views in other products, beside those of the pages that they show. */
export const embed = {
  back: {
    catalog: 'Back to the catalog',
    installed: 'Back to what is installed',
    settings: 'Back to the settings',
    activity: 'Back to the activity',
  },
  alone: 'This is a part of another page, and shown there.',
  noSpace: 'The page around does not say of which space this is.',
  noInstall: 'The page around does not say of which plugin this is.',
  leaveTitle: 'Something is not saved yet',
  leave: 'Leave without saving',
  stay: 'Stay',
  member: 'A member of the space',
  nothingYet: 'No plugin has done anything here yet',
  nothingYetText: 'What plugins make of this will be listed here.',
};
