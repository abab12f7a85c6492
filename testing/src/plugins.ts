import type { Awake } from './awake.ts';
import type { Host } from './host.ts';
import { type Listener, startListener } from './listener.ts';
import { defineVocabulary, type Manifest, type ManifestSource, manifestOf } from './manifest.ts';
import type { Credentials, PluginUnderTest } from './plugin-under-test.ts';
import { subjectsOf } from './routes-of.ts';
import { targetOf } from './target.ts';
import { startWayBack, type WayBack } from './way-back.ts';

/** A plugin that the host knows. */
export interface Registered {
  id: number;
  slug: string;
  manifest: Manifest;
  credentials: Credentials;
  listener: Listener;
  wayBack: WayBack;
}

/** The plugins of one Plugboard. */
export interface Plugins {
  /** Registers it the first time; another install of the same plugin finds it. */
  register(plugin: PluginUnderTest, manifest: ManifestSource | undefined): Promise<Registered>;
  /** The test changes plugins by itself: nobody knows any more what their manifests have. */
  releasesChange(): void;
  /** Ends all listeners. */
  close(): Promise<void>;
}

interface PluginsDeps {
  /** Of Plugboard. */
  url: string;
  host: Host;
  awake: Awake;
}

interface Answer {
  plugin: { id: number; slug: string };
  credentials: { client_id: string; client_secret: string };
}

/** None yet. */
export function createPlugins({ url, host, awake }: PluginsDeps): Plugins {
  const known = new Map<unknown, Promise<Registered>>();
  const open: { close(): Promise<void> }[] = [];
  let haveReleasesChanged = false;

  async function register(
    plugin: PluginUnderTest,
    source: ManifestSource | undefined,
  ): Promise<Registered> {
    const [listener, wayBack] = await Promise.all([startListener(awake), startWayBack(url, awake)]);
    open.push(listener, wayBack);
    const manifest = manifestOf(plugin, source, listener.baseUrl);
    await defineVocabulary(host, manifest);
    const answer = await host.call<Answer>('POST', '/platform/v1/plugins', manifest);
    const { client_id: clientId, client_secret: secret } = answer.credentials;
    const credentials = { clientId, secret, baseUrl: wayBack.baseUrl };
    const subjects = subjectsOf(manifest);
    listener.passTo(await targetOf(plugin, credentials, awake.ended), () =>
      haveReleasesChanged ? undefined : subjects,
    );
    const { id, slug } = answer.plugin;
    return { id, slug, manifest, credentials, listener, wayBack };
  }

  return {
    register(plugin, source) {
      const key = plugin instanceof URL ? plugin.href : plugin;
      const found = known.get(key);
      if (found !== undefined) return found;
      const made = register(plugin, source);
      known.set(key, made);
      // Whoever mends the manifest tries again.
      made.catch(() => known.delete(key));
      return made;
    },
    releasesChange() {
      haveReleasesChanged = true;
    },
    close: async () => void (await Promise.all(open.map((one) => one.close()))),
  };
}
