import type { ViewName } from '@plugboard/bridge/view';
import { createContext, use } from 'react';

/** A view of Plugboard in the page of a host, in which pages of the console are shown without what is around them there. */
export interface EmbeddedView {
  name: ViewName;
  /** The address of the page that it begins with. */
  start: string;
  /** The one install or identifier that it is about, where the page around says so. */
  of: { install: number | undefined; identifier: string | undefined };
  /** What follows a link: the view's own router, the page around, which shows another view, or nothing, where there is no way. */
  wayTo(path: string): 'here' | (() => void) | undefined;
  /** Asks whether what is typed may be lost. */
  mayLeave(question: string): Promise<boolean>;
}

/** Set in a view. */
export const ViewContext = createContext<EmbeddedView | undefined>(undefined);

/** The view that this is shown in; undefined in the console. */
export const useView = (): EmbeddedView | undefined => use(ViewContext);
