import type { Plugin } from './plugin-state.tsx';

/** Whether somebody may change a plugin: who is no collaborator and sees it all the same runs the product. One that is being deleted nobody may. */
export const mayChange = ({ role, deleted_at }: Plugin): boolean =>
  role !== 'viewer' && deleted_at === null;

/** Whether somebody may say who has a part in it. */
export const mayManage = ({ role, deleted_at }: Plugin): boolean =>
  (role === 'owner' || role === null) && deleted_at === null;
