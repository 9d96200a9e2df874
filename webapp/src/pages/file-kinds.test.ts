/** What an attachment is shown and saved as: from a fixed list, and never as something that runs. */

import { expect, test } from "vitest";
import { fileKind } from "./file-kinds.ts";

test.each([
  ["foto.jpg", "image/jpeg", { show: "image", type: "image/jpeg", name: "foto.jpg" }],
  ["foto.JPEG", "IMAGE/JPEG", { show: "image", type: "image/jpeg", name: "foto.JPEG" }],
  ["IMG_1.heic", "image/jpeg", { show: "image", type: "image/jpeg", name: "IMG_1.heic.jpg" }],
  ["brief.txt", "text/plain;charset=utf-8", { show: "text", type: "text/plain", name: "brief.txt" }],
  ["plan.pdf", "application/pdf", { show: null, type: "application/pdf", name: "plan.pdf" }],
  ["plan", "application/pdf", { show: null, type: "application/pdf", name: "plan.pdf" }],
  ["pdf", "application/pdf", { show: null, type: "application/pdf", name: "pdf.pdf" }],
  ["iets.dat", "application/x-other", { show: null, type: "application/octet-stream", name: "iets.dat.bin" }],
])("%s, called %s", (name, type, kind) => expect(fileKind(name, type)).toEqual(kind));

test.each([
  ["page.html", "text/html"],
  ["page.html", "text/plain"],
  ["drawing.svg", "image/svg+xml"],
  ["drawing.svg", "image/png"],
  ["page.xhtml", "application/xhtml+xml"],
  ["page.js", "text/javascript"],
  ["page.html", "text/html;text/plain"],
  ["page.mhtml", "multipart/related"],
  ["setup.exe", "application/vnd.microsoft.portable-executable"],
  ["setup.exe", "application/pdf"],
])("%s, called %s, is never given as what runs", (name, type) => {
  const kind = fileKind(name, type);
  expect(kind.type).not.toMatch(/html|svg|xml|script/);
  expect(kind.name).toMatch(/\.(txt|png|bin|pdf)$/);
});

test("a name is no path, hides nothing, and says its kind last", () => {
  expect(fileKind("../../etc/passwd", "text/plain").name).toBe("_.._etc_passwd.txt");
  expect(fileKind("foto\u202Egpj.exe", "image/jpeg").name).toBe("foto_gpj.exe.jpg");
  expect(fileKind(`${"a".repeat(500)}.pdf`, "application/pdf").name.length).toBe(120);
});
