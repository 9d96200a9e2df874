/** How the line stands, as pages tell it: by the service's clock, as everything else on the screen. */

import type { Status } from "../phone.ts";
import { written } from "../wire/moment.ts";

/** `skew` is how many milliseconds the service's clock is ahead of this phone's, by which `line` was written down. */
export function asServed(line: Status["line"], skew: number): Status["line"] {
  return line.since === null ? line : { ...line, since: written(new Date(Date.parse(line.since) + skew)) };
}
