import { useRef, useState } from 'react';
import { api } from '../../api/client.ts';
import { ApiError } from '../../api/errors.ts';
import { readAgain } from '../../api/query.ts';
import { useDoing } from '../../parts/use-doing.ts';
import { Button } from '../../ui/button.tsx';
import { usePlace } from '../context.ts';
import { useBuilderTexts } from '../texts.ts';
import { type ControlProps, Line } from './controls.tsx';
import styles from './image-line.module.css';

/** One that was uploaded: what is typed is not asked for, letter by letter, from wherever it leads. */
const UPLOADED = /\/images\/[0-9a-f]{64}\.[a-z]{3,4}$/;

const TAKEN = 'image/png,image/jpeg,image/gif,image/webp,image/avif';

/** The address of an image, typed or got by uploading one, and the image itself. */
export function ImageLine({ at, label, hint }: Omit<ControlProps, 'isOptional'>) {
  const { value, set, isReadOnly } = usePlace(at, label);
  const { upload: texts } = useBuilderTexts();
  const input = useRef<HTMLInputElement>(null);
  const doing = useDoing();
  const refused = useRefused(doing.error, doing.words);
  // What stood there when an image was chosen: once something else does, why it was refused is over.
  const [chosenAt, setChosenAt] = useState<{ value: unknown }>();
  if (chosenAt !== undefined && chosenAt.value !== value) setChosenAt(undefined);
  const [said, setSaid] = useState('');
  const take = async (file: File) => {
    setSaid('');
    setChosenAt({ value });
    const isDone = await doing.run(async () => set(await upload(file)));
    if (isDone) setSaid(texts.done(label));
    await readAgain('/platform/v1/quotas');
  };
  return (
    <div className={styles.image}>
      <Line
        at={at}
        type="url"
        label={label}
        hint={hint}
        isOptional
        empty={null}
        refused={chosenAt && refused}
      />
      <div className={styles.row}>
        {typeof value === 'string' && UPLOADED.test(value) && (
          <Preview key={value} url={value} label={label} />
        )}
        {!isReadOnly && (
          <Button
            size="small"
            isBusy={doing.isBusy}
            aria-label={texts.of(label)}
            onClick={() => input.current?.click()}
          >
            {texts.action}
          </Button>
        )}
        <input
          ref={input}
          hidden
          type="file"
          accept={TAKEN}
          aria-label={texts.of(label)}
          onChange={({ target }) => {
            const [file] = target.files ?? [];
            // The same file may be chosen again, once it was made smaller.
            if (file !== undefined) take(file).finally(() => Object.assign(target, { value: '' }));
          }}
        />
      </div>
      <p className="visually-hidden" role="status">
        {said}
      </p>
    </div>
  );
}

async function upload(file: File): Promise<string> {
  const { data } = await api.POST('/platform/v1/images', {
    // The document knows files as text.
    body: { file: file as unknown as string },
    bodySerializer: () => {
      const form = new FormData();
      form.set('file', file);
      return form;
    },
  });
  if (data === undefined) throw new Error('Nothing was answered');
  return data.url;
}

function useRefused(error: Error | undefined, words: string | undefined): string | undefined {
  const { upload: texts } = useBuilderTexts();
  if (!(error instanceof ApiError)) return words;
  switch (error.code) {
    case 'invalid':
      return texts.wrongType;
    case 'body_too_large':
      return texts.tooLarge;
    case 'quota_exceeded':
      return texts.tooMany;
    default:
      return words;
  }
}

function Preview({ url, label }: { url: string; label: string }) {
  const { upload: texts } = useBuilderTexts();
  const [isBroken, setBroken] = useState(false);
  return (
    <span className={styles.frame}>
      {isBroken ? (
        <span className={styles.broken}>{texts.notShown}</span>
      ) : (
        <img
          src={url}
          alt={texts.preview(label)}
          referrerPolicy="no-referrer"
          onError={() => setBroken(true)}
        />
      )}
    </span>
  );
}
