/** What somebody asked the program to do. */
export type Command =
  | { readonly name: 'help' | 'version' }
  /** With `demo` an empty data directory is filled with something to look at first. */
  | { readonly name: 'serve'; readonly demo: boolean }
  | { readonly name: 'grant' | 'reset-password'; readonly username: string }
  | { readonly name: 'doctor' }
  | { readonly name: 'nodes'; readonly form: 'table' | 'json' }
  | { readonly name: 'store-copy'; readonly from: string; readonly to: string }
  | { readonly name: 'blobs-copy'; readonly to: string }
  /** With `dryRun` nothing is removed. */
  | { readonly name: 'media-gc'; readonly dryRun: boolean }
  /** Nothing that it knows; the sentence says what to do. */
  | { readonly name: 'unknown'; readonly sentence: string }

/** Reads the words after the program's name. */
export const parseArguments = (words: readonly string[]): Command => {
  const [first = 'serve', second, third] = words
  switch (first) {
    case 'serve':
      if (second === '--demo' && third === undefined) return { name: 'serve', demo: true }
      return second === undefined ? { name: 'serve', demo: false } : unknown(second)
    case '--demo':
      return second === undefined ? { name: 'serve', demo: true } : unknown(second)
    case 'help':
    case '--help':
    case '-h':
      return { name: 'help' }
    case 'version':
    case '--version':
    case '-v':
      return { name: 'version' }
    case 'admin':
      return adminCommand(words.slice(1))
    case 'doctor':
      return second === undefined ? { name: 'doctor' } : unknown(second)
    case 'nodes':
      if (second === undefined) return { name: 'nodes', form: 'table' }
      return second === '--json' && third === undefined ? { name: 'nodes', form: 'json' } : unknown(second)
    case 'store':
      return storeCommand(words.slice(1))
    case 'blobs':
      return blobsCommand(words.slice(1))
    case 'media':
      return mediaCommand(words.slice(1))
    default:
      return unknown(first)
  }
}

const adminCommand = ([what, username, ...rest]: readonly string[]): Command => {
  if ((what !== 'grant' && what !== 'reset-password') || username === undefined || rest.length > 0)
    return {
      name: 'unknown',
      sentence: 'Say what to do and for whom: parley admin grant <username>, or parley admin reset-password <username>',
    }
  return { name: what, username: username.replace(/^@/, '').toLowerCase() }
}

const storeCommand = ([what, ...options]: readonly string[]): Command => {
  const named = new Map<string, string>()
  for (let at = 0; at + 1 < options.length; at += 2) named.set(options[at] ?? '', options[at + 1] ?? '')
  const [from, to] = [named.get('--from'), named.get('--to')]
  if (what === 'copy' && from !== undefined && to !== undefined && options.length === 4)
    return { name: 'store-copy', from, to }
  return {
    name: 'unknown',
    sentence:
      'Say what to copy and where to: parley store copy --from sqlite:./data/parley.db --to postgres://user:password@host/database',
  }
}

const blobsCommand = ([what, option, to, ...rest]: readonly string[]): Command => {
  if (what === 'copy' && option === '--to' && to !== undefined && rest.length === 0) return { name: 'blobs-copy', to }
  return {
    name: 'unknown',
    sentence:
      'Say where to copy the files: parley blobs copy --to s3://key:secret@host/bucket, or --to file:///srv/blobs',
  }
}

const mediaCommand = ([what, option, ...rest]: readonly string[]): Command => {
  if (what === 'gc' && (option === undefined || option === '--dry-run') && rest.length === 0)
    return { name: 'media-gc', dryRun: option !== undefined }
  return {
    name: 'unknown',
    sentence: 'Say what to do with files: parley media gc --dry-run, or parley media gc',
  }
}

const unknown = (word: string): Command => ({
  name: 'unknown',
  sentence: `There is no command or option "${word}". parley help lists all of them; settings are in parley.toml or the environment.`,
})
