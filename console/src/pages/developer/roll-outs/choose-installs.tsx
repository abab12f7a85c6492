import { useInfiniteQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { type Item, readPages } from '../../../api/query.ts';
import { Failure } from '../../../parts/failure.tsx';
import { Paged } from '../../../parts/paged.tsx';
import { useDoing } from '../../../parts/use-doing.ts';
import { useTexts } from '../../../texts.tsx';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { Checkbox, TextField } from '../../../ui/field.tsx';
import type { Plugin } from '../plugin-state.tsx';
import { useDeveloperTexts } from '../texts.ts';
import { askToRollOut } from './ask.ts';
import { useAsking } from './asking.tsx';
import styles from './roll-outs.module.css';
import { PLUGIN_INSTALLS } from './types.ts';

interface ChooseProps {
  plugin: Plugin;
  release: number;
}

/** Has a release come to installs that are chosen one by one. */
export function ChooseInstalls(props: ChooseProps) {
  const { rollOuts: texts } = useDeveloperTexts();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>{texts.one}</Button>
      {isOpen && <Choosing {...props} onClose={() => setOpen(false)} />}
    </>
  );
}

/** As many as one request may name. */
const MOST = 1000;

function Choosing({ plugin, release, onClose }: ChooseProps & { onClose: () => void }) {
  const { rollOuts: texts } = useDeveloperTexts();
  const { common } = useTexts();
  const doing = useDoing();
  const asking = useAsking();
  const [search, setSearch] = useState('');
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set());
  const rollOut = async () => {
    const ids = [...chosen];
    const isDone = await doing.run(() =>
      asking(() => askToRollOut(plugin, release, { install_ids: ids })),
    );
    if (isDone) onClose();
  };
  const choose = (id: number, isChosen: boolean) => {
    const next = new Set(chosen);
    if (isChosen) next.add(id);
    else next.delete(id);
    setChosen(next);
  };
  const isTooMany = chosen.size > MOST;
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={texts.chooseTitle(release)}
      actions={
        <>
          <Button onClick={onClose}>{common.cancel}</Button>
          <Button
            kind="primary"
            isBusy={doing.isBusy}
            disabled={chosen.size === 0 || isTooMany}
            onClick={rollOut}
          >
            {texts.toChosen(chosen.size)}
          </Button>
        </>
      }
    >
      <p className={styles.about}>{texts.chooseText}</p>
      <TextField
        label={texts.search}
        type="search"
        maxLength={200}
        value={search}
        autoComplete="off"
        error={isTooMany ? texts.tooMany : undefined}
        onChange={({ target }) => setSearch(target.value)}
      />
      <Found
        plugin={plugin}
        release={release}
        search={useDeferredValue(search.trim())}
        chosen={chosen}
        onChoose={choose}
      />
      {doing.error !== undefined && <Failure error={doing.error}>{texts.notDone}</Failure>}
    </Dialog>
  );
}

interface FoundProps extends ChooseProps {
  search: string;
  chosen: ReadonlySet<number>;
  onChoose: (id: number, isChosen: boolean) => void;
}

function Found({ plugin, release, search, chosen, onChoose }: FoundProps) {
  const { rollOuts: texts } = useDeveloperTexts();
  const params = {
    path: { id: String(plugin.id) },
    query: { limit: 50, ...(search !== '' && { search }) },
  };
  const query = useInfiniteQuery(readPages(PLUGIN_INSTALLS, params));
  return (
    <div className={styles.found}>
      <Paged query={query} rows={4} empty={<p className={styles.about}>{texts.nothingFound}</p>}>
        {(installs) => (
          <ul aria-label={texts.installs}>
            {installs.map((install) => (
              <li key={install.install_id}>
                {(install.release ?? 0) >= release ? (
                  <AlreadyOn install={install} />
                ) : (
                  <Checkbox
                    label={install.space_name}
                    name={texts.installOf(install.space_name, install.install_id)}
                    hint={texts.install(install.install_id)}
                    isChecked={chosen.has(install.install_id)}
                    onChange={(isChosen) => onChoose(install.install_id, isChosen)}
                  />
                )}
              </li>
            ))}
          </ul>
        )}
      </Paged>
    </div>
  );
}

function AlreadyOn({ install }: { install: Item<typeof PLUGIN_INSTALLS> }) {
  const { rollOuts: texts } = useDeveloperTexts();
  const { space_name, install_id, release } = install;
  return (
    <div className={styles.alreadyOn}>
      <p>{space_name}</p>
      <p className={styles.hint}>
        {texts.install(install_id)} · {texts.alreadyOn(release ?? 0)}
      </p>
    </div>
  );
}
