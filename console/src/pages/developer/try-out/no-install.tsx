import { useQuery } from '@tanstack/react-query';
import { read } from '../../../api/query.ts';
import { Failure } from '../../../parts/failure.tsx';
import { useDoing } from '../../../parts/use-doing.ts';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { Empty } from '../../../ui/states.tsx';
import type { Plugin } from '../plugin-state.tsx';
import { useDeveloperTexts } from '../texts.ts';
import styles from './try-out.module.css';
import { mayTry } from './types.ts';
import { makeInstall } from './use-own-install.ts';

/** Says what a development install is, and makes one. */
export function NoInstall({ plugin }: { plugin: Plugin }) {
  const { tryOut: texts } = useDeveloperTexts();
  return (
    <Card>
      <Empty
        title={texts.none(plugin.name)}
        action={mayTry(plugin) ? <Make plugin={plugin} /> : undefined}
      >
        {texts.noneText}
      </Empty>
      {!mayTry(plugin) && <p className={styles.only}>{texts.onlyDevelopers}</p>}
    </Card>
  );
}

function Make({ plugin }: { plugin: Plugin }) {
  const { tryOut: texts } = useDeveloperTexts();
  const doing = useDoing();
  const { data: quotas } = useQuery(read('/platform/v1/quotas', {}));
  const { limit, used } = quotas?.development_installs ?? {};
  return (
    <>
      <Button
        kind="primary"
        isBusy={doing.isBusy}
        onClick={() => doing.run(() => makeInstall(plugin.id))}
      >
        {texts.make}
      </Button>
      <p className={styles.quota}>
        {limit !== undefined && used !== undefined && texts.quota(used, limit)}
      </p>
      {doing.error !== undefined && <Failure error={doing.error}>{texts.notMade}</Failure>}
    </>
  );
}
