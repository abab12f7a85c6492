import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type ReactNode, useMemo, useState } from 'react';
import { api, type Schemas } from '../../../api/client.ts';
import { newOnceKey } from '../../../api/once.ts';
import { PageLink } from '../../../parts/page-link.tsx';
import { paths } from '../../../paths.ts';
import { useTexts } from '../../../texts.tsx';
import { Button, buttonClass } from '../../../ui/button.tsx';
import { Banner, Card } from '../../../ui/card.tsx';
import { SelectField } from '../../../ui/field.tsx';
import { PluginAction, PluginState } from './action.tsx';
import { hostEventsOf } from './asked.tsx';
import { ConsentParts } from './consent-parts.tsx';
import type { CatalogPlugin } from './entry-of.tsx';
import { useInstallPage } from './install-page.ts';
import { readInstallsAgain } from './installs-changed.ts';
import styles from './plugin.module.css';
import { Refused } from './refused.tsx';

interface ConsentFormProps {
  plugin: CatalogPlugin;
  space: Schemas['OwnSpace'];
}

/** How many days back an install can be told of. */
const PAST_DAYS = [1, 7, 30];

/** What an admin agrees to, and chooses, before the plugin is installed. */
export function ConsentForm({ plugin, space }: ConsentFormProps) {
  const { catalog, common } = useTexts();
  const { slug, name, setup_steps: steps, in_space } = plugin;
  const [allowed, setAllowed] = useState<ReadonlySet<string>>(new Set());
  const [days, setDays] = useState(0);
  const install = useInstall(plugin, space.id, { allowed, days });

  if (!install.isSuccess && (in_space?.install || !in_space?.fits_plan || !space.is_admin))
    return <NotToInstall plugin={plugin} />;
  return (
    <>
      {in_space?.restorable && (
        <Banner
          tone="warning"
          actions={
            <PageLink className={buttonClass()} to={paths.catalogPlugin(space.id, slug)}>
              {catalog.restoreInstead}
            </PageLink>
          }
        >
          {catalog.anew(name)}
        </Banner>
      )}
      <ConsentParts plugin={plugin} allowed={allowed} onAllow={setAllowed} />
      {hostEventsOf(plugin).length > 0 && <Past days={days} onChange={setDays} />}
      <Refused title={catalog.failedInstall(name)} error={install.error} />
      <Foot next={steps.length === 0 ? catalog.nextNothing : catalog.next(steps.length)}>
        <PageLink className={buttonClass()} to={paths.catalogPlugin(space.id, slug)}>
          {common.cancel}
        </PageLink>
        <Button
          kind="primary"
          isBusy={install.isPending || install.isSuccess}
          onClick={() => install.mutate()}
        >
          {catalog.install(name)}
        </Button>
      </Foot>
    </>
  );
}

interface Choices {
  allowed: ReadonlySet<string>;
  days: number;
}

function useInstall(plugin: CatalogPlugin, spaceId: number, { allowed, days }: Choices) {
  const navigate = useNavigate();
  const pageOf = useInstallPage();
  const optional = plugin.optional_scopes.filter(({ name }) => allowed.has(name));
  // All of them by name: what a newer release asks for besides was not read here.
  const scopes = [...plugin.scopes, ...optional].map(({ name }) => name);
  const body = { plugin_id: plugin.slug, scopes, ...(days > 0 && { backfill: { days } }) };
  const asked = JSON.stringify(body);
  // The same choices are sent once, however often the button is pressed; others are another request.
  // biome-ignore lint/correctness/useExhaustiveDependencies: a key for each body
  const key = useMemo(newOnceKey, [asked]);
  return useMutation({
    mutationFn: async () => {
      const { data } = await api.POST('/platform/v1/spaces/{id}/installs', {
        params: { path: { id: spaceId }, header: { 'Idempotency-Key': key } },
        body,
      });
      return data as Schemas['Install'];
    },
    onSuccess: async ({ id }) => {
      const isToSetUp = plugin.setup_steps.length > 0;
      const to = isToSetUp ? paths.setup(spaceId, id) : pageOf(spaceId, plugin.slug, id);
      await navigate({ to });
    },
    onSettled: readInstallsAgain,
  });
}

function Past({ days, onChange }: { days: number; onChange: (days: number) => void }) {
  const { catalog } = useTexts();
  return (
    <Card title={catalog.past}>
      <SelectField
        label={catalog.pastHint}
        value={String(days)}
        onChange={({ target }) => onChange(Number(target.value))}
        options={[
          { value: '0', label: catalog.pastNone },
          ...PAST_DAYS.map((count) => ({ value: String(count), label: catalog.pastDays(count) })),
        ]}
      />
    </Card>
  );
}

function Foot({ next, children }: { next: string; children: ReactNode }) {
  return (
    <div className={styles.foot}>
      <p className={styles.hint}>{next}</p>
      <div className={styles.ways}>{children}</div>
    </div>
  );
}

function NotToInstall({ plugin }: { plugin: CatalogPlugin }) {
  const { catalog } = useTexts();
  if (!plugin.in_space?.install) return <PluginState plugin={plugin} />;
  return (
    <Banner tone="success" actions={<PluginAction plugin={plugin} />}>
      {catalog.already(plugin.name)}
    </Banner>
  );
}
