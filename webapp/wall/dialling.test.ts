/** On the wall nobody is called: the number is told, and the frame with the app stays where it is. */

import { expect, test } from "vitest";

import { calledBy, withoutCalls, type Screened } from "./dialling.ts";

type Heard = (event: never) => void;

function screen(navigates = true): { window: Screened; told: string[]; click(href: string | null): boolean; goes(url: string): boolean } {
  const heard: Record<string, Heard> = {};
  const listens = { addEventListener: (kind: string, listener: Heard): void => void (heard[kind] = listener) };
  const window = { document: listens, ...(navigates ? { navigation: listens } : {}) } as unknown as Screened;
  const told: string[] = [];
  withoutCalls(window, (number) => told.push(number));
  const stopped = (kind: string, event: object): boolean => {
    let prevented = false;
    heard[kind]?.({ ...event, cancelable: true, preventDefault: () => (prevented = true) } as never);
    return prevented;
  };
  const link = (href: string | null): object => ({ closest: () => (href === null ? null : { getAttribute: () => href }) });
  return { window, told, click: (href) => stopped("click", { target: link(href) }), goes: (url) => stopped("navigate", { destination: { url } }) };
}

test("a thumb on a number tells it, and calls nobody", () => {
  const { told, click } = screen();
  expect([click("tel:+31885550130"), click("#/new"), click(null)]).toEqual([true, false, false]);
  expect(told).toEqual(["+31885550130"]);
});

test("where the app itself begins to call, it stays too", () => {
  const { told, goes } = screen();
  expect([goes("tel:070000001"), goes("http://p1.piket.localhost:1/#/item/a")]).toEqual([true, false]);
  expect(told).toEqual(["070000001"]);
});

test("a browser that does not tell of navigations has its thumb alone", () => {
  expect(screen(false).click("tel:112")).toBe(true);
});

test.each([["tel:+31885550130", "+31885550130"], ["tel:", null], ["tel:<b>", null], ["mailto:a", null], ["#/", null]])("%s calls %s", (address, number) =>
  expect(calledBy(address)).toBe(number),
);
