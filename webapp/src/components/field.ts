/** Fields of a form: label above, help between, the fault in words; values are read by name when it is sent. */

import { html, nothing, type TemplateResult } from "lit";

import { toLocal } from "../words/time.ts";
import { say } from "../words/words.ts";

export type Field = {
  name: string;
  label: string;
  help?: string;
  kind?: "line" | "text" | "tel" | "number" | "moment" | "password";
  optional?: boolean;
  value?: string;
  /** This field was left empty or is wrong. */
  fault?: boolean;
};

export function field(one: Field): TemplateResult {
  const described = [one.help === undefined ? "" : `${one.name}-help`, one.fault === true ? `${one.name}-fault` : ""];
  const by = described.filter((id) => id !== "").join(" ") || nothing;
  const id = `field-${one.name}`;
  const css = `utrecht-textbox${one.fault === true ? " utrecht-textbox--invalid" : ""}`;
  const type = { tel: "tel", moment: "datetime-local", password: "password", number: "text" } as const;
  const required = one.optional !== true;
  const input =
    one.kind === "text"
      ? html`<textarea id=${id} name=${one.name} class="${css} area" rows="3" .defaultValue=${one.value ?? ""}
          aria-describedby=${by} aria-invalid=${one.fault === true} ?required=${required}></textarea>`
      : html`<input id=${id} name=${one.name} class=${css} autocomplete="off" .defaultValue=${one.value ?? ""}
          type=${type[(one.kind ?? "line") as keyof typeof type] ?? "text"}
          inputmode=${one.kind === "number" || one.kind === "password" ? "numeric" : nothing}
          aria-describedby=${by} aria-invalid=${one.fault === true} ?required=${required} />`;
  return html`<div class="utrecht-form-field ${one.fault === true ? "utrecht-form-field--invalid" : ""}">
    <label class="utrecht-form-field__label" for=${id}>
      ${one.label}${required ? nothing : html` <span class="quiet">(${say("app.optional")})</span>`}
    </label>
    ${one.help === undefined ? nothing : html`<p class="utrecht-form-field__description quiet" id="${one.name}-help">${one.help}</p>`}
    ${one.fault === true ? html`<p class="fault" id="${one.name}-fault">${say("app.required")}</p>` : nothing}
    ${input}
  </div>`;
}

export type Choice = { value: string; label: string };

/** One of many: a list of the browser's own, which every hand and screen reader knows. */
export function select(one: Pick<Field, "name" | "label" | "help" | "fault" | "optional" | "value"> & { none?: string }, of: readonly Choice[], chosen: (value: string) => void): TemplateResult {
  const id = `field-${one.name}`;
  const described = [one.help === undefined ? "" : `${one.name}-help`, one.fault === true ? `${one.name}-fault` : ""];
  const by = described.filter((each) => each !== "").join(" ") || nothing;
  const required = one.optional !== true;
  return html`<div class="utrecht-form-field ${one.fault === true ? "utrecht-form-field--invalid" : ""}">
    <label class="utrecht-form-field__label" for=${id}>${one.label}${required ? nothing : html` <span class="quiet">(${say("app.optional")})</span>`}</label>
    ${one.help === undefined ? nothing : html`<p class="utrecht-form-field__description quiet" id="${one.name}-help">${one.help}</p>`}
    ${one.fault === true ? html`<p class="fault" id="${one.name}-fault">${say("app.required")}</p>` : nothing}
    <select id=${id} name=${one.name} class="utrecht-select utrecht-textbox" ?required=${required} aria-describedby=${by} aria-invalid=${one.fault === true}
      @change=${(event: Event) => chosen((event.target as HTMLSelectElement).value)}>
      <option value="">${one.none ?? nothing}</option>
      ${of.map((each) => html`<option value=${each.value} .selected=${each.value === one.value}>${each.label}</option>`)}
    </select>
  </div>`;
}

/** Moments that need no typing at night: so many minutes from now, put into the field of this name. */
export function soon(name: string, minutes: readonly number[], now: Date): TemplateResult {
  const put = (event: Event, count: number): void => {
    const input = (event.currentTarget as HTMLElement).closest("form")?.elements.namedItem(name);
    if (!(input instanceof HTMLInputElement)) return;
    input.value = toLocal(new Date(now.getTime() + count * 60_000));
    input.dispatchEvent(new Event("input", { bubbles: true }));
  };
  return html`<div class="soon">${minutes.map((count) => html`<button type="button" class="utrecht-button utrecht-button--secondary-action"
    @click=${(event: Event) => put(event, count)}>${say("field.soon", { count })}</button>`)}</div>`;
}

/** One of a few, all visible; large targets. */
export function choices(
  one: { name: string; legend: string; help?: string; fault?: boolean; optional?: boolean },
  of: readonly Choice[],
  value: string | null,
  chosen: (value: string) => void,
): TemplateResult {
  const { name } = one;
  return html`<fieldset class="choices ${one.fault === true ? "utrecht-form-field--invalid" : ""}">
    <legend>${one.legend}${one.optional === true ? html` <span class="quiet">(${say("app.optional")})</span>` : nothing}</legend>
    ${one.help === undefined ? nothing : html`<p class="quiet">${one.help}</p>`}
    ${one.fault === true ? html`<p class="fault">${say("app.required")}</p>` : nothing}
    ${of.map(
      (each) => html`<label class="choice">
        <input type="radio" name=${name} value=${each.value} .checked=${each.value === value} ?required=${one.optional !== true}
          @change=${() => chosen(each.value)} />
        <span>${each.label}</span>
      </label>`,
    )}
  </fieldset>`;
}

export function tick(name: string, label: string, checked: boolean, changed: (on: boolean) => void): TemplateResult {
  return html`<label class="choice">
    <input type="checkbox" name=${name} .checked=${checked}
      @change=${(event: Event) => changed((event.target as HTMLInputElement).checked)} />
    <span>${label}</span>
  </label>`;
}

/** What was typed, by name; nothing is trimmed away that was meant. */
export function typed(form: HTMLFormElement): (name: string) => string {
  const data = new FormData(form);
  return (name) => {
    const value = data.get(name);
    return typeof value === "string" ? value.trim() : "";
  };
}

/** The names that are still empty; the first of them gets the focus. */
export function complete(form: HTMLFormElement, names: readonly string[]): Set<string> {
  const read = typed(form);
  const empty = names.filter((name) => read(name) === "");
  const first = empty[0];
  if (first !== undefined) form.querySelector<HTMLElement>(`[name="${first}"]`)?.focus();
  return new Set(empty);
}

/** Everything that was filled in, by name. */
export function allTyped(form: HTMLFormElement): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [name, value] of new FormData(form)) if (typeof value === "string" && value !== "") found[name] = value;
  return found;
}

/** Put back what was typed; choices are made as a person makes them, so that the page follows. */
export function fillIn(form: HTMLFormElement, before: Readonly<Record<string, string>>): void {
  for (const element of form.elements) {
    if (!(element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement || element instanceof HTMLSelectElement)) continue;
    const value = before[element.name];
    if (value === undefined) continue;
    if (element.type === "radio" || element.type === "checkbox") {
      if (!(element as HTMLInputElement).checked && (element.type === "checkbox" || element.value === value)) element.click();
      continue;
    }
    if (element.value === value) continue; // a second round changes nothing that followed from the first
    element.value = value;
    if (element instanceof HTMLSelectElement && element.value === value) element.dispatchEvent(new Event("change", { bubbles: true }));
  }
}
