import type { Bench } from '../harness/bench.ts';
import { many, type Platform, type RegisteredPlugin } from '../harness/platform.ts';

/** Plugins that hear one event type each from the host, installed one to a space. */
export interface DeliveryWorld {
  eventName: string;
  plugins: RegisteredPlugin[];
  spaces: number[];
}

/** Enough endpoints that the concurrency of each (10) is not what limits the whole. */
const PLUGINS = 10;
const SPACES = 100;

/** Ten workers at the receiver, in a hundred spaces with one install each. */
export async function createDeliveryWorld(
  bench: Bench,
  platform: Platform,
  eventName = 'bench.delivery',
): Promise<DeliveryWorld> {
  const receiver = await bench.receiver();
  const slug = eventName.replaceAll(/[._]/g, '-');
  await platform.defineEvent(eventName);
  const plugins = await many(PLUGINS, (n) =>
    platform.register(`${slug}-${n}`, [
      { name: eventName, url: `${receiver.url}/hook/${slug}-${n}` },
    ]),
  );
  await receiver.expect(
    Object.fromEntries(plugins.map(({ secret }, n) => [`/hook/${slug}-${n}`, secret])),
  );
  const spaces = await many(SPACES, (n) => platform.createSpace(`${slug} ${n}`));
  await many(SPACES, (n) =>
    platform.install(spaces[n] as number, plugins[n % PLUGINS]?.id as number),
  );
  return { eventName, plugins, spaces };
}
