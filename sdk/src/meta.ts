/** A JSON object whose members are not known here. */
export type JsonObject = Record<string, unknown>;

/** The space, as a location or a company (JSON:API). */
export interface Place<Type extends string> {
  id: string;
  type: Type;
  /** As the host keeps them, dash-cased. */
  attributes: JsonObject;
}

/** A token for the user who installed the plugin. */
export interface MetaAuth {
  token_type: 'Bearer';
  access_token: string;
  /** Seconds. */
  expires_in: number;
  refresh_token: string | null;
  refresh_token_expires_in: number | null;
}

interface CommonMeta {
  plugin_id: string;
  install_id: string;
  /** The whole config of the install, passwords included. */
  config: JsonObject;
  location: Place<'locations'>;
  company: Place<'companies'>;
  zone: Place<'zones'> | null;
  /** There when the install was granted scopes and has an installer. */
  auth: MetaAuth | null;
}

/** `meta` of a job's request, as it comes. */
export interface EventMeta extends CommonMeta {
  event: string;
  job: { id: string; name: string; identifier: string | null };
  /**
   * There, and true, in a rehearsal: this happened before, and is told again to see what comes of it. What is answered is not carried out, and
   * `auth` is null; what the plugin does elsewhere is not held back.
   */
  rehearsal?: true;
}

/** `meta` of a call of a route, as it comes. */
export interface RouteMeta extends CommonMeta {
  /** Such as `step-0-field-1-options`. */
  route: string;
  params: JsonObject;
  forwarded_bearer_token?: string | null;
}

/** What a job's request says of its delivery. */
export interface Delivery {
  /** `webhook-id`: the same for each attempt. */
  id: string;
  /** From 1. */
  attempt: number;
  /** Somebody asked for a settled job to be sent once more; what is answered is kept for people to see, and not carried out. */
  isResend: boolean;
  /** The number of the backfill that this is a part of: it tells of something that happened before the plugin was heard of. Else null. */
  backfill: number | null;
  /** When it was signed, in seconds since 1970. */
  timestamp: number;
}

/** Events that Plugboard itself tells of, with their payloads. */
export interface LifecycleEvents {
  /** An install became active. */
  plugin_installed: {
    generation: number;
    cause: 'installed' | 'reinstalled' | 'setup_completed' | 'restored';
  };
  /** A release was rolled out to the install. */
  plugin_updated: { release: number };
  /** The config changed, by whomever. */
  config_updated: {
    revision: number;
    author: { kind: string; id: number | null };
    added: string[];
    changed: string[];
    removed: string[];
  };
  /** The install is gone: what is kept elsewhere is to be deleted. */
  plugin_uninstalled: { generation: number; erase_after: string };
}

/** Any events, of which nothing is known. */
export type AnyEvents = Record<string, JsonObject>;
