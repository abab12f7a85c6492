import { useQuery } from '@tanstack/react-query';
import type { Job } from '../../../activity/types.ts';
import { isSettled } from '../../../activity/words.ts';
import { read } from '../../../api/query.ts';
import { PageLink } from '../../../parts/page-link.tsx';
import { paths } from '../../../paths.ts';
import { buttonClass } from '../../../ui/button.tsx';
import { useDeveloperTexts } from '../texts.ts';

/** How many are counted. */
const COUNTED = 100;

/** Jobs with the same identifier are sent one after another: the way to those, and how many wait behind this one. */
export function Lane({ job }: { job: Job }) {
  const { deliveries: texts } = useDeveloperTexts();
  const { install_id, identifier, plugin_slug } = job;
  const isWaiting = identifier !== null && !isSettled(job.status);
  const query = {
    install_id,
    identifier: identifier ?? '',
    status: 'queued' as const,
    limit: COUNTED,
  };
  const { data } = useQuery({ ...read('/platform/v1/jobs', { query }), enabled: isWaiting });
  if (identifier === null) return null;
  const behind = isWaiting ? (data?.data ?? []).filter(({ id }) => id > job.id).length : 0;
  return (
    <PageLink
      className={buttonClass()}
      to={paths.deliveriesOf(plugin_slug)}
      search={{ identifier, install: String(install_id) }}
    >
      {texts.openLane(behind)}
    </PageLink>
  );
}
