import { useTexts } from '../texts.tsx';
import { Button } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';

/** In place of a page that threw: whatever is around it goes on. */
export function Broken({ error }: { error: Error }) {
  const { common } = useTexts();
  return (
    <main id="content" tabIndex={-1}>
      <Card title={common.brokenTitle}>
        <p>{common.brokenText}</p>
        <p>
          <code>{error.message}</code>
        </p>
        <Button kind="primary" onClick={() => location.reload()}>
          {common.reload}
        </Button>
      </Card>
    </main>
  );
}
