import type { Frame } from 'playwright-core';

/** Has a frame go to another address, once it has answered: an answer that the way there takes along would be waited for without end. */
export const leaveFor = (frame: Frame, url: string): Promise<void> =>
  frame.evaluate(`void setTimeout(() => location.assign(${JSON.stringify(url)}))`);
