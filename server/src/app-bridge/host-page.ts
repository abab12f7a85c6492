import type { Config } from '../config.ts';

type HostSettings = Pick<Config, 'publicUrl' | 'hostPage' | 'hostOrigins'>;

/** Where a space's plugin is shown: in the host's product where `PLUGBOARD_HOST_PAGE` names such a page, else in ours. */
export function hostPageUrl(
  { hostPage = '/spaces/{space_id}/plugins/{slug}' }: Pick<Config, 'hostPage'>,
  spaceId: number,
  slug: string,
): string {
  return hostPage.replaceAll('{space_id}', String(spaceId)).replaceAll('{slug}', slug);
}

/** The origins whose pages may embed plugins: our own, and those of the host. */
export function embeddingOrigins({ publicUrl, hostOrigins }: HostSettings): string[] {
  return [...new Set([new URL(publicUrl).origin, ...hostOrigins])];
}
