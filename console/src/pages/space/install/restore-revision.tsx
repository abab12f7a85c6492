import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { readExactly } from '../../../api/query.ts';
import { Confirm } from '../../../parts/confirm.tsx';
import { Loaded } from '../../../parts/loaded.tsx';
import { useTexts } from '../../../texts.tsx';
import { TextField } from '../../../ui/field.tsx';
import { restoreRevision } from './changes.ts';
import { ConfigDiff } from './config-diff.tsx';
import { compareConfigs, configOf } from './config-text.ts';
import { useInstall } from './use-install.ts';

interface RestoreRevisionProps {
  /** Of the revision that is to be the present one again; undefined where nobody asked for it. */
  number: number | undefined;
  onClose: () => void;
}

/** Asks before an old revision is made the present one: what that changes, and why. */
export function RestoreRevision({ number, onClose }: RestoreRevisionProps) {
  const { install, mayChange } = useInstall();
  const { install: texts } = useTexts();
  const [reason, setReason] = useState('');
  if (!mayChange) return null;
  const restore = async () => {
    await restoreRevision({
      installId: install.id,
      number: number ?? 0,
      present: install.config_revision,
      reason,
    });
    setReason('');
  };
  return (
    <Confirm
      isOpen={number !== undefined}
      onClose={onClose}
      title={texts.history.restoreTitle(number ?? 0)}
      action={texts.history.restoreNumber(number ?? 0)}
      kind="primary"
      onConfirm={restore}
    >
      <p>{texts.history.restoreText(install.plugin_name)}</p>
      {number !== undefined && <WhatChanges number={number} />}
      <TextField
        label={texts.reason}
        hint={texts.reasonHint}
        isOptional
        maxLength={500}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
    </Confirm>
  );
}

function WhatChanges({ number }: { number: number }) {
  const { id } = useInstall().install;
  const now = useQuery(readExactly('/platform/v1/installs/{id}/config', { path: { id } }));
  const then = useQuery(
    readExactly('/platform/v1/installs/{id}/config/revisions/{number}', { path: { id, number } }),
  );
  return (
    <Loaded query={now}>
      {(present) => (
        <Loaded query={then}>
          {(old) => (
            <ConfigDiff changes={compareConfigs(configOf(present.text), configOf(old.text))} />
          )}
        </Loaded>
      )}
    </Loaded>
  );
}
