import { useState } from 'react';
import { api } from '../../../api/client.ts';
import { type Item, readAgain } from '../../../api/query.ts';
import { Confirm } from '../../../parts/confirm.tsx';
import { useDoing } from '../../../parts/use-doing.ts';
import { Button } from '../../../ui/button.tsx';
import { TextField } from '../../../ui/field.tsx';
import { useOperatorTexts } from '../texts.ts';

const MAX_REASON = 500;

/** What shows how a plugin stands. */
const PLUGINS = ['/platform/v1/plugins', '/platform/v1/plugins/{id}'] as const;

type Switched = Pick<Item<'/platform/v1/plugins'>, 'id' | 'name' | 'installs' | 'suspended_at'>;

/** Stops a plugin everywhere, which asks first, or lets it go on. */
export function KillSwitch({ plugin }: { plugin: Switched }) {
  const { plugins: texts } = useOperatorTexts();
  const doing = useDoing();
  const [isAsking, setAsking] = useState(false);
  const [reason, setReason] = useState('');
  const { id, name, installs = 0, suspended_at } = plugin;
  const params = { path: { id: String(id) } };
  const resume = () =>
    doing.run(async () => {
      await api.POST('/platform/v1/plugins/{id}/resume', { params });
      await readAgain(...PLUGINS);
    });
  const suspend = async () => {
    await api.POST('/platform/v1/plugins/{id}/suspend', {
      params,
      body: reason.trim() === '' ? {} : { reason: reason.trim() },
    });
    setReason('');
    await readAgain(...PLUGINS);
  };
  return (
    <>
      {suspended_at === null ? (
        <Button size="small" aria-label={texts.stopOf(name)} onClick={() => setAsking(true)}>
          {texts.stop}
        </Button>
      ) : (
        <Button
          size="small"
          isBusy={doing.isBusy}
          aria-label={texts.resumeOf(name)}
          onClick={resume}
        >
          {texts.resume}
        </Button>
      )}
      {doing.words !== undefined && <p role="alert">{doing.words}</p>}
      <Confirm
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        title={texts.stopOf(name)}
        action={texts.stopOf(name)}
        onConfirm={suspend}
      >
        <p>{texts.stopText(installs)}</p>
        <TextField
          label={texts.reason}
          hint={texts.reasonHint}
          isOptional
          value={reason}
          maxLength={MAX_REASON}
          onChange={({ target }) => setReason(target.value)}
        />
      </Confirm>
    </>
  );
}
