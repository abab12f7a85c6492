import { useQuery } from '@tanstack/react-query';
import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { IdentifierField } from '../../../activity/identifier-field.tsx';
import { read } from '../../../api/query.ts';
import { useVocabulary } from '../../../parts/vocabulary.ts';
import { useTexts } from '../../../texts.tsx';
import { Button } from '../../../ui/button.tsx';
import { SelectField } from '../../../ui/field.tsx';
import { useDeveloperTexts } from '../texts.ts';
import styles from './deliveries.module.css';
import { type DeliveryAddress, FILTERS, STATUSES } from './delivery-filter.ts';

interface FiltersProps {
  /** Undefined for all. */
  pluginId: number | undefined;
  address: DeliveryAddress;
  onChange: (change: DeliveryAddress) => void;
  /** Before the others. */
  children?: ReactNode;
}

/** What to show, as it stands in the address. */
export function Filters({ pluginId, address, onChange, children }: FiltersProps) {
  const { activity } = useTexts();
  const { deliveries: texts, allDeliveries } = useDeveloperTexts();
  const { anyTime, hour, day, week, month } = activity.times;
  const isFiltered = FILTERS.some((name) => address[name]);
  return (
    <search className={styles.filters} aria-label={texts.filters}>
      {children}
      <IdentifierField
        given={address.identifier ?? ''}
        onChange={(identifier) => onChange({ identifier })}
      />
      <SelectField
        label={texts.status}
        value={address.status ?? ''}
        options={[
          { value: '', label: texts.anyStatus },
          ...STATUSES.map((value) => ({ value, label: texts.statuses[value] })),
        ]}
        onChange={({ target }) => onChange({ status: target.value })}
      />
      <EventField
        pluginId={pluginId}
        chosen={address.event ?? ''}
        onChange={(event) => onChange({ event })}
      />
      <SelectField
        label={activity.time}
        value={address.time ?? ''}
        options={[
          { value: '', label: anyTime },
          ...Object.entries({ hour, day, week, month }).map(([value, label]) => ({ value, label })),
        ]}
        onChange={({ target }) => onChange({ time: target.value })}
      />
      {address.install && (
        <SelectField
          label={allDeliveries.where}
          value={address.install}
          options={[
            { value: '', label: allDeliveries.anywhere },
            { value: address.install, label: texts.install(Number(address.install)) },
          ]}
          onChange={({ target }) => onChange({ install: target.value })}
        />
      )}
      {isFiltered && (
        <Button
          kind="quiet"
          className={styles.clear}
          icon={<X size={16} aria-hidden="true" />}
          onClick={() => onChange(Object.fromEntries(FILTERS.map((name) => [name, ''])))}
        >
          {activity.clear}
        </Button>
      )}
    </search>
  );
}

interface EventFieldProps {
  pluginId: number | undefined;
  chosen: string;
  onChange: (event: string) => void;
}

// More than any host has.
const MOST = { query: { limit: 200 } };

/** One of those that the plugin is sent, or of those that there are. */
function EventField({ pluginId, chosen, onChange }: EventFieldProps) {
  const { activity } = useTexts();
  const vocabulary = useVocabulary();
  const path = { id: String(pluginId) };
  const isOfAll = pluginId === undefined;
  const endpoints = useQuery({
    ...read('/platform/v1/plugins/{id}/endpoints', { path }),
    enabled: !isOfAll,
  });
  const types = useQuery({ ...read('/platform/v1/event_types', MOST), enabled: isOfAll });
  const heard = isOfAll
    ? (types.data?.data ?? []).map(({ name }) => name)
    : (endpoints.data?.data ?? []).map(({ event_name }) => event_name);
  const names = [...new Set(chosen === '' ? heard : [...heard, chosen])];
  return (
    <SelectField
      label={activity.eventName}
      value={chosen}
      options={[
        { value: '', label: activity.anyEvent },
        ...names.map((value) => ({ value, label: vocabulary.event(value) })),
      ]}
      onChange={({ target }) => onChange(target.value)}
    />
  );
}
