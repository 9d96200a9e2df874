/** Which phones stand big in front, and where the others stand: a phone that comes forward swaps places, nothing else moves. */

/** Places by index; the first `front` of them are the big ones. */
export type Places = readonly string[];

export const FRONT = 2;

/** The places for these people: those who have one keep it, newcomers come after. */
export function seated(places: Places, order: readonly string[]): Places {
  const here = new Set(order);
  if (places.length > 0 && places.every((who) => here.has(who)) && places.length === order.length) return places;
  const kept = places.filter((who) => here.has(who));
  return [...kept, ...order.filter((who) => !kept.includes(who))];
}

/** `who` comes to the front, for the one that has been there longest; `held` may not leave it (they are held by hand). */
export function forward(places: Places, who: string, held: ReadonlySet<string>, since: ReadonlyMap<string, number>): Places {
  const at = places.indexOf(who);
  if (at < FRONT) return places;
  const front = places.slice(0, FRONT).map((one, index) => ({ one, index }));
  const free = front.filter(({ one }) => !held.has(one));
  const [leaves] = (free.length > 0 ? free : front).sort((a, b) => (since.get(a.one) ?? 0) - (since.get(b.one) ?? 0));
  if (leaves === undefined) return places;
  const next = [...places];
  next[leaves.index] = who;
  next[at] = leaves.one;
  return next;
}
