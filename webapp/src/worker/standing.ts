/** How this phone stands, as pages are told: its gate, its line, the number to call, the service's clock. */

import type { Gate, Status } from "../phone.ts";
import type { Clock } from "../wire/bytes.ts";
import { written } from "../wire/moment.ts";
import type { Before } from "./before.ts";
import { asServed } from "./line.ts";

/** Milliseconds by which the service's clock must be another before the pages hear of it. */
const SKEW_TOLD = 1_000;

/** Whoever hears: `told` of each change, `back` when there is a line again. */
export type Watcher = { told(status: Status): void; back(): void };

export class Standing {
  readonly #clock: Clock;
  readonly #watcher: Watcher;
  #gate: Gate = { kind: "enrol" };
  #line: Status["line"] = { state: "trying", since: null };
  #skew = 0;
  /** What was believed last: set it before a gate is. */
  before: Before = { number: null, practice: false, known: false, own: false };

  constructor(clock: Clock, watcher: Watcher) {
    this.#clock = clock;
    this.#watcher = watcher;
  }

  get gate(): Gate {
    return this.#gate;
  }

  get line(): Status["line"]["state"] {
    return this.#line.state;
  }

  /** By how many milliseconds the service's clock is ahead of this phone's. */
  get skew(): number {
    return this.#skew;
  }

  status(): Status {
    const { number, practice, own } = this.before;
    return { gate: this.#gate, line: asServed(this.#line, this.#skew), emergency: number, skew: this.#skew, drill: practice, own };
  }

  /** Another gate stands before the pages. */
  now(gate: Gate): void {
    this.#gate = gate;
    this.changed();
  }

  changed(): void {
    this.#watcher.told(this.status());
  }

  /** The service said what time it is. */
  heard(now: string): void {
    const skew = Date.parse(now) - this.#clock().getTime();
    const moved = Math.abs(skew - this.#skew) > SKEW_TOLD;
    this.#skew = skew;
    if (moved) this.changed();
  }

  /** Whatever is sent passes here: an answer, or none, says how the line is. */
  async noticed(answer: Promise<Response>): Promise<Response> {
    try {
      const found = await answer;
      this.#reached({ state: "online", since: written(this.#clock()) });
      return found;
    } catch (wrong) {
      this.#reached({ ...this.#line, state: this.#line.state === "online" ? "trying" : "unreachable" });
      throw wrong;
    }
  }

  #reached(line: Status["line"]): void {
    const changed = line.state !== this.#line.state;
    this.#line = line;
    if (changed) this.changed();
    if (changed && line.state === "online") this.#watcher.back();
  }
}
