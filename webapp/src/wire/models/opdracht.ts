/** The types of opdracht, as the service's models have them. Made by `python -m tests.house.app_models --write`; do not edit. */

export type AdviesContent = { readonly kind: "maatregelenadvies"; readonly advice: string; };
export type OpdrachtAdviseParams = { readonly content: string; };
export type OpdrachtAfstemmenParams = { readonly content: string; };
export type OpdrachtAnswerParams = {
  readonly answer: "uitvoerbaar" | "niet_uitvoerbaar";
  readonly expected_at: string | null;
  readonly content: string;
};
export type OpdrachtContent = {
  readonly kind: "opdracht";
  readonly person: string;
  readonly where: string;
  readonly measures: string;
  readonly callback: string;
};
export type OpdrachtExpectParams = { readonly expected_at: string; readonly content: string | null; };
export type OpdrachtTerPlaatseParams = Readonly<Record<never, never>>;
export interface OpdrachtActs {
  "opdracht.advise": OpdrachtAdviseParams;
  "opdracht.afstemmen": OpdrachtAfstemmenParams;
  "opdracht.answer": OpdrachtAnswerParams;
  "opdracht.expect": OpdrachtExpectParams;
  "opdracht.ter_plaatse": OpdrachtTerPlaatseParams;
}
export type OpdrachtContents = | AdviesContent | OpdrachtContent;
