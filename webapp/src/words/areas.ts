/** Names of gemeenten, fetched once there is time: until then an area is called by its code. */

import { nameAreas } from "./words.ts";

let known: Promise<void> | null = null;

/** Call gemeenten by their names from now on. */
export function nameGemeenten(): Promise<void> {
  known ??= import("../device/gemeenten.json").then(({ default: found }) => nameAreas(new Map(found.gemeenten.map((one) => [`gm:${one.code}`, one.name]))));
  return known;
}
