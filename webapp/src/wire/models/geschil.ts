/** The types of geschil, as the service's models have them. Made by `python -m tests.house.app_models --write`; do not edit. */

export type GeschilAcquiesceParams = Readonly<Record<never, never>>;
export type GeschilClimbParams = Readonly<Record<never, never>>;
export type GeschilContent = { readonly kind: "geschil"; readonly text: string; };
export type GeschilRecordParams = {
  readonly rung: 1 | 2;
  readonly outcome: "alsnog_aanwijzen" | "blijft_niet_aangewezen";
  readonly content: string;
};
export interface GeschilActs {
  "geschil.acquiesce": GeschilAcquiesceParams;
  "geschil.climb": GeschilClimbParams;
  "geschil.record": GeschilRecordParams;
}
export type GeschilContents = | GeschilContent;
