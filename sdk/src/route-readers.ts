import type { AnyRoute } from './definition.ts';
import type { JsonObject } from './meta.ts';
import type { RouteKind } from './routes.ts';

type Reading = Pick<AnyRoute, 'read' | 'answer'>;

const asIs = (value: unknown) => value;

/** What each kind of route is given beside what all are, and what is sent of what its handler answers. */
export const readers: Record<RouteKind, Reading> = {
  options: { read: ({ params }) => optionsParams(params), answer: asIs },
  'selected-values': { read: ({ params }) => ({ value: params.value }), answer: asIs },
  'remote-value': {
    read: ({ params }) => optionsParams(params),
    answer: (value) => (typeof value === 'string' ? { value } : value),
  },
  // Plugboard keeps what is answered, and nothing of what it asked about: whoever says nothing has no objection to it.
  validation: {
    read: ({ payload }) => ({ payload }),
    answer: (members, payload) => (members === undefined ? payload : (members ?? {})),
  },
  migration: {
    read: ({ params, config }) => ({
      config,
      fromRelease: Number(params.from_release),
      toRelease: Number(params.to_release),
      dryRun: params.dry_run === true,
    }),
    answer: asIs,
  },
  'notification-action': {
    read: ({ payload }) => {
      const { notification_id, action, user } = payload as JsonObject;
      return { notificationId: notification_id, action, user };
    },
    answer: (message) => ({ message: message ?? undefined }),
  },
};

function optionsParams(params: JsonObject) {
  const { search, page, cursor, location_id, zone_id, parent_resource_id } = params;
  return {
    search,
    page: page === undefined ? undefined : Number(page),
    cursor: cursor ?? undefined,
    locationId: location_id,
    zoneId: zone_id,
    parentResourceId: parent_resource_id,
  };
}
