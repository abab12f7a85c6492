import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { api } from '../../../api/client.ts';
import { ApiError } from '../../../api/errors.ts';
import { readAgain } from '../../../api/query.ts';
import { Failure } from '../../../parts/failure.tsx';
import { Form } from '../../../parts/form.tsx';
import { useDoing } from '../../../parts/use-doing.ts';
import { paths } from '../../../paths.ts';
import { useTexts } from '../../../texts.tsx';
import { Button } from '../../../ui/button.tsx';
import type { Plugin } from '../plugin-state.tsx';
import type { Release } from '../releases/types.ts';
import { useDeveloperTexts } from '../texts.ts';
import { BeginFields } from './begin-fields.tsx';
import { areTimesWrong, bodyOf, type Chosen } from './choices.ts';
import styles from './rehearsals.module.css';
import { REHEARSALS } from './types.ts';

interface BeginProps {
  plugin: Plugin;
  /** Those that can be rehearsed, the newest first. */
  releases: readonly Release[];
  onCancel: () => void;
}

/** Begins a rehearsal, and says before what it does and what it does not hold back; then its page. */
export function BeginRehearsal({ plugin, releases, onCancel }: BeginProps) {
  const { rehearsals: texts } = useDeveloperTexts();
  const { common } = useTexts();
  const navigate = useNavigate();
  const doing = useDoing();
  const [isTried, setTried] = useState(false);
  const [chosen, setChosen] = useState<Chosen>(() => usual(releases[0]?.number ?? 0));
  const begin = () => {
    setTried(true);
    if (areTimesWrong(chosen)) return;
    return doing.run(async () => {
      try {
        const { data } = await api.POST('/platform/v1/plugins/{id}/releases/{number}/rehearse', {
          params: { path: { id: String(plugin.id), number: String(chosen.number) } },
          body: bodyOf(chosen, Date.now()),
        });
        if (data !== undefined)
          await navigate({ to: paths.rehearsal(plugin.slug, data.id) } as never);
      } finally {
        // Where it was refused, somebody else may have begun one, which the list then says.
        await readAgain(REHEARSALS);
      }
    });
  };
  const wrongInstall = doing.error instanceof ApiError && doing.error.at('/install_ids/0');
  return (
    <div className={styles.begin}>
      <Explained release={releases.find(({ number }) => number === chosen.number)} />
      <Form
        doing={doing}
        isChanged={false}
        isAtFields
        action={texts.begin(chosen.number)}
        other={<Button onClick={onCancel}>{common.cancel}</Button>}
        onSubmit={begin}
      >
        <BeginFields
          plugin={plugin}
          releases={releases}
          chosen={chosen}
          wrong={{
            ...(isTried && areTimesWrong(chosen) && { from: texts.timesWrong }),
            ...(wrongInstall && { install: wrongInstall }),
          }}
          onChange={(change) => setChosen((before) => ({ ...before, ...change }))}
        />
        {doing.error !== undefined && !wrongInstall && <Refused error={doing.error} />}
      </Form>
    </div>
  );
}

const usual = (number: number): Chosen => ({
  number,
  install: '',
  time: 'day',
  from: '',
  to: '',
  limit: '1000',
});

function Refused({ error }: { error: Error }) {
  const { rehearsals: texts } = useDeveloperTexts();
  const isTooMany = error instanceof ApiError && error.code === 'too_many_requests';
  if (isTooMany) return <p role="alert">{texts.tooMany}</p>;
  return <Failure error={error}>{texts.notBegun}</Failure>;
}

function Explained({ release }: { release: Release | undefined }) {
  const { rehearsals: texts } = useDeveloperTexts();
  return (
    <ul className={styles.explained}>
      <li>{texts.does}</li>
      <li>{texts.held}</li>
      <li>
        <strong>{texts.notHeld}</strong> {texts.lookAt} <code>meta.rehearsal</code>.
      </li>
      {release !== undefined && release.state !== 'published' && (
        <li>{texts.onlyDevelopment(release.number)}</li>
      )}
      <li>{texts.limits}</li>
    </ul>
  );
}
