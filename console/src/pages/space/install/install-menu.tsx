import { Ellipsis } from 'lucide-react';
import { useState } from 'react';
import { api } from '../../../api/client.ts';
import { readAgain } from '../../../api/query.ts';
import { Confirm } from '../../../parts/confirm.tsx';
import { useWords } from '../../../parts/failure.tsx';
import type { Install } from '../../../parts/install-state.tsx';
import { PageLink } from '../../../parts/page-link.tsx';
import { useSpace } from '../../../parts/use-space.ts';
import { paths } from '../../../paths.ts';
import { useTexts } from '../../../texts.tsx';
import { buttonClass } from '../../../ui/button.tsx';
import { Popover } from '../../../ui/popover.tsx';
import { readChanged, resumeInstall } from './changes.ts';
import { ExportLink } from './export-link.tsx';

type Asked = 'suspend' | 'resume' | 'uninstall';

/** What can be done with an install as a whole. */
export function InstallMenu({ install }: { install: Install }) {
  const { install: texts, common } = useTexts();
  const [asked, setAsked] = useState<Asked>();
  const [notSaved, setNotSaved] = useState<Error>();
  const words = useWords(notSaved);
  const { status, plugin_name: name } = install;
  return (
    <>
      <Popover
        label={texts.menu(name)}
        side="end"
        buttonClassName={buttonClass()}
        button={
          <>
            <Ellipsis size={18} aria-hidden="true" />
            {common.menu}
          </>
        }
      >
        {status === 'active' && (
          <button type="button" onClick={() => setAsked('suspend')}>
            {texts.suspend(name)}
          </button>
        )}
        {status === 'suspended' && (
          <button type="button" onClick={() => setAsked('resume')}>
            {texts.resume(name)}
          </button>
        )}
        <PageLink to={paths.catalogPlugin(install.space_id, install.plugin_slug)}>
          {texts.about(name)}
        </PageLink>
        <ExportLink id={install.id} onError={setNotSaved}>
          {texts.export}
        </ExportLink>
        {status !== 'uninstalled' && (
          <button type="button" onClick={() => setAsked('uninstall')}>
            {texts.uninstall(name)}
          </button>
        )}
      </Popover>
      {words !== undefined && <p role="alert">{words}</p>}
      <Suspending install={install} asked={asked} onClose={() => setAsked(undefined)} />
      <Uninstalling
        install={install}
        isOpen={asked === 'uninstall'}
        onClose={() => setAsked(undefined)}
      />
    </>
  );
}

function Suspending(props: { install: Install; asked: Asked | undefined; onClose: () => void }) {
  const { install: texts } = useTexts();
  const { install, asked, onClose } = props;
  const { id, plugin_name: name } = install;
  const suspend = async () => {
    await api.POST('/platform/v1/installs/{id}/suspend', { params: { path: { id } } });
    await readChanged();
  };
  return (
    <>
      <Confirm
        isOpen={asked === 'suspend'}
        onClose={onClose}
        title={texts.suspendTitle(name)}
        action={texts.suspend(name)}
        onConfirm={suspend}
      >
        <p>{texts.suspendText(name)}</p>
        <p>{texts.suspendLater(name)}</p>
      </Confirm>
      <Confirm
        isOpen={asked === 'resume'}
        onClose={onClose}
        title={texts.resumeTitle(name)}
        action={texts.resume(name)}
        kind="primary"
        onConfirm={() => resumeInstall(id)}
      >
        <p>{texts.resumeText(name)}</p>
      </Confirm>
    </>
  );
}

function Uninstalling(props: { install: Install; isOpen: boolean; onClose: () => void }) {
  const { install: texts } = useTexts();
  const days = useSpace()?.uninstall_grace_days;
  const { install, isOpen, onClose } = props;
  const { id, generation, plugin_name: name } = install;
  const uninstall = async () => {
    const params = { path: { id }, query: { generation } };
    await api.DELETE('/platform/v1/installs/{id}', { params });
    await readChanged();
    await readAgain('/platform/v1/catalog', '/platform/v1/catalog/{slug}');
  };
  return (
    <Confirm
      isOpen={isOpen}
      onClose={onClose}
      title={texts.uninstallTitle(name)}
      action={texts.uninstall(name)}
      onConfirm={uninstall}
    >
      <p>{texts.uninstallNow(name)}</p>
      {days !== undefined && <p>{texts.uninstallLater(days)}</p>}
      <p>
        <ExportLink id={id}>{texts.exportFirst}</ExportLink>
      </p>
    </Confirm>
  );
}
