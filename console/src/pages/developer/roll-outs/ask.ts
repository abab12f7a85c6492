import { api, type Schemas } from '../../../api/client.ts';
import type { Plugin } from '../plugin-state.tsx';

const pathOf = ({ id }: Plugin, number: number) => ({ id: String(id), number: String(number) });

/** Has a release come to some installs, to more, or to those that failed; or asks what would be. @throws ApiError */
export const askToRollOut = (
  plugin: Plugin,
  release: number,
  asked: Partial<Schemas['NewRollOut']>,
) =>
  api.POST('/platform/v1/plugins/{id}/releases/{number}/roll_out', {
    params: { path: pathOf(plugin, release) },
    body: { dry_run: false, ...asked },
  });

/** Has everybody who is on a release go to the one before. @throws ApiError */
export const askToGoBack = (plugin: Plugin, release: number) =>
  api.POST('/platform/v1/plugins/{id}/releases/{number}/roll_back', {
    params: { path: pathOf(plugin, release) },
  });

/** Has a roll-out move nobody else. @throws ApiError */
export const askToStop = ({ id }: Plugin, rollOut: number) =>
  api.POST('/platform/v1/plugins/{id}/roll_outs/{roll_out_id}/stop', {
    params: { path: { id: String(id), roll_out_id: String(rollOut) } },
  });
