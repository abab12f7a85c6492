import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { api } from '../../../api/client.ts';
import { PageLink } from '../../../parts/page-link.tsx';
import { shownDocument } from '../../../parts/shown-document.ts';
import { useSpace, useSpaceId } from '../../../parts/use-space.ts';
import { paths } from '../../../paths.ts';
import { useFormat, useTexts } from '../../../texts.tsx';
import { Button, buttonClass } from '../../../ui/button.tsx';
import { Banner } from '../../../ui/card.tsx';
import type { CatalogPlugin } from './entry-of.tsx';
import { useInstallPage } from './install-page.ts';
import { readInstallsAgain } from './installs-changed.ts';
import styles from './plugin.module.css';
import { Refused } from './refused.tsx';

interface OfPlugin {
  plugin: CatalogPlugin;
}

/** The one thing to do with a plugin, as it stands with the space and with whoever looks at it. */
export function PluginAction({ plugin }: OfPlugin) {
  const { catalog } = useTexts();
  const spaceId = useSpaceId();
  const space = useSpace();
  const { in_space, slug, name, plan_level } = plugin;
  const install = in_space?.install ?? null;
  if (install !== null) {
    const isToSetUp = install.status === 'setup' && space?.is_admin === true;
    const to = isToSetUp ? paths.setup : paths.install;
    return (
      <PageLink className={buttonClass('primary')} to={to(spaceId, install.id)}>
        {isToSetUp ? catalog.continueSetup : catalog.goToInstall}
      </PageLink>
    );
  }
  // Restoring has a place of its own, below.
  if (!space?.is_admin || in_space === null || in_space.restorable !== null) return null;
  if (!in_space.fits_plan) return <Button disabled>{catalog.needsPlan(plan_level ?? 0)}</Button>;
  return (
    <PageLink className={buttonClass('primary')} to={paths.consent(spaceId, slug)}>
      {catalog.install(name)}
    </PageLink>
  );
}

/** What is in the way of installing it, and who can do something about that; or what was there before. */
export function PluginState({ plugin }: OfPlugin) {
  const { catalog } = useTexts();
  const space = useSpace();
  const { in_space, plan_level } = plugin;
  if (space === undefined || in_space === null || in_space.install !== null) return null;
  if (in_space.restorable !== null && space.is_admin)
    return <Restorable plugin={plugin} {...in_space.restorable} />;
  if (!in_space.fits_plan) {
    return (
      <Banner tone="warning">
        {catalog.planTitle(plan_level ?? 0, space.plan_level, shownDocument().product)}
      </Banner>
    );
  }
  return space.is_admin ? null : <OnlyAdmins />;
}

/** Says to members who are no admins whom to ask. */
function OnlyAdmins() {
  const { catalog } = useTexts();
  const spaceId = useSpaceId();
  const space = useSpace();
  if (space === undefined) return null;
  return (
    <Banner>
      {catalog.onlyAdmins(space.name)}{' '}
      <PageLink to={paths.members(spaceId)}>{catalog.members}</PageLink>
    </Banner>
  );
}

function Restorable({ plugin: { slug, name, in_space }, id, until }: OfPlugin & Restored) {
  const { catalog } = useTexts();
  const format = useFormat();
  const spaceId = useSpaceId();
  const navigate = useNavigate();
  const pageOf = useInstallPage();
  const restore = useMutation({
    mutationFn: async () => {
      const { data } = await api.POST('/platform/v1/installs/{id}/restore', {
        params: { path: { id } },
      });
      return data;
    },
    onSuccess: async (install) => {
      const isToSetUp = install?.status === 'setup';
      await navigate({ to: isToSetUp ? paths.setup(spaceId, id) : pageOf(spaceId, slug, id) });
    },
    onSettled: readInstallsAgain,
  });
  return (
    <>
      <Banner
        actions={
          <div className={styles.ways}>
            {in_space?.fits_plan && (
              <PageLink className={buttonClass('quiet')} to={paths.consent(spaceId, slug)}>
                {catalog.installAnew}
              </PageLink>
            )}
            <Button kind="primary" isBusy={restore.isPending} onClick={() => restore.mutate()}>
              {catalog.restore(name)}
            </Button>
          </div>
        }
      >
        {catalog.restorable(format.date(Date.parse(until)))}
      </Banner>
      <Refused title={catalog.failedRestore(name)} error={restore.error} />
    </>
  );
}

interface Restored {
  id: number;
  until: string;
}
