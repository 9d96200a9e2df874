/** Signals: what a protected person sends along their line, and what who follows up says that it means (SG-01 … SG-03). */

import type { Device } from "../device/device.ts";
import { Refused } from "../refused.ts";
import { readContent } from "../wire/catalogue.ts";
import type { DuidingContent, OnveiligContent, SignaalContent } from "../wire/models.ts";
import type { Holding } from "../wire/payload.ts";
import { DoingOn, type Prepared } from "./doing.ts";
import { readersOfMeaning } from "./duiding.ts";
import { openItem } from "./opening.ts";
import type { Verbs } from "./openings.ts";
import type { Lifeline, Side } from "./signaallijn.ts";

/** Everybody a signal's ladders can reach, and its sender (SG-02, L-3). */
export function readersOfSignal({ holder, follower, side, area }: Lifeline): readonly Holding[] {
  const national: readonly Holding[] = [
    { functie: "nctv_piket", scope: "nl" },
    { functie: "directeur_nctv", scope: "nl" },
    { functie: "nctv_teamleider", scope: "nl" },
  ];
  const local: readonly Holding[] = [
    { functie: "adviseur_bbc", scope: area },
    { functie: "hovj", scope: area },
  ];
  return [holder, follower, ...(side === "stelsel" ? national : local)];
}

/** Send `onveilig_nu`; needs no line and no key of the lock: only what was signed before (SG-01, SG-07). */
export function unsafe(device: Device, line: Lifeline, content: OnveiligContent, silent: boolean): Promise<Prepared> {
  return openItem(device, "signaal.onveilig", content, readersOfSignal(line), { silent }, along(line));
}

/** Send any other signal; only whether it is a suspicious situation shows (SG-01). */
export function send(device: Device, line: Lifeline, content: SignaalContent): Promise<Prepared> {
  const urgency = content.about === "verdachte_situatie" ? "verdachte_situatie" : "overig";
  return openItem(device, "signaal.send", content, readersOfSignal(line), { urgency }, along(line));
}

function along({ holder, excluded, dossier, drill }: Lifeline): Parameters<typeof openItem>[5] {
  return { holding: holder, excluded, dossier, drill };
}

export const VERBS: Verbs = {
  /** SG-03, SG-05: sealed to professionals; a melding goes to who is the authority now. The server learns no more than whether it is one. */
  "signaal.interpret": async (device, item, { linked }) => {
    const doing = await DoingOn.begin(device, item, "signaal.interpret");
    const empty = Object.entries(linked ?? {}).map(([name, value]) => [name, value === "" ? null : value] as const);
    const content = readContent({ kind: "duiding", person: null, threat: null, ...Object.fromEntries(empty) });
    if (!isMeaning(content)) throw new Refused("act.malformed", "An interpretation says what the signal means; say that first.");
    const melding = content.outcome === "melding_dreiging";
    const { gezag, area } = doing.about.answer.item;
    const side: Side = gezag?.holder.functie === "nctv" ? "stelsel" : "lokaal";
    const made = await doing.link("duiding", content, readersOfMeaning(doing.holding, side, area, melding));
    return doing.with({ outcome: melding ? "melding_dreiging" : "geen_melding", linked: made });
  },
};

function isMeaning(content: ReturnType<typeof readContent>): content is DuidingContent {
  return content.kind === "duiding";
}
