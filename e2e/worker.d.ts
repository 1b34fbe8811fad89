/**
 * Bun's workers need not keep the process alive. If the DOM's types are loaded, too, they take precedence and lack this
 * option.
 */
interface Worker {
  ref(): void
  unref(): void
}
