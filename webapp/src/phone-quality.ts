/** The kwaliteitsmonitor as pages are shown it: published figures of whole months, without persons (EV-02). */

/** About how many cases lie at places `first` to `last` of a scale. */
export type Group = { readonly first: number; readonly last: number; readonly cases: number };

/** One interface: who asks what of which organisations; gaps and rings have none, and rings are of people. */
export type Indicator = {
  readonly name: string;
  readonly flow: string;
  readonly asks: string;
  readonly of: readonly string[];
  readonly unit: string;
  readonly source: string;
};

/** What is published of one indicator in one organisation in one month; null, or no group: too few to say. */
export type Figure = {
  readonly month: string;
  readonly indicator: string;
  readonly organisation: string;
  /** Of rings: of whom; else empty. */
  readonly functie: string;
  readonly cases: number | null;
  /** Places on the unit's scale: half, nine in ten, and all but a few took so much at most. */
  readonly p50: number | null;
  readonly p90: number | null;
  readonly top: number | null;
  readonly amounts: readonly Group[];
  readonly rungs: readonly Group[];
  readonly late: readonly Group[];
  readonly waiting: number | null;
  readonly reopened: number | null;
};

/** Thirteen months up to the one asked for; `months` are all there are. */
export type Quality = {
  readonly least: number;
  readonly months: readonly string[];
  readonly shown: readonly string[];
  readonly organisations: readonly string[];
  readonly indicators: readonly Indicator[];
  /** Upper bounds by unit, in seconds or rings. */
  readonly scales: Readonly<Record<string, readonly number[]>>;
  readonly figures: readonly Figure[];
};

/** What is asked of the kwaliteitsmonitor; each rejects with `quality.unknown` for whom it is not. */
export interface QualityPhone {
  /** Figures up to a month such as `2026-10`; null: the newest there is. */
  quality(until: string | null): Promise<Quality>;
  /** The same as CSV. */
  qualityCsv(until: string | null): Promise<Blob>;
}
