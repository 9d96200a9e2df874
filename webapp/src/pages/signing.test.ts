/** What is typed is kept for the page on which it was typed, and by nothing that outlives that page. */

import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { nothing } from "lit";

import type { Delivery, Draft, Phone } from "../phone.ts";
import { SigningPage } from "./signing.ts";

const kept = vi.fn(async () => undefined);

class Form extends SigningPage {
  protected intent = (): never => {
    throw new TypeError("nothing is signed here");
  };
  protected required = (): readonly string[] => [];
  protected form = (): never => nothing as never;
  readonly followed: string[] = [];
  protected done = ({ act }: Delivery): void => void this.followed.push(act);
  /** A person types something. */
  type(): void {
    this.filled({ currentTarget: undefined, target: { name: "reasons" } } as unknown as Event);
  }
  /** The page alone, without a document to draw it in. */
  override requestUpdate(): void {
    return;
  }
}
customElements.define("form-page", Form);

let page: Form;

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("window", { location: { hash: "#/nieuw" } });
  page = new Form();
  page.phone = { keepTyped: kept } as unknown as Phone;
  page.connectedCallback();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  kept.mockClear();
});

test("it is kept for the address at which it was typed, wherever one is by then", async () => {
  page.type();
  window.location.hash = "#/item/a/spoedaanwijzing.decide";
  await vi.advanceTimersByTimeAsync(1_000);
  expect(kept.mock.calls).toEqual([["#/nieuw", {}]]);
});

test("what was typed just before one left is kept then; a page that is gone keeps nothing more", async () => {
  page.type();
  page.disconnectedCallback();
  expect(kept.mock.calls).toEqual([["#/nieuw", {}]]);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(kept).toHaveBeenCalledTimes(1);
});

test("a page that one leaves after all was kept, or with nothing typed, keeps nothing", async () => {
  page.type();
  await vi.advanceTimersByTimeAsync(1_000);
  page.disconnectedCallback();
  page.connectedCallback();
  page.disconnectedCallback();
  expect(kept).toHaveBeenCalledTimes(1);
});

test("what was signed is followed at once, before what was typed is forgotten: an answer may come first", async () => {
  kept.mockImplementationOnce(() => new Promise(() => undefined));
  Object.assign(page.phone, { sign: async () => ({ act: "a" }) });
  page.draft = { draft: "d" } as Draft;
  void page["sign"]();
  await vi.advanceTimersByTimeAsync(0);
  expect(kept).toHaveBeenCalledWith("#/nieuw", null);
  expect(page.followed).toEqual(["a"]);
});
