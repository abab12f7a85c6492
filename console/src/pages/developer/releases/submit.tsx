import { useId, useState } from 'react';
import { api, type Schemas } from '../../../api/client.ts';
import { readAgain } from '../../../api/query.ts';
import { Form } from '../../../parts/form.tsx';
import { useDoing } from '../../../parts/use-doing.ts';
import { Card } from '../../../ui/card.tsx';
import type { Plugin } from '../plugin-state.tsx';
import { useDeveloperTexts } from '../texts.ts';
import styles from './releases.module.css';
import { RELEASES } from './types.ts';

type RollOut = Schemas['ReleaseSummary']['roll_out'];

/** Puts a draft before a reviewer, and says what is to happen once that one says yes. */
export function SubmitRelease({ plugin, number }: { plugin: Plugin; number: number }) {
  const { releases: texts } = useDeveloperTexts();
  const doing = useDoing();
  const [rollOut, setRollOut] = useState<RollOut>('at_once');
  const submit = () =>
    doing.run(async () => {
      await api.POST('/platform/v1/plugins/{id}/releases/{number}/submit', {
        params: { path: { id: String(plugin.id), number: String(number) } },
        body: { roll_out: rollOut },
      });
      await readAgain(RELEASES, '/platform/v1/plugins/{id}', '/platform/v1/plugins');
    });
  return (
    <Card title={texts.submitTitle}>
      <Form doing={doing} isChanged={false} action={texts.submit(number)} onSubmit={submit}>
        <p className={styles.about}>{texts.submitText}</p>
        {/* The first one reaches nobody who has another. */}
        {plugin.current_release !== null && <Ways chosen={rollOut} onChoose={setRollOut} />}
      </Form>
    </Card>
  );
}

function Ways({ chosen, onChoose }: { chosen: RollOut; onChoose: (way: RollOut) => void }) {
  const { releases: texts } = useDeveloperTexts();
  const name = useId();
  const ways: readonly [RollOut, string][] = [
    ['at_once', texts.atOnce],
    ['later', texts.myself],
  ];
  return (
    <fieldset className={styles.ways}>
      <legend>{texts.rollOut}</legend>
      {ways.map(([way, label]) => (
        <label key={way}>
          <input type="radio" name={name} checked={chosen === way} onChange={() => onChoose(way)} />
          {label}
        </label>
      ))}
    </fieldset>
  );
}
