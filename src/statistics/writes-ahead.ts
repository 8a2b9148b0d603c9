/** Writes that are not waited for one by one: while they reach the disk, the next ones are made. */
export class WritesAhead {
  readonly #most: number;
  readonly #going = new Set<Promise<void>>();
  #failed: { readonly error: unknown } | null = null;

  /** At most so many at a time: what they write is held in memory. */
  constructor(most: number) {
    this.#most = most;
  }

  /** Goes on as soon as there is room for another. Throws what this write, or one before it, threw. */
  async put(write: Promise<unknown>): Promise<void> {
    const going = write.then(
      () => void this.#going.delete(going),
      (error: unknown) => {
        this.#going.delete(going);
        this.#failed ??= { error };
      },
    );
    this.#going.add(going);
    while (this.#going.size >= this.#most) await Promise.race(this.#going);
    this.#throwFailed();
  }

  /** When all are done, also those that come meanwhile. Throws what the first that failed threw. */
  async done(): Promise<void> {
    while (this.#going.size > 0) await Promise.all(this.#going);
    this.#throwFailed();
  }

  #throwFailed(): void {
    if (this.#failed) throw this.#failed.error;
  }
}
