interface Wishes {
  /** What the address asks for (`?lang=`). */
  readonly asked: string | undefined
  /** What this browser remembers that was chosen. */
  readonly chosen: string | undefined
  /** The languages of the browser, the first one its own. */
  readonly browser: readonly string[]
}

/** The language to begin with: as the address asks, as was chosen, else Chinese for those who read it and no English before. */
export const preferredLanguage = <L extends string>(
  { asked, chosen, browser }: Wishes,
  isLanguage: (text: string | undefined) => text is L,
): L | 'en' | 'zh' => {
  if (isLanguage(asked)) return asked
  if (isLanguage(chosen)) return chosen
  return browser.some((tag) => /^zh\b/i.test(tag)) && !/^en\b/i.test(browser[0] ?? '') ? 'zh' : 'en'
}
