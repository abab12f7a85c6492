import { PageLink } from '../parts/page-link.tsx';
import { PageTitle } from '../parts/page-title.tsx';
import { startPath } from '../parts/start-path.ts';
import { useSpaceId } from '../parts/use-space.ts';
import { paths } from '../paths.ts';
import { useTexts } from '../texts.tsx';
import { buttonClass } from '../ui/button.tsx';
import { Page } from './page.tsx';

/** Nothing is at this address, or not for whoever asks. */
export function NotFound() {
  const { common } = useTexts();
  return (
    <Page>
      <Nothing to={startPath()} way={common.notFoundHome} />
    </Page>
  );
}

/** Nothing is at this address of a space, whose frame stays around it. */
export function NotInSpace() {
  const { common } = useTexts();
  return <Nothing to={paths.space(useSpaceId())} way={common.notFoundSpace} />;
}

function Nothing({ to, way }: { to: string; way: string }) {
  const { common } = useTexts();
  return (
    <>
      <PageTitle title={common.notFoundTitle}>{common.notFoundText}</PageTitle>
      <p>
        <PageLink className={buttonClass('primary')} to={to}>
          {way}
        </PageLink>
      </p>
    </>
  );
}
