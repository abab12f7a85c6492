import { fileURLToPath } from 'node:url';
import { type Child, firstIn, startChild } from './children.ts';

const MAIN = fileURLToPath(import.meta.resolve('@plugboard/server/main'));

/** A line of the server's log, as pino writes it. */
interface LogEntry {
  level: number;
  msg: string;
  /** What it has begun and what may take a while. */
  step?: string;
  url?: string;
  err?: { message: string };
}

const WARN = 40;
const ERROR = 50;

// Of our own command line, such as --inspect.
const NODE_OPTIONS = process.argv.slice(2);
const SERVE = [...NODE_OPTIONS, MAIN, 'serve'];

/** Starts the server as it is configured; it writes to our own output. */
export function startPlainServer(onExit: (error: Error) => void): Child {
  return startChild('server', SERVE, { stdio: ['inherit', 'inherit', 'inherit'] }, onExit);
}

/** What the demo's host is known by. */
export interface HostAtServer {
  hostKey: string;
  /** Of its pages, in which Plugboard's views are shown. */
  hostOrigins: string[];
}

/** Starts the server for the demo: its log is read, and warnings and errors are shown. */
export function startServer(
  { hostKey, hostOrigins }: HostAtServer,
  onExit: (error: Error) => void,
): Child {
  const env = {
    ...process.env,
    PLUGBOARD_HOST_KEY: hostKey,
    PLUGBOARD_HOST_ORIGINS: [process.env.PLUGBOARD_HOST_ORIGINS, ...hostOrigins]
      .filter(Boolean)
      .join(','),
    // The greeter runs on this machine.
    PLUGBOARD_ALLOW_PRIVATE_NETWORK: 'on',
    // A developer of the demo registers plugins as partners do.
    PLUGBOARD_DEVELOPERS: process.env.PLUGBOARD_DEVELOPERS || 'members',
    // "ready" is told at this level.
    PLUGBOARD_LOG_LEVEL: 'info',
  };
  return startChild('server', SERVE, { env, stdio: ['ignore', 'pipe', 'inherit'] }, onExit);
}

/** Where the server listens, once it does. */
export function serverUrl(server: Child, signal: AbortSignal): Promise<string> {
  const show = createLogView();
  return firstIn(server, signal, (line) => {
    const entry = parse(line);
    show(entry);
    return entry.msg === 'ready' ? entry.url : undefined;
  });
}

function parse(line: string): LogEntry {
  try {
    return JSON.parse(line);
  } catch {
    return { level: WARN, msg: line };
  }
}

// A database that is away is told of several times a second.
const REPEAT_AFTER_MS = 10_000;

/** Shows what a start is at, warnings and errors; the same warning at most every ten seconds. */
function createLogView(): (entry: LogEntry) => void {
  const shownAt = new Map<string, number>();
  return ({ level, msg, step, err }) => {
    if (step !== undefined) console.log(msg);
    // A failed attempt is a plugin's, and shown with its job.
    if (level < WARN || msg === 'attempt') return;
    const kind = level >= ERROR ? 'error' : 'warning';
    const text = `server ${kind}: ${msg}${err === undefined ? '' : ` (${err.message})`}`;
    const now = performance.now();
    if (now - (shownAt.get(text) ?? Number.NEGATIVE_INFINITY) < REPEAT_AFTER_MS) return;
    if (shownAt.size > 1000) shownAt.clear();
    shownAt.set(text, now);
    console.error(text);
  };
}
