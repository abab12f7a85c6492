import type { Running } from './running.ts';

/** A space with the person who installs plugins there. */
export interface Place {
  id: number;
  /** The id of its admin, made when first asked for. */
  installer(): Promise<number>;
}

/** Who installs there. */
export function createInstaller({ host }: Running, spaceId: number): () => Promise<number> {
  let made: Promise<number> | undefined;
  async function make(): Promise<number> {
    const { id } = await host.call<{ id: number }>('POST', '/platform/v1/users', {
      email: `admin-of-${spaceId}@plugboard.test`,
      friendly_name: `Admin of space ${spaceId}`,
    });
    const member = `/platform/v1/spaces/${spaceId}/members/${id}`;
    await host.call('PUT', member, { role: 'admin' });
    return id;
  }
  return () => {
    made ??= make();
    return made;
  };
}
