/** Made-up figures of thirteen months, for tests and for looking at the screens; nothing of it is real. */

import type { Figure, Group, Indicator, Quality } from "../phone-quality.ts";

const MONTHS = ["2025-10", "2025-11", "2025-12", "2026-01", "2026-02", "2026-03", "2026-04", "2026-05", "2026-06", "2026-07", "2026-08", "2026-09", "2026-10"] as const;
const SECONDS = [30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 28_800, 86_400, 172_800, 259_200, 604_800, 1_209_600, 2_592_000] as const;

const INDICATORS: readonly Indicator[] = [
  { name: "spoedaanwijzing.ontvangen", flow: "spoedaanwijzing", asks: "om", of: ["nctv"], unit: "seconds", source: "SA-04, SA-10 (C §2.3.4)" },
  { name: "opdracht.beantwoorden", flow: "opdracht", asks: "nctv", of: ["kmar", "politie"], unit: "seconds", source: "SA-07, L-6 (C §4.1)" },
  { name: "herbeoordeling.herbeoordelen", flow: "herbeoordeling", asks: "nctv", of: ["nctv", "om"], unit: "seconds", source: "HB-01, HB-03 (C §2.2, §3.3)" },
  { name: "gaps.roster", flow: "", asks: "", of: [], unit: "seconds", source: "RO-02" },
  { name: "rings.night", flow: "", asks: "", of: [], unit: "rings", source: "X-08, X-04" },
];

const group = (first: number, last: number, cases: number): Group => ({ first, last, cases });

function figure(month: string, indicator: string, organisation: string, more: Partial<Figure>): Figure {
  return { month, indicator, organisation, functie: "", cases: null, p50: null, p90: null, top: null, amounts: [], rungs: [], late: [], waiting: null, reopened: null, ...more };
}

/** Figures by month; in some there were too few to publish any. */
export function fakeQuality(like: { none?: boolean; organisations?: readonly string[] } = {}): Quality {
  const organisations = like.organisations ?? ["gemeente", "kmar", "nctv", "om", "politie"];
  const figures = MONTHS.flatMap((month, index) => [
    ...(index % 4 === 2 ? [] : [figure(month, "spoedaanwijzing.ontvangen", "nctv", {
      cases: 20 + 5 * (index % 3), p50: 1 + (index % 2), p90: 3 + (index % 3), top: 5, waiting: index === 12 ? 5 : null,
      amounts: [group(0, 1, 10), group(2, 2, 5), group(3, 5, 10)], rungs: [group(0, 0, 15), group(1, 3, 10)], reopened: null,
    })]),
    figure(month, "opdracht.beantwoorden", "politie", { cases: 15, p50: 4, p90: 17, top: 17, amounts: [group(3, 4, 10), group(5, 17, 5)], rungs: [group(0, 2, 15)], late: [group(0, 0, 10), group(1, 1, 5)] }),
    figure(month, "rings.night", "nctv", { functie: "nctv_piket", cases: 10, p50: 2, p90: 4, top: 4, amounts: [group(1, 2, 5), group(3, 4, 5)] }),
  ]);
  return {
    least: 5,
    months: like.none === true ? [] : MONTHS,
    shown: like.none === true ? [] : MONTHS,
    organisations,
    indicators: INDICATORS,
    scales: { seconds: SECONDS, rings: [1, 2, 3, 5, 10, 20, 50, 100, 200] },
    figures: like.none === true ? [] : figures.filter((one) => organisations.includes(one.organisation)),
  };
}
