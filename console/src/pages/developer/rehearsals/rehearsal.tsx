import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { ApiError } from '../../../api/errors.ts';
import { read } from '../../../api/query.ts';
import { BackLink } from '../../../parts/back-link.tsx';
import { Loaded } from '../../../parts/loaded.tsx';
import { Missing } from '../../../parts/missing.tsx';
import { PageLink } from '../../../parts/page-link.tsx';
import { PageTitle } from '../../../parts/page-title.tsx';
import { paths } from '../../../paths.ts';
import { useFormat } from '../../../texts.tsx';
import { PluginIcon } from '../../../ui/plugin-icon.tsx';
import { Time } from '../../../ui/time.tsx';
import { OfPlugin } from '../plugin/of-plugin.tsx';
import type { Plugin } from '../plugin-state.tsx';
import { useDeveloperTexts } from '../texts.ts';
import { Progress } from './progress.tsx';
import styles from './rehearsals.module.css';
import { RehearsedJobs } from './rehearsed-jobs.tsx';
import { isRunning, REHEARSAL, type Rehearsal, RUNNING_MS } from './types.ts';

/** One rehearsal: how far it is, and of each event what came of it then beside what the release makes of it. */
export function RehearsalPage() {
  return <OfPlugin>{(plugin) => <OfRehearsal plugin={plugin} />}</OfPlugin>;
}

function OfRehearsal({ plugin }: { plugin: Plugin }) {
  const { rehearsals: texts } = useDeveloperTexts();
  const { rehearsal: id = '' } = useParams({ strict: false });
  const query = useQuery({
    ...read(REHEARSAL, { path: { id } }),
    placeholderData: undefined,
    refetchInterval: ({ state }) => (state.data && isRunning(state.data) ? RUNNING_MS : false),
  });
  const isMissing = query.error instanceof ApiError && query.error.status === 404;
  const isOther = query.data !== undefined && query.data.plugin_id !== plugin.id;
  if (isMissing || isOther) {
    return (
      <Missing
        title={texts.missing}
        text={texts.missingText}
        to={paths.releasesOf(plugin.slug)}
        way={texts.toReleases}
      />
    );
  }
  return (
    <Loaded query={query} rows={8}>
      {(rehearsal) => <Shown plugin={plugin} rehearsal={rehearsal} />}
    </Loaded>
  );
}

function Shown({ plugin, rehearsal }: { plugin: Plugin; rehearsal: Rehearsal }) {
  const { rehearsals: texts } = useDeveloperTexts();
  const format = useFormat();
  const { slug, name, icon } = plugin;
  const { id, release, since, until, created_at } = rehearsal;
  return (
    <div className={styles.page}>
      <BackLink to={paths.releasesOf(slug)}>{texts.releasesOf(name)}</BackLink>
      <PageTitle
        title={texts.titleOf(release)}
        icon={<PluginIcon slug={slug} name={name} icon={icon} />}
      >
        <p className={styles.facts}>
          <PageLink to={paths.plugin(slug)}>{name}</PageLink>
          <span>
            {texts.between(format.exact(Date.parse(since)), format.exact(Date.parse(until)))}
          </span>
          <span>
            {texts.begun} <Time at={created_at} />
          </span>
        </p>
      </PageTitle>
      <Progress plugin={plugin} rehearsal={rehearsal} />
      <RehearsedJobs key={id} plugin={plugin} rehearsal={rehearsal} />
    </div>
  );
}
