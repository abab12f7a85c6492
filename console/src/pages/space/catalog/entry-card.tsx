import type { Item } from '../../../api/query.ts';
import { PageLink } from '../../../parts/page-link.tsx';
import { useSpace, useSpaceId } from '../../../parts/use-space.ts';
import { paths } from '../../../paths.ts';
import { useTexts } from '../../../texts.tsx';
import { classes } from '../../../ui/classes.ts';
import { PluginIcon } from '../../../ui/plugin-icon.tsx';
import { Status } from '../../../ui/status.tsx';
import styles from './catalog.module.css';
import { useInstallPage } from './install-page.ts';
import { ReviewedMark } from './reviewed-mark.tsx';

type Entry = Item<'/platform/v1/catalog'>;

/** A plugin of the catalog, in short. One that is installed leads to where it is used. */
export function EntryCard({ entry, planLevel }: { entry: Entry; planLevel: number | null }) {
  const { catalog } = useTexts();
  const { slug, name, icon, intro, author } = entry;
  const isOutOfReach = needsPlan(entry);
  return (
    <li className={classes(styles.entry, isOutOfReach && styles.outOfReach)}>
      <div className={styles.head}>
        <PluginIcon slug={slug} name={name} icon={icon} />
        <div className={styles.names}>
          <h2>
            <PageLink to={useWayTo(entry)}>{name}</PageLink>
          </h2>
          {author !== null && <p className={styles.author}>{catalog.byAuthor(author)}</p>}
        </div>
      </div>
      {intro !== null && <p className={styles.intro}>{intro}</p>}
      <div className={styles.foot}>
        {entry.origin === 'partner' && <ReviewedMark />}
        <InstallMark entry={entry} />
        {isOutOfReach && (
          <span className={styles.plan}>
            {catalog.needsPlanHas(entry.plan_level ?? 0, planLevel)}
          </span>
        )}
      </div>
    </li>
  );
}

function InstallMark({ entry: { in_space } }: { entry: Entry }) {
  const { catalog } = useTexts();
  const status = in_space?.install?.status;
  if (status === undefined)
    return in_space?.restorable && <Status tone="outline">{catalog.restorableMark}</Status>;
  if (status === 'setup') return <Status tone="warning">{catalog.setupOpen}</Status>;
  if (status === 'suspended') return <Status tone="held">{catalog.suspended}</Status>;
  return <Status tone="success">{catalog.installed}</Status>;
}

const needsPlan = ({ in_space }: Entry): boolean =>
  in_space !== null && !in_space.fits_plan && !in_space.install && !in_space.restorable;

function useWayTo({ slug, in_space }: Entry): string {
  const spaceId = useSpaceId();
  const space = useSpace();
  const install = in_space?.install ?? null;
  const pageOf = useInstallPage();
  if (install === null) return paths.catalogPlugin(spaceId, slug);
  if (install.status === 'setup' && space?.is_admin) return paths.setup(spaceId, install.id);
  return pageOf(spaceId, slug, install.id);
}
