import { useQuery } from '@tanstack/react-query';
import type { Schemas } from '../../../api/client.ts';
import { read } from '../../../api/query.ts';
import { Loaded } from '../../../parts/loaded.tsx';
import { Banner, Card } from '../../../ui/card.tsx';
import { Time } from '../../../ui/time.tsx';
import { KillSwitch } from '../plugins/kill-switch.tsx';
import { useOperatorTexts } from '../texts.ts';
import styles from './review.module.css';

const MOST = { limit: 50 };

interface SubmissionProps {
  plugin: Schemas['PluginWithRole'];
  release: Schemas['Release'];
}

/** When a release was submitted and by whom, who else works on the plugin, and what stops the one that people have. */
export function Submission({ plugin, release }: SubmissionProps) {
  const { review: texts } = useOperatorTexts();
  const path = { id: String(plugin.id) };
  const query = useQuery(read('/platform/v1/plugins/{id}/collaborators', { path, query: MOST }));
  return (
    <Card
      title={texts.from}
      actions={plugin.current_release !== null && <KillSwitch plugin={plugin} />}
    >
      <Loaded query={query} rows={2}>
        {({ data: people }) => (
          <div className={styles.people}>
            <When release={release} people={people} />
            {people.length === 0 && plugin.origin === 'partner' && (
              <Banner tone="warning">{texts.nobody}</Banner>
            )}
            <ul className={styles.people}>
              {people.map(({ user_id, friendly_name, email, role }) => (
                <li key={user_id}>
                  <strong>{friendly_name}</strong>{' '}
                  <span className={styles.muted}>
                    {email} · {texts.roles[role]}
                  </span>
                </li>
              ))}
            </ul>
          </div>
        )}
      </Loaded>
    </Card>
  );
}

interface WhenProps extends Pick<SubmissionProps, 'release'> {
  people: readonly Schemas['Collaborator'][];
}

function When({ release: { submitted_at, submitted_by, created_at }, people }: WhenProps) {
  const { review: texts } = useOperatorTexts();
  const name = people.find(({ user_id }) => user_id === submitted_by)?.friendly_name;
  const other = submitted_by === null ? '' : texts.submittedByOther;
  return (
    <p>
      {texts.submitted} <Time at={submitted_at ?? created_at} />{' '}
      {name === undefined ? other : texts.submittedBy(name)}
    </p>
  );
}
