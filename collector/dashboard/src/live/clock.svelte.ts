/**
 * The collector's time as well as this browser knows it, ticking once a second. Ages are counted against the collector's clock, because
 * the viewer's may be wrong by minutes.
 */
class Clock {
  now = $state(Date.now());
  #offset = 0;

  constructor() {
    setInterval(() => this.#tick(), 1000);
  }

  /** The collector said what time it is. */
  agree(generatedAt: string): void {
    const there = Date.parse(generatedAt);
    if (Number.isNaN(there)) return;
    this.#offset = there - Date.now();
    this.#tick();
  }

  #tick(): void {
    this.now = Date.now() + this.#offset;
  }
}

export const clock = new Clock();
