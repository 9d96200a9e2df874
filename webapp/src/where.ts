/** Where the service is, as the server of the app's own files says. */

/** What stands in `/piket.json`. */
export type Where = { readonly api: string };

/** Ask the app's own origin; throws TypeError when it cannot be reached or says no origin. */
export async function where(): Promise<Where> {
  const answer = await fetch("/piket.json", { cache: "no-store", credentials: "omit" });
  const said: unknown = answer.ok ? await answer.json() : null;
  const api: unknown = typeof said === "object" && said !== null && "api" in said ? said.api : null;
  if (typeof api !== "string" || new URL(api).origin !== api) throw new TypeError("The app does not know its service.");
  return { api };
}
