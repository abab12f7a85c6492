import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Schemas } from '../../../api/client.ts';
import { ApiError } from '../../../api/errors.ts';
import { read, readExactly } from '../../../api/query.ts';
import { BackLink } from '../../../parts/back-link.tsx';
import { memberOf } from '../../../parts/json-text.ts';
import { JsonTree } from '../../../parts/json-tree.tsx';
import { Loaded } from '../../../parts/loaded.tsx';
import { Missing } from '../../../parts/missing.tsx';
import { PageTitle } from '../../../parts/page-title.tsx';
import { paths } from '../../../paths.ts';
import { useCatalogEntry } from '../../../releases/catalog-entry.ts';
import { Changes } from '../../../releases/changes.tsx';
import { PluginPreview } from '../../../releases/plugin-preview.tsx';
import { TouchesInWords } from '../../../releases/touches.tsx';
import type { Comparison } from '../../../releases/types.ts';
import { useComparison } from '../../../releases/use-comparison.ts';
import { useTexts } from '../../../texts.tsx';
import { Card } from '../../../ui/card.tsx';
import { PluginIcon } from '../../../ui/plugin-icon.tsx';
import { Skeleton } from '../../../ui/states.tsx';
import { useOperatorTexts } from '../texts.ts';
import { Checklist } from './checklist.tsx';
import { Rehearsed, useNewestRehearsal } from './rehearsed.tsx';
import styles from './review.module.css';
import { Submission } from './submission.tsx';
import { Verdict } from './verdict.tsx';

type Release = Schemas['Release'];

/** A release that waits for a verdict: what it changes, whom it touches, what to look at, and the verdict. */
export function ReviewPage() {
  const { plugin: pluginId = '', release: number = '' } = useParams({ strict: false });
  // What was typed for one is nothing for the next.
  return <OfRelease key={`${pluginId} ${number}`} pluginId={pluginId} number={number} />;
}

function OfRelease({ pluginId: id, number }: { pluginId: string; number: string }) {
  const plugin = useQuery(read('/platform/v1/plugins/{id}', { path: { id } }));
  const release = useQuery(
    readExactly('/platform/v1/plugins/{id}/releases/{number}', { path: { id, number } }),
  );
  const missing = [plugin.error, release.error].some(
    (error) => error instanceof ApiError && error.status === 404,
  );
  if (missing) return <Over />;
  return (
    <Loaded query={plugin} rows={8}>
      {(whose) => (
        <Loaded query={release} rows={8}>
          {({ value, text }) =>
            value.state === 'in_review' ? (
              <Shown plugin={whose} release={value} text={text} />
            ) : (
              <Over />
            )
          }
        </Loaded>
      )}
    </Loaded>
  );
}

function Over() {
  const { review: texts } = useOperatorTexts();
  return (
    <Missing
      title={texts.over}
      text={texts.overText}
      to={paths.reviewQueue()}
      way={texts.toQueue}
    />
  );
}

interface ShownProps {
  plugin: Schemas['PluginWithRole'];
  release: Release;
  /** The release as it was written. */
  text: string;
}

function Shown({ plugin, release, text }: ShownProps) {
  const { review: texts } = useOperatorTexts();
  const { manifest, number } = release;
  const { common } = useTexts();
  const comparison = useComparison({ pluginId: plugin.id, number });
  const rehearsal = useNewestRehearsal(plugin.id, number);
  const entry = useCatalogEntry(manifest, plugin);
  return (
    <div className={styles.page}>
      <BackLink to={paths.reviewQueue()}>{texts.back}</BackLink>
      <PageTitle
        title={texts.title(manifest.name, number)}
        icon={<PluginIcon slug={manifest.slug} name={manifest.name} icon={manifest.icon ?? null} />}
      />
      <Submission plugin={plugin} release={release} />
      <Loaded query={comparison} rows={6}>
        {(compared) =>
          rehearsal === undefined ? (
            <Skeleton rows={6} label={common.loading} />
          ) : (
            <Compared compared={compared} release={release}>
              {rehearsal && <Rehearsed slug={plugin.slug} rehearsal={rehearsal} />}
            </Compared>
          )
        }
      </Loaded>
      <section className={styles.preview} aria-label={texts.page}>
        <h2>{texts.page}</h2>
        <PluginPreview entry={entry} />
      </section>
      <Card title={texts.raw}>
        <JsonTree text={memberOf(text, 'manifest') ?? ''} label={texts.rawLabel} />
      </Card>
      <Verdict plugin={plugin} release={release} />
    </div>
  );
}

interface ComparedProps {
  compared: Comparison;
  release: Release;
  /** What else says whom it touches, and how. */
  children: ReactNode;
}

function Compared({ compared, release, children }: ComparedProps) {
  const { review: texts } = useOperatorTexts();
  const { from, changes, touches } = compared;
  return (
    <>
      <Card title={from === null ? texts.changesFirst : texts.changesSince(from)}>
        <Changes changes={changes} />
      </Card>
      <Card title={texts.whom}>
        <TouchesInWords touches={touches} />
        {children}
      </Card>
      <Checklist manifest={release.manifest} changes={changes} />
    </>
  );
}
