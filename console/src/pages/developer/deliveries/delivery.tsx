import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { ApiError } from '../../../api/errors.ts';
import { readExactly } from '../../../api/query.ts';
import { Loaded } from '../../../parts/loaded.tsx';
import { Missing } from '../../../parts/missing.tsx';
import { paths } from '../../../paths.ts';
import { OfPlugin } from '../plugin/of-plugin.tsx';
import type { Plugin } from '../plugin-state.tsx';
import { useDeveloperTexts } from '../texts.ts';
import { DeliveryView } from './delivery-view.tsx';

/** One delivery: how it stands, what can be done about it, each request beside its reply, and what it changed. */
export function DeliveryPage() {
  return <OfPlugin>{(plugin) => <OfJob plugin={plugin} />}</OfPlugin>;
}

function OfJob({ plugin }: { plugin: Plugin }) {
  const { deliveries: texts } = useDeveloperTexts();
  const { job: id = '' } = useParams({ strict: false });
  const job = useQuery(readExactly('/platform/v1/jobs/{id}', { path: { id } }));
  const isMissing = job.error instanceof ApiError && job.error.status === 404;
  const isOther = job.data !== undefined && job.data.value.plugin_id !== plugin.id;
  if (isMissing || isOther) {
    return (
      <Missing
        title={texts.missing}
        text={texts.missingText}
        to={paths.deliveriesOf(plugin.slug)}
        way={texts.all}
      />
    );
  }
  return (
    <Loaded query={job} rows={8}>
      {({ value, text }) => <DeliveryView key={value.id} plugin={plugin} job={value} text={text} />}
    </Loaded>
  );
}
