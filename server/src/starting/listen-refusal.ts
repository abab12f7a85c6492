import type { Config } from '../config.ts';

type Address = Pick<Config, 'host' | 'port'>;

const REASONS: Record<string, (address: Address) => string> = {
  EADDRINUSE: ({ host, port }) =>
    `PORT ${port} of ${host} is in use: stop what listens there, or set another one, such as PORT=${port === 65_535 ? port - 1 : port + 1}`,
  EACCES: ({ port }) =>
    `PORT ${port} may not be listened on by this user: set one above 1023, and put a proxy before it`,
  EADDRNOTAVAIL: ({ host }) =>
    `HOST ${host} is no address of this machine: set one that it has, or 0.0.0.0 for all`,
  EAFNOSUPPORT: ({ host }) =>
    `HOST ${host} is of a kind that this machine does not have: set an address that it has, such as 127.0.0.1`,
  EINVAL: ({ host }) =>
    `HOST ${host} cannot be listened on: set an address of this machine, such as 127.0.0.1`,
  ENOTFOUND: ({ host }) =>
    `HOST ${host} is not found: set an address of this machine, or a name that leads to one`,
};

/** What listening failed with, by the name of the setting and what would be right. */
export function explainListening(error: unknown, address: Address): Error {
  const { code = '' } = error as NodeJS.ErrnoException;
  const reason = REASONS[code === 'EAI_AGAIN' ? 'ENOTFOUND' : code];
  return reason === undefined ? (error as Error) : new Error(reason(address));
}
