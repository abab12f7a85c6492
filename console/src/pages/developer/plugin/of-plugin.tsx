import type { ReactNode } from 'react';
import { ApiError } from '../../../api/errors.ts';
import { useLivePlugin } from '../../../api/live.ts';
import { Loaded } from '../../../parts/loaded.tsx';
import { PageLink } from '../../../parts/page-link.tsx';
import { PageTitle } from '../../../parts/page-title.tsx';
import { paths } from '../../../paths.ts';
import { buttonClass } from '../../../ui/button.tsx';
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
      <>
        <PageTitle title={texts.missing}>{texts.missingText}</PageTitle>
        <p>
          <PageLink className={buttonClass('primary')} to={paths.plugins()}>
            {texts.toPlugins}
          </PageLink>
        </p>
      </>
    );
  }
  return <Loaded query={query}>{children}</Loaded>;
}
