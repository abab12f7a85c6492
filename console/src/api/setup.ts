import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, type Schemas } from './client.ts';
import { parseExactly } from './exact.ts';
import { keyOf, queries, readAgain } from './query.ts';

/** The set-up of an install, as the server answers it. */
export type Setup = Schemas['Setup'];

/** A field of a step that is being filled. */
export interface FieldPlace {
  install: number;
  /** Numbers count from 0. */
  step: number;
  field: number;
  /** Of the set-up: whatever a plugin answers may depend on what was saved before. */
  revision: string;
}

const SETUP = '/platform/v1/installs/{id}/setup';
// What a plugin is asked about a field is asked by POST. Not below the paths that change when an install does: it would be asked each time.
const ASKED = 'asked of the plugin';
// What was written as a number of many digits would be taken apart to be compared.
const structuralSharing = false;
const parseAs = 'text';
const pathOf = ({ install, step }: { install: number; step: number }) => ({
  path: { id: install, step },
});

/** Which choices of a field are wanted. */
export interface ChoicesQuestion {
  search?: string | undefined;
  /** The left choice of a mapping, whose right ones are wanted. */
  parent?: unknown;
}

/** The choices of a field, page after page, for `useInfiniteQuery`. */
export const choicesOf = (place: FieldPlace, { search, parent }: ChoicesQuestion) =>
  infiniteQueryOptions({
    queryKey: [ASKED, 'options', place, search ?? '', parent ?? null],
    queryFn: async ({ pageParam, signal }) => {
      const { data } = await api.POST('/platform/v1/installs/{id}/setup/{step}/options', {
        params: pathOf(place),
        body: {
          field: place.field,
          ...(search && { search }),
          ...(parent !== undefined && { parent_resource_id: parent }),
          ...pageParam,
        },
        signal,
        parseAs,
      });
      return parseExactly(data as string) as Schemas['OptionsPage'];
    },
    initialPageParam: {} as { page?: number; cursor?: unknown },
    getNextPageParam: (last, all) => {
      // A plugin that always answers the same would be asked without end.
      if (isNothingNew(last, all.slice(0, -1))) return undefined;
      if (last.cursor !== null) return { cursor: last.cursor };
      return last.next_page === null ? undefined : { page: last.next_page };
    },
    placeholderData: keepPreviousData,
    staleTime: 60_000,
    structuralSharing,
  });

function isNothingNew({ data }: Schemas['OptionsPage'], before: Schemas['OptionsPage'][]): boolean {
  const keys = (page: Schemas['OptionsPage']) =>
    page.data.map(({ value }) => JSON.stringify(value));
  const known = new Set(before.flatMap(keys));
  return before.length > 0 && data.every(({ value }) => known.has(JSON.stringify(value)));
}

/** The labels of what was chosen earlier: of one value, or of an array of them where several can be chosen. */
export const labelsOf = (place: FieldPlace, value: unknown) =>
  queryOptions({
    queryKey: [ASKED, 'selected_values', place, value ?? null],
    queryFn: async ({ signal }) => {
      const { data } = await api.POST('/platform/v1/installs/{id}/setup/{step}/selected_values', {
        params: pathOf(place),
        body: { field: place.field, value },
        signal,
        parseAs,
      });
      return (parseExactly(data as string) as Schemas['SelectedOptions']).data;
    },
    staleTime: 60_000,
    structuralSharing,
  });

/** What the plugin wants shown in a field: a text, or null. */
export const remoteValueOf = (place: FieldPlace) =>
  queryOptions({
    queryKey: [ASKED, 'remote_value', place],
    queryFn: async ({ signal }) => {
      const { data } = await api.POST('/platform/v1/installs/{id}/setup/{step}/remote_value', {
        params: pathOf(place),
        body: { field: place.field },
        signal,
      });
      return (data as Schemas['RemoteValue']).value as string | null;
    },
    staleTime: 60_000,
  });

/** A form that was filled. */
export interface Submission {
  setup: Setup;
  step: number;
  /** By the keys of its fields. */
  payload: Record<string, unknown>;
  signal: AbortSignal;
}

/** Submits a step as of the set-up that was looked at; the new one is shown from then on. @throws ApiError */
export async function submitStep({ setup, step, payload, signal }: Submission): Promise<Setup> {
  const { data } = await api.POST('/platform/v1/installs/{id}/setup/{step}/submit', {
    params: {
      ...pathOf({ install: setup.install_id, step }),
      header: { 'if-match': `"${setup.revision}"` },
    },
    body: { payload },
    signal,
    parseAs,
  });
  const now = parseExactly(data as string) as Setup;
  await showSetup(now);
  return now;
}

/** Begins a step that goes on in a window, and answers where that is to go. @throws ApiError */
export async function startStep(install: number, step: number): Promise<string> {
  const { data } = await api.POST('/platform/v1/installs/{id}/setup/{step}/start', {
    params: pathOf({ install, step }),
  });
  return (data as Schemas['SetupWindow']).url;
}

async function showSetup(setup: Setup): Promise<void> {
  const key = keyOf(SETUP, { path: { id: setup.install_id } });
  await queries.cancelQueries({ queryKey: key });
  queries.setQueryData(key, setup);
  await readInstallAgain();
}

/** Reads the set-up of an install again, and answers it. @throws ApiError */
export async function readSetupAgain(install: number): Promise<Setup> {
  const now = await getSetup(install);
  await showSetup(now);
  return now;
}

async function getSetup(install: number, signal?: AbortSignal): Promise<Setup> {
  const params = { path: { id: install } };
  const { data } = await api.GET(SETUP, { params, parseAs, ...(signal && { signal }) });
  return parseExactly(data as string) as Setup;
}

/** The set-up of an install, for `useQuery`: to be read by this alone, so that answers are sent back as they came. */
export const readSetup = (install: number) =>
  queryOptions({
    queryKey: keyOf(SETUP, { path: { id: install } }),
    queryFn: ({ signal }) => getSetup(install, signal),
    placeholderData: keepPreviousData,
    structuralSharing,
  });

const readInstallAgain = () =>
  readAgain('/platform/v1/installs/{id}', '/platform/v1/spaces/{id}/installs');
