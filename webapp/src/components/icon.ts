/** Small pictures that stand beside a word, never instead of it. */

import { svg, html, type TemplateResult } from "lit";

const PATHS = {
  phone: svg`<path d="M6 3h4l2 5-3 2a12 12 0 0 0 5 5l2-3 5 2v4a2 2 0 0 1-2 2A16 16 0 0 1 4 5a2 2 0 0 1 2-2z" />`,
  bell: svg`<path d="M6 17V11a6 6 0 0 1 12 0v6l2 2H4zM10 21h4" />`,
  clock: svg`<circle cx="12" cy="12" r="9" /><path d="M12 7v5l4 2" />`,
  check: svg`<path d="M4 13l5 5L20 6" />`,
  eye: svg`<path d="M2 12s4-7 10-7 10 7 10 7-4 7-10 7S2 12 2 12z" /><circle cx="12" cy="12" r="3" />`,
  dots: svg`<circle cx="5" cy="12" r="1.5" /><circle cx="12" cy="12" r="1.5" /><circle cx="19" cy="12" r="1.5" />`,
  lock: svg`<rect x="5" y="11" width="14" height="9" rx="2" /><path d="M8 11V8a4 4 0 0 1 8 0v3" />`,
  alert: svg`<path d="M12 3l10 18H2z" /><path d="M12 10v5M12 18v.5" />`,
  list: svg`<path d="M8 6h12M8 12h12M8 18h12M4 6h.5M4 12h.5M4 18h.5" />`,
  plus: svg`<path d="M12 5v14M5 12h14" />`,
  people: svg`<circle cx="9" cy="8" r="3.5" /><path d="M2.5 20a6.5 6.5 0 0 1 13 0M16 5a3.5 3.5 0 0 1 0 6.500M18 14a6.500 6.500 0 0 1 3.500 6" />`,
  device: svg`<rect x="7" y="2" width="10" height="20" rx="2" /><path d="M11 18h2" />`,
  camera: svg`<path d="M3 8h4l2-3h6l2 3h4v12H3z" /><circle cx="12" cy="13.500" r="3.500" />`,
  clip: svg`<path d="M8 12l6-6a3.500 3.500 0 0 1 5 5l-9 9a5.500 5.500 0 0 1-8-8l8-8" />`,
  pen: svg`<path d="M4 20l1-5L16 4l4 4L9 19z" />`,
  bars: svg`<path d="M5 20V10M12 20V4M19 20v-7M3 20h18" />`,
  back: svg`<path d="M15 5l-7 7 7 7" />`,
} as const;

export type Icon = keyof typeof PATHS;

/** A picture; hidden from screen readers, because a word always stands beside it. */
export function icon(name: Icon): TemplateResult {
  return html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">${PATHS[name]}</svg>`;
}
