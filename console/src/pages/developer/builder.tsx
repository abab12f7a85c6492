import { Builder } from '../../builder/builder.tsx';
import { usePlugin } from './plugin/use-plugin.ts';

/** The Builder as a tab of the plugin. */
export function BuilderTab() {
  return <Builder plugin={usePlugin()} />;
}
