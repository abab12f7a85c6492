/** What people can be let choose from. */
export const resources = {
  members: 'Members of the space (members)',
  choose: 'Choose …',
};
