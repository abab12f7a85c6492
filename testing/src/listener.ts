import type { Awake } from './awake.ts';
import { type Exchange, recordAnswered, recordExchange } from './exchange.ts';
import { createFaultyWay, type FaultyWay } from './faults.ts';
import { startLocalServer } from './local-server.ts';
import { parsed } from './parsed.ts';
import { deliveries } from './subjects.ts';
import type { Reply, SentRequest, Target } from './target.ts';

/** What came for one install. */
export interface Inbox {
  deliveries: Exchange[];
  way: FaultyWay;
}

/** Where Plugboard sends the requests to a plugin. */
export interface Listener {
  /** `http://127.0.0.1:port`. */
  baseUrl: string;
  /**
   * Passes requests on from now on. Those that came before wait.
   *
   * @param known what requests can be about, as far as that is known; see `subjectsOf`.
   */
  passTo(target: Target, known: () => string[] | undefined): void;
  /** Of an install; those that nobody knows yet are kept. */
  inbox(installId: number): Inbox;
  close(): Promise<void>;
}

/** Starts to listen on a free port of 127.0.0.1. */
export async function startListener(awake: Awake): Promise<Listener> {
  const inboxes = new Map<number, Inbox>();
  let passTo: (target: Target) => void = () => undefined;
  let subjects: () => string[] | undefined = () => undefined;
  const target = new Promise<Target>((resolve) => {
    passTo = resolve;
  });

  function inbox(installId: number): Inbox {
    const known = inboxes.get(installId) ?? {
      deliveries: [],
      way: createFaultyWay(
        deliveries(() => subjects()),
        awake.ended,
      ),
    };
    inboxes.set(installId, known);
    return known;
  }

  const server = await startLocalServer(awake, async (request) => {
    const { deliveries: came, way } = inbox(installOf(request));
    const plugin = await target;
    const carried = await way.carry(request, (sent, lost) =>
      recordExchange(came, { request: sent, lost }, plugin.pass).catch((error) =>
        failed(plugin.explain(error)),
      ),
    );
    recordAnswered(came, request, carried);
    return carried.reply;
  });
  return {
    baseUrl: server.baseUrl,
    passTo(given, known) {
      subjects = known;
      passTo(given);
    },
    inbox,
    async close() {
      await server.close();
      // Nobody waits for a plugin that was never given.
      target.then((plugin) => plugin.close());
    },
  };
}

/** Each request to a plugin names its install; 0 for what comes from elsewhere. */
function installOf({ body }: SentRequest): number {
  const sent = parsed(body.toString()) as { meta?: { install_id?: unknown } } | null | undefined;
  return Number(sent?.meta?.install_id ?? 0);
}

/** As a server does with a handler that fails; with the reason, which attempts show. */
const failed = (why: string): Reply => ({
  status: 500,
  headers: { 'content-type': 'text/plain; charset=utf-8' },
  body: Buffer.from(why),
});
