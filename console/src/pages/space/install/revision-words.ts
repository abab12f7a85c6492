import type { Schemas } from '../../../api/client.ts';
import { shownDocument } from '../../../parts/shown-document.ts';
import { usePeople } from '../../../parts/use-people.ts';
import { useView } from '../../../parts/view.ts';
import { useFormat, useTexts } from '../../../texts.tsx';
import { useInstall } from './use-install.ts';

/** A change of the config. */
export type Revision = Schemas['Revision'];

/** Who changed a config, by name where it is somebody of the space. */
export function useAuthor({ kind, id }: Schemas['RevisionAuthor']): string {
  const { install } = useInstall();
  const { install: texts } = useTexts();
  const people = usePeople(install.space_id);
  const host = useHostName();
  if (kind === 'plugin') return install.plugin_name;
  if (kind === 'host') return host;
  if (kind === 'system') return texts.history.system;
  return people(id) ?? texts.history.somebody;
}

/** What the host is called where it did something: in a view by its name, since whoever looks is in its product. */
export function useHostName(): string {
  const { install } = useTexts();
  return useView() === undefined ? install.history.host : shownDocument().product;
}

const MOST_NAMES = 4;

/** Which members a change touched, in words. */
export function useChangeWords({ added, changed, removed }: Schemas['RevisionDiff']): string {
  const { install } = useTexts();
  const format = useFormat();
  const said = (names: readonly string[]) => {
    const rest = names.length - MOST_NAMES;
    if (rest <= 1) return format.list(names);
    return format.list([...names.slice(0, MOST_NAMES), install.history.more(rest)]);
  };
  const parts = [
    changed.length > 0 && install.history.did.changed(said(changed)),
    added.length > 0 && install.history.did.added(said(added)),
    removed.length > 0 && install.history.did.removed(said(removed)),
  ].filter((part) => part !== false);
  return parts.length === 0 ? install.history.did.nothing : format.list(parts);
}
