import { emit, type TestInstall } from '../support/plugins.ts';
import type { TestServer } from '../support/server.ts';
import { EVENT } from './load.ts';

/** Emits one event and answers its job's id. */
export async function emitJob(server: TestServer, install: TestInstall): Promise<string> {
  const { jobs } = await emit(server, install.spaceId, EVENT);
  return jobs[0]?.id as string;
}
