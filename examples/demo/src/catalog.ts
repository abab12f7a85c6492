import { type Api, ifFound } from './api.ts';
import { type ImageHost, uploadPictures } from './images.ts';
import { list, publish } from './plugin.ts';
import { SHEETS, type Sheet } from './reception/sheets.ts';

/** Where the plugins come from that nobody has installed. */
export interface CatalogHost {
  api: Api;
  images: ImageHost;
  /** Where the reception serves their pages. */
  receptionUrl: string;
  /** Whose those of a partner are. */
  partnerId: number;
}

/** Registers what is in the catalog and not installed, or tells Plugboard where it is now. */
export async function fillCatalog(host: CatalogHost): Promise<void> {
  for (const sheet of SHEETS) {
    const manifest = await manifestOf(host, sheet);
    const isThere = await ifFound(host.api.get(`/plugins/${sheet.slug}`));
    if (isThere === undefined && sheet.isPartners) await submitAndApprove(host, sheet);
    if (isThere === undefined && !sheet.isPartners) {
      await host.api.post('/plugins', manifest);
      await list(host.api, sheet.slug);
    } else await publish(host.api, manifest);
  }
}

async function manifestOf({ images, receptionUrl }: CatalogHost, sheet: Sheet) {
  const { slug, name, intro, description, author, categories, plan_level } = sheet;
  const { icon, screenshot } = await uploadPictures(images, slug);
  const page = `${receptionUrl}/${slug}`;
  return {
    ...{ slug, name, intro, description, author, categories, plan_level, icon, screenshot },
    website: page,
    placements: { sidebar: { icon } },
    embedded_app_url: page,
  };
}

/** As a developer who is somebody else registers a plugin by the Space API, and the host looks at it. */
async function submitAndApprove({ api, images, partnerId }: CatalogHost, sheet: Sheet) {
  const { slug, name, intro } = sheet;
  const token = await api.post<{ id: number; token: string }>('/personal_access_tokens', {
    user_id: partnerId,
    name: 'Registering a plugin',
  });
  const response = await fetch(`${images.serverUrl}/v1/partner_apps`, {
    method: 'POST',
    headers: { authorization: token.token, 'content-type': 'application/json' },
    body: JSON.stringify({ app: { slug, name, intro } }),
    signal: images.signal,
  });
  if (!response.ok) throw new Error(`Registering ${slug} failed: ${await response.text()}`);
  await api.delete(`/personal_access_tokens/${token.id}`);
  await api.post(`/plugins/${slug}/releases/1/submit`);
  await api.post(`/plugins/${slug}/releases/1/review`, {
    verdict: 'approve',
    message: 'A page and nothing else: welcome',
  });
}
