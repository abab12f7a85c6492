/** A cache, by what its values are read with and what it hears of. */
export interface CacheOfTest {
  /** The functions whose statements it is loaded with. */
  loaders: string[];
  /** The topics that it forgets for. */
  topics: string[];
  /** Where another row changes what is known, and does not only bring to life what was absent, which is believed for 0.9 s alone. */
  rowsJoin?: string[];
  /** What decides only about values that are believed for 0.9 s, whatever is told (`isTold`); all columns of a table, or some. */
  untold?: Record<string, 'all' | string[]>;
}

// A token of a job, an install that may only be read, and what a developer tries out.
const UNTOLD = {
  jobs: 'all',
  releases: 'all',
  space_members: 'all',
  installs: ['development', 'farewell_job'],
  collaborators: 'all',
} as const;

/** All that hear of changes; that there is no other is tested. */
export const CACHES: Record<string, CacheOfTest> = {
  'auth/tokens.ts': {
    loaders: ['selectLiveTokens'],
    topics: ['tokens', 'clients', 'installs'],
    untold: { ...UNTOLD, installs: [...UNTOLD.installs] },
  },
  'auth/clients.ts': {
    loaders: ['selectSecretsOfClients'],
    topics: ['clients'],
    rowsJoin: ['plugin_secrets'],
  },
  'auth/host-keys.ts': { loaders: ['selectHostKey'], topics: ['host_keys'] },
  'auth/personal-tokens.ts': { loaders: ['selectPersonalTokenOwner'], topics: ['people'] },
  'auth/portal-sessions.ts': { loaders: ['selectPortalSession'], topics: ['people'] },
  'auth/portal-tokens.ts': { loaders: ['selectPortalToken'], topics: ['people'] },
  'auth/sessions.ts': { loaders: ['selectSession'], topics: ['people'] },
  'delivery/suspensions.ts': { loaders: ['selectSuspended'], topics: ['clients'] },
  'events/basis-cache.ts': { loaders: ['selectEventRules'], topics: ['event_types'] },
  'installs/access.ts': {
    loaders: ['selectUsableInstalls'],
    topics: ['installs'],
    untold: { ...UNTOLD, installs: [...UNTOLD.installs] },
  },
  'plugin-requests/installer-tokens.ts': {
    loaders: ['selectUsableScopes'],
    topics: ['installs'],
    untold: {
      releases: 'all',
      space_members: 'all',
      installs: ['development'],
      collaborators: 'all',
    },
  },
  'plugin-requests/signer.ts': {
    loaders: ['selectSigningSecrets'],
    topics: ['clients'],
    rowsJoin: ['plugin_secrets'],
  },
  'stream/admission.ts': {
    loaders: ['selectAdmitted'],
    topics: ['tokens', 'clients', 'installs'],
  },
  'stream/audience.ts': {
    loaders: ['isAnyWatched'],
    topics: ['watches'],
    rowsJoin: ['stream_watches'],
  },
};

/** Which column of a table has the id that a topic names. */
export const IDS: Record<string, Record<string, string>> = {
  installs: { installs: 'id', tokens: 'install_id' },
  clients: {
    collaborators: 'plugin_id',
    plugins: 'id',
    plugin_secrets: 'plugin_id',
    tokens: 'plugin_id',
  },
  event_types: { event_types: 'name' },
};

/** Functions whose statements write what a cache reads, and which nobody needs to be told of. */
export const UNTOLD_WRITERS: Record<string, string> = {
  deleteEndedWatches: 'what it removes has ended, and is asked for each second while it is known',
  deleteExpiredPortalSessions: 'what it removes has expired, which is seen without being told',
  deleteExpiredPortalTokens: 'what it removes has expired, which is seen without being told',
  deleteExpiredSessions: 'what it removes has expired, which is seen without being told',
  deleteExpiredTokens: 'what it removes has expired, which is seen without being told',
};
