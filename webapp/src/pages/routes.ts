/** Where one is: the part of the address behind the `#`, which never leaves the phone. */

export type Route =
  | { page: "start" | "new" | "register" | "duty" | "device" | "devices" | "settings" | "board" | "quality" | "roster" | "openings" | "closed" }
  /** Ask for a designation that follows from what is weighed (RM-06). */
  | { page: "new"; follows: string }
  | { page: "item"; item: string }
  | { page: "attachment"; item: string; blob: string }
  | { page: "act"; item: string; act: string; what: string | null }
  /** Open an item of any flow, which may follow from another. */
  | { page: "open"; act: string; follows: string | null }
  /** A page that a flow has beside those of its items. */
  | { page: "flow"; flow: string; name: string; rest: string | null };

const ACT = /^[a-z_]+\.[a-z_]+$/;
const NAME = /^[a-z_]+$/;
const ID = /^[A-Za-z0-9_-]{1,80}$/;
const PLAIN: Readonly<Record<string, Route>> = {
  "": { page: "start" },
  nieuw: { page: "new" },
  beginnen: { page: "openings" },
  telefonisch: { page: "register" },
  dienst: { page: "duty" },
  toestel: { page: "device" },
  toestellen: { page: "devices" },
  instellingen: { page: "settings" },
  rooster: { page: "roster" },
  bord: { page: "board" },
  kwaliteit: { page: "quality" },
  afgesloten: { page: "closed" },
};

/** The path that the service gives for somebody who types it: the same page, at its own address. */
export const BOARD_PATH = "/bord";

/** Read an address; what is no route is the start. */
export function routeOf(hash: string): Route {
  const [first = "", item = "", act, what] = hash.replace(/^#\/?/, "").split("/");
  if (first === "open" && ACT.test(item)) return { page: "open", act: item, follows: act !== undefined && ID.test(act) ? act : null };
  if (first === "van" && NAME.test(item) && NAME.test(act ?? "")) return { page: "flow", flow: item, name: act ?? "", rest: what !== undefined && ID.test(what) ? what : null };
  if (first === "nieuw" && ID.test(item)) return { page: "new", follows: item };
  if (first !== "item" || !ID.test(item)) return PLAIN[first] ?? { page: "start" };
  if (act === "bijlage" && /^[0-9a-f]{64}$/.test(what ?? "")) return { page: "attachment", item, blob: what ?? "" };
  if (act === undefined || !ACT.test(act)) return { page: "item", item };
  return { page: "act", item, act, what: what !== undefined && /^[a-z_0-9]+$/.test(what) ? what : null };
}

export const to = {
  start: "#/",
  fresh: "#/nieuw",
  freshFrom: (item: string): string => `#/nieuw/${item}`,
  openings: "#/beginnen",
  register: "#/telefonisch",
  duty: "#/dienst",
  device: "#/toestel",
  devices: "#/toestellen",
  settings: "#/instellingen",
  board: "#/bord",
  quality: "#/kwaliteit",
  roster: "#/rooster",
  closed: "#/afgesloten",
  item: (item: string): string => `#/item/${item}`,
  attachment: (item: string, blob: string): string => `#/item/${item}/bijlage/${blob}`,
  open: (act: string, follows: string | null = null): string => `#/open/${act}${follows === null ? "" : `/${follows}`}`,
  flow: (flow: string, name: string, rest: string | null = null): string => `#/van/${flow}/${name}${rest === null ? "" : `/${rest}`}`,
  act: (item: string, act: string, what: string | null): string => `#/item/${item}/${act}${what === null ? "" : `/${what}`}`,
};
