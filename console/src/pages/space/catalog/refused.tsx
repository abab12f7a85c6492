import { ApiError } from '../../../api/errors.ts';
import { useWords } from '../../../parts/failure.tsx';
import { useTexts } from '../../../texts.tsx';
import { Banner } from '../../../ui/card.tsx';

/** Says beside its button that something was not done, and why; nothing where nothing was refused. */
export function Refused({ title, error }: { title: string; error: Error | null }) {
  const { catalog, common } = useTexts();
  const words = useWords(error);
  if (error === null) return null;
  const { code, requestId } = error instanceof ApiError ? error : { code: '', requestId: null };
  return (
    <div role="alert">
      <Banner tone="danger">
        <p>
          <strong>{title}</strong> {catalog.refused[code] ?? words}
        </p>
        {requestId !== null && <code>{common.failedRequest(requestId)}</code>}
      </Banner>
    </div>
  );
}
