import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, type Schemas } from '../../../api/client.ts';
import { read, readAgain } from '../../../api/query.ts';
import { useDoing } from '../../../parts/use-doing.ts';
import { useView } from '../../../parts/view.ts';
import { useFormat, useTexts } from '../../../texts.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { SelectField } from '../../../ui/field.tsx';
import { Time } from '../../../ui/time.tsx';
import styles from './permissions.module.css';
import { useInstall } from './use-install.ts';

type Backfill = Schemas['Backfill'];

const DAYS = [1, 7, 14, 30];
const AGAIN_MS = 2000;
const LIST = '/platform/v1/installs/{id}/backfills';

/** Tells a plugin of what happened before it came, and how far that is. */
export function Backfills({ canHear }: { canHear: boolean }) {
  const { install, mayChange } = useInstall();
  const { install: texts } = useTexts();
  const isView = useView() !== undefined;
  const { data } = useQuery({
    ...read(LIST, { path: { id: install.id }, query: { limit: 1 } }),
    enabled: !isView,
    refetchInterval: ({ state }) => (state.data?.data[0]?.state === 'running' ? AGAIN_MS : false),
  });
  const [last] = data?.data ?? [];
  // No view of a host's page has them.
  if (isView || !canHear || (!mayChange && last === undefined)) return null;
  const isRunning = last?.state === 'running';
  return (
    <Card title={texts.backfill.title}>
      <div className={styles.stack}>
        <p>{texts.backfill.text(install.plugin_name)}</p>
        {last !== undefined && <Progress backfill={last} />}
        {mayChange && !isRunning && <Begin />}
      </div>
    </Card>
  );
}

function Begin() {
  const { install } = useInstall();
  const { install: texts } = useTexts();
  const [days, setDays] = useState('7');
  const { run, isBusy, words } = useDoing();
  const begin = () =>
    run(async () => {
      await api.POST(LIST, { params: { path: { id: install.id } }, body: { days: Number(days) } });
      await readAgain(LIST);
    });
  return (
    <>
      <div className={styles.backfill}>
        <SelectField
          label={texts.backfill.from}
          value={days}
          onChange={(event) => setDays(event.target.value)}
          options={DAYS.map((count) => ({ value: `${count}`, label: texts.backfill.days(count) }))}
        />
        <Button isBusy={isBusy} onClick={begin}>
          {texts.backfill.begin}
        </Button>
      </div>
      {words !== undefined && <p role="alert">{words}</p>}
    </>
  );
}

function Progress({ backfill }: { backfill: Backfill }) {
  const { mayChange } = useInstall();
  const { install: texts } = useTexts();
  const format = useFormat();
  const { run, isBusy, words } = useDoing();
  const { id, state, done, failed, total, days, created_at } = backfill;
  const told = format.number(done);
  const end = () =>
    run(async () => {
      await api.DELETE('/platform/v1/backfills/{id}', { params: { path: { id } } });
      await readAgain(LIST);
    });
  if (state !== 'running') {
    return (
      <p>
        {texts.backfill.over(state === 'cancelled', texts.backfill.days(days), told)}{' '}
        {failed > 0 && texts.backfill.failed(format.number(failed))} <Time at={created_at} />
      </p>
    );
  }
  const said = texts.backfill.running(told, total === null ? undefined : format.number(total));
  return (
    <div className={styles.progress}>
      <p>{said}</p>
      <progress
        aria-label={texts.backfill.title}
        {...(total !== null && { max: Math.max(total, 1), value: done + failed })}
      />
      {mayChange && (
        <p>
          <Button size="small" isBusy={isBusy} onClick={end}>
            {texts.backfill.end}
          </Button>
        </p>
      )}
      {words !== undefined && <p role="alert">{words}</p>}
    </div>
  );
}
