import { type AddressInfo, createServer } from 'node:net';

/** A free port that nobody else gets until it is released. */
export interface HeldPort {
  port: number;
  release(): Promise<void>;
}

/** For whoever has to know their address before they listen. Between release and listening others could take the port: be quick. */
export async function holdPort(host: string): Promise<HeldPort> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  return { port, release: () => new Promise((resolve) => server.close(() => resolve())) };
}
