import { Missing } from '../parts/missing.tsx';
import { startPath } from '../parts/start-path.ts';
import { useSpaceId } from '../parts/use-space.ts';
import { paths } from '../paths.ts';
import { useTexts } from '../texts.tsx';
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
  return <Missing title={common.notFoundTitle} text={common.notFoundText} to={to} way={way} />;
}
