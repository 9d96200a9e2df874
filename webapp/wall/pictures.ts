/** Small pictures of the wall; a word always stands beside them. */

import { html, svg, type TemplateResult } from "lit";

const PATHS = {
  play: svg`<path d="M7 4v16l13-8z" class="solid" />`,
  pause: svg`<path d="M7 4h4v16H7zM14 4h4v16h-4z" class="solid" />`,
  step: svg`<path d="M5 4v16l10-8z" class="solid" /><path d="M19 4v16" />`,
  restart: svg`<path d="M5 5v6h6" /><path d="M5.500 11A7.500 7.500 0 1 1 6 16" />`,
  bell: svg`<path d="M6 17V11a6 6 0 0 1 12 0v6l2 2H4zM10 21h4" />`,
  hand: svg`<path d="M8 12V6a1.500 1.500 0 0 1 3 0v5-7a1.500 1.500 0 0 1 3 0v7-5a1.500 1.500 0 0 1 3 0v8c0 5-2 7-6 7-3 0-4-1-6-4l-2-4c0-2 2-2 3-1z" />`,
  script: svg`<path d="M6 3h9l4 4v14H6z" /><path d="M9 12h7M9 16h7" />`,
  power: svg`<path d="M12 3v9" /><path d="M6.500 7a8 8 0 1 0 11 0" />`,
  line: svg`<path d="M5 19L19 5" /><path d="M3 13a12 12 0 0 1 18 0M7 16a7 7 0 0 1 10 0" />`,
  wave: svg`<path d="M3 11a13 13 0 0 1 18 0M7 15a7 7 0 0 1 10 0M12 19v.5" />`,
  check: svg`<path d="M4 13l5 5L20 6" />`,
  eye: svg`<path d="M2 12s4-7 10-7 10 7 10 7-4 7-10 7S2 12 2 12z" /><circle cx="12" cy="12" r="3" />`,
  phone: svg`<path d="M6 3h4l2 5-3 2a12 12 0 0 0 5 5l2-3 5 2v4a2 2 0 0 1-2 2A16 16 0 0 1 4 5a2 2 0 0 1 2-2z" />`,
  sound: svg`<path d="M4 9v6h4l5 4V5L8 9z" /><path d="M16.500 9a4 4 0 0 1 0 6M19 6a8 8 0 0 1 0 12" />`,
  mute: svg`<path d="M4 9v6h4l5 4V5L8 9zM17 9l5 6M22 9l-5 6" />`,
  alert: svg`<path d="M12 3l10 18H2z" /><path d="M12 10v5M12 18v.5" />`,
  people: svg`<circle cx="9" cy="8" r="3.500" /><path d="M2.500 20a6.500 6.500 0 0 1 13 0M16 5a3.500 3.500 0 0 1 0 6.500M18 14a6.500 6.500 0 0 1 3.500 6" />`,
  key: svg`<circle cx="8" cy="15" r="4" /><path d="M11 12l9-9M16 7l3 3" />`,
} as const;

export type Picture = keyof typeof PATHS;

export function picture(name: Picture): TemplateResult {
  return html`<svg class="picture" viewBox="0 0 24 24" aria-hidden="true" focusable="false">${PATHS[name]}</svg>`;
}
