/** Remembers what is made of each secret: a plugin has one or two, so old ones are not worth forgetting one by one. */
export function rememberBySecret<Key>(make: (secret: string) => Key): (secret: string) => Key {
  const keys = new Map<string, Key>();
  return (secret) => {
    const known = keys.get(secret);
    if (known !== undefined) return known;
    if (keys.size >= MOST) keys.clear();
    const key = make(secret);
    keys.set(secret, key);
    return key;
  };
}

// Tests make a secret for each of their plugins.
const MOST = 100;
