import { Link, type LinkProps } from '@tanstack/react-router';
import type { AnchorHTMLAttributes } from 'react';
import { useView } from './view.ts';

interface PageLinkProps extends Omit<AnchorHTMLAttributes<HTMLAnchorElement>, 'href'> {
  /** Made by `paths`. */
  to: string;
  /** What stands after the `?`. */
  search?: Record<string, string>;
  /** What stands after the `#`. */
  hash?: string;
  /** `aria-current` stands on pages below it, too. */
  isPrefix?: boolean;
  /** `aria-current` stands on it only where what stands after the `?` is the same, too. */
  isFilter?: boolean;
  /** Names what it leads to: in a view from which nothing leads there, the name stands there all the same. */
  isName?: boolean;
}

/** A link to a page of the console; in a view, to one that it has, or by the page around to another view. */
export function PageLink({
  to,
  search,
  hash,
  isPrefix = false,
  isFilter = false,
  isName = false,
  ...anchor
}: PageLinkProps) {
  const view = useView();
  const way = view === undefined ? 'here' : view.wayTo(to);
  if (way === undefined) {
    return isName ? <span className={anchor.className}>{anchor.children}</span> : null;
  }
  if (way !== 'here') {
    return (
      <a
        {...anchor}
        href={`#${to}`}
        onClick={(event) => {
          event.preventDefault();
          way();
        }}
      />
    );
  }
  // The router knows its routes as templates; ours are whole, made by `paths`.
  const props = { to, search: search ?? {}, ...(hash && { hash }) } as unknown as LinkProps;
  const activeOptions = { exact: !isPrefix, includeSearch: isFilter };
  return <Link {...props} {...anchor} activeOptions={activeOptions} preload="intent" />;
}
