import { paths } from '../paths.ts';
import { useTexts } from '../texts.tsx';

/** Ends the session: a form, as the server's own pages have it. */
export function SignOut() {
  const { frame } = useTexts();
  return (
    <form method="post" action={paths.signOut()}>
      <button type="submit">{frame.signOut}</button>
    </form>
  );
}
