// The little of Node's modules that is used here, so that the types of Node do not come with the types of this package.
declare module 'node:crypto' {
  interface KeyObject {
    readonly type: string;
  }
  interface Hmac {
    update(data: string | Uint8Array): Hmac;
    digest(encoding: 'base64'): string;
  }
  export function createSecretKey(key: Uint8Array): KeyObject;
  export function createHmac(algorithm: string, key: KeyObject): Hmac;
  export function timingSafeEqual(a: Uint8Array, b: Uint8Array): boolean;
}

declare module 'node:buffer' {
  export const Buffer: { from(text: string, encoding: 'utf8'): Uint8Array };
}
