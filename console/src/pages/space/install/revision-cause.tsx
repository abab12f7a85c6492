import type { ReactNode } from 'react';
import { PageLink } from '../../../parts/page-link.tsx';
import { paths } from '../../../paths.ts';
import { useTexts } from '../../../texts.tsx';
import type { Revision } from './revision-words.ts';
import { useInstall } from './use-install.ts';

/** By what a change came about, after a dot; nothing where somebody just made it. */
export function RevisionCause({ revision }: { revision: Revision }) {
  const words = useCause(revision);
  return words === undefined ? null : <> · {words}</>;
}

function useCause({ cause, step_title, job_id, restored_from }: Revision): ReactNode {
  const { install } = useInstall();
  const { cause: texts } = useTexts().install.history;
  switch (cause) {
    case 'changed':
      return undefined;
    case 'step_submitted':
      return texts.step_submitted(step_title ?? '');
    case 'replied':
      return (
        <PageLink to={paths.job(install.space_id, job_id ?? '')} isName>
          {texts.replied}
        </PageLink>
      );
    case 'restored':
    case 'rolled_back':
      return texts[cause](restored_from ?? 0);
    default:
      return texts[cause];
  }
}
