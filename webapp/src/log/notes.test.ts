import { expect, it } from "vitest";
import { utf8 } from "../wire/bytes.ts";
import { parseNote } from "./notes.ts";

it("ends the text of a note at its last blank line", () => {
  const note = parseNote(utf8("one\n\ntwo\n\n\u2014 name AAAAAAA=\n"));
  expect(note.text).toBe("one\n\ntwo\n");
  expect(note.signatures).toEqual([{ name: "name", keyId: new Uint8Array(4), signature: new Uint8Array(1) }]);
});
