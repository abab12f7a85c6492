import { buttonClass } from '../ui/button.tsx';
import { PageLink } from './page-link.tsx';
import { PageTitle } from './page-title.tsx';

interface MissingProps {
  title: string;
  text: string;
  /** Where to go instead, and what the link there says. */
  to: string;
  way: string;
}

/** What a page says instead of what is not there, or not any more. */
export function Missing({ title, text, to, way }: MissingProps) {
  return (
    <>
      <PageTitle title={title}>{text}</PageTitle>
      <p>
        <PageLink className={buttonClass('primary')} to={to}>
          {way}
        </PageLink>
      </p>
    </>
  );
}
