import { PageTitle } from '../parts/page-title.tsx';
import { useTexts } from '../texts.tsx';
import { Button } from '../ui/button.tsx';

/** In place of a page that threw: whatever is around it goes on. */
export function Broken({ error }: { error: Error }) {
  const { common } = useTexts();
  return (
    <>
      <PageTitle title={common.brokenTitle}>{common.brokenText}</PageTitle>
      <p>
        <code>{error.message}</code>
      </p>
      <p>
        <Button kind="primary" onClick={() => location.reload()}>
          {common.reload}
        </Button>
      </p>
    </>
  );
}
