import { Ellipsis } from 'lucide-react';
import { type Install, InstallStatus, stateOf } from '../../../parts/install-state.tsx';
import { PageLink } from '../../../parts/page-link.tsx';
import { useSpace } from '../../../parts/use-space.ts';
import { paths } from '../../../paths.ts';
import { useFormat, useTexts } from '../../../texts.tsx';
import { buttonClass, iconButtonClass } from '../../../ui/button.tsx';
import { PluginIcon } from '../../../ui/plugin-icon.tsx';
import { Popover } from '../../../ui/popover.tsx';
import { RestoreButton } from '../install/uninstalled.tsx';
import styles from './installed.module.css';

/** An install at a glance, and the next step. */
export function InstallRow({ install }: { install: Install }) {
  const { installed: texts } = useTexts();
  const { id, space_id, plugin_slug: slug, plugin_name: name, plugin_icon: icon } = install;
  return (
    <li className={styles.row}>
      <PluginIcon slug={slug} name={name} icon={icon} />
      <div className={styles.text}>
        <PageLink className={styles.name} to={paths.install(space_id, id)} isName>
          {name}
        </PageLink>
        {install.development && <span className={styles.mark}>{texts.development}</span>}
        <p className={styles.why}>
          <Why install={install} />
        </p>
      </div>
      <span className={styles.state}>
        <InstallStatus install={install} />
      </span>
      <span className={styles.next}>
        <Next install={install} />
      </span>
      <span className={styles.menu}>
        <Ways install={install} />
      </span>
    </li>
  );
}

/** Where else to go from an install; the list itself leads to its page. */
function Ways({ install }: { install: Install }) {
  const { install: texts } = useTexts();
  const { id, space_id, plugin_slug, plugin_name: name } = install;
  return (
    <Popover
      label={texts.menu(name)}
      side="end"
      buttonClassName={iconButtonClass}
      button={<Ellipsis size={18} aria-hidden="true" />}
    >
      <PageLink to={paths.catalogPlugin(space_id, plugin_slug)}>{texts.about(name)}</PageLink>
      <PageLink to={paths.installSettings(space_id, id)}>{texts.tabs.settings}</PageLink>
      <PageLink to={paths.installActivity(space_id, id)}>{texts.tabs.activity}</PageLink>
    </Popover>
  );
}

function Why({ install }: { install: Install }) {
  const { installed: texts } = useTexts();
  const format = useFormat();
  const state = stateOf(install);
  const { erase_after, created_at } = install;
  if (state === 'uninstalled') {
    if (erase_after === null) return '';
    const say = install.plugin_deleted ? texts.pluginDeleted : texts.restorable;
    return say(format.exact(Date.parse(erase_after)));
  }
  if (state === 'works') return texts.since(format.date(Date.parse(created_at)));
  return texts.why[state];
}

function Next({ install }: { install: Install }) {
  const { installed: texts } = useTexts();
  const isAdmin = useSpace()?.is_admin;
  const { id, space_id, plugin_name: name } = install;
  const state = stateOf(install);
  if (state === 'works' || !isAdmin) return null;
  if (state === 'uninstalled')
    return install.plugin_deleted ? null : <RestoreButton install={install} size="small" />;
  const [to, label] =
    state === 'setup'
      ? [paths.setup(space_id, id), texts.continueSetup]
      : state === 'permissions'
        ? [paths.installPermissions(space_id, id), texts.look]
        : [paths.install(space_id, id), texts.look];
  return (
    <PageLink
      className={buttonClass('secondary', 'small')}
      to={to}
      aria-label={`${label}: ${name}`}
    >
      {label}
    </PageLink>
  );
}
