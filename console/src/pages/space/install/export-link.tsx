import { type AnchorHTMLAttributes, useState } from 'react';
import { api } from '../../../api/client.ts';
import { useWords } from '../../../parts/failure.tsx';
import { useView } from '../../../parts/view.ts';
import { exportPath } from './changes.ts';

interface ExportLinkProps extends Pick<AnchorHTMLAttributes<HTMLAnchorElement>, 'className'> {
  id: number;
  children: string;
  /** Hears why nothing was saved, and undefined as it is tried again, where the link does not stay to say so. */
  onError?: (error: Error | undefined) => void;
}

/** Saves all that is kept of an install as a file. */
export function ExportLink({ id, className, children, onError }: ExportLinkProps) {
  const name = `install-${id}.json`;
  if (useView() !== undefined)
    return (
      <Fetched
        id={id}
        name={name}
        className={className}
        label={children}
        {...(onError && { onError })}
      />
    );
  return (
    <a className={className} href={exportPath(id)} download={name}>
      {children}
    </a>
  );
}

interface FetchedProps extends Pick<ExportLinkProps, 'id' | 'className' | 'onError'> {
  name: string;
  label: string;
}

/** A view has no cookie that would go with a link: it fetches what is to be saved. */
function Fetched({ id, name, className, label, onError }: FetchedProps) {
  const [error, setError] = useState<Error>();
  const [isSaving, setSaving] = useState(false);
  const words = useWords(error);
  const tell = onError ?? setError;
  const save = async () => {
    if (isSaving) return;
    setSaving(true);
    tell(undefined);
    const params = { path: { id } };
    try {
      const { data } = await api.GET('/platform/v1/installs/{id}/export', {
        params,
        parseAs: 'blob',
      });
      const url = URL.createObjectURL(data as unknown as Blob);
      Object.assign(document.createElement('a'), { href: url, download: name }).click();
      URL.revokeObjectURL(url);
    } catch (failure) {
      tell(failure as Error);
    }
    setSaving(false);
  };
  return (
    <>
      <a
        className={className}
        href={`#${name}`}
        onClick={(event) => {
          event.preventDefault();
          save();
        }}
      >
        {label}
      </a>
      {words !== undefined && <span role="alert">{words}</span>}
    </>
  );
}
