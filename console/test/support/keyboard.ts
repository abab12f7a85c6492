import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { waitFor } from '../../../server/test/support/wait-for.ts';

type Role = Parameters<Page['getByRole']>[0];
type Name = string | RegExp;

/** Whoever has to press Tab more often to come to the next thing has lost their way. */
const MOST_STOPS = 60;

/** Somebody before a page who has a keyboard and nothing else. */
export interface Keyboard {
  /** Goes on by Tab to what is called so. */
  tabTo(role: Role, name: Name): Promise<void>;
  /** Goes back to it by Shift and Tab. */
  tabBackTo(role: Role, name: Name): Promise<void>;
  /** Presses these keys, one after the other; with none of them the focus is lost. */
  press(...keys: string[]): Promise<void>;
  type(text: string): Promise<void>;
  /** Waits until what is called so has the focus, as by what was done. */
  isAt(role: Role, name: Name): Promise<void>;
}

/** Puts somebody before a page. */
export function keyboardOf(page: Page): Keyboard {
  const named = (role: Role, name: Name): Locator =>
    page.getByRole(role, { name, exact: typeof name === 'string' });
  const hasFocus = async (role: Role, name: Name) =>
    (await named(role, name).and(page.locator(':focus')).count()) > 0;

  // A document that has just come gives the focus to nothing.
  let hasBegun = false;
  page.on('domcontentloaded', () => {
    hasBegun = false;
  });

  async function go(key: 'Tab' | 'Shift+Tab', role: Role, name: Name): Promise<void> {
    await named(role, name).first().waitFor();
    if (hasBegun) await keepsFocus(page);
    hasBegun = true;
    const stops: string[] = [];
    while (!(await hasFocus(role, name))) {
      const way = `${key} to the ${role} ${name}, by ${stops.join(' → ')}`;
      await page.keyboard.press(key);
      const { problem, what } = await page.evaluate(lookAtFocus);
      stops.push(what);
      expect(stops.length, way).toBeLessThan(MOST_STOPS);
      expect(problem, `${way} → ${what}`).toBeUndefined();
    }
  }

  return {
    tabTo: (role, name) => go('Tab', role, name),
    tabBackTo: (role, name) => go('Shift+Tab', role, name),
    async press(...keys) {
      for (const key of keys) {
        await page.keyboard.press(key);
        await keepsFocus(page);
      }
    },
    type: (text) => page.keyboard.type(text),
    isAt: async (role, name) => {
      await waitFor(() => hasFocus(role, name), {
        describe: `the ${role} ${name} to have the focus`,
      });
    },
  };
}

/** What an action takes away gives the focus to something else. */
async function keepsFocus(page: Page): Promise<void> {
  await waitFor(() => page.evaluate('document.activeElement !== document.body'), {
    describe: 'something to have the focus',
  });
}

/** In the page: what has the focus, and why that cannot be seen. */
function lookAtFocus(): { what: string; problem?: string } {
  let at = document.activeElement;
  while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
  if (at === null || at === document.body) return { what: 'nothing', problem: 'the page ends' };
  const what = `${at.tagName.toLowerCase()} “${(at.getAttribute('aria-label') ?? at.textContent ?? '').slice(0, 40)}”`;
  const isOutlined = (element: Element | null): boolean => {
    if (element === null || element === document.body) return false;
    const { outlineStyle, outlineWidth } = getComputedStyle(element);
    return (outlineStyle !== 'none' && outlineWidth !== '0px') || isOutlined(element.parentElement);
  };
  if (!isOutlined(at)) return { what, problem: 'nothing shows that it has the focus' };
  const { left, top, width, height } = at.getBoundingClientRect();
  const over = document.elementFromPoint(left + width / 2, top + height / 2);
  if (over === null) return { what, problem: 'it is out of sight' };
  const isInSight = at.contains(over) || over.contains(at) || over.shadowRoot?.contains(at);
  return isInSight ? { what } : { what, problem: `${over.outerHTML.slice(0, 80)} is over it` };
}
