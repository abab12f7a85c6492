import type { Awake } from './awake.ts';
import { type Exchange, recordAnswered, recordExchange } from './exchange.ts';
import { createFaultyWay, type FaultyWay } from './faults.ts';
import { type LocalServer, startLocalServer } from './local-server.ts';
import { callsByPath } from './subjects.ts';
import { atUrl } from './target.ts';

/** Where a plugin finds Plugboard: its calls go through here. */
export interface WayBack extends LocalServer {
  calls: Exchange[];
  way: FaultyWay;
}

/** @param url of Plugboard. */
export async function startWayBack(url: string, awake: Awake): Promise<WayBack> {
  const calls: Exchange[] = [];
  const way = createFaultyWay(callsByPath, awake.ended);
  const plugboard = atUrl(new URL(url), awake.ended);
  const server = await startLocalServer(awake, async (request) => {
    const carried = await way.carry(request, (sent, lost) =>
      recordExchange(calls, { request: sent, lost }, plugboard.pass),
    );
    recordAnswered(calls, request, carried);
    return carried.reply;
  });
  return { ...server, calls, way };
}
