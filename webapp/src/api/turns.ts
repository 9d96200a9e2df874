/** Lets work take turns within this worker: the next begins when the one before has ended, well or badly. */

export class Turns {
  #last: Promise<unknown> = Promise.resolve();

  /** Do `work` after everything that was asked before; gives or throws what the work does. */
  take<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#last.then(work);
    this.#last = mine.catch(() => undefined);
    return mine;
  }
}
