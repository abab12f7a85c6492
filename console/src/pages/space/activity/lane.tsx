import { useQuery } from '@tanstack/react-query';
import type { Job } from '../../../activity/types.ts';
import { isSettled } from '../../../activity/words.ts';
import { read } from '../../../api/query.ts';
import { PageLink } from '../../../parts/page-link.tsx';
import { paths } from '../../../paths.ts';
import { useTexts } from '../../../texts.tsx';

/** How many are counted. */
const COUNTED = 100;

/** Jobs with the same identifier are sent one after another: which of them wait for this one, and for which it waits. */
export function Lane({ job }: { job: Job }) {
  const { activity } = useTexts();
  const { install_id, identifier, space_id } = job;
  const query = {
    install_id,
    identifier: identifier ?? '',
    status: 'queued' as const,
    limit: COUNTED,
  };
  const isInLane = identifier !== null && !isSettled(job.status);
  const { data } = useQuery({ ...read('/platform/v1/jobs', { query }), enabled: isInLane });
  if (!isInLane || data === undefined) return null;
  const behind = data.data.filter(({ id }) => id > job.id).length;
  const before = data.data.filter(({ id }) => id < job.id)[0];
  return (
    <>
      {behind > 0 && <p>{activity.behind(behind)}</p>}
      {before && job.delivery?.state === 'blocked' && (
        <p>
          <PageLink to={paths.job(space_id, before.id)}>{activity.openBefore}</PageLink>
        </p>
      )}
    </>
  );
}
