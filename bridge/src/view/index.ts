export type { FromView, ToView, ViewLook, ViewName } from '../views.ts';
export {
  applyLook,
  type ConnectedView,
  connectView,
  hostOriginsOf,
  type ViewOptions,
} from './connect.ts';
