interface Wishes {
  /** The language in the address (`?lang=`). */
  readonly asked: string | undefined
  /** The choice stored in this browser. */
  readonly chosen: string | undefined
  /** The languages of the browser, the first one its own. */
  readonly browser: readonly string[]
}

const primaryOf = (tag: string): string => tag.toLowerCase().split('-')[0] ?? ''

/** The initial language: from the address, then the user's choice, then the first language of the browser that exists here. */
export const preferredLanguage = <L extends string>(
  { asked, chosen, browser }: Wishes,
  isLanguage: (text: string | undefined) => text is L,
): L | 'en' => {
  if (isLanguage(asked)) return asked
  if (isLanguage(chosen)) return chosen
  return browser.map(primaryOf).find(isLanguage) ?? 'en'
}
