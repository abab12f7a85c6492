import { useState } from 'react';
import { Confirm } from '../../../parts/confirm.tsx';
import { InstallStatus, stateOf } from '../../../parts/install-state.tsx';
import { PageLink } from '../../../parts/page-link.tsx';
import { useDoing } from '../../../parts/use-doing.ts';
import { paths } from '../../../paths.ts';
import { Button, buttonClass } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { useDeveloperTexts } from '../texts.ts';
import styles from './try-out.module.css';
import type { Tried } from './types.ts';
import { makeInstall, removeInstall } from './use-own-install.ts';
import { useRunning } from './use-running.ts';

/** How a development install stands, what it runs, and the ways to it. */
export function InstallCard(tried: Tried) {
  const { tryOut: texts } = useDeveloperTexts();
  const { install } = tried;
  const { data: running } = useRunning(tried);
  const state = stateOf(install);
  return (
    <Card title={texts.install} actions={<InstallStatus install={install} />}>
      <div className={styles.install}>
        <div className={styles.about}>
          <p className={styles.runs}>
            {install.release === null
              ? texts.runsNothing
              : running && texts.runs[running.state](running.number)}
          </p>
          {state !== 'works' && <p>{texts.why[state]}</p>}
        </div>
        <div className={styles.ways}>
          <Next {...tried} />
          {state !== 'uninstalled' && <Ways {...tried} />}
          <Remove {...tried} />
        </div>
      </div>
    </Card>
  );
}

/** What is to be done about how it stands. */
function Next({ plugin, install }: Tried) {
  const { tryOut: texts } = useDeveloperTexts();
  const doing = useDoing();
  const { id, space_id } = install;
  switch (stateOf(install)) {
    case 'setup':
      return (
        <PageLink className={buttonClass('primary')} to={paths.setup(space_id, id)}>
          {texts.goOnWithSetup}
        </PageLink>
      );
    case 'endpoint_disabled':
      return (
        <PageLink className={buttonClass('primary')} to={paths.plugin(plugin.slug)}>
          {texts.toOverview}
        </PageLink>
      );
    case 'uninstalled':
      return (
        <>
          <Button
            kind="primary"
            isBusy={doing.isBusy}
            onClick={() => doing.run(() => makeInstall(plugin.id))}
          >
            {texts.installAgain}
          </Button>
          {doing.words !== undefined && <p role="alert">{doing.words}</p>}
        </>
      );
    default:
      return null;
  }
}

function Ways(tried: Tried) {
  const { tryOut: texts } = useDeveloperTexts();
  const { plugin, install } = tried;
  const placements = useRunning(tried).data?.manifest.placements;
  const { id, space_id } = install;
  const hasPage = placements?.toolbar === true || placements?.sidebar != null;
  return (
    <>
      <PageLink className={buttonClass()} to={paths.installSettings(space_id, id)}>
        {texts.settings}
      </PageLink>
      {hasPage && (
        <PageLink className={buttonClass()} to={paths.pluginPage(space_id, plugin.slug)}>
          {texts.page}
        </PageLink>
      )}
      <PageLink className={buttonClass()} to={paths.space(space_id)}>
        {texts.space}
      </PageLink>
    </>
  );
}

function Remove({ plugin }: Tried) {
  const { tryOut: texts } = useDeveloperTexts();
  const [isAsking, setAsking] = useState(false);
  return (
    <>
      <Button kind="danger" onClick={() => setAsking(true)}>
        {texts.remove}
      </Button>
      <Confirm
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        title={texts.removeTitle}
        action={texts.remove}
        onConfirm={() => removeInstall(plugin.id)}
      >
        <p>{texts.removeText}</p>
      </Confirm>
    </>
  );
}
