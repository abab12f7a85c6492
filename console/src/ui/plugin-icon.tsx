import { useState } from 'react';
import styles from './plugin-icon.module.css';

interface PluginIconProps {
  slug: string;
  name: string;
  /** Its address; a letter on a colour of its own stands where there is none, or nothing is there. */
  icon: string | null;
  size?: 'small' | 'medium' | 'large';
}

const HUES = 12;

/** The icon of a plugin, the same everywhere. Its name stands beside it, so that it says nothing itself. */
export function PluginIcon({ slug, name, icon, size = 'medium' }: PluginIconProps) {
  const className = `${styles.icon} ${styles[size]}`;
  const [broken, setBroken] = useState<string>();
  if (icon !== null && icon !== broken) {
    return (
      <img
        className={className}
        src={icon}
        alt=""
        width={40}
        height={40}
        loading="lazy"
        referrerPolicy="no-referrer"
        onError={() => setBroken(icon)}
      />
    );
  }
  return (
    <span className={className} data-hue={hueOf(slug)} aria-hidden="true">
      {[...name][0]?.toUpperCase()}
    </span>
  );
}

function hueOf(slug: string): number {
  let sum = 0;
  for (const letter of slug) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 997;
  return sum % HUES;
}
