import { useDoing } from '../../../parts/use-doing.ts';
import { useSpace } from '../../../parts/use-space.ts';
import { useTexts } from '../../../texts.tsx';
import { Button } from '../../../ui/button.tsx';
import { Banner } from '../../../ui/card.tsx';
import { resumeInstall } from './changes.ts';
import { useInstall } from './use-install.ts';

/** Says that an install is suspended, with the way back for who may go it. */
export function SuspendedHere() {
  const { install } = useInstall();
  const { install: texts } = useTexts();
  const isAdmin = useSpace()?.is_admin;
  const { run, isBusy, words } = useDoing();
  const { id, plugin_name: name } = install;
  const resume = () => run(() => resumeInstall(id));
  return (
    <Banner
      tone="warning"
      actions={
        isAdmin && (
          <Button kind="primary" isBusy={isBusy} onClick={resume}>
            {texts.resume(name)}
          </Button>
        )
      }
    >
      {texts.health.suspended(name)}
      {words !== undefined && <p role="alert">{words}</p>}
    </Banner>
  );
}
