import { useQuery } from '@tanstack/react-query';
import { Bell, CircleUser, Search } from 'lucide-react';
import { useEffect } from 'react';
import { read } from '../api/query.ts';
import { PageLink } from '../parts/page-link.tsx';
import { shownDocument } from '../parts/shown-document.ts';
import { paths } from '../paths.ts';
import { useTexts } from '../texts.tsx';
import { IconButton } from '../ui/button.tsx';
import { Popover } from '../ui/popover.tsx';
import styles from './frame.module.css';
import { useHats } from './hats.ts';
import { pageContext } from './page-context.ts';
import { Product } from './product.tsx';
import { SignOut } from './sign-out.tsx';
import { usePalette } from './use-palette.ts';

/** Where you are, search, the bell, the person. */
export function AppBar({ spaceId }: { spaceId?: number }) {
  const { frame, common } = useTexts();
  const { Palette, isFinding, isMissing, open, close } = usePalette();
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      open();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [open]);
  return (
    <header className={styles.bar}>
      <Product />
      {spaceId === undefined ? (
        <span className={styles.gap} />
      ) : (
        <plugboard-toolbar space={String(spaceId)} label={frame.tools} context={pageContext} />
      )}
      <button type="button" className={styles.find} onClick={open}>
        <Search size={16} aria-hidden="true" />
        <span>{frame.palette}</span>
        <kbd>Ctrl K</kbd>
      </button>
      <IconButton label={frame.palette} className={styles.findShort} onClick={open}>
        <Search size={20} aria-hidden="true" />
      </IconButton>
      <NotificationBell />
      <PersonMenu />
      {isFinding && Palette !== undefined && <Palette spaceId={spaceId} onClose={close} />}
      {isMissing && (
        <p className={styles.missing} role="alert">
          {common.offline}
        </p>
      )}
    </header>
  );
}

function NotificationBell() {
  const { frame } = useTexts();
  const { data } = useQuery(
    read('/platform/v1/notifications', { query: { unread: true, limit: 1 } }),
  );
  const unread = data?.unread ?? 0;
  const label =
    unread === 0 ? frame.notifications : `${frame.notifications}: ${frame.unread(unread)}`;
  return (
    <PageLink className={styles.bell} to={paths.notifications()} aria-label={label} title={label}>
      <Bell size={20} aria-hidden="true" />
      {unread > 0 && (
        <span className={styles.count} aria-hidden="true">
          {unread > 99 ? '99+' : unread}
        </span>
      )}
    </PageLink>
  );
}

function PersonMenu() {
  const { frame } = useTexts();
  const { data: me } = useQuery(read('/platform/v1/me', {}));
  const name = me?.friendly_name ?? '';
  return (
    <Popover
      side="end"
      label={frame.person(name)}
      buttonClassName={styles.person}
      button={
        <>
          <CircleUser size={20} aria-hidden="true" />
          <span>{name}</span>
        </>
      }
    >
      <ul>
        {shownDocument().onlySpace === undefined && <OwnPages />}
        <li>
          <SignOut />
        </li>
      </ul>
    </Popover>
  );
}

function OwnPages() {
  const { frame } = useTexts();
  const hats = useHats();
  return (
    <>
      <li>
        <PageLink to={paths.account()}>{frame.account}</PageLink>
      </li>
      <li>
        <PageLink to={paths.grants()}>{frame.grants}</PageLink>
      </li>
      <li>
        <PageLink to={paths.spaces()}>{frame.chooseSpace}</PageLink>
      </li>
      {hats.map(({ name, to }) => (
        <li key={name}>
          <PageLink to={to}>{frame.hats[name]}</PageLink>
        </li>
      ))}
    </>
  );
}
