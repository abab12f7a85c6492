import { useState } from 'react';
import { api, type Schemas } from '../../../api/client.ts';
import { readAgain } from '../../../api/query.ts';
import { Confirm } from '../../../parts/confirm.tsx';
import { Button } from '../../../ui/button.tsx';
import { classes } from '../../../ui/classes.ts';
import rows from '../../../ui/rows.module.css';
import { Status } from '../../../ui/status.tsx';
import { Time } from '../../../ui/time.tsx';
import { useDeveloperTexts } from '../texts.ts';
import styles from './secrets.module.css';

type Secret = Schemas['Secret'];

interface SecretRowProps {
  pluginId: string;
  secret: Secret;
  isNewest: boolean;
  /** No other works. */
  isOnly: boolean;
  /** Whoever looks may not withdraw it. */
  isFixed: boolean;
  /** The plugin has used one that was made after it. */
  isNewerProved: boolean;
}

/** A generation: how old it is, whether the plugin has used it, and until when it works. */
export function SecretRow({
  pluginId,
  secret,
  isNewest,
  isOnly,
  isFixed,
  isNewerProved,
}: SecretRowProps) {
  const { secrets: texts } = useDeveloperTexts();
  const [isAsking, setAsking] = useState(false);
  const { generation, live } = secret;
  const withdraw = async () => {
    const params = { path: { id: pluginId, generation: String(generation) } };
    await api.DELETE('/platform/v1/plugins/{id}/secrets/{generation}', { params });
    await readAgain('/platform/v1/plugins/{id}/secrets');
  };
  return (
    <li className={classes(!live && styles.off)}>
      <div className={rows.main}>
        <p className={styles.head}>
          <span className={rows.title}>{texts.generation(generation)}</span>
          <Status tone={live ? 'success' : 'outline'}>{live ? texts.worksOn : texts.over}</Status>
          {isNewest && <span className={rows.muted}>{texts.newest}</span>}
        </p>
        <Age secret={secret} />
        {live && isOnly && <p className={rows.muted}>{texts.onlyOne}</p>}
      </div>
      {live && !isOnly && !isFixed && (
        <Button
          size="small"
          aria-label={texts.withdrawOf(generation)}
          onClick={() => setAsking(true)}
        >
          {texts.withdraw}
        </Button>
      )}
      <Confirm
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        title={texts.withdrawOf(generation)}
        action={texts.withdrawOf(generation)}
        onConfirm={withdraw}
      >
        <p>{texts.withdrawText}</p>
        {!isNewest && !isNewerProved && <p>{texts.withdrawUnproved}</p>}
      </Confirm>
    </li>
  );
}

function Age({ secret: { created_at, proved_at, expires_at, live } }: { secret: Secret }) {
  const { secrets: texts } = useDeveloperTexts();
  return (
    <p className={styles.age}>
      <span>
        {texts.made} <Time at={created_at} />
      </span>
      <span>
        {proved_at === null ? (
          texts.unproved
        ) : (
          <>
            {texts.proved} <Time at={proved_at} />
          </>
        )}
      </span>
      {live && expires_at !== null && (
        <span>
          {texts.until} <Time at={expires_at} />
        </span>
      )}
    </p>
  );
}
