import {
  MAX_PASSWORD_BYTES,
  MIN_PASSWORD_LENGTH,
  type PasswordProblem,
} from '../lib/password-rules.ts';
import { field } from './forms.ts';
import type { Html } from './html.ts';
import type { Translate } from './texts.ts';

/** The name of the field that {@link newPasswordField} makes. */
export const NEW_PASSWORD = 'new_password';

/** Where a new password is entered; `error` says what is wrong with the one that was. */
export const newPasswordField = (
  t: Translate,
  error: string | undefined,
  label: 'account_new_password' | 'invitation_password' = 'account_new_password',
): Html =>
  field({
    name: NEW_PASSWORD,
    label: t(label),
    type: 'password',
    autocomplete: 'new-password',
    hint: t('account_new_password_hint', { min: MIN_PASSWORD_LENGTH }),
    error,
    minLength: MIN_PASSWORD_LENGTH,
  });

/** What is wrong with a new password, in words. */
export const passwordProblemText = (
  t: Translate,
  problem: PasswordProblem | undefined,
): string | undefined =>
  problem &&
  t(`account_password_${problem}`, { min: MIN_PASSWORD_LENGTH, max: MAX_PASSWORD_BYTES });
