import { useState } from 'react';
import { api, type Schemas } from '../../api/client.ts';
import { ApiError } from '../../api/errors.ts';
import { readAgain } from '../../api/query.ts';
import { Form } from '../../parts/form.tsx';
import { useDoing } from '../../parts/use-doing.ts';
import { useTexts } from '../../texts.tsx';
import { TextField } from '../../ui/field.tsx';
import { Section } from './section.tsx';

const MIN_CHARACTERS = 8;
const MAX_BYTES = 1024;
const NOTHING = { current: '', next: '' };

/** A new password, or a first one. */
export function Password({ me }: { me: Schemas['Me'] }) {
  const { account } = useTexts();
  const doing = useDoing();
  const [typed, setTyped] = useState(NOTHING);
  const [isChanged, setChanged] = useState(false);
  const refused = doing.error instanceof ApiError ? doing.error : undefined;
  const isCurrentWrong = refused?.at('/current_password') !== undefined;
  const isNextWrong = refused?.at('/new_password') !== undefined;
  // Why was said of what was sent, which is what is typed until it is changed.
  const [sent, setSent] = useState(NOTHING);
  const type = (patch: Partial<typeof typed>) => {
    setTyped({ ...typed, ...patch });
    setChanged(false);
  };
  const save = async () => {
    setSent(typed);
    const body = {
      new_password: typed.next,
      ...(me.has_password && { current_password: typed.current }),
    };
    const isSaved = await doing.run(async () => {
      await api.POST('/platform/v1/me/password', { body });
      await readAgain(
        '/platform/v1/me',
        '/platform/v1/personal_access_tokens',
        '/platform/v1/grants',
      );
    });
    if (!isSaved) return;
    setTyped(NOTHING);
    setChanged(true);
  };
  return (
    <Section
      title={account.password}
      text={me.has_password ? account.passwordText : account.noPassword}
    >
      <Form
        doing={doing}
        isChanged={typed.current !== '' || typed.next !== ''}
        isAtFields={isCurrentWrong || isNextWrong}
        action={me.has_password ? account.changePassword : account.setPassword}
        said={isChanged ? account.passwordChanged : undefined}
        onSubmit={save}
      >
        {/* By which password managers know whose it is. */}
        <input type="text" value={me.email} autoComplete="username" readOnly hidden />
        {me.has_password && (
          <TextField
            label={account.currentPassword}
            type="password"
            autoComplete="current-password"
            value={typed.current}
            error={
              isCurrentWrong && sent.current === typed.current
                ? account.currentPasswordWrong
                : undefined
            }
            onChange={(event) => type({ current: event.target.value })}
          />
        )}
        <TextField
          label={account.newPassword}
          type="password"
          autoComplete="new-password"
          value={typed.next}
          hint={account.newPasswordText}
          error={
            isNextWrong && sent.next === typed.next ? account[problemOf(sent.next)] : undefined
          }
          onChange={(event) => type({ next: event.target.value })}
        />
      </Form>
    </Section>
  );
}

/** Which of the server's rules a password broke that it refused. */
function problemOf(password: string) {
  const text = password.normalize('NFKC');
  if ([...text].length < MIN_CHARACTERS) return 'passwordShort';
  return new TextEncoder().encode(text).length > MAX_BYTES ? 'passwordLong' : 'passwordCommon';
}
