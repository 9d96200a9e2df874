/** Shows bells in the order in which they came: what is over never stands under the ring that it ends. */

/** The longest that a bell waits for one that came before it: one that hangs silences no other. */
const AT_MOST_MS = 1000;

/** Makes of a thing that is ready at some time one that is done after those that came before it, however long each took to get ready. */
export class InTurn {
  #last: Promise<unknown> = Promise.resolve();
  readonly #pause: (ms: number) => Promise<void>;

  constructor(pause: (ms: number) => Promise<void> = (ms) => new Promise((done) => void setTimeout(done, ms))) {
    this.#pause = pause;
  }

  /** Get ready at once, and then `show` in turn. Throws what either throws; whoever comes next goes on all the same. */
  show<T>(ready: Promise<T>, show: (made: T) => Promise<void>): Promise<void> {
    const before = this.#last;
    const mine = (async () => {
      const made = await ready;
      await Promise.race([before, this.#pause(AT_MOST_MS)]);
      await show(made);
    })();
    this.#last = mine.catch(() => undefined);
    return mine;
  }
}
