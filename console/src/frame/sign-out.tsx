import { shownDocument } from '../parts/shown-document.ts';
import { paths } from '../paths.ts';
import { useTexts } from '../texts.tsx';

/** Ends the session: a form as the server's own pages have it, with the token that stands in the document. */
export function SignOut() {
  const { frame } = useTexts();
  return (
    <form method="post" action={paths.signOut()}>
      <input type="hidden" name="csrf_token" value={shownDocument().formToken} />
      <button type="submit">{frame.signOut}</button>
    </form>
  );
}
