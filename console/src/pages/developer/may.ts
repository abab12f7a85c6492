import type { Plugin } from './plugin-state.tsx';

/** Whether somebody may change a plugin: who is no collaborator and sees it all the same runs the product. */
export const mayChange = ({ role }: Plugin): boolean => role !== 'viewer';

/** Whether somebody may say who has a part in it. */
export const mayManage = ({ role }: Plugin): boolean => role === 'owner' || role === null;
