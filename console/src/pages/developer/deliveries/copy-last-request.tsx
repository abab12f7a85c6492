import { useQuery } from '@tanstack/react-query';
import { curlOfAttempt } from '../../../activity/curl.ts';
import type { Job } from '../../../activity/types.ts';
import { readExactly } from '../../../api/query.ts';
import { CopyButton } from '../../../ui/copy-button.tsx';
import { useDeveloperTexts } from '../texts.ts';

/** Copies the newest request as a command, where it is known what was sent. */
export function CopyLastRequest({ job: { id, attempts } }: { job: Job }) {
  const { deliveries: texts } = useDeveloperTexts();
  const last = attempts.at(-1);
  const path = { id, number: String(last?.number ?? 0) };
  const { data } = useQuery({
    ...readExactly('/platform/v1/jobs/{id}/attempts/{number}', { path }),
    enabled: last !== undefined,
  });
  const curl = data && curlOfAttempt(data.value.request, data.text);
  if (curl === undefined) return null;
  return <CopyButton text={curl}>{texts.copyCurl}</CopyButton>;
}
