import { api, type Schemas } from '../../../api/client.ts';
import { readAgain } from '../../../api/query.ts';

/** What is told to a development install. */
export interface Sample {
  name: string;
  identifier: string | null;
  /** JSON, sent as it was typed. */
  payload: string;
}

/** Sends a sample event. @throws ApiError */
export async function sendSample(
  installId: number,
  { name, identifier, payload }: Sample,
): Promise<Schemas['AcceptedSampleEvent']> {
  const rest = { install_id: installId, name, identifier };
  const { data } = await api.POST('/platform/v1/sample_events', {
    body: rest,
    bodySerializer: () => `${JSON.stringify(rest).slice(0, -1)},"payload":${payload}}`,
  });
  await readAgain('/platform/v1/activity');
  return data as Schemas['AcceptedSampleEvent'];
}
