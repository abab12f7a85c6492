import type { ReactNode } from 'react';
import { ApiError } from '../../../api/errors.ts';
import { useLivePlugin } from '../../../api/live.ts';
import { Loaded } from '../../../parts/loaded.tsx';
import { Missing } from '../../../parts/missing.tsx';
import { paths } from '../../../paths.ts';
import type { Plugin } from '../plugin-state.tsx';
import { useDeveloperTexts } from '../texts.ts';
import { useAddressedPlugin } from './use-plugin.ts';

/** Whatever is shown of the plugin of the address, kept as it is; or that there is none. */
export function OfPlugin({ children }: { children: (plugin: Plugin) => ReactNode }) {
  const { plugins: texts } = useDeveloperTexts();
  const query = useAddressedPlugin();
  useLivePlugin(query.data?.id);
  if (query.error instanceof ApiError && query.error.status === 404) {
    return (
      <Missing
        title={texts.missing}
        text={texts.missingText}
        to={paths.plugins()}
        way={texts.toPlugins}
      />
    );
  }
  return <Loaded query={query}>{children}</Loaded>;
}
