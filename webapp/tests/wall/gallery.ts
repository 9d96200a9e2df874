/** Shows the practice wall on a made-up world: `?at=495&taal=nl`; for looking and for axe only. */

import "../../wall/wall.css";
import { speak } from "../../src/words/words.ts";
import { fakeSource, partsAt } from "../../wall/fake.ts";
import { PracticeWall } from "../../wall/wall.ts";

const asked = new URLSearchParams(window.location.search);
speak(asked.get("taal") === "en" ? "en" : "nl");
const at = Number(asked.get("at") ?? 495);
const wall = new PracticeWall();
const source = fakeSource(at);
wall.source = {
  ...source,
  hear(part, contact) {
    const stop = source.hear(part, contact);
    if (asked.has("rings")) part({ part: "told", value: partsAt(at).flatMap((one) => (one.part === "told" && Array.isArray(one.value) ? one.value.slice(-6) : [])) });
    return stop;
  },
};
wall.keep = () => undefined;
document.body.append(wall);
