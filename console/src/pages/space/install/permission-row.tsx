import { useState } from 'react';
import type { Schemas } from '../../../api/client.ts';
import { Confirm } from '../../../parts/confirm.tsx';
import { useFormat, useTexts } from '../../../texts.tsx';
import { Button } from '../../../ui/button.tsx';
import { Checkbox } from '../../../ui/field.tsx';
import { Status } from '../../../ui/status.tsx';
import { Time } from '../../../ui/time.tsx';
import styles from './permissions.module.css';
import { useInstall } from './use-install.ts';

interface PermissionRowProps {
  /** As the host calls it. */
  name: string;
  /** What the host says of it. */
  words: string;
  isGranted: boolean;
  isOptional?: boolean;
  /** Of the last 30 days; undefined where it was not used. */
  use?: Schemas['ScopeUse'] | undefined;
  /** Undefined for those who may not change it. */
  onChange?: ((isGranted: boolean) => void) | undefined;
  /** Takes from the plugin what it needs, after asking; undefined for those who may not. */
  onWithdraw?: (() => Promise<unknown>) | undefined;
  isBusy: boolean;
}

/** Something that a plugin may do or hear: whether it may, and how often it did. */
export function PermissionRow(props: PermissionRowProps) {
  const { name, words, isGranted, isOptional = false, onChange, onWithdraw, isBusy } = props;
  const { install: shown } = useInstall();
  const { install } = useTexts();
  const { permissions: texts } = install;
  const [isAsking, setAsking] = useState(false);
  const note = isOptional ? `${name} · ${texts.optional}` : name;
  return (
    <li className={styles.row}>
      <div>
        {onChange === undefined || (isGranted && !isOptional) ? (
          <>
            <p>{words}</p>
            <p className={styles.name}>{note}</p>
          </>
        ) : (
          <Checkbox
            label={words}
            hint={note}
            isChecked={isGranted}
            isBusy={isBusy}
            onChange={onChange}
          />
        )}
      </div>
      <div className={styles.use}>
        {!isGranted ? (
          <Status tone="outline">{texts.declined}</Status>
        ) : (
          'use' in props && <Use use={props.use} />
        )}
        {isGranted && !isOptional && onWithdraw && (
          <Button
            kind="quiet"
            size="small"
            disabled={isBusy}
            onClick={() => setAsking(true)}
            aria-label={`${texts.withdraw}: ${words}`}
          >
            {texts.withdraw}
          </Button>
        )}
      </div>
      {onWithdraw && (
        <Confirm
          isOpen={isAsking}
          onClose={() => setAsking(false)}
          title={texts.withdrawTitle(words)}
          action={texts.withdraw}
          onConfirm={onWithdraw}
        >
          <p>{texts.withdrawText(shown.plugin_name)}</p>
        </Confirm>
      )}
    </li>
  );
}

function Use({ use }: { use: Schemas['ScopeUse'] | undefined }) {
  const { install } = useTexts();
  const format = useFormat();
  if (use === undefined) return <span>{install.permissions.unused}</span>;
  return (
    <span>
      {install.permissions.used(format.number(use.count_30d), use.count_30d)}{' '}
      <Time at={use.last_at} />
    </span>
  );
}
