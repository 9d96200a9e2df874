/** Practice only: a phone that calls would leave the app; here its number is told instead, and the app stays. */

const CALLS = "tel:";

type Navigated = { readonly destination: { readonly url: string }; readonly cancelable: boolean; preventDefault(): void };
type Clicked = { readonly target: EventTarget | null; preventDefault(): void };
/** Of a window what is needed; not every browser tells of navigations. */
export type Screened = {
  readonly document: { addEventListener(kind: "click", heard: (event: Clicked) => void, capture: true): void };
  readonly navigation?: { addEventListener(kind: "navigate", heard: (event: Navigated) => void): void };
};

/** Tell each number that is called in this window, by a thumb on it or by the app itself, and call nobody. */
export function withoutCalls(screen: Screened, told: (number: string) => void): void {
  screen.document.addEventListener(
    "click",
    (event) => {
      const link = (event.target as Partial<Element> | null)?.closest?.("a[href]") ?? null;
      const number = calledBy(link?.getAttribute("href") ?? "");
      if (number === null) return;
      event.preventDefault();
      told(number);
    },
    true,
  );
  screen.navigation?.addEventListener("navigate", (event) => {
    const number = calledBy(event.destination.url);
    if (number === null || !event.cancelable) return;
    event.preventDefault();
    told(number);
  });
}

/** The number that an address calls; null when it calls none. */
export function calledBy(address: string): string | null {
  const number = address.startsWith(CALLS) ? address.slice(CALLS.length) : "";
  return /^\+?\d{2,20}$/.test(number) ? number : null;
}
