import { useInfiniteQuery } from '@tanstack/react-query';
import { readPages } from '../../../api/query.ts';
import { PageLink } from '../../../parts/page-link.tsx';
import { Paged } from '../../../parts/paged.tsx';
import { useAddressSearch } from '../../../parts/use-search.ts';
import { paths } from '../../../paths.ts';
import { useFormat } from '../../../texts.tsx';
import { Card } from '../../../ui/card.tsx';
import rows from '../../../ui/rows.module.css';
import { Empty } from '../../../ui/states.tsx';
import { Status } from '../../../ui/status.tsx';
import type { Plugin } from '../plugin-state.tsx';
import { useDeveloperTexts } from '../texts.ts';
import styles from './roll-outs.module.css';
import {
  INSTALL_STATES,
  INSTALL_TONES,
  isMoving,
  ROLL_OUT_INSTALLS,
  type RollOut,
  type RollOutInstall,
} from './types.ts';
import { MOVING_MS } from './use-roll-outs.ts';

interface InstallsProps {
  plugin: Plugin;
  rollOut: RollOut;
}

/** What became of each install of a roll-out: all, or those in the state that stands in the address. */
export function RollOutInstalls({ plugin, rollOut }: InstallsProps) {
  const { rollOuts: texts } = useDeveloperTexts();
  const [search] = useAddressSearch();
  const state = INSTALL_STATES.find((each) => each === search.state);
  const query = useInfiniteQuery({
    ...readPages(ROLL_OUT_INSTALLS, {
      path: { id: String(plugin.id), roll_out_id: String(rollOut.id) },
      query: { limit: 50, ...(state && { state }) },
    }),
    refetchInterval: isMoving(rollOut) ? MOVING_MS : false,
  });
  const empty =
    state === undefined ? (
      <Empty title={texts.empty}>{texts.emptyText}</Empty>
    ) : (
      <Empty title={texts.noneSuch} />
    );
  return (
    <Card title={texts.installs} isFlush>
      <Filter plugin={plugin} rollOut={rollOut} />
      <Paged query={query} empty={empty}>
        {(installs) => (
          <ul className={rows.rows}>
            {installs.map((install) => (
              <InstallRow key={install.install_id} install={install} isDryRun={rollOut.dry_run} />
            ))}
          </ul>
        )}
      </Paged>
    </Card>
  );
}

/** Which to show, with how many there are of each. */
function Filter({ plugin, rollOut }: InstallsProps) {
  const { rollOuts: texts } = useDeveloperTexts();
  const format = useFormat();
  const { id, counts, dry_run } = rollOut;
  const words = dry_run ? texts.dryFigure : texts.figure;
  const to = paths.rollOut(plugin.slug, id);
  return (
    <nav className={styles.filter} aria-label={texts.filter}>
      <PageLink to={to} isFilter>
        {texts.all(format.number(counts.installs))}
      </PageLink>
      {INSTALL_STATES.filter((state) => counts[state] > 0).map((state) => (
        <PageLink key={state} to={to} search={{ state }} isFilter>
          {words[state](format.number(counts[state]))}
        </PageLink>
      ))}
    </nav>
  );
}

function InstallRow({ install, isDryRun }: { install: RollOutInstall; isDryRun: boolean }) {
  const { rollOuts: texts } = useDeveloperTexts();
  const { install_id, space_name, state, message } = install;
  const words = isDryRun ? texts.dryBecame : texts.became;
  return (
    <li>
      <div className={rows.main}>
        <p className={styles.head}>
          <span className={rows.title}>{space_name}</span>
          <span className={styles.hint}>{texts.install(install_id)}</span>
        </p>
        {message !== null && <p className={styles.message}>{message}</p>}
        {state === 'moved' && <Changed install={install} isDryRun={isDryRun} />}
      </div>
      <span className={styles.state}>
        <Status tone={INSTALL_TONES[state]}>{words[state]}</Status>
      </span>
    </li>
  );
}

function Changed({ install, isDryRun }: { install: RollOutInstall; isDryRun: boolean }) {
  const { rollOuts: texts } = useDeveloperTexts();
  const format = useFormat();
  const { changed } = install;
  if (changed.length === 0) return <p className={styles.hint}>{texts.changesNothing}</p>;
  const members = format.list(changed.map(memberOf));
  return (
    <p className={styles.message}>
      {isDryRun ? texts.wouldChange(members) : texts.changes(members)}
    </p>
  );
}

/** The name that a JSON pointer leads to. */
const memberOf = (pointer: string): string =>
  pointer.slice(1).replaceAll('~1', '/').replaceAll('~0', '~');
