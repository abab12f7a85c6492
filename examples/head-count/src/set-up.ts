import type { Reply } from './jobs.ts';

/** What we read of the body of a call of a route: what it is asked depends on the route. */
export interface RouteCall {
  meta: { params: { search?: string; payload?: { word?: unknown; limit?: unknown } } };
}

const WORDS = ['Guests', 'Patients', 'Students', 'Visitors'];

/** The options of a field, those that contain what was typed. */
export function listWords({ meta: { params } }: RouteCall): Reply {
  const typed = (params.search ?? '').toLowerCase();
  const found = WORDS.filter((word) => word.toLowerCase().includes(typed));
  return { status: 200, body: found.map((word) => ({ label: word, value: word })) };
}

/** Judges what the form gave: a refusal is shown to the admin, and of what is accepted only what we answer is saved. */
export function check({ meta: { params } }: RouteCall): Reply {
  const { word, limit } = params.payload ?? {};
  if (!WORDS.includes(String(word))) return refused('Choose one of the words');
  if (!/^[1-9]\d{0,5}$/.test(String(limit)))
    return refused('How many may be in is a whole number from 1 to 999999');
  return { status: 200, body: { word, limit } };
}

const refused = (message: string): Reply => ({ status: 412, body: { message } });
