import { PageLink } from '../parts/page-link.tsx';
import { PageTitle } from '../parts/page-title.tsx';
import { startPath } from '../parts/start-path.ts';
import { useTexts } from '../texts.tsx';
import { buttonClass } from '../ui/button.tsx';
import { Page } from './page.tsx';

/** Nothing is at this address, or not for whoever asks. */
export function NotFound() {
  const { common } = useTexts();
  return (
    <Page>
      <PageTitle title={common.notFoundTitle}>{common.notFoundText}</PageTitle>
      <p>
        <PageLink className={buttonClass('primary')} to={startPath()}>
          {common.notFoundHome}
        </PageLink>
      </p>
    </Page>
  );
}
