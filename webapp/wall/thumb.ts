/** What the app's screen asks of a thumb now, by what a person would recognise: names of fields, and buttons. */

export type Screen =
  | { shows: "enrol"; form: HTMLFormElement }
  | { shows: "pin"; form: HTMLFormElement }
  /** Keys were taken out of use or lost: there is one button, to begin anew. */
  | { shows: "ended"; button: HTMLElement }
  | { shows: "other" };

/** Only the gate is worked by itself: whatever comes after it is for a person, or for the script. */
export function onScreen(page: Pick<Document, "querySelector">): Screen {
  const form = page.querySelector<HTMLFormElement>("page-gate form");
  if (form?.querySelector("[name=link]")) return { shows: "enrol", form };
  if (form?.querySelector("[name=pin]")) return { shows: "pin", form };
  const button = page.querySelector<HTMLElement>("page-gate button.utrecht-button--secondary-action");
  return button === null ? { shows: "other" } : { shows: "ended", button };
}

/** Whether the gate says that something failed; what was typed is to be typed again then. */
export function failed(page: Pick<Document, "querySelector">): boolean {
  return page.querySelector("page-gate .utrecht-alert--error") !== null;
}

/** What was last done on a screen, and when. */
export type Done = { readonly screen: Screen; readonly at: number };

/** How long what was done may take before it is done once more: lines are cut here, and services killed. */
export const AGAIN = 3_000;
/** A lock is chosen or opened on this phone alone, and slowly: a second PIN while the first is tried would be a wrong one. */
export const PIN_AGAIN = 30_000;

/** Whether a screen may still be busy with what was done on it. */
export function busy(screen: Screen, done: Done | null, wrong: boolean, now: number): boolean {
  if (done === null || done.screen.shows !== screen.shows) return false;
  if (screen.shows !== "pin") return now - done.at < AGAIN;
  const other = done.screen.shows === "pin" && done.screen.form !== screen.form;
  return !other && now - done.at < (wrong ? AGAIN : PIN_AGAIN);
}

/** Type into a field and send the form, as somebody does. */
export function typeIn(form: HTMLFormElement, name: string, text: string): void {
  for (const field of form.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>(`[name=${name}]`)) {
    field.value = text;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
  form.requestSubmit();
}

export function press(button: HTMLElement): void {
  button.click();
}
