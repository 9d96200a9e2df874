/** Links and buttons with a large target: one primary per screen, the rest quiet. */

import { html, nothing, type TemplateResult } from "lit";

import { icon, type Icon } from "./icon.ts";

type Look = "primary" | "secondary" | "subtle";

const look = (kind: Look): string =>
  `utrecht-button utrecht-button--${kind === "primary" ? "primary-action" : kind === "secondary" ? "secondary-action" : "subtle"}`;

export function button(kind: Look, text: string, pressed: () => void, picture?: Icon): TemplateResult {
  return html`<button type="button" class=${look(kind)} @click=${pressed}>
    ${picture === undefined ? nothing : icon(picture)}<span>${text}</span>
  </button>`;
}

/** A link that looks like a button; `to` is a route of the app or a `tel:`. */
export function link(kind: Look, text: string, to: string, picture?: Icon): TemplateResult {
  return html`<a class="${look(kind)} link-button" href=${to}>
    ${picture === undefined ? nothing : icon(picture)}<span>${text}</span>
  </a>`;
}

export function submitButton(text: string, picture?: Icon): TemplateResult {
  return html`<button type="submit" class=${look("primary")}>
    ${picture === undefined ? nothing : icon(picture)}<span>${text}</span>
  </button>`;
}
