/** What somebody asked the program to do. */
export type Command =
  | { readonly name: 'serve' | 'help' | 'version' }
  | { readonly name: 'grant'; readonly username: string }
  /** Nothing that it knows; the sentence says what to do. */
  | { readonly name: 'unknown'; readonly sentence: string }

/** Reads the words after the program's name. */
export const parseArguments = (words: readonly string[]): Command => {
  const [first = 'serve', second, third, ...rest] = words
  switch (first) {
    case 'serve':
      return second === undefined ? { name: 'serve' } : unknown(second)
    case 'help':
    case '--help':
    case '-h':
      return { name: 'help' }
    case 'version':
    case '--version':
    case '-v':
      return { name: 'version' }
    case 'admin':
      if (second !== 'grant' || third === undefined || rest.length > 0)
        return { name: 'unknown', sentence: 'Say whom to make an administrator: parley admin grant <username>' }
      return { name: 'grant', username: third.replace(/^@/, '').toLowerCase() }
    default:
      return unknown(first)
  }
}

const unknown = (word: string): Command => ({
  name: 'unknown',
  sentence: `There is no command or option "${word}". parley help lists all of them; settings are in parley.toml or the environment.`,
})
