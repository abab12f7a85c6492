import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { ApiError } from '../../../api/errors.ts';
import { read } from '../../../api/query.ts';
import { BackLink } from '../../../parts/back-link.tsx';
import { Loaded } from '../../../parts/loaded.tsx';
import { Missing } from '../../../parts/missing.tsx';
import { PageTitle } from '../../../parts/page-title.tsx';
import { paths } from '../../../paths.ts';
import { Card } from '../../../ui/card.tsx';
import { Time } from '../../../ui/time.tsx';
import { mayChange } from '../may.ts';
import { OfPlugin } from '../plugin/of-plugin.tsx';
import type { Plugin } from '../plugin-state.tsx';
import { useDeveloperTexts } from '../texts.ts';
import { Asking } from './asking.tsx';
import { GoBack } from './go-back.tsx';
import { HowItStands, RollOutState } from './how-it-stands.tsx';
import { RollOutInstalls } from './installs.tsx';
import styles from './roll-outs.module.css';
import { Stop } from './stop.tsx';
import { isMoving, ROLL_OUT, type RollOut } from './types.ts';
import { MOVING_MS, useReadAgainOnceOver } from './use-roll-outs.ts';

/** One roll-out: how it stands, and what became of each install. */
export function RollOutPage() {
  return <OfPlugin>{(plugin) => <OfRollOut plugin={plugin} />}</OfPlugin>;
}

function OfRollOut({ plugin }: { plugin: Plugin }) {
  const { rollOuts: texts } = useDeveloperTexts();
  const { rollOut: id = '' } = useParams({ strict: false });
  const query = useQuery({
    ...read(ROLL_OUT, { path: { id: String(plugin.id), roll_out_id: id } }),
    placeholderData: undefined,
    refetchInterval: ({ state }) => (state.data && isMoving(state.data) ? MOVING_MS : false),
  });
  useReadAgainOnceOver(query.data !== undefined && isMoving(query.data));
  if (query.error instanceof ApiError && query.error.status === 404) {
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
      {(rollOut) => (
        <div className={styles.page}>
          <Asking>
            <Shown plugin={plugin} rollOut={rollOut} />
          </Asking>
        </div>
      )}
    </Loaded>
  );
}

function Shown({ plugin, rollOut }: { plugin: Plugin; rollOut: RollOut }) {
  const { rollOuts: texts } = useDeveloperTexts();
  const { release, from_release, dry_run, created_at, finished_at } = rollOut;
  const title = dry_run ? texts.tryTitle(release) : texts.pageTitle(release);
  return (
    <>
      <div>
        <BackLink to={paths.releasesOf(plugin.slug)}>{texts.backToReleases}</BackLink>
        <PageTitle title={title} inTab={`${title} · ${plugin.name}`}>
          <RollOutState rollOut={rollOut} />
        </PageTitle>
      </div>
      <Card>
        <div className={styles.moving}>
          <div className={styles.stands}>
            <HowItStands rollOut={rollOut} />
            <p className={styles.hint}>
              {texts.since(from_release)} {texts.begun} <Time at={created_at} />
              {finished_at !== null && (
                <>
                  {' · '}
                  {texts.over} <Time at={finished_at} />
                </>
              )}
            </p>
          </div>
          {mayChange(plugin) && <Ways plugin={plugin} rollOut={rollOut} />}
        </div>
      </Card>
      <RollOutInstalls plugin={plugin} rollOut={rollOut} />
    </>
  );
}

/** The brake, and the way back while it is under way. */
function Ways({ plugin, rollOut }: { plugin: Plugin; rollOut: RollOut }) {
  const { state, dry_run, finished_at, release, from_release } = rollOut;
  const canGoBack = !dry_run && finished_at === null && state !== 'rolling_back';
  return (
    <div className={styles.actions}>
      {state === 'running' && <Stop plugin={plugin} rollOut={rollOut} />}
      {canGoBack && <GoBack plugin={plugin} from={release} to={from_release} />}
    </div>
  );
}
