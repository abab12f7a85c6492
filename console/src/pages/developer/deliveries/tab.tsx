import { usePlugin } from '../plugin/use-plugin.ts';
import { Deliveries } from './deliveries.tsx';

/** What was sent to the plugin of the address. */
export function DeliveriesTab() {
  return <Deliveries plugin={usePlugin()} />;
}
