/** Whatever an attachment holds or is called, the page that shows it has one image or one text, and nothing of its own. */

import { expect, test } from "vitest";
import { imageDocument, SHOWN_TEXT, textDocument } from "./frame-document.ts";

const HOSTILE = ['<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', "</p></body><iframe src=//x>", "&lt;b&gt;", "</title><script>"];
const tags = (html: string): string[] => [...html.matchAll(/<\s*\/?\s*([a-z]+)/gi)].map((one) => one[1] ?? "").filter((one) => one !== "br");

test.each(HOSTILE)("text and name stay text: %s", async (text) => {
  const shown = await (await textDocument(new Blob([text]), text)).text();
  expect(tags(shown)).toEqual(["html", "meta", "title", "title", "body", "p", "p"]);
  expect(shown).not.toMatch(/\bon\w+="|<script/i);
});

test.each(HOSTILE)("an image has its own place, and its name stays text: %s", async (name) => {
  const shown = await imageDocument("blob:https://app.piket.example/1", name).text();
  expect(tags(shown)).toEqual(["html", "meta", "title", "title", "body", "img"]);
  expect([...shown.matchAll(/"/g)].length % 2).toBe(0);
});

test("lines, spaces and signs stay as they were typed", async () => {
  const shown = await (await textDocument(new Blob(["een\r\n  twee\n\tdrie & é"]), "x")).text();
  expect(shown).toContain("<p>een<br> &nbsp;twee<br> &nbsp; &nbsp;drie &amp; é</p>");
});

test("bytes that are no UTF-8 are shown with a sign for what is not", async () => {
  expect(await (await textDocument(new Blob([Uint8Array.of(0x65, 0xff)]), "x")).text()).toContain("<p>e\uFFFD</p>");
});

test.each([
  ["ends where the signs end", "a", SHOWN_TEXT],
  ["is cut between two signs, never within one", "é", SHOWN_TEXT / 2],
  ["is cut before a sign of which the end is left out", "€", Math.floor(SHOWN_TEXT / 3)],
])("of a long text only the beginning is shown, which %s", async (_what, sign, count) => {
  const shown = await (await textDocument(new Blob([sign.repeat(SHOWN_TEXT)]), "x")).text();
  expect(shown.endsWith(`<p>${sign.repeat(count)}</p>`)).toBe(true);
});

test("a text of exactly that length is shown whole, with a sign for what is broken at its end", async () => {
  const whole = new Blob(["a".repeat(SHOWN_TEXT - 1), Uint8Array.of(0xe2)]);
  expect((await (await textDocument(whole, "x")).text()).endsWith("a\uFFFD</p>")).toBe(true);
});
