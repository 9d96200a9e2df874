/** The types of shared, as the service's models have them. Made by `python -m tests.house.app_models --write`; do not edit. */

export type AntwoordContent = { readonly kind: "antwoord"; readonly text: string; };
export type App = { readonly rp_id: string; readonly origins: readonly string[]; };
export type BijlageContent = {
  readonly kind: "bijlage";
  readonly name: string;
  readonly media_type: string;
  readonly size: number;
  readonly sha256: string;
};
export type ChannelKind = | "telegram" | "web_push" | "webhook" | "silent";
export type DeviceKeys = {
  readonly person: string;
  readonly organisation: string;
  readonly device: string;
  readonly signing_key: string;
  readonly x25519: string;
  readonly hybrid: string;
  readonly passkey: string | null;
};
export type DeviceWrap = { readonly device: string; readonly blob: string; };
export type Functie =
  | "hovj"
  | "namens_hovj"
  | "adviseur_bbc"
  | "coordinerend_hovj"
  | "pg"
  | "triagesecretariaat"
  | "nctv_piket"
  | "nctv_behandelaar"
  | "nctv_teamleider"
  | "directeur_nctv"
  | "nctv"
  | "lcc"
  | "lcc_leiding"
  | "adviseur_bb"
  | "rccb"
  | "burgemeester"
  | "loco_burgemeester"
  | "gemeente_contact"
  | "te_beveiligen_persoon"
  | "kerngezinslid"
  | "aanmelder"
  | "inlichtingendienst"
  | "daf"
  | "escalatiewachter"
  | "toezichthouder"
  | "functioneel_beheerder";
export type LinkedItem = {
  readonly flow: string;
  readonly item: string;
  readonly recipient: string;
  readonly wraps: readonly WrapParam[];
  readonly content: string;
  readonly joined: string | null;
};
export type Organisation = { readonly organisation: string; readonly log: string; };
export type OverlegContent = { readonly kind: "overleg"; readonly reasons: string; };
export type Slot = | "on_duty" | "backup" | "all";
export type VraagContent = { readonly kind: "vraag"; readonly text: string; };
export type WrapParam = {
  readonly functie: Functie;
  readonly scope: string;
  readonly epoch: number;
  readonly device: string | null;
  readonly blob: string;
};
export type SharedContents = | AntwoordContent | BijlageContent | OverlegContent | VraagContent;
