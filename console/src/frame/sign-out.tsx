import type { FormEvent } from 'react';
import { shownDocument } from '../parts/shown-document.ts';
import { paths } from '../paths.ts';
import { useTexts } from '../texts.tsx';

const TOKEN = /data-form-token="([^"]+)"/;

/** Ends the session: a form as the server's own pages have it, with the token that stands in the document. */
export function SignOut() {
  const { frame } = useTexts();
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const field = form.querySelector('input');
    if (field !== null) field.value = (await currentToken()) ?? field.value;
    form.submit();
  };
  return (
    <form method="post" action={paths.signOut()} onSubmit={submit}>
      <input type="hidden" name="csrf_token" defaultValue={shownDocument().formToken} />
      <button type="submit">{frame.signOut}</button>
    </form>
  );
}

/** The token of the session as it is: a new password, or another tab, may have begun another one since this document was loaded. */
async function currentToken(): Promise<string | undefined> {
  // A document of ours that is open to whoever is here.
  const response = await fetch(paths.notifications()).catch(() => undefined);
  const text = await response?.text();
  return TOKEN.exec(text ?? '')?.[1];
}
