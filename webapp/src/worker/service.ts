/** Where the service is: as the app's own origin says now, or, while that cannot be reached, as it said before. */

import type { Store } from "../device/store.ts";
import { where, type Where } from "../where.ts";

const PLACE = { table: "directory", key: "service" } as const;

/**
 * Gives the origin of the service's API. It is asked for once, at the first call; until an answer comes the origin of an
 * earlier start is given, so that a start without a line waits for nothing. Throws as `where` when none was ever known.
 */
export function serviceOf(store: Store, ask: () => Promise<Where> = where): () => Promise<string> {
  let told: string | undefined;
  let asking: Promise<string> | undefined;
  const asked = async (): Promise<string> => {
    const { api } = await ask();
    if (api !== (await before())) await store.write([{ ...PLACE, value: api }]);
    return (told = api);
  };
  const before = async (): Promise<string | undefined> => (await store.get(PLACE.table, PLACE.key)) as string | undefined;
  return async () => {
    if (told !== undefined) return told;
    asking ??= asked().finally(() => (asking = undefined));
    const answer = asking;
    answer.catch(() => undefined);
    return (await before()) ?? answer;
  };
}
