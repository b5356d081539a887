// A conversation that is fetched whole while events go on arriving.

/** Keeps events back while a conversation is fetched; of several fetches the last one counts. */
export class Loading {
  #apply;
  #turn = 0;
  #waiting = null;

  /** `apply(event)` shows one change. */
  constructor(apply) {
    this.#apply = apply;
  }

  /** Show a change, now or once the conversation is there. */
  take(event) {
    if (this.#waiting) this.#waiting.push(event);
    else this.#apply(event);
  }

  /** Fetch with `fetching()` and `show` what it brought, then what has happened since. */
  async load(fetching, show) {
    const turn = ++this.#turn;
    this.#waiting ??= [];
    try {
      const found = await fetching();
      if (turn === this.#turn) show(found);
    } finally {
      if (turn === this.#turn) {
        const events = this.#waiting;
        this.#waiting = null;
        events.forEach(this.#apply);
      }
    }
  }
}
