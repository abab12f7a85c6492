import { Link, type LinkProps } from '@tanstack/react-router';
import type { AnchorHTMLAttributes } from 'react';

interface PageLinkProps extends Omit<AnchorHTMLAttributes<HTMLAnchorElement>, 'href'> {
  /** Made by `paths`. */
  to: string;
  /** What stands after the `?`. */
  search?: Record<string, string>;
  /** `aria-current` stands on pages below it, too. */
  isPrefix?: boolean;
  /** `aria-current` stands on it only where what stands after the `?` is the same, too. */
  isFilter?: boolean;
}

/** A link to a page of the console. */
export function PageLink({
  to,
  search,
  isPrefix = false,
  isFilter = false,
  ...anchor
}: PageLinkProps) {
  // The router knows its routes as templates; ours are whole, made by `paths`.
  const props = { to, search: search ?? {} } as unknown as LinkProps;
  const activeOptions = { exact: !isPrefix, includeSearch: isFilter };
  return <Link {...props} {...anchor} activeOptions={activeOptions} preload="intent" />;
}
