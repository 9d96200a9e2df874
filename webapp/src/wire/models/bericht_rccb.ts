/** The types of bericht_rccb, as the service's models have them. Made by `python -m tests.house.app_models --write`; do not edit. */

export type BerichtRccbAcknowledgeParams = Readonly<Record<never, never>>;
export type BerichtRccbContent = { readonly kind: "bericht_rccb"; readonly text: string; readonly callback: string; };
export interface BerichtRccbActs { "bericht_rccb.acknowledge": BerichtRccbAcknowledgeParams; }
export type BerichtRccbContents = | BerichtRccbContent;
