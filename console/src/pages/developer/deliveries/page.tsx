import { useLivePlugin } from '../../../api/live.ts';
import { PageLink } from '../../../parts/page-link.tsx';
import { PageTitle } from '../../../parts/page-title.tsx';
import { Paged } from '../../../parts/paged.tsx';
import { useAddressSearch } from '../../../parts/use-search.ts';
import { paths } from '../../../paths.ts';
import { buttonClass } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { SelectField } from '../../../ui/field.tsx';
import { Empty } from '../../../ui/states.tsx';
import type { Plugin } from '../plugin-state.tsx';
import { useOwnPlugins } from '../plugins/use-own-plugins.ts';
import { useDeveloperTexts } from '../texts.ts';
import { Deliveries } from './deliveries.tsx';

/** What was sent to the plugins of whoever looks: to all, or to the one that is chosen here. */
export function DeliveriesPage() {
  const { deliveries: texts, allDeliveries } = useDeveloperTexts();
  const plugins = useOwnPlugins();
  return (
    <>
      <PageTitle title={texts.title}>{allDeliveries.intro}</PageTitle>
      <Paged query={plugins} empty={<NoPlugins />}>
        {(all) => <OfChosen plugins={all} />}
      </Paged>
    </>
  );
}

function OfChosen({ plugins }: { plugins: Plugin[] }) {
  const { deliveries: texts, allDeliveries } = useDeveloperTexts();
  const [search, setSearch] = useAddressSearch();
  const [only, ...others] = plugins;
  const isOne = others.length === 0;
  const plugin = isOne ? only : plugins.find(({ slug }) => slug === search.plugin);
  useLivePlugin(plugin?.id);
  const all = isOne ? [] : [{ value: '', label: allDeliveries.anyPlugin }];
  return (
    <Deliveries plugin={plugin}>
      <SelectField
        label={texts.plugin}
        value={plugin?.slug ?? ''}
        options={[...all, ...plugins.map(({ slug, name }) => ({ value: slug, label: name }))]}
        onChange={({ target }) =>
          setSearch({ plugin: target.value, event: undefined, install: undefined })
        }
      />
    </Deliveries>
  );
}

function NoPlugins() {
  const { deliveries: texts, plugins } = useDeveloperTexts();
  return (
    <Card>
      <Empty
        title={texts.noPlugins}
        action={
          <PageLink className={buttonClass()} to={paths.plugins()}>
            {plugins.toPlugins}
          </PageLink>
        }
      >
        {texts.noPluginsText}
      </Empty>
    </Card>
  );
}
