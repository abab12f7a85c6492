import { useState } from 'react';
import { api, type Schemas } from '../../api/client.ts';
import { ApiError } from '../../api/errors.ts';
import { Form } from '../../parts/form.tsx';
import { useDoing } from '../../parts/use-doing.ts';
import { useTexts } from '../../texts.tsx';
import { Button } from '../../ui/button.tsx';
import { SelectField, TextField } from '../../ui/field.tsx';
import styles from './account.module.css';

const DAY_MS = 24 * 3600 * 1000;
const MAX_NAME = 100;
const DAYS = { month: '30', quarter: '90', year: '365', unlimited: '' };

interface NewTokenProps {
  onMade: (token: Schemas['PersonalTokenCreated']) => Promise<void>;
  onCancel: () => void;
}

/** Makes a token: what it is for, and for how long. */
export function NewToken({ onMade, onCancel }: NewTokenProps) {
  const { account, common } = useTexts();
  const doing = useDoing();
  const [name, setName] = useState('');
  const [days, setDays] = useState(DAYS.quarter);
  const [isNameless, setNameless] = useState(false);
  const isRefused = doing.error instanceof ApiError && doing.error.at('/name') !== undefined;
  const make = async () => {
    const trimmed = name.trim();
    setNameless(trimmed === '');
    if (trimmed === '') return;
    const expires_at =
      days === DAYS.unlimited ? null : new Date(Date.now() + Number(days) * DAY_MS).toISOString();
    await doing.run(async () => {
      const body = { name: trimmed, expires_at };
      const { data } = await api.POST('/platform/v1/personal_access_tokens', { body });
      if (data !== undefined) await onMade(data);
    });
  };
  return (
    <div className={styles.making}>
      <Form
        doing={doing}
        isChanged={name !== ''}
        isAtFields={isRefused}
        action={account.makeToken}
        other={<Button onClick={onCancel}>{common.cancel}</Button>}
        onSubmit={make}
      >
        <TextField
          label={account.tokenName}
          hint={account.tokenNameHint}
          value={name}
          maxLength={MAX_NAME}
          autoComplete="off"
          autoFocus
          error={
            isNameless ? account.tokenNameMissing : isRefused ? account.tokenNameWrong : undefined
          }
          onChange={(event) => setName(event.target.value)}
        />
        <SelectField
          label={account.tokenExpiry}
          value={days}
          options={[
            { value: DAYS.month, label: account.days(30) },
            { value: DAYS.quarter, label: account.days(90) },
            { value: DAYS.year, label: account.year },
            { value: DAYS.unlimited, label: account.unlimited },
          ]}
          onChange={(event) => setDays(event.target.value)}
        />
      </Form>
    </div>
  );
}
