/** What Vite makes of imports that are no scripts. */

declare module "*?worker&url" {
  const url: string;
  export default url;
}

declare module "*.css";

interface ImportMeta {
  /** Every file that fits, by path; or of each the one export `import`, which all of them must have. */
  glob<Found>(files: string | readonly string[], how: { eager: true; import?: string }): Readonly<Record<string, Found>>;
}
