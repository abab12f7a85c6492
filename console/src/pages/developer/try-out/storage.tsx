import { useInfiniteQuery } from '@tanstack/react-query';
import { readPagesExactly } from '../../../api/query.ts';
import { Paged } from '../../../parts/paged.tsx';
import { useAddressSearch } from '../../../parts/use-search.ts';
import { Card } from '../../../ui/card.tsx';
import { SelectField } from '../../../ui/field.tsx';
import { Empty } from '../../../ui/states.tsx';
import type { Plugin } from '../plugin-state.tsx';
import { useDeveloperTexts } from '../texts.ts';
import { PrefixField } from './prefix-field.tsx';
import { StorageItem } from './storage-item.tsx';
import styles from './try-out.module.css';

/** The stream tells of what deliveries change; the plugin's own calls of the storage are seen by looking again. */
const LOOK_MS = 10_000;
const MAX_PREFIX = 1000;

interface StorageProps {
  plugin: Plugin;
  /** The development install of who looks; undefined for none. */
  installId: number | undefined;
}

/** What the plugin stores: in the development install, and for itself. */
export function Storage({ plugin, installId }: StorageProps) {
  const { storage: texts } = useDeveloperTexts();
  const [address, setAddress] = useAddressSearch();
  const place = installId === undefined || address.store === 'plugin' ? 'plugin' : 'install';
  const prefix = (address.prefix ?? '').slice(0, MAX_PREFIX);
  const query = useInfiniteQuery({
    ...readPagesExactly('/platform/v1/plugins/{id}/storage', {
      path: { id: String(plugin.id) },
      query: {
        limit: 50,
        ...(place === 'install' && { install_id: installId }),
        ...(prefix !== '' && { prefix }),
      },
    }),
    refetchInterval: LOOK_MS,
  });
  const nothing = prefix === '' ? place : 'prefix';
  return (
    <Card title={texts.title} isFlush>
      <search className={styles.filters} aria-label={texts.title}>
        <SelectField
          label={texts.place}
          value={place}
          options={(installId === undefined ? PLUGIN : BOTH).map((value) => ({
            value,
            label: texts.places[value],
          }))}
          onChange={({ target }) =>
            setAddress({ store: target.value === 'plugin' ? 'plugin' : undefined })
          }
        />
        <PrefixField given={prefix} onChange={(wanted) => setAddress({ prefix: wanted })} />
      </search>
      <Paged
        query={query}
        rows={3}
        empty={<Empty title={texts.empty[nothing]}>{texts.emptyText[nothing]}</Empty>}
      >
        {(items) => (
          <ul>
            {items.map((item) => (
              <StorageItem key={`${place} ${item.value.key}`} item={item} />
            ))}
          </ul>
        )}
      </Paged>
    </Card>
  );
}

const PLUGIN = ['plugin'] as const;
const BOTH = ['install', 'plugin'] as const;
