/** A made-up board and made-up devices, for tests and for looking at the screens; nothing of it is real. */

import type { Board, BoardLadder, DeviceLine } from "../phone-board.ts";
import { at, NOW, party } from "./fake-data.ts";

const DECIDERS = [party("nctv_piket", "nl", "+31 70 555 0100"), party("directeur_nctv"), party("nctv")];

export function ladder(what: string, more: Partial<BoardLadder> = {}): BoardLadder {
  return {
    item: "itemA", flow: "spoedaanwijzing", state: "ingediend", drill: false, what, waitsFor: DECIDERS, gezag: { holder: party("hovj", "arr:noord-holland"), since: at(-3.4) }, start: at(-3.4), due: null, late: false,
    rung: 2, rungs: 6, people: 3, rings: 12, seen: 1, calling: 0, nextAt: at(0.3), climbsAt: at(0.6), climbsTo: ["coordinerend_hovj"], reopens: null,
    ...more,
  }; // prettier-ignore
}

export const LADDERS: readonly BoardLadder[] = [
  ladder("besluiten", { state: "ontvangen", due: at(-4), late: true, rung: 2, rungs: 3, people: 5, rings: 44, climbsAt: null, climbsTo: [], reopens: "ontvangen", seen: 0, calling: 1 }),
  ladder("ontvangen"),
  ladder("gesproken", { waitsFor: [party("hovj", ""), party("nctv_piket")], rung: 0, rungs: 3, people: 0, rings: 0, climbsAt: at(11), climbsTo: ["coordinerend_hovj"], drill: true }),
  ladder("beantwoorden", { flow: "opdracht", state: "verstuurd", waitsFor: [party("lcc"), party("lcc_leiding")], due: at(11), rung: 1, rungs: 4, people: 1, rings: 1 }),
  ladder("eerste_herbeoordeling", { state: "aangewezen", due: at(4320), rung: -1, rungs: 4, people: 0, rings: 0, seen: 0, climbsAt: at(4320), climbsTo: ["nctv_teamleider"] }),
];

export const DEVICES: readonly DeviceLine[] = [
  device("k3Zq81", { mine: true, here: true }),
  device("p0Vw2c", { mine: true, stand: "frozen" }),
  device("a7Tt5e", { mine: true, stand: "revoked", revokedAt: at(-9000) }),
  device("h5Rr9m", { person: "Joris van Vliet", organisation: "om", functies: [party("namens_hovj", "arr:noord-holland")] }),
];

function device(id: string, more: Partial<DeviceLine>): DeviceLine {
  return {
    id, person: "Yara Molenaar", organisation: "kmar", functies: [party("escalatiewachter", "board")], addedAt: at(-60_000), stand: "in_use", revokedAt: null,
    mine: false, here: false, mayFreeze: true, lacks: [], revoke: "not", ...more,
  }; // prettier-ignore
}

/** The board with so many ladders, and as many seconds old as the service's clock is behind. */
export function boardWith(count: number): Board {
  const found = Array.from({ length: count }, (_none, index) => ({ ...(LADDERS[index % LADDERS.length] ?? ladder("ontvangen")), item: `item${index}` }));
  const flood = device("h5Rr9m", { person: "Joris van Vliet", organisation: "om" });
  return {
    ladders: [...found].sort((one, other) => Number(other.late) - Number(one.late)),
    more: count > 30,
    alarms: [
      { kind: "flood", since: at(-6), party: null, slot: null, device: flood, about: "" },
      { kind: "device.frozen", since: at(-40), party: null, slot: null, device: { ...flood, id: "p0Vw2c", person: "Bo Ligthart", stand: "frozen" }, about: "" },
      { kind: "holding.unreachable", since: at(-200), party: party("rccb", "eenheid:noord-holland"), slot: null, device: null, about: "" },
      { kind: "person.unreachable", since: at(-2000), party: null, slot: null, device: null, about: "Noor Haddad" },
    ],
    gaps: [
      { ...party("nctv_piket"), slot: "backup", starts: at(400), ends: at(900) },
      { ...party("hovj", ""), slot: "on_duty", starts: at(1400), ends: at(2900) },
    ],
    now: NOW.toISOString(),
  };
}
