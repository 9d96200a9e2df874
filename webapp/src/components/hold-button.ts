/** A button that signs: hold it for a second, or tap it twice; slow by accident, fast on purpose. */

import { html, LitElement, type TemplateResult } from "lit";

import { say } from "../words/words.ts";
import { icon } from "./icon.ts";

const HOLD = 1000;
const APART = 400;
const ARMED = 10_000;

/** Sends `signed` once. Keyboard and screen reader use the two taps. */
export class HoldButton extends LitElement {
  static override properties = { what: {}, stand: { state: true } };
  declare what: string;
  declare stand: "rest" | "holding" | "armed" | "done";
  private timer: ReturnType<typeof setTimeout> | undefined;
  private armedAt = 0;

  constructor() {
    super();
    this.what = "";
    this.stand = "rest";
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.timer);
  }

  protected override render(): TemplateResult {
    const text = { rest: say("sign.hold", { what: this.what }), holding: say("sign.holding"), armed: say("sign.again"), done: say("sign.done") };
    return html`<button type="button" class="utrecht-button utrecht-button--primary-action hold hold--${this.stand}"
        aria-describedby="hold-help" ?disabled=${this.stand === "done"}
        @pointerdown=${this.down} @pointerup=${this.up} @pointercancel=${this.up} @pointerleave=${this.up}
        @contextmenu=${(event: Event) => event.preventDefault()} @click=${this.tapped}>
        ${icon(this.stand === "done" ? "check" : "pen")}<span aria-live="polite">${text[this.stand]}</span>
      </button>
      <p class="quiet" id="hold-help">${say("sign.help")}</p>`;
  }

  private down(event: PointerEvent): void {
    if (event.button !== 0 || this.stand !== "rest") return;
    this.stand = "holding";
    this.timer = setTimeout(() => this.sign(), HOLD);
  }

  private up(): void {
    if (this.stand !== "holding") return;
    clearTimeout(this.timer);
    this.stand = "rest";
  }

  private tapped(): void {
    if (this.stand === "rest") {
      this.stand = "armed";
      this.armedAt = performance.now();
      this.timer = setTimeout(() => (this.stand = "rest"), ARMED);
    } else if (this.stand === "armed" && performance.now() - this.armedAt >= APART) this.sign();
  }

  private sign(): void {
    clearTimeout(this.timer);
    this.stand = "done";
    this.dispatchEvent(new CustomEvent("signed"));
  }
}

customElements.define("hold-button", HoldButton);
