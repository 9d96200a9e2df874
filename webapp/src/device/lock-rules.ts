/** How the lock of this device behaves, in one place: when it closes, how short a PIN may be, how often one may guess. */

export const LOCK_RULES = {
  /** Milliseconds in the background after which the app locks (ARCHITECTURE §9). */
  background: 120_000,
  /** The shortest PIN. */
  digits: 6,
  /** So many wrong PINs in a row erase the keys of this device. */
  tries: 10,
} as const;
