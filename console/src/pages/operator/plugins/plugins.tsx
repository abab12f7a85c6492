import { useInfiniteQuery } from '@tanstack/react-query';
import { type Params, readPages } from '../../../api/query.ts';
import { PageTitle } from '../../../parts/page-title.tsx';
import { Paged } from '../../../parts/paged.tsx';
import { useAddressSearch } from '../../../parts/use-search.ts';
import { Card } from '../../../ui/card.tsx';
import { SelectField, TextField } from '../../../ui/field.tsx';
import rows from '../../../ui/rows.module.css';
import { Empty } from '../../../ui/states.tsx';
import { useOperatorTexts } from '../texts.ts';
import { PluginRow } from './plugin-row.tsx';

const STATUSES = ['created', 'in_review', 'approved', 'approved_unlisted', 'rejected'] as const;
const ORIGINS = ['host', 'org', 'partner'] as const;
const MAX_SEARCH = 100;

/** All plugins, with what stops one everywhere. */
export function AllPluginsPage() {
  const { plugins: texts } = useOperatorTexts();
  const [address] = useAddressSearch();
  const filter = filterOf(address);
  const query = useInfiniteQuery(
    readPages('/platform/v1/plugins', { query: { ...filter, with_installs: true, limit: 50 } }),
  );
  const isFiltered = Object.keys(filter).length > 0;
  return (
    <>
      <PageTitle title={texts.title}>{texts.intro}</PageTitle>
      <Filters />
      <Card isFlush>
        <Paged
          query={query}
          empty={
            <Empty title={isFiltered ? texts.nothingFits : texts.none}>
              {isFiltered ? texts.nothingFitsText : texts.noneText}
            </Empty>
          }
        >
          {(plugins) => (
            <ul className={rows.rows}>
              {plugins.map((plugin) => (
                <PluginRow key={plugin.id} plugin={plugin} />
              ))}
            </ul>
          )}
        </Paged>
      </Card>
    </>
  );
}

function Filters() {
  const { plugins: texts } = useOperatorTexts();
  const [{ search = '', status = '', origin = '' }, setAddress] = useAddressSearch();
  return (
    <search className={rows.filters} aria-label={texts.filters}>
      <TextField
        type="search"
        label={texts.search}
        value={search}
        maxLength={MAX_SEARCH}
        onChange={({ target }) => setAddress({ search: target.value })}
      />
      <SelectField
        label={texts.status}
        value={status}
        options={[
          { value: '', label: texts.anyStatus },
          ...STATUSES.map((value) => ({ value, label: texts.statuses[value] })),
        ]}
        onChange={({ target }) => setAddress({ status: target.value })}
      />
      <SelectField
        label={texts.origin}
        value={origin}
        options={[
          { value: '', label: texts.anyOrigin },
          ...ORIGINS.map((value) => ({ value, label: texts.origins[value] })),
        ]}
        onChange={({ target }) => setAddress({ origin: target.value })}
      />
    </search>
  );
}

type Filter = NonNullable<Params<'/platform/v1/plugins'>['query']>;

/** What the API is asked for; what nobody could have chosen is left out. */
function filterOf(address: Record<string, string>): Filter {
  const status = STATUSES.find((each) => each === address.status);
  const origin = ORIGINS.find((each) => each === address.origin);
  const search = address.search?.trim().slice(0, MAX_SEARCH);
  return { ...(status && { status }), ...(origin && { origin }), ...(search && { search }) };
}
