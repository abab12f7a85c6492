import { queries } from '../../../api/query.ts';
import { setupStopOf } from '../../../parts/install-state.tsx';
import { SetupForm } from '../../../setup/setup-form.tsx';
import type { Setup } from '../../../setup/types.ts';
import { useTexts } from '../../../texts.tsx';
import { Banner } from '../../../ui/card.tsx';
import { readChanged } from './changes.ts';
import type { SavedChange } from './saved.tsx';
import { readInstall, useInstall } from './use-install.ts';

interface SettingsFormProps {
  setup: Setup;
  onSaved: (change: SavedChange) => void;
}

/** The forms of the set-up, again. */
export function SettingsForm({ setup, onSaved }: SettingsFormProps) {
  const { install, mayChange } = useInstall();
  const { install: texts } = useTexts();
  const { id, plugin_name: plugin, config_revision: before } = install;
  const tell = async () => {
    await readChanged();
    const now = await queries.fetchQuery({ ...readInstall(id), staleTime: 0 });
    onSaved({ before, revision: now.config_revision });
  };
  const stop = setupStopOf(install);
  const isOpen = mayChange && stop === undefined;
  return (
    <>
      {mayChange && stop !== undefined && (
        <Banner tone="warning">{texts.settings.stopped[stop](plugin)}</Banner>
      )}
      <SetupForm setup={setup} plugin={plugin} isAdmin={isOpen} onSaved={tell} />
    </>
  );
}
