/** Plots in plain SVG, drawn by attributes alone so that no style stands inline; each has a table that says the same. */

import { html, svg, nothing, type TemplateResult } from "lit";

/** One row of a distribution: its words, and how much of it there is. */
export type Bar = { readonly name: string; readonly count: number };
/** One month of a trend: its short name, and two places on the scale, where there were enough. */
export type Point = { readonly name: string; readonly half: number | null; readonly most: number | null };

const [WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM] = [340, 220, 74, 8, 12, 28] as const;
const MARK = 5;
/** So many names fit below the months. */
const NAMES = 5;

/** A table whose every row has a bar beside its number. */
export function bars(caption: string, head: readonly [string, string], rows: readonly Bar[]): TemplateResult {
  const most = Math.max(1, ...rows.map(({ count }) => count));
  return html`<table class="figures">
    <caption>${caption}</caption>
    <thead><tr><th scope="col">${head[0]}</th><th scope="col">${head[1]}</th><td class="figures__bar"></td></tr></thead>
    <tbody>${rows.map(
      ({ name, count }) => html`<tr>
        <th scope="row">${name}</th>
        <td class="figures__number">${count}</td>
        <td class="figures__bar">${bar(count / most)}</td>
      </tr>`,
    )}</tbody>
  </table>`;
}

function bar(share: number): TemplateResult {
  return html`<svg class="bar-plot" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true" focusable="false">
    ${svg`<rect class="plot__half" x="0" y="0" width=${Math.round(share * 100)} height="10" />`}
  </svg>`;
}

/** Two places a month over a scale: a circle and a square, joined where months follow each other. */
export function trend(label: string, points: readonly Point[], nameOf: (place: number) => string): TemplateResult {
  const places = points.flatMap(({ half, most }) => [half, most]).filter((one) => one !== null);
  const [low, high] = [Math.min(...places), Math.max(...places)];
  const across = (index: number): number => round(LEFT + ((index + 0.5) * (WIDTH - LEFT - RIGHT)) / points.length);
  const up = (place: number): number => round(low === high ? (HEIGHT - BOTTOM + TOP) / 2 : HEIGHT - BOTTOM - ((place - low) * (HEIGHT - BOTTOM - TOP)) / (high - low));
  const lines = Array.from({ length: high - low + 1 }, (_none, index) => low + index);
  const every = Math.ceil(lines.length / 8);
  const named = Math.ceil(points.length / NAMES);
  return html`<svg class="plot" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label=${label}>
    ${lines.map((place) => svg`<line class="plot__grid" x1=${LEFT} x2=${WIDTH - RIGHT} y1=${up(place)} y2=${up(place)} />
      ${(place - low) % every === 0 ? svg`<text class="plot__text" x=${LEFT - 6} y=${up(place)} dy="4" text-anchor="end">${nameOf(place)}</text>` : nothing}`)}
    ${points.map(({ name }, index) => ((points.length - 1 - index) % named === 0 ? svg`<text class="plot__text" x=${across(index)} y=${HEIGHT - 8} text-anchor="middle">${name}</text>` : nothing))}
    ${joined(points, "most", across, up)} ${joined(points, "half", across, up)}
    ${points.map(({ half, most }, index) => [
      most === null ? nothing : svg`<rect class="plot__most" x=${across(index) - MARK} y=${up(most) - MARK} width=${2 * MARK} height=${2 * MARK} />`,
      half === null ? nothing : svg`<circle class="plot__half" cx=${across(index)} cy=${up(half)} r=${MARK} />`,
    ])}
  </svg>`;
}

function joined(points: readonly Point[], which: "half" | "most", across: (index: number) => number, up: (place: number) => number): TemplateResult[] {
  return points.flatMap((point, index) => {
    const [from, to] = [points[index - 1]?.[which] ?? null, point[which]];
    if (from === null || to === null) return [];
    return [svg`<line class="plot__line plot__line--${which}" x1=${across(index - 1)} y1=${up(from)} x2=${across(index)} y2=${up(to)} />`];
  });
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
