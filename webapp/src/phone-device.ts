/** What the pages know of this device beside its items: which app runs on it, and how it is rung. */

/** Which app runs here: by the hash of its list of files, and how that stands to what founders signed. */
export type Release = {
  stand: "newest" | "older" | "unknown" | "none" | "replaced" | "unreached";
  files: string | null;
  /** Which of the signed apps it is, counted from 1. */
  number: number | null;
};

/** Where a browser is rung over Web Push, as it says itself. */
export type Subscription = { endpoint: string; p256dh: string; auth: string };

/** How this device is rung over Web Push: `key` to subscribe with, null where the service rings nobody so. */
export type PushLine = { key: string | null; stand: "off" | "on" | "dead" };
