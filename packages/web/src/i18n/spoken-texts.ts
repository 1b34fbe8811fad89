/** Loads a part of the texts in a language. Retries until it succeeds. */
export type LoadPart<Language, Words> = (language: Language) => Promise<{ readonly words: Words }>

interface SpokenTextsOptions<Language, First extends object, Later extends object> {
  readonly initial: Language
  /** The texts that are there from the start. */
  readonly first: LoadPart<Language, First>
  /** Called for each language when its texts are there. Later parts are added to the same object. */
  readonly show: (language: Language, words: First & Partial<Later>) => void
}

/**
 * The texts of the current language: a first part, and later parts after they were requested. Languages and parts may load at the same
 * time and arrive in any order.
 */
export class SpokenTexts<Language, First extends object, Later extends object> {
  readonly #options: SpokenTextsOptions<Language, First, Later>
  #current: Language
  /** The language that was requested last. */
  #wanted: Language
  /** Later parts are added in place, so that visible parts don't render again. */
  #words: object = {}
  readonly #added = new Set<LoadPart<Language, Partial<Later>>>()

  constructor(options: SpokenTextsOptions<Language, First, Later>) {
    this.#options = options
    this.#current = this.#wanted = options.initial
  }

  /** Loads a language and shows it, unless another one is requested in the meantime. */
  async speak(language: Language): Promise<void> {
    const { first, show } = this.#options
    this.#wanted = language
    const parts = [...this.#added]
    const [initial, ...more] = await Promise.all([first(language), ...parts.map((part) => part(language))])
    if (this.#wanted !== language) return
    // A part was added to the previous language in the meantime.
    if (this.#added.size > parts.length) return this.speak(language)
    const words: First & Partial<Later> = Object.assign({ ...initial.words }, ...more.map((part) => part.words))
    this.#words = words
    this.#current = language
    show(language, words)
  }

  /** Adds a later part, once. Resolves when the current language has it. */
  async add(part: LoadPart<Language, Partial<Later>>): Promise<void> {
    if (this.#added.has(part)) return
    const language = this.#current
    const { words } = await part(language)
    // The user may have chosen another language in the meantime.
    if (language !== this.#current) return this.add(part)
    Object.assign(this.#words, words)
    this.#added.add(part)
  }
}
