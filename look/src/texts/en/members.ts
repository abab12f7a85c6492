/** Who belongs to a space. */
export const members = {
  title: 'Members',
  intro: 'Who works in this space. Whoever runs this product adds people and takes them out of it.',
  search: 'Find a member',
  name: 'Name',
  role: 'Role',
  since: 'Since',
  roleOf: (name: string) => `Role of ${name}`,
  you: 'you',
  changed: (name: string, role: string) => `${name} is ${role} now.`,
  remove: (name: string) => `Remove ${name}`,
  removeTitle: (name: string) => `Remove ${name} from this space?`,
  removeText: (name: string) =>
    `${name} can no longer see this space, and plugins that ${name} agreed to can no longer act for them here. Only whoever runs this product can add them again.`,
  lastAdmin: 'A space keeps at least one admin.',
  nobody: 'Nobody by this name',
  onlyAdmins: 'Admins of this space can change roles.',
};
