import { JsonTree } from '../../parts/json-tree.tsx';
import type { ShownAttachment } from './read.ts';

/** Any JSON. */
export function JsonAttachment({ attachment: { label, value } }: { attachment: ShownAttachment }) {
  return <JsonTree text={value ?? 'null'} label={label} />;
}
