import { createElement } from 'react';

// Next.js wants one, though there are no pages.
export default function Layout({ children }) {
  return createElement('html', null, createElement('body', null, children));
}
