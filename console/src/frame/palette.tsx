import type { Texts } from '@plugboard/look/texts';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type KeyboardEvent, useId, useMemo, useRef, useState } from 'react';
import { readPages } from '../api/query.ts';
import { shownDocument } from '../parts/shown-document.ts';
import { useInstalls } from '../parts/use-installs.ts';
import { paths } from '../paths.ts';
import { useTexts } from '../texts.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { useHats } from './hats.ts';
import styles from './palette.module.css';

interface Found {
  key: string;
  title: string;
  /** What kind of thing it is. */
  kind: string;
  to: string;
}

/** Finds pages, plugins, installs, and jobs by their identifier or id. */
export function Palette({
  spaceId,
  onClose,
}: {
  spaceId?: number | undefined;
  onClose: () => void;
}) {
  const { frame, common } = useTexts();
  const navigate = useNavigate();
  const id = useId();
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState(0);
  const found = useFound(spaceId, text.trim());
  const at = Math.min(chosen, found.length - 1);
  // The heading of the page that is gone to has the focus then.
  const isGone = useRef(false);
  const go = ({ to }: Found) => {
    isGone.current = true;
    onClose();
    navigate({ to } as never);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const one = found[at];
    if (event.key === 'Enter' && one) go(one);
    if (step === undefined || found.length === 0) return;
    event.preventDefault();
    setChosen((at + step + found.length) % found.length);
  };
  return (
    <Dialog isOpen onClose={onClose} title={frame.palette} givesFocusBack={() => !isGone.current}>
      <input
        className={styles.input}
        type="search"
        role="combobox"
        aria-expanded={found.length > 0}
        aria-controls={`${id}-list`}
        aria-activedescendant={found[at] && `${id}-${at}`}
        aria-label={common.search}
        placeholder={frame.paletteHint}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setChosen(0);
        }}
        onKeyDown={onKeyDown}
      />
      {/* Long, it scrolls, and what scrolls would be a stop of its own: its field goes through it. */}
      <div
        role="listbox"
        id={`${id}-list`}
        tabIndex={-1}
        className={styles.list}
        aria-label={frame.palette}
      >
        {found.map((one, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the field's
          <div
            key={one.key}
            id={`${id}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === at}
            className={styles.found}
            onClick={() => go(one)}
          >
            <span>{one.title}</span>
            <span className={styles.kind}>{one.kind}</span>
          </div>
        ))}
      </div>
      {found.length === 0 && <p role="status">{frame.paletteEmpty}</p>}
    </Dialog>
  );
}

const MOST = 12;
// An identifier or the id of a job is longer than what somebody types on the way to a page.
const LEAST_OF_IDENTIFIER = 3;

function useFound(spaceId: number | undefined, text: string): Found[] {
  const { frame } = useTexts();
  const space_id = spaceId ?? 0;
  const { data: installs = [] } = useInstalls(spaceId);
  const { data: plugins = [] } = useInfiniteQuery({
    ...readPages('/platform/v1/catalog', { query: { space_id, search: text, limit: 5 } }),
    enabled: spaceId !== undefined && text !== '',
  });
  const { data: jobs = [] } = useInfiniteQuery({
    ...readPages('/platform/v1/jobs', { query: { space_id, identifier: text, limit: 5 } }),
    enabled: spaceId !== undefined && text.length >= LEAST_OF_IDENTIFIER,
  });
  const { data: spaces = [] } = useInfiniteQuery(
    readPages('/platform/v1/me/spaces', { query: { limit: 50 } }),
  );
  const hats = useHats();
  const isDeveloper = hats.some(({ name }) => name === 'developer');
  const { data: developed = [] } = useInfiniteQuery({
    ...readPages('/platform/v1/plugins', { query: { limit: 200 } }),
    enabled: isDeveloper,
  });
  return useMemo(() => {
    const isNamed = (title: string) => title.toLowerCase().includes(text.toLowerCase());
    const places = [
      ...(spaceId === undefined
        ? []
        : [
            { title: frame.home, to: paths.space(spaceId) },
            { title: frame.catalog, to: paths.catalog(spaceId) },
            { title: frame.installed, to: paths.installed(spaceId) },
            { title: frame.activity, to: paths.activity(spaceId) },
            { title: frame.members, to: paths.members(spaceId) },
          ]),
      ...hats.map(({ name, to }) => ({ title: frame.hats[name], to })),
      ...(isDeveloper ? [{ title: frame.deliveries, to: paths.deliveries() }] : []),
      { title: frame.notifications, to: paths.notifications() },
      ...(shownDocument().onlySpace === undefined
        ? [
            { title: frame.account, to: paths.account() },
            { title: frame.grants, to: paths.grants() },
          ]
        : []),
    ];
    const all: Found[] = [
      ...places.map((place) => ({ ...place, key: place.to, kind: '' })),
      ...installs.map((install) => ({
        key: `install ${install.id}`,
        title: install.plugin_name,
        kind: frame.installed,
        to: paths.install(space_id, install.id),
      })),
      ...developed.filter(({ role }) => role !== null).flatMap((plugin) => pagesOf(plugin, frame)),
      ...spaces.map((space) => ({
        key: `space ${space.id}`,
        title: space.name,
        kind: frame.spaces,
        to: paths.space(space.id),
      })),
    ].filter(({ title }) => isNamed(title));
    return [
      ...all,
      ...plugins.map((plugin) => ({
        key: `plugin ${plugin.slug}`,
        title: plugin.name,
        kind: frame.catalog,
        to: paths.catalogPlugin(space_id, plugin.slug),
      })),
      ...jobs.map((job) => ({
        key: `job ${job.id}`,
        title: `${job.name} · ${job.identifier ?? job.id}`,
        kind: frame.activity,
        to: paths.job(space_id, job.id),
      })),
    ].slice(0, MOST);
  }, [
    frame,
    hats,
    isDeveloper,
    developed,
    installs,
    jobs,
    plugins,
    space_id,
    spaceId,
    spaces,
    text,
  ]);
}

/** What there is of a plugin for who develops it. */
function pagesOf({ slug, name }: { slug: string; name: string }, frame: Texts['frame']): Found[] {
  const pages = [
    { title: name, to: paths.plugin(slug) },
    { title: frame.builderOf(name), to: paths.builderOf(slug) },
    { title: frame.tryOutOf(name), to: paths.tryOutOf(slug) },
    { title: frame.releasesOf(name), to: paths.releasesOf(slug) },
    { title: frame.deliveriesOf(name), to: paths.deliveriesOf(slug) },
    { title: frame.secretsOf(name), to: paths.secretsOf(slug) },
  ];
  return pages.map((page) => ({ ...page, key: page.to, kind: frame.developing }));
}
