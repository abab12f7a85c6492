/** Where every page is: links are made here and nowhere else. */
export const paths = {
  home: () => '/',
  spaces: () => '/spaces',
  space: (space: number) => `/spaces/${space}`,
  catalog: (space: number) => `/spaces/${space}/catalog`,
  catalogPlugin: (space: number, slug: string) => `/spaces/${space}/catalog/${slug}`,
  consent: (space: number, slug: string) => `/spaces/${space}/catalog/${slug}/install`,
  installed: (space: number) => `/spaces/${space}/installs`,
  install: (space: number, install: number) => `/spaces/${space}/installs/${install}`,
  installSettings: (space: number, install: number) =>
    `/spaces/${space}/installs/${install}/settings`,
  installActivity: (space: number, install: number) =>
    `/spaces/${space}/installs/${install}/activity`,
  installHistory: (space: number, install: number) =>
    `/spaces/${space}/installs/${install}/history`,
  installPermissions: (space: number, install: number) =>
    `/spaces/${space}/installs/${install}/permissions`,
  setup: (space: number, install: number) => `/spaces/${space}/installs/${install}/setup`,
  activity: (space: number) => `/spaces/${space}/activity`,
  job: (space: number, job: string) => `/spaces/${space}/activity/jobs/${job}`,
  members: (space: number) => `/spaces/${space}/members`,
  pluginPage: (space: number, slug: string) => `/spaces/${space}/plugins/${slug}`,
  plugins: () => '/plugins',
  plugin: (slug: string) => `/plugins/${slug}`,
  builderOf: (slug: string) => `/plugins/${slug}/builder`,
  deliveriesOf: (slug: string) => `/plugins/${slug}/deliveries`,
  delivery: (slug: string, job: string) => `/plugins/${slug}/deliveries/${job}`,
  setUpCallsOf: (slug: string) => `/plugins/${slug}/set-up-calls`,
  secretsOf: (slug: string) => `/plugins/${slug}/secrets`,
  deliveries: () => '/deliveries',
  notifications: () => '/notifications',
  account: () => '/account',
  grants: () => '/grants',
  signIn: (returnTo: string) => `/sign-in?return_to=${encodeURIComponent(returnTo)}`,
  signOut: () => '/sign-out',
};
