/** Who belongs to a space. */
export const members = {
  title: 'Members',
  intro: 'Who works in this space. Whoever runs this product adds people.',
  search: 'Find a member',
  name: 'Name',
  role: 'Role',
  since: 'Since',
  roleOf: (name: string) => `Role of ${name}`,
  save: 'Save role',
  saveOf: (name: string) => `Save role: ${name}`,
  you: 'you',
  changed: (name: string, role: string) => `${name} is ${role} now.`,
  stepDownTitle: (role: string) => `Be ${role}, and admin no more?`,
  stepDownText:
    'You can then no longer install, set up or change plugins here. Only another admin of this space can make you admin again.',
  stepDown: (role: string) => `Become ${role}`,
  remove: (name: string) => `Remove ${name}`,
  removeTitle: (name: string) => `Remove ${name} from this space?`,
  removeText: (name: string) =>
    `${name} can no longer see this space, and plugins that ${name} agreed to can no longer act for them here. Only whoever runs this product can add them again.`,
  nobody: 'Nobody by this name',
  onlyAdmins: 'Admins of this space can change roles.',
};
