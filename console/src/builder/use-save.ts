import { useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import type { Schemas } from '../api/client.ts';
import { ApiError } from '../api/errors.ts';
import { putManifest, type ReadManifest, readManifest } from '../api/manifest.ts';
import { keyOf, queries, readAgain } from '../api/query.ts';
import { useDoing } from '../parts/use-doing.ts';
import { paths } from '../paths.ts';
import type { Action } from './draft.ts';
import { useBuilderTexts } from './texts.ts';

const PLUGIN = '/platform/v1/plugins/{id}';

interface SaveProps {
  plugin: Schemas['PluginWithRole'];
  base: ReadManifest;
  dispatch: (action: Action) => void;
  /** Gets the manifest as the server has it now. */
  onSaved: (now: ReadManifest) => void;
}

/** Saves the draft. What is wrong with it comes to its fields; where a colleague was first, `theirs` is what they wrote. */
export function useSave({ plugin, base, dispatch, onSaved }: SaveProps) {
  const texts = useBuilderTexts();
  const doing = useDoing();
  const [theirs, setTheirs] = useState<ReadManifest>();
  const moveTo = useMoveTo(plugin);
  const readNow = () => queries.fetchQuery({ ...readManifest(plugin.id), staleTime: 0 });
  /** Answers the number of the release; undefined where it was not saved. */
  const save = async (manifest: ReadManifest['manifest']): Promise<number | undefined> => {
    let saved: number | undefined;
    await doing.run(async () => {
      try {
        const put = await putManifest(plugin.id, { manifest, release: base.release });
        const now = await readNow();
        onSaved(now);
        saved = put.release.number;
        await moveTo(put.plugin);
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        if (error.code === 'revision_mismatch') return setTheirs(await readNow());
        const isTaken = error.code === 'already_exists';
        const wrong = error.violations.map((one) =>
          isTaken ? { ...one, message: texts.taken } : one,
        );
        dispatch({ type: 'refuse', wrong });
        if (error.violations.length === 0) throw error;
      }
    });
    return saved;
  };
  return { save, doing, theirs, settle: () => setTheirs(undefined) };
}

/** Shows what the plugin is called now, at its address, which may be another one. */
function useMoveTo(plugin: Schemas['PluginWithRole']) {
  const navigate = useNavigate();
  const { plugin: address } = useParams({ strict: false });
  return async (now: Schemas['Plugin']) => {
    if (address === plugin.slug && now.slug !== plugin.slug) {
      const key = keyOf(PLUGIN, { path: { id: now.slug } });
      queries.setQueryData(key, { ...plugin, ...now });
      await navigate({ to: paths.builderOf(now.slug), replace: true, ignoreBlocker: true });
    }
    await readAgain(PLUGIN, '/platform/v1/plugins', '/platform/v1/plugins/{id}/releases');
  };
}
