/** Bun's workers need not keep the process alive. Where the DOM's types are loaded too, theirs win, and this must be said. */
interface Worker {
  ref(): void
  unref(): void
}
