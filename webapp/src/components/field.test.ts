/** What is put back into a form is made as a person makes it, and what stands already is not made again. */

import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import { fillIn } from "./field.ts";

class Input {
  checked = false;
  constructor(readonly name: string, readonly type: string, public value: string, readonly clicked: () => void = () => undefined) {}
  click(): void {
    this.checked = true;
    this.clicked();
  }
}
class Select {
  readonly type = "select-one";
  value = "";
  constructor(readonly name: string, readonly changed: () => void) {}
  dispatchEvent(): void {
    this.changed();
  }
}
class TextArea {}

beforeEach(() => {
  vi.stubGlobal("HTMLInputElement", Input);
  vi.stubGlobal("HTMLSelectElement", Select);
  vi.stubGlobal("HTMLTextAreaElement", TextArea);
});
afterEach(() => void vi.unstubAllGlobals());

describe("putting back what was typed", () => {
  test("a choice that depends on another one stays, also where the form is filled in again", () => {
    let chosen: string | null = null;
    const person = new Input("person", "radio", "hanna", () => (chosen = "hanna"));
    const role = new Select("role", () => (chosen = null)); // who has the one functie need not have the other
    const form = { elements: [role, person] } as unknown as HTMLFormElement;
    for (let round = 0; round < 2; round += 1) {
      fillIn(form, { role: "hovj@arr:noord", person: "hanna" });
      expect([role.value, chosen]).toEqual(["hovj@arr:noord", "hanna"]);
    }
  });
});
