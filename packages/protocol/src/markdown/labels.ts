import { normalized } from '../normalize'
import { imitatesHost } from './scripts'

/** Unicode's confusables for U+002E, the full stop: after normalisation, and without CJK full stops between words. */
const dots = /[\u0660\u06f0\u0701\u0702\u2e31\u30fb\ua4f8\ua60e\uff65\u{10a50}\u{1d16d}\u00b7\u2022\u22c5\u2027]/gu
/** Narrow spaces, which are hard to see between two letters. */
const narrowSpaces = /[\u2005-\u200a\u202f\u205f]/g
const invisible = /[\p{Default_Ignorable_Code_Point}\p{Cf}\p{Cc}]/gu
const chineseStop = /(?<=[a-z\d])。(?=[a-z\d])/gi

/** A label as readers see it: without invisible characters, and with full stops in place of lookalikes. */
const asRead = (label: string): string =>
  normalized(label.replace(narrowSpaces, '').replace(invisible, ''), 'NFKC')
    .replace(dots, '.')
    .replace(chineseStop, '.')

const ipv6 = String.raw`\[[\da-f:.]+\]`
const name = String.raw`[\p{L}\p{N}\p{M}_-]+`
const begins = String.raw`(?<![\p{L}\p{N}\p{M}_-])`
/** A host in a label, and the text after it up to the next space. After a scheme, a host needs no full stop. */
const hosts = new RegExp(
  String.raw`${begins}(?:[a-z][a-z\d+.-]*:\/\/(${ipv6}|${name}(?:\.${name})*)|(${ipv6}|${name}(?:\.${name})+))\.?(?::\d*)?(?:[/?#\\]\S*)?`,
  'giu',
)
/** File extensions that are not top-level domains: `Node.js`, `report.pdf`. */
const files =
  /\.(?:bmp|c|cpp|css|csv|docx?|dmg|exe|gif|gz|html?|ini|jpe?g|jsx?|json|log|mp3|pdf|png|pptx?|sql|svg|tar|tsx?|txt|wav|webp|xlsx?|xml|ya?ml)$/

const isHost = (host: string): boolean => {
  if (host.startsWith('[') || /^\d+(?:\.\d+){3}$/.test(host)) return true
  const last = host.slice(host.lastIndexOf('.') + 1)
  return /\p{L}/u.test(last) && [...last].length > 1 && !files.test(host)
}

const bare = (host: string): string => host.toLowerCase().replace(/^www\./, '')
const canonical = (host: string): string | undefined =>
  URL.canParse(`http://${host}`) ? bare(new URL(`http://${host}`).hostname) : undefined

/** The host of a link's target. For a mail address, it is the part after the `@`. */
const targetHost = ({ protocol, hostname, pathname }: URL): string =>
  protocol === 'mailto:' ? pathname.slice(pathname.lastIndexOf('@') + 1) : hostname

const digits = (text: string): string => text.replace(/\D/g, '')

const hostsIn = (read: string) => [...read.matchAll(hosts)].map(([, withScheme, alone]) => ({ withScheme, alone }))

/** Whether a shown text has a host that imitates another one. */
export const showsImitation = (text: string): boolean =>
  hostsIn(asRead(text)).some(({ withScheme, alone = '' }) => imitatesHost(withScheme ?? (isHost(alone) ? alone : '')))

/**
 * Whether a label names a different host or telephone number than its link's target, which is the usual trick to gain
 * trust. Each part of the label that looks like a host, in any script, must be the host of the target.
 * @param label the text of the label as shown
 * @param href a normalised address
 */
export const isMisleading = (label: string, href: string): boolean => {
  const target = new URL(href)
  const read = asRead(label)
  if (target.protocol === 'tel:') {
    const number = digits(read)
    if (number.length > 4 && number !== digits(target.pathname)) return true
  }
  const host = bare(targetHost(target))
  return hostsIn(read).some(({ withScheme, alone }) => {
    if (withScheme !== undefined) return canonical(withScheme) !== host
    return alone !== undefined && isHost(alone.toLowerCase()) && canonical(alone) !== host
  })
}
