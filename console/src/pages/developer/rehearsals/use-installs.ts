import { useQuery } from '@tanstack/react-query';
import { read } from '../../../api/query.ts';
import type { Plugin } from '../plugin-state.tsx';
import { useDeveloperTexts } from '../texts.ts';

/** So many of the newest deliveries say which installs there are to choose from: there may be more than anybody could list. */
const LOOKED_AT = 200;

interface InstallChoices {
  /** The development install of whoever looks. */
  own: number | undefined;
  /** For a field. */
  options: { value: string; label: string }[];
}

/** Which installs a release can be rehearsed with: those of customers where it is approved, or else those of its developers. */
export function useInstallChoices({ id }: Plugin, isApproved: boolean): InstallChoices {
  const { deliveries, rehearsals: texts } = useDeveloperTexts();
  const path = { id: String(id) };
  const development = useQuery(read('/platform/v1/plugins/{id}/development_installs', { path }));
  const lately = useQuery({
    ...read('/platform/v1/plugins/{id}/deliveries', { path, query: { limit: LOOKED_AT } }),
    enabled: isApproved,
  });
  const own = development.data?.data[0]?.id;
  if (!isApproved) {
    const mine = own === undefined ? [] : [{ value: String(own), label: texts.ownInstall }];
    return { own, options: [...mine, { value: '', label: texts.allDevelopment }] };
  }
  const found = new Map<number, string>();
  for (const { install_id, space_id, space_name } of lately.data?.data ?? []) {
    if (install_id !== own) found.set(install_id, space_name || deliveries.space(space_id));
  }
  const each = [...found].map(([install, label]) => ({ value: String(install), label }));
  return { own, options: [{ value: '', label: texts.allInstalls }, ...each] };
}
