import {
  createSigner,
  signatureHeaders,
  signBody,
} from '../../../server/src/plugin-requests/signer.ts';
import type { World } from './world.ts';

/** The headers with which the product signs a body for a plugin, now. */
export type Sign = (body: string) => Promise<Record<string, string>>;

/** Signs as the product does, by its own code and with the plugin's secret. */
export function signerFor({ server, registered }: Pick<World, 'server' | 'registered'>): Sign {
  const signer = createSigner(server.pool, server.vault, server.changes);
  return async (body) => {
    const keys = await signer.keysOf(registered.id);
    const now = Math.floor(Date.now() / 1000);
    const signatures = signBody(keys, 'msg_1', now, Buffer.from(body));
    return {
      'content-type': 'application/json',
      ...signatureHeaders('msg_1', now, signatures),
    };
  };
}
