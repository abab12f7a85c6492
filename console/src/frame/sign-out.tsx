import { paths } from '../paths.ts';
import { useTexts } from '../texts.tsx';

/** Ends the session: a form as the server's own pages have it, with the token that stands in the document. */
export function SignOut() {
  const { frame } = useTexts();
  const token = document.querySelector<HTMLElement>('#console')?.dataset.formToken ?? '';
  return (
    <form method="post" action={paths.signOut()}>
      <input type="hidden" name="csrf_token" value={token} />
      <button type="submit">{frame.signOut}</button>
    </form>
  );
}
