import { useQuery } from '@tanstack/react-query';
import { Check } from 'lucide-react';
import { readManifest } from '../../../api/manifest.ts';
import { read } from '../../../api/query.ts';
import { PageLink } from '../../../parts/page-link.tsx';
import { paths } from '../../../paths.ts';
import { buttonClass } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import type { Plugin } from '../plugin-state.tsx';
import { useDeveloperTexts } from '../texts.ts';
import { mayTry } from '../try-out/types.ts';
import { useOwnInstalls } from '../try-out/use-own-install.ts';
import styles from './plugin.module.css';

/** The way of a plugin to its first release: what is done of it, and what comes next. */
export function NextSteps({ plugin }: { plugin: Plugin }) {
  return mayTry(plugin) ? <Steps plugin={plugin} /> : null;
}

function Steps({ plugin }: { plugin: Plugin }) {
  const { nextSteps: texts } = useDeveloperTexts();
  const { slug, status } = plugin;
  const isSubmitted = status === 'in_review';
  const steps = [
    {
      title: texts.build,
      text: texts.buildText,
      to: paths.builderOf(slug),
      isDone: useIsBuilt(plugin.id),
    },
    {
      title: texts.try,
      text: texts.tryText,
      to: paths.tryOutOf(slug),
      isDone: useIsTried(plugin.id),
    },
    {
      title: texts.submit,
      text: isSubmitted ? texts.submitted : texts.submitText,
      to: paths.releasesOf(slug),
      isDone: isSubmitted,
    },
  ];
  const next = steps.findIndex(({ isDone }) => !isDone);
  return (
    <Card title={texts.title} isFlush>
      <ol className={styles.steps}>
        {steps.map(({ title, text, to, isDone }, index) => (
          <li key={to} aria-current={index === next ? 'step' : undefined}>
            <span className={styles.stepMark} data-done={isDone || undefined}>
              {isDone && <Check size={16} aria-hidden="true" />}
              <span className="visually-hidden">{isDone ? texts.done : texts.open}</span>
            </span>
            <div>
              <PageLink className={index === next ? buttonClass('primary') : undefined} to={to}>
                {title}
              </PageLink>
              <p className={styles.stepText}>{text}</p>
            </div>
          </li>
        ))}
      </ol>
    </Card>
  );
}

/** Whether the draft says more than what the plugin is called. */
function useIsBuilt(plugin: number): boolean {
  const { data } = useQuery(readManifest(plugin));
  if (data === undefined) return false;
  const { events, setup_steps, embedded_app_url } = data.manifest;
  const isThere = (list: unknown) => Array.isArray(list) && list.length > 0;
  return isThere(events) || isThere(setup_steps) || typeof embedded_app_url === 'string';
}

/** Whether it answered a delivery in the development install of who looks. */
function useIsTried(plugin: number): boolean {
  const install = useOwnInstalls(plugin).data?.data[0]?.id;
  const params = {
    path: { id: String(plugin) },
    query: { install_id: install ?? 0, status: 'done' as const, limit: 1 },
  };
  const { data } = useQuery({
    ...read('/platform/v1/plugins/{id}/deliveries', params),
    enabled: install !== undefined,
  });
  return data !== undefined && data.data.length > 0;
}
