import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { readSetup } from '../../../api/setup.ts';
import { Loaded } from '../../../parts/loaded.tsx';
import { PageTitle } from '../../../parts/page-title.tsx';
import { useSpace, useSpaceId } from '../../../parts/use-space.ts';
import { OnlyAnswers } from '../../../setup/only-answers.tsx';
import type { Setup } from '../../../setup/types.ts';
import { useTexts } from '../../../texts.tsx';
import { Banner, Card } from '../../../ui/card.tsx';
import { PluginIcon } from '../../../ui/plugin-icon.tsx';
import styles from './setup.module.css';
import { usePluginOf } from './use-plugin.ts';
import { Wizard } from './wizard.tsx';

/** The set-up of an install, step by step. */
export function SetupPage() {
  const { install } = useParams({ strict: false });
  const id = Number(install);
  const spaceId = useSpaceId();
  const space = useSpace();
  const { setup: texts, install: installTexts } = useTexts();
  const plugin = usePluginOf(id);
  const setup = useQuery(readSetup(id));
  const name = plugin?.name ?? '';
  const isOpen = setup.data?.steps.some(({ state }) => state === 'open') ?? false;
  const isEnded = setup.data?.status === 'uninstalled' || setup.data?.status === 'suspended';
  return (
    <>
      <PageTitle title={texts.title(name)} icon={plugin && <PluginIcon {...plugin} />}>
        {space?.is_admin && isOpen && !isEnded ? texts.leave : undefined}
      </PageTitle>
      <Loaded query={setup} rows={5}>
        {(found) => {
          if (found.status === 'uninstalled' || found.status === 'suspended')
            return <Banner tone="warning">{texts.ended[found.status]}</Banner>;
          if (space === undefined || plugin === undefined) return null;
          if (plugin.isStopped)
            return (
              <Banner tone="warning">{installTexts.setupStopped.plugin_suspended(name)}</Banner>
            );
          if (!space.is_admin) return <ReadOnly setup={found} />;
          return <Wizard setup={found} plugin={plugin} spaceId={spaceId} />;
        }}
      </Loaded>
    </>
  );
}

/** How far it has come, for members. */
function ReadOnly({ setup }: { setup: Setup }) {
  const { setup: texts } = useTexts();
  return (
    <div className={styles.readOnly}>
      <Banner>{texts.onlyAdmins}</Banner>
      {setup.steps.map((step) => (
        <Card key={step.number} title={step.title}>
          <OnlyAnswers step={step} />
        </Card>
      ))}
    </div>
  );
}
