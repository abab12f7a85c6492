import { PageLink } from '../../../parts/page-link.tsx';
import { paths } from '../../../paths.ts';
import { useFormat } from '../../../texts.tsx';
import { Status } from '../../../ui/status.tsx';
import type { Plugin } from '../plugin-state.tsx';
import { useDeveloperTexts } from '../texts.ts';
import styles from './roll-outs.module.css';
import { INSTALL_STATES, INSTALL_TONES, type RollOut } from './types.ts';

/** How many installs of a roll-out are in each state, each a way to which they are. */
export function Figures({ plugin, rollOut }: { plugin: Plugin; rollOut: RollOut }) {
  const { rollOuts: texts } = useDeveloperTexts();
  const format = useFormat();
  const { id, counts, dry_run } = rollOut;
  const words = dry_run ? texts.dryFigure : texts.figure;
  const shown = INSTALL_STATES.filter((state) => counts[state] > 0);
  if (shown.length === 0) return null;
  return (
    <ul className={styles.figures} aria-label={texts.figures}>
      {shown.map((state) => (
        <li key={state}>
          <PageLink to={paths.rollOut(plugin.slug, id)} search={{ state }}>
            <Status tone={INSTALL_TONES[state]}>
              {words[state](format.number(counts[state]))}
            </Status>
          </PageLink>
        </li>
      ))}
    </ul>
  );
}
