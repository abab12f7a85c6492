import { useQuery } from '@tanstack/react-query';
import { read } from '../../api/query.ts';
import { usePlace } from '../context.ts';
import { useBuilderTexts } from '../texts.ts';
import { Choice, type ControlProps } from './controls.tsx';

// More than any host has.
const MOST = { query: { limit: 200 } };

/** The kind of resources that is ours. */
const MEMBERS = 'members';

/** Of what people choose in a field: the members of their space, or what the product has declared. */
export function ResourceType(props: ControlProps) {
  const { resources: texts } = useBuilderTexts();
  const { value } = usePlace(props.at);
  const { data } = useQuery(read('/platform/v1/resource_types', MOST));
  const declared = (data?.data ?? []).map(({ name, description }) => ({
    value: name,
    label: description === null ? name : `${description} (${name})`,
  }));
  const known = [{ value: MEMBERS, label: texts.members }, ...declared];
  const isOther = typeof value === 'string' && known.every((one) => one.value !== value);
  const other = isOther ? [{ value, label: value === '' ? texts.choose : value }] : [];
  const none = value === undefined ? [{ value: '', label: texts.choose }] : [];
  return <Choice {...props} options={[...none, ...other, ...known]} />;
}
