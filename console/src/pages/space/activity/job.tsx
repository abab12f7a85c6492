import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { ApiError } from '../../../api/errors.ts';
import { readExactly } from '../../../api/query.ts';
import { Loaded } from '../../../parts/loaded.tsx';
import { PageLink } from '../../../parts/page-link.tsx';
import { PageTitle } from '../../../parts/page-title.tsx';
import { useSpaceId } from '../../../parts/use-space.ts';
import { paths } from '../../../paths.ts';
import { useTexts } from '../../../texts.tsx';
import { buttonClass } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { Empty } from '../../../ui/states.tsx';
import { JobView } from './job-view.tsx';

/** One job: how it stands, what can be done about it, each request as it went over the wire, and what it changed. */
export function JobPage() {
  const { activity } = useTexts();
  const spaceId = useSpaceId();
  const { job: id = '' } = useParams({ strict: false });
  const job = useQuery(readExactly('/platform/v1/jobs/{id}', { path: { id } }));
  const isMissing = job.error instanceof ApiError && job.error.status === 404;
  const isOther = job.data !== undefined && job.data.value.space_id !== spaceId;
  if (isMissing || isOther) {
    return (
      <>
        <PageTitle title={activity.noJob} />
        <Card>
          <Empty
            title={activity.noJobTitle}
            action={
              <PageLink to={paths.activity(spaceId)} className={buttonClass()}>
                {activity.toActivity}
              </PageLink>
            }
          >
            {activity.noJobText}
          </Empty>
        </Card>
      </>
    );
  }
  return (
    <Loaded query={job} rows={8}>
      {({ value, text }) => <JobView key={value.id} job={value} text={text} />}
    </Loaded>
  );
}
