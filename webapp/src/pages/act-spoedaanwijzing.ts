/** Decide on a request, and with it on those that were joined to it: for each of these an outcome (SA-06, SA-12). */

import { html, type TemplateResult } from "lit";

import type { Intent } from "../phone-acts.ts";
import { decisionOf } from "./decision-spoedaanwijzing.ts";
import { FormPage } from "./form.ts";
import { joinedFields, joinedRequired, withJoined } from "./joined-spoedaanwijzing.ts";
import type { ActGiven } from "./part.ts";

export class ActDecide extends FormPage {
  static override properties = { ...FormPage.properties, joined: { state: true } };
  /** The outcome that was chosen for each joined request. */
  declare joined: ReadonlyMap<string, string>;

  constructor() {
    super();
    this.joined = new Map();
  }

  private get outcome(): string | null {
    return this.chosen["outcome"] ?? null;
  }

  private readonly chooses = (id: string, outcome: string): void => {
    this.joined = new Map([...this.joined, [id, outcome]]);
  };

  protected override required(): readonly string[] {
    return [...super.required(), ...(this.view === undefined ? [] : joinedRequired(this.view, this.outcome, this.joined))];
  }

  protected override intent(read: (name: string) => string): Intent {
    const { item, view } = this;
    const decision = decisionOf(this.textsOf(this.asked?.params ?? [], read), this.textsOf(this.content, read), this.alongBy(read), this.now);
    const intent: Intent = { act: "spoedaanwijzing.decide", item, decision };
    return view === undefined ? intent : withJoined(intent, view, read);
  }

  protected override between(): TemplateResult {
    return this.view === undefined ? html`` : html`${joinedFields(this.view, this.outcome, this.joined, this.empty, this.own, this.chooses, this.now)}`;
  }
}

customElements.define("act-decide", ActDecide);

/** The page of a decision. */
export function page({ item, act, what, phone, status, now }: ActGiven): TemplateResult {
  return html`<act-decide .item=${item} .act=${act} .what=${what} .phone=${phone} .status=${status} .now=${now}></act-decide>`;
}
