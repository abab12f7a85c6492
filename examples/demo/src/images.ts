import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';

/** The pictures that a manifest names: where browsers find them. */
export interface Pictures {
  icon: string;
  screenshot: string;
}

/** Where images are sent, and what for. */
export interface ImageHost {
  /** Where the server listens. */
  serverUrl: string;
  /** Where browsers find it. */
  publicUrl: string;
  hostKey: string;
  signal: AbortSignal;
}

/** Where a picture is another one than `images/<slug>-screenshot.png`: a real one. */
const ELSEWHERE: Record<string, string> = {
  'link-checker-screenshot': '../../../docs/images/link-checker-light.png',
};

/** Uploads the icon and the screenshot of a plugin, where they are not there yet. */
export async function uploadPictures(host: ImageHost, slug: string): Promise<Pictures> {
  const [icon, screenshot] = await Promise.all([
    upload(host, `${slug}-icon`),
    upload(host, `${slug}-screenshot`),
  ]);
  return { icon, screenshot };
}

async function upload(host: ImageHost, name: string): Promise<string> {
  const bytes = await readFile(
    new URL(ELSEWHERE[name] ?? `../images/${name}.png`, import.meta.url),
  );
  // An uploaded image is called by its content. Only so many may be uploaded in a minute, and developers start the demo often.
  const known = `/images/${createHash('sha256').update(bytes).digest('hex')}.png`;
  if (await isThere(host, known)) return host.publicUrl + known;
  const form = new FormData();
  form.set('file', new Blob([bytes], { type: 'image/png' }), `${name}.png`);
  const response = await fetch(`${host.serverUrl}/v1/org_apps/upload_image`, {
    method: 'POST',
    headers: { authorization: `Bearer ${host.hostKey}` },
    body: form,
    signal: host.signal,
  });
  if (!response.ok) throw new Error(`Uploading ${name} failed: ${await response.text()}`);
  return ((await response.json()) as { public_url: string }).public_url;
}

/** A server that keeps its images elsewhere has none at its own address; there they are uploaded each time. */
async function isThere({ serverUrl, signal }: ImageHost, path: string): Promise<boolean> {
  const response = await fetch(serverUrl + path, { method: 'HEAD', signal });
  return response.ok;
}
