import { useQuery } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { IdentifierField } from '../../../activity/identifier-field.tsx';
import { read } from '../../../api/query.ts';
import { useInstalls } from '../../../parts/use-installs.ts';
import { useTexts } from '../../../texts.tsx';
import { Button } from '../../../ui/button.tsx';
import { SelectField, TextField } from '../../../ui/field.tsx';
import styles from './activity-page.module.css';
import { FILTERS, type FilterAddress, OUTCOMES } from './filter-address.ts';

interface FiltersProps {
  spaceId: number;
  address: FilterAddress;
  onChange: (change: FilterAddress) => void;
}

/** What to show, as it stands in the address. */
export function Filters({ spaceId, address, onChange }: FiltersProps) {
  const { activity, status } = useTexts();
  const isFiltered = FILTERS.some((name) => address[name]);
  const outcomes = OUTCOMES.map((value) => ({
    value,
    label: value === 'not_delivered' ? activity.notDelivered : status.job[value],
  }));
  return (
    <search className={styles.filters} aria-label={activity.filters}>
      <IdentifierField
        given={address.identifier ?? ''}
        onChange={(identifier) => onChange({ identifier })}
      />
      <PluginField spaceId={spaceId} address={address} onChange={onChange} />
      <EventField address={address} onChange={onChange} />
      <SelectField
        label={activity.outcome}
        value={address.outcome ?? ''}
        options={[{ value: '', label: activity.anyOutcome }, ...outcomes]}
        onChange={({ target }) => onChange({ outcome: target.value })}
      />
      <TimeFields address={address} onChange={onChange} />
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

type FieldProps = Omit<FiltersProps, 'spaceId'>;

function PluginField({ spaceId, address, onChange }: FiltersProps) {
  const { activity } = useTexts();
  const { data: installs = [] } = useInstalls(spaceId);
  const chosen = address.plugin ?? '';
  const options = installs.map(({ id, plugin_name }) => ({
    value: String(id),
    label: plugin_name,
  }));
  if (chosen !== '' && !options.some(({ value }) => value === chosen)) {
    options.push({ value: chosen, label: activity.anotherPlugin });
  }
  return (
    <SelectField
      label={activity.plugin}
      value={chosen}
      options={[{ value: '', label: activity.anyPlugin }, ...options]}
      onChange={({ target }) => onChange({ plugin: target.value })}
    />
  );
}

function EventField({ address, onChange }: FieldProps) {
  const { activity } = useTexts();
  const { data } = useQuery(read('/platform/v1/event_types', { query: { limit: 100 } }));
  const chosen = address.event ?? '';
  const heard = useHeard(address.plugin);
  const options = (data?.data ?? []).flatMap(({ name, description }) =>
    heard === undefined || heard.includes(name)
      ? [{ value: name, label: description || name }]
      : [],
  );
  if (chosen !== '' && !options.some(({ value }) => value === chosen)) {
    options.push({ value: chosen, label: chosen });
  }
  return (
    <SelectField
      label={activity.eventName}
      value={chosen}
      options={[{ value: '', label: activity.anyEvent }, ...options]}
      onChange={({ target }) => onChange({ event: target.value })}
    />
  );
}

/** What the chosen plugin is told of; undefined where none is chosen, and until it is known. */
function useHeard(plugin = ''): readonly string[] | undefined {
  const id = Number(plugin);
  const path = '/platform/v1/installs/{id}/permissions';
  const asked = read(path, { path: { id } });
  const { data } = useQuery({ ...asked, enabled: id > 0, placeholderData: undefined });
  return data?.events;
}

function TimeFields({ address, onChange }: FieldProps) {
  const { activity } = useTexts();
  const { anyTime, hour, day, week, month, between } = activity.times;
  const labels = { hour, day, week, month, between };
  const options = Object.entries(labels).map(([value, label]) => ({ value, label }));
  const choose = (time: string) =>
    onChange(time === 'between' ? { time } : { time, from: '', to: '' });
  return (
    <>
      <SelectField
        label={activity.time}
        value={address.time ?? ''}
        options={[{ value: '', label: anyTime }, ...options]}
        onChange={({ target }) => choose(target.value)}
      />
      {address.time === 'between' && (
        <>
          <TextField
            type="datetime-local"
            label={activity.from}
            value={address.from ?? ''}
            onChange={({ target }) => onChange({ from: target.value })}
          />
          <TextField
            type="datetime-local"
            label={activity.to}
            value={address.to ?? ''}
            onChange={({ target }) => onChange({ to: target.value })}
          />
        </>
      )}
    </>
  );
}
