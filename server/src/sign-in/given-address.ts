import { isMailable } from '../lib/mail-settings.ts';
import { hidesSomething } from '../lib/readable.ts';
import { MAX_EMAIL_LENGTH } from '../users/schema.ts';

/** Whether a text that a stranger gave can be the address of an account, to which a mail is sent. */
export const isAddress = (text: string): boolean =>
  isMailable(text) && text.length <= MAX_EMAIL_LENGTH && !hidesSomething(text);
