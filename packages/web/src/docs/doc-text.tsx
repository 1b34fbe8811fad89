import { Link } from 'wouter'
import { useDocument } from './contract-document'

const codeClass = 'rounded-4 bg-code-bg px-4 py-px font-mono text-[0.92em] break-words text-code'
export const linkClass = 'rounded-4 text-accent underline underline-offset-2'

/** The page that documents a word of the contract. */
const usePage = (word: string): string | undefined => {
  const { byName, openRpc } = useDocument()
  if (byName.has(word)) return word
  if (word.startsWith('limits.')) return 'limits'
  return openRpc['x-errors'].some(({ data }) => data.code === word) ? `errors#${word}` : undefined
}

/** A word in code. Names of the contract link to their pages. */
export const Code = ({ children }: { readonly children: string }) => {
  const page = usePage(children.split(' ')[0] ?? '')
  const code = <code className={codeClass}>{children}</code>
  if (page === undefined) return code
  return (
    <Link href={`/${page}`} className={linkClass}>
      {code}
    </Link>
  )
}

/** A sentence of the contract. Text in backticks is code. */
export const DocText = ({ children }: { readonly children: string }) =>
  children.split('`').map((part, at) => {
    const key = `${at}:${part}`
    return at % 2 === 1 ? <Code key={key}>{part}</Code> : <span key={key}>{part}</span>
  })
