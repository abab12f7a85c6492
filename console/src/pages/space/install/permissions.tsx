import { useQuery } from '@tanstack/react-query';
import { api, type Schemas } from '../../../api/client.ts';
import { read } from '../../../api/query.ts';
import { Loaded } from '../../../parts/loaded.tsx';
import { useDoing } from '../../../parts/use-doing.ts';
import { usePeople } from '../../../parts/use-people.ts';
import { useVocabulary } from '../../../parts/vocabulary.ts';
import { useFormat, useTexts } from '../../../texts.tsx';
import { Card } from '../../../ui/card.tsx';
import { Backfills } from './backfills.tsx';
import { readChanged } from './changes.ts';
import styles from './install.module.css';
import { PendingPermissions } from './pending-permissions.tsx';
import { PermissionRow } from './permission-row.tsx';
import { useInstall } from './use-install.ts';

type Permissions = Schemas['Permissions'];

/** What is granted from now on. */
type Grant = Schemas['InstallGrant'];

/** What a plugin may do and hear, what of that it did, and what it asks for. */
export function PermissionsTab() {
  const { install } = useInstall();
  const query = useQuery(
    read('/platform/v1/installs/{id}/permissions', { path: { id: install.id } }),
  );
  return (
    <Loaded query={query} rows={6}>
      {(permissions) => <Shown permissions={permissions} />}
    </Loaded>
  );
}

function Shown({ permissions }: { permissions: Permissions }) {
  const { install, mayChange } = useInstall();
  const { install: texts } = useTexts();
  const words = useVocabulary();
  const grant = useGrant(install.id);
  const { asked, optional, granted, events_asked, events, pending, used } = permissions;
  const isDecided = (name: string, waiting: string[]) => !waiting.includes(name);
  const set = (change: Partial<Grant>) => grant.set({ scopes: granted, events, ...change });
  const put = (change: Partial<Grant>) => grant.put({ scopes: granted, events, ...change });
  const scopes = [...asked, ...optional].filter((name) => isDecided(name, pending.scopes));
  const heard = events_asked.filter((name) => isDecided(name, pending.events));
  return (
    <div className={styles.tab}>
      <PendingPermissions permissions={permissions} onDecide={mayChange ? grant.set : undefined} />
      {grant.words !== undefined && <p role="alert">{grant.words}</p>}
      <Card title={texts.permissions.may} isFlush>
        {scopes.length === 0 && <p className={styles.nothing}>{texts.permissions.mayNothing}</p>}
        <ul className={styles.lines}>
          {scopes.map((name) => (
            <PermissionRow
              key={name}
              name={name}
              words={words.scope(name)}
              isGranted={granted.includes(name)}
              isOptional={optional.includes(name)}
              use={used.find(({ scope }) => scope === name)}
              isBusy={grant.isBusy}
              {...(mayChange && {
                onChange: (isIn) => set({ scopes: toggled(granted, name, isIn) }),
                onWithdraw: () => put({ scopes: toggled(granted, name, false) }),
              })}
            />
          ))}
        </ul>
      </Card>
      <Card title={texts.permissions.hears} isFlush>
        {heard.length === 0 && <p className={styles.nothing}>{texts.permissions.hearsNothing}</p>}
        <ul className={styles.lines}>
          {heard.map((name) => (
            <PermissionRow
              key={name}
              name={name}
              words={words.event(name)}
              isGranted={events.includes(name)}
              isBusy={grant.isBusy}
              {...(mayChange && {
                onChange: (isIn) => set({ events: toggled(events, name, isIn) }),
                onWithdraw: () => put({ events: toggled(events, name, false) }),
              })}
            />
          ))}
        </ul>
      </Card>
      <GrantedBy permissions={permissions} />
      {install.status !== 'uninstalled' && <Backfills canHear={heard.length > 0} />}
    </div>
  );
}

const toggled = (names: readonly string[], name: string, isIn: boolean): string[] =>
  isIn ? [...names, name] : names.filter((one) => one !== name);

function useGrant(id: number) {
  const { run, ...doing } = useDoing();
  const put = async (body: Grant) => {
    await api.PUT('/platform/v1/installs/{id}/grant', { params: { path: { id } }, body });
    await readChanged();
  };
  return { put, set: (body: Grant) => run(() => put(body)), ...doing };
}

function GrantedBy({ permissions: { granted_by, granted_at } }: { permissions: Permissions }) {
  const { install } = useInstall();
  const { install: texts } = useTexts();
  const format = useFormat();
  const name = usePeople(install.space_id)(granted_by);
  return (
    <p className={styles.muted}>
      {texts.permissions.grantedBy(name, format.exact(Date.parse(granted_at)))}
    </p>
  );
}
