import { useEffect, useState } from 'react';
import { isLate } from '../parts/late.ts';
import { PageTitle } from '../parts/page-title.tsx';
import { recall, remember } from '../parts/tab-memory.ts';
import { useTexts } from '../texts.tsx';
import { Button } from '../ui/button.tsx';
import { Page } from './page.tsx';

interface BrokenProps {
  error: Error;
}

/** In place of a page that threw: whatever is around it goes on. */
export function Broken({ error }: BrokenProps) {
  const { common } = useTexts();
  if (isLate(error)) return <Late />;
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

/** The same where nothing is around it. */
export function BrokenPage({ error }: BrokenProps) {
  return (
    <Page>
      <Broken error={error} />
    </Page>
  );
}

/** Where the address was loaded anew for: once, or a file that is nowhere would have it loaded for ever. */
const LOADED = 'loaded-again';
const ASK_AGAIN_MS = 3000;

/** A release took away the file: the document names the new ones. Where no server answers there is no document either. */
function Late() {
  const { common } = useTexts();
  const [isAsking, setAsking] = useState(false);
  const [isTried] = useState(() => recall(LOADED) === location.href);
  useEffect(() => {
    const ask = () => void loadAgain();
    if (!isTried) ask();
    const asking = isTried ? undefined : setInterval(ask, ASK_AGAIN_MS);
    return () => clearInterval(asking);
  }, [isTried]);
  const tryAgain = async () => {
    setAsking(true);
    await loadAgain();
    setAsking(false);
  };
  return (
    <>
      <PageTitle title={common.failedTitle}>{isTried ? common.late : common.offline}</PageTitle>
      <p>
        <Button kind="primary" isBusy={isAsking} onClick={tryAgain}>
          {common.tryAgain}
        </Button>
      </p>
    </>
  );
}

async function loadAgain(): Promise<void> {
  try {
    await fetch(location.href, { method: 'HEAD' });
  } catch {
    return;
  }
  remember(LOADED, location.href);
  location.reload();
}
