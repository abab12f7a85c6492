import { useQuery } from '@tanstack/react-query';
import { readExactly } from '../api/query.ts';
import { memberOf } from '../parts/json-text.ts';
import { JsonTree } from '../parts/json-tree.tsx';
import { Loaded } from '../parts/loaded.tsx';
import { useFormat, useTexts } from '../texts.tsx';
import styles from './activity.module.css';

/** What the host said of an event; for those who may not see it, what it is made of and who may. */
export function Payload({ eventId }: { eventId: string }) {
  const { activity } = useTexts();
  const format = useFormat();
  const event = useQuery(readExactly('/platform/v1/events/{id}', { path: { id: eventId } }));
  return (
    <Loaded query={event}>
      {({ value: { payload_members: members }, text }) =>
        members === null ? (
          <JsonTree text={memberOf(text, 'payload') ?? 'null'} label={activity.payload} />
        ) : (
          <p className={styles.muted}>
            {members.length > 0
              ? activity.privatePayload(format.list(members))
              : activity.privatePayloadWithout}
          </p>
        )
      }
    </Loaded>
  );
}
