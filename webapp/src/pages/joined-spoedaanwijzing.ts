/** Requests that go together (SA-12): what the item shows of them, and what a decision asks about each. */

import { html, nothing, type TemplateResult } from "lit";

import { choices, field } from "../components/field.ts";
import { notice } from "../components/notice.ts";
import type { Intent, JoinedDecision, Outcome } from "../phone-acts.ts";
import type { Item, Joined } from "../phone.ts";
import { when } from "../words/time.ts";
import { named, party, problem, say } from "../words/words.ts";
import { to } from "./routes.ts";

type Read = (name: string) => string;
type Waiting = Extract<Joined, { reads: true }>;

const UNDECIDED: readonly string[] = ["ingediend", "ontvangen"];
const DESIGNATED: readonly Outcome[] = ["aangewezen", "al_onder_gezag_nctv"];
const REFUSED = "niet_aangewezen";

/** The requests that a decision on this one must name. */
export function waiting(item: Item): readonly Waiting[] {
  return item.joined.filter((one): one is Waiting => one.reads && UNDECIDED.includes(one.state));
}

/** Which request: whom it is about, who asked, when. */
export function which(one: Pick<Waiting, "person" | "openedAs" | "openedAt">, now: Date): string {
  const about = one.person === null ? "" : `${one.person}. `;
  return `${about}${say("item.opened", { who: party(one.openedAs), at: when(one.openedAt, now) })}`;
}

/** That the decision is taken on another request: said before anything is offered. */
export function elsewhere(item: Item): TemplateResult | typeof nothing {
  if (item.joinedTo === null) return nothing;
  return notice("info", say("joined.to.title"), html`<p>${say("joined.to.detail")}</p>
    <p><a class="row-link" href=${to.item(item.joinedTo)}><span class="strong">${say("joined.to.open")}</span></a></p>`);
}

/** What stands together, on the item itself. */
export function together(item: Item, now: Date): TemplateResult | typeof nothing {
  if (item.joined.length === 0) return nothing;
  return html`<section aria-labelledby="joined">
    <h2 id="joined" class="heading-2">${say("joined.title")}</h2>
    ${waiting(item).length === 0 ? nothing : html`<p>${say("joined.at_once")}</p>`}
    <ul class="plain">${item.joined.map((one) => html`<li>${shown(one, now)}</li>`)}</ul>
  </section>`;
}

function shown(one: Joined, now: Date): TemplateResult {
  if (!one.reads) return notice("warning", say("joined.unread"), html`<p>${problem(one.code).title}</p>`);
  return html`<a class="row-link" href=${to.item(one.id)}><span><span class="strong">${which(one, now)}</span>: ${named("state", one.state, "spoedaanwijzing")}</span></a>`;
}

const nameOf = (field: string, id: string): string => `${field}_${id}`;

/** What the form of a decision asks about each joined request: a refusal here is one for all of them. */
export function joinedFields(item: Item, outcome: string | null, chosen: ReadonlyMap<string, string>, empty: ReadonlySet<string>, own: string, choose: (id: string, outcome: string) => void, now: Date): TemplateResult | typeof nothing {
  const all = waiting(item);
  if (all.length === 0 || outcome === null) return nothing;
  return html`${all.map((one, index) => html`<h2 class="heading-2">${say("joined.other")}${all.length > 1 ? ` ${index + 1}` : ""}</h2>
    <p class="strong">${which(one, now)}</p>
    ${outcome === REFUSED ? html`<p>${say("joined.refused_too")}</p>` : choices(
      { name: nameOf("joined_outcome", one.id), legend: named("field", "outcome"), fault: empty.has(nameOf("joined_outcome", one.id)) },
      [...DESIGNATED.slice(0, 1), REFUSED, ...DESIGNATED.slice(1)].map((value) => ({ value, label: named("outcome", value) })),
      chosen.get(one.id) ?? null,
      (value) => choose(one.id, value),
    )}
    ${field({ name: nameOf("joined_reasons", one.id), label: say("field.reasons"), kind: "text", optional: true, help: say("joined.reasons.help") })}
    ${wants(one, outcome, chosen.get(one.id)) ? html`${field({ name: nameOf("joined_word", one.id), label: say("field.word"), kind: "text", help: say("joined.word.help"), fault: empty.has(nameOf("joined_word", one.id)) })}
      ${field({ name: nameOf("joined_callback", one.id), label: say("field.callback"), kind: "tel", value: own, fault: empty.has(nameOf("joined_callback", one.id)) })}` : nothing}`)}`;
}

/** Whether the rccb of another eenheid must get word of this one. */
function wants(one: Waiting, outcome: string | null, its: string | undefined): boolean {
  return one.apartWord && outcome !== REFUSED && its !== undefined && its !== REFUSED;
}

/** Names of what must be filled in about joined requests. */
export function joinedRequired(item: Item, outcome: string | null, chosen: ReadonlyMap<string, string>): readonly string[] {
  if (outcome === REFUSED) return [];
  return waiting(item).flatMap((one) => [
    nameOf("joined_outcome", one.id),
    ...(wants(one, outcome, chosen.get(one.id)) ? [nameOf("joined_word", one.id), nameOf("joined_callback", one.id)] : []),
  ]);
}

/** The decision with an outcome for each joined request; reasons that were left out are those of the decision itself. */
export function withJoined(intent: Intent, item: Item, read: Read): Intent {
  if (intent.act !== "spoedaanwijzing.decide") return intent;
  const { decision } = intent;
  const joined = waiting(item).map((one): JoinedDecision => {
    const its = decision.outcome === REFUSED ? undefined : DESIGNATED.find((outcome) => outcome === read(nameOf("joined_outcome", one.id)));
    const word = { text: read(nameOf("joined_word", one.id)), callback: read(nameOf("joined_callback", one.id)) };
    return {
      item: one.id,
      outcome: its ?? REFUSED,
      reasons: read(nameOf("joined_reasons", one.id)) || decision.reasons,
      word: wants(one, decision.outcome, its) ? word : null,
    };
  });
  return { ...intent, decision: { ...decision, joined } };
}
