/** Rules between the fields of acts on the directory. */

import type { Rules } from "../act-rules.ts";
import type { App } from "../models.ts";

const DEFAULT_PORTS = { https: ":443", http: ":80" };

export const RULES: Rules = { "App.": belongTogether };

/** No browser lets a page of another host use these passkeys, or names an origin in another way. */
function belongTogether(value: unknown): boolean {
  const app = value as App;
  const fits = app.origins.every((origin) => {
    const [, scheme = "", host = ""] = /^(https?):\/\/([^:]*)/.exec(origin) ?? [];
    const within = host === app.rp_id || host.endsWith(`.${app.rp_id}`);
    const safe = scheme === "https" || /(^|\.)localhost$/.test(host);
    return within && safe && !origin.endsWith(DEFAULT_PORTS[scheme as keyof typeof DEFAULT_PORTS]);
  });
  return fits && new Set(app.origins).size === app.origins.length;
}
