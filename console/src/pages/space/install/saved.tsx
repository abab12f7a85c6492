import { api } from '../../../api/client.ts';
import { PageLink } from '../../../parts/page-link.tsx';
import { useDoing } from '../../../parts/use-doing.ts';
import { paths } from '../../../paths.ts';
import { useTexts } from '../../../texts.tsx';
import { Button } from '../../../ui/button.tsx';
import { Banner } from '../../../ui/card.tsx';
import { readChanged, restoreRevision } from './changes.ts';
import styles from './install.module.css';
import { useInstall } from './use-install.ts';

/** A change of the settings that was just made. */
export interface SavedChange {
  /** The revision before it; 0 where there was none. */
  before: number;
  /** The revision that it made. */
  revision: number;
}

/** Says what was saved, with the way back. */
export function Saved({ change, onUndone }: { change: SavedChange; onUndone: () => void }) {
  const { install } = useInstall();
  const { install: texts } = useTexts();
  const { run, isBusy, words } = useDoing();
  const { id, space_id } = install;
  const { before, revision } = change;
  const undo = async () => {
    const isUndone = await run(() =>
      before > 0
        ? restoreRevision({ installId: id, number: before, present: revision })
        : takeOut(id, revision),
    );
    if (isUndone) onUndone();
  };
  if (before === revision) return <Banner>{texts.settings.unchanged}</Banner>;
  const isLatest = install.config_revision === revision;
  return (
    <Banner
      tone="success"
      actions={
        <div className={styles.actions}>
          {isLatest && (
            <Button size="small" isBusy={isBusy} onClick={undo}>
              {texts.settings.undo}
            </Button>
          )}
          <PageLink
            to={paths.installHistory(space_id, id)}
            search={before > 0 ? { from: `${before}`, to: `${revision}` } : {}}
          >
            {texts.settings.seeChange}
          </PageLink>
        </div>
      }
    >
      <p role="status">{texts.settings.saved(revision)}</p>
      {words !== undefined && <p role="alert">{words}</p>}
    </Banner>
  );
}

/** Takes out again what the first revision brought. */
async function takeOut(id: number, revision: number): Promise<void> {
  const { data } = await api.GET('/platform/v1/installs/{id}/config/revisions/{number}', {
    params: { path: { id, number: revision } },
  });
  const names = data?.diff.added ?? [];
  await api.PATCH('/platform/v1/installs/{id}/config', {
    params: { path: { id }, header: { 'if-match': `"${revision}"` } },
    body: { config: Object.fromEntries(names.map((name) => [name, null])) },
  });
  await readChanged();
}
