/** Bytes as the API writes them: base64url without padding. */

const ALPHABET = /^[A-Za-z0-9_-]*$/;

/** Encode bytes; no padding. */
export function encode64(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

/** Decode what `encode64` wrote; throws RangeError for anything else, also for bits that no encoder leaves. */
export function decode64(text: string): Uint8Array<ArrayBuffer> {
  if (!ALPHABET.test(text) || text.length % 4 === 1) throw new RangeError("This is not base64url; do not use it.");
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  const bytes = Uint8Array.from(plain, (sign) => sign.charCodeAt(0));
  if (encode64(bytes) !== text) throw new RangeError("This is not base64url; do not use it.");
  return bytes;
}
