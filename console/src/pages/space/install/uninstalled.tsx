import { api } from '../../../api/client.ts';
import type { Install } from '../../../parts/install-state.tsx';
import { PageLink } from '../../../parts/page-link.tsx';
import { useDoing } from '../../../parts/use-doing.ts';
import { useSpace } from '../../../parts/use-space.ts';
import { paths } from '../../../paths.ts';
import { useFormat, useTexts } from '../../../texts.tsx';
import { Button, buttonClass } from '../../../ui/button.tsx';
import { Banner } from '../../../ui/card.tsx';
import { readChanged } from './changes.ts';
import { ExportLink } from './export-link.tsx';
import styles from './install.module.css';

/** What is left of an install that was uninstalled, until when, and the way back, where `isWhole` says that there is room for it. */
export function Uninstalled({ install, isWhole }: { install: Install; isWhole: boolean }) {
  const { install: texts } = useTexts();
  const format = useFormat();
  const isAdmin = useSpace()?.is_admin;
  const { id, space_id, plugin_name: name, plugin_slug, erase_after, erased_at } = install;
  const isGone = install.plugin_deleted;
  if (erased_at !== null || erase_after === null) {
    return (
      <Banner
        actions={
          !isGone && (
            <PageLink className={buttonClass()} to={paths.catalogPlugin(space_id, plugin_slug)}>
              {texts.toCatalog}
            </PageLink>
          )
        }
      >
        {texts.erased(name)}
      </Banner>
    );
  }
  return (
    <Banner
      tone="warning"
      actions={
        isAdmin &&
        isWhole && (
          <div className={styles.actions}>
            <ExportLink className={buttonClass()} id={id}>
              {texts.export}
            </ExportLink>
            {!isGone && <RestoreButton install={install} kind="primary" />}
          </div>
        )
      }
    >
      {(isGone ? texts.pluginDeleted : texts.uninstalled)(
        name,
        format.exact(Date.parse(erase_after)),
      )}
    </Banner>
  );
}

/** Undoes an uninstall. */
export function RestoreButton({
  install: { id, plugin_name: name },
  kind = 'secondary',
  size = 'medium',
}: {
  install: Install;
  kind?: 'primary' | 'secondary';
  size?: 'small' | 'medium';
}) {
  const { install: texts } = useTexts();
  const { run, isBusy, words } = useDoing();
  const restore = () =>
    run(async () => {
      await api.POST('/platform/v1/installs/{id}/restore', { params: { path: { id } } });
      await readChanged();
    });
  return (
    <>
      <Button kind={kind} size={size} isBusy={isBusy} onClick={restore}>
        {texts.restore(name)}
      </Button>
      {words !== undefined && <p role="alert">{words}</p>}
    </>
  );
}
