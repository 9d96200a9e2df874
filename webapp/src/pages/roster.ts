/** Put somebody on the roster of a functie (RO-01): who, in which duty, from when to when; read back and signed. */

import { html, nothing, type TemplateResult } from "lit";

import { link, submitButton } from "../components/button.ts";
import { choices, field, select, tick } from "../components/field.ts";
import { notice } from "../components/notice.ts";
import type { Intent } from "../phone-acts.ts";
import type { Delivery, Party, Person } from "../phone.ts";
import { fromLocal, toLocal } from "../words/time.ts";
import { named, party, say } from "../words/words.ts";
import { title } from "./page.ts";
import type { Around } from "./part.ts";
import { to } from "./routes.ts";
import { SigningPage } from "./signing.ts";

const SLOTS = ["on_duty", "backup"] as const;
const key = ({ functie, scope }: Pick<Party, "functie" | "scope">): string => `${functie}@${scope}`;

export class RosterPage extends SigningPage {
  static override properties = {
    ...SigningPage.properties, roles: { state: true }, chain: { state: true }, role: { state: true }, person: { state: true }, slot: { state: true }, override: { state: true },
  }; // prettier-ignore
  /** Functies of which this person keeps the roster; undefined while that is asked. */
  declare roles: readonly Party[] | undefined;
  declare chain: readonly Person[];
  declare role: string;
  declare person: string | null;
  declare slot: (typeof SLOTS)[number];
  declare override: boolean;
  private begun = "";

  constructor() {
    super();
    this.chain = [];
    this.role = "";
    this.person = null;
    this.slot = "on_duty";
    this.override = true;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.begun = toLocal(this.now);
    void this.load();
  }

  private async load(): Promise<void> {
    await this.tried(async () => {
      const [me, duty, chain] = await Promise.all([this.phone.me(), this.phone.duty(), this.phone.chain()]);
      const all = [...me.holdings.filter((one) => one.functie !== "functioneel_beheerder"), ...duty.filter((one) => one.keeps)];
      this.chain = chain;
      this.roles = [...new Map(all.map((one) => [key(one), one])).values()];
      if (this.roles.length === 1) this.role = key(this.roles[0] ?? { functie: "", scope: "" });
      await this.restore();
    });
  }

  protected override required(): readonly string[] {
    return ["role", "person", "starts", "ends"];
  }

  protected override intent(read: (name: string) => string): Intent {
    const [functie = "", scope = ""] = read("role").split("@");
    const [startsAt, endsAt] = [fromLocal(read("starts")) ?? "", fromLocal(read("ends")) ?? ""];
    return { act: "roster.set", role: { functie, scope }, person: read("person"), slot: this.slot, startsAt, endsAt, override: this.override };
  }

  protected override done(_: Delivery): void {
    window.location.hash = to.duty;
  }

  /** Who has the one functie need not have the other. */
  private chooses(role: string): void {
    this.role = role;
    this.person = null;
  }

  protected override form(): TemplateResult {
    const { roles } = this;
    const top = html`${link("subtle", say("app.back"), to.duty, "back")} ${title(named("do", "roster.set"))} ${this.failure(() => void this.load())}`;
    if (roles === undefined) return html`${top} ${this.failed === null ? html`<p role="status">${say("app.loading")}</p>` : nothing}`;
    if (roles.length === 0) return html`${top} ${notice("info", say("roster.none"))}`;
    const missing = (name: string): boolean => this.empty.has(name);
    const people = this.chain.filter((one) => one.functies.some((held) => key(held) === this.role));
    return html`${top} <p>${say("roster.explain")}</p>
      <form novalidate @submit=${this.send} @input=${this.filled}>
        ${select({ name: "role", label: say("roster.role"), value: this.role, fault: missing("role") }, roles.map((one) => ({ value: key(one), label: party(one) })), (role) => this.chooses(role))}
        ${choices({ name: "person", legend: say("roster.who"), fault: missing("person") }, people.map((one) => ({ value: one.person, label: one.name })), this.person, (person) => (this.person = person))}
        ${choices({ name: "slot", legend: say("field.slot") }, SLOTS.map((value) => ({ value, label: named("slot", value) })), this.slot, (value) => (this.slot = value === "backup" ? "backup" : "on_duty"))}
        ${field({ name: "starts", label: say("field.starts"), kind: "moment", value: this.begun, fault: missing("starts") })}
        ${field({ name: "ends", label: say("field.ends"), kind: "moment", fault: missing("ends") })}
        ${tick("override", say("roster.override"), this.override, (on) => (this.override = on))}
        ${submitButton(say("sign.check"), "pen")}
      </form>`;
  }
}

customElements.define("page-roster", RosterPage);

/** The page, loaded when it is needed. */
export function page({ phone, status, now }: Around): TemplateResult {
  return html`<page-roster .phone=${phone} .status=${status} .now=${now}></page-roster>`;
}
