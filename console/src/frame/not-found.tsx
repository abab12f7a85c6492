import { PageLink } from '../parts/page-link.tsx';
import { PageTitle } from '../parts/page-title.tsx';
import { paths } from '../paths.ts';
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
        <PageLink className={buttonClass('primary')} to={paths.home()}>
          {common.notFoundHome}
        </PageLink>
      </p>
    </Page>
  );
}
