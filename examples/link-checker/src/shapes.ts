/** What the page and its backend tell each other, as JSON. */

/** How a link fared. `unclear`: the server answered, but not to us (a sign-in, too many requests). */
export type Outcome = 'ok' | 'redirected' | 'unclear' | 'broken' | 'refused' | 'ignored';

/** One link of a page and how it fared. */
export interface LinkResult {
  url: string;
  outcome: Outcome;
  /** The HTTP status; null when there was no answer. */
  status: number | null;
  /** One line for people. */
  detail: string;
}

/** A page whose links were checked. */
export interface Check {
  /** ISO 8601. */
  checked_at: string;
  title: string;
  /** Null for pasted HTML. */
  url: string | null;
  results: LinkResult[];
  /** How many links there were beyond those that were checked. */
  omitted: number;
}

/** What a space's admins decide; kept as the install's space level settings. */
export interface Settings {
  /** Host names whose links are not checked, nor those of their subdomains. */
  ignored_hosts: string[];
  redirects_are_broken: boolean;
}

/** Who looks at the page, and what the link checker may do for them. */
export interface Me {
  role: string | null;
  /** May change the settings. */
  is_admin: boolean;
  /** They let the link checker act for them; the four fields below are then known from Plugboard. */
  connected: boolean;
  /** They said no the last time they were asked. */
  declined: boolean;
  name: string | null;
  space: string | null;
  plugin: Record<string, unknown> | null;
  provision: Record<string, unknown> | null;
  settings: Settings;
  /** What the space's admin chose in the set-up. */
  site: ChosenSite | null;
}

/** A site that the link checker looks after. */
export interface ChosenSite {
  title: string;
  url: string;
  /** Addresses of the pages that matter most. */
  pages: string[];
}

/** What to check: the links of the page in the host, a page by its address, or a piece of HTML. */
export type CheckRequest =
  | { links: string[]; title?: string; url?: string }
  | { url: string }
  | { html: string };
