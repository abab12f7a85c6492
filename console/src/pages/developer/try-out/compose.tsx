import { Loaded } from '../../../parts/loaded.tsx';
import { PageLink } from '../../../parts/page-link.tsx';
import { paths } from '../../../paths.ts';
import { useTexts } from '../../../texts.tsx';
import { Banner, Card } from '../../../ui/card.tsx';
import { Skeleton } from '../../../ui/states.tsx';
import { useDeveloperTexts } from '../texts.ts';
import { Composer } from './composer.tsx';
import styles from './try-out.module.css';
import { mayTry, type Tried } from './types.ts';
import { heardBy, useRunning } from './use-running.ts';
import { useSamples } from './use-samples.ts';

interface ComposeProps extends Tried {
  /** Gets the id of the event. */
  onSent: (eventId: string) => void;
}

/** Where a sample event is written and sent. */
export function Compose({ onSent, ...tried }: ComposeProps) {
  const { tryOut: texts } = useDeveloperTexts();
  const { common } = useTexts();
  const samples = useSamples();
  const running = useRunning(tried);
  const isRunning = tried.install.release !== null;
  const heard = heardBy(running.data?.manifest);
  if (!mayTry(tried.plugin)) {
    return (
      <Card title={texts.compose}>
        <p className={styles.muted}>{texts.onlyDevelopers}</p>
      </Card>
    );
  }
  return (
    <Card title={texts.compose}>
      <Loaded query={samples} rows={8}>
        {(types) => {
          if (isRunning && running.isPending) return <Skeleton rows={8} label={common.loading} />;
          if (types.length === 0) return <p className={styles.muted}>{texts.noTypes}</p>;
          return (
            <div className={styles.compose}>
              {!types.some(({ type }) => heard.includes(type.name)) && (
                <Banner
                  actions={
                    <PageLink to={paths.builderOf(tried.plugin.slug)} hash="/events">
                      {texts.addEvents}
                    </PageLink>
                  }
                >
                  {texts.hearsNone}
                </Banner>
              )}
              <Composer {...tried} types={types} heard={heard} onSent={onSent} />
            </div>
          );
        }}
      </Loaded>
    </Card>
  );
}
