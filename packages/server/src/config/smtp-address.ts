import { z } from 'zod'
import { Networks } from '../lib/networks'

/** The mail server that sends for this installation. */
export interface SmtpAddress {
  readonly host: string
  readonly port: number
  /** `implicit`: TLS from the first byte. `starttls`: the connection is upgraded, or nothing is sent. `off`: no TLS. */
  readonly tls: 'implicit' | 'starttls' | 'off'
  readonly user: string | undefined
  /** A function, so that no log and no error shows the password. */
  readonly password: () => string
  /** A PEM file with certificates that are trusted besides the usual ones. */
  readonly caPath: string | undefined
}

const form = 'must be like smtps://user:password@host:465 or smtp://user:password@host:587'
const options = ['tls', 'ca']

/** Reads `PARLEY_SMTP_URL`. The text isn't repeated in errors, because it contains a password. */
export const toSmtpAddress = (text: string, context: z.RefinementCtx): SmtpAddress => {
  const refuse = (message: string) => {
    context.addIssue({ code: 'custom', message })
    return z.NEVER
  }
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (!url || !/^smtps?:$/.test(url.protocol) || url.hostname === '' || !/^\/?$/.test(url.pathname) || url.hash !== '')
    return refuse(`${form}, with special characters in the password as %XX`)
  const isImplicit = url.protocol === 'smtps:'
  const strange = [...url.searchParams.keys()].some((name) => !options.includes(name))
  if (strange) return refuse(`has an unknown option: there are only ${options.join(', ')}`)
  const tls = url.searchParams.get('tls')
  if (tls !== null && tls !== 'on' && tls !== 'off') return refuse('must have tls=on or tls=off')
  if (isImplicit && tls === 'off') return refuse('uses smtps, which is TLS: write smtp:// with tls=off')
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1')
  try {
    const [user, password] = [decodeURIComponent(url.username), decodeURIComponent(url.password)]
    return {
      host,
      port: url.port === '' ? (isImplicit ? 465 : 587) : Number(url.port),
      tls: isImplicit ? 'implicit' : usesStartTls(host, tls) ? 'starttls' : 'off',
      user: user === '' ? undefined : user,
      password: () => password,
      caPath: url.searchParams.get('ca') ?? undefined,
    }
  } catch {
    return refuse('has a % without a character code: write a literal % as %25')
  }
}

/** Nothing leaves the machine on the way to a loopback address. */
const usesStartTls = (host: string, tls: string | null): boolean => {
  if (tls !== null) return tls === 'on'
  return host !== 'localhost' && !new Networks(['loopback']).has(host)
}

/** Reads `PARLEY_MAIL_FROM`: an address, or a name with an address in angle brackets. */
export const mailFrom = z.string().regex(/^(?:[^<>\p{Cc}]{1,80} <[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)$/u, {
  error: 'must be like "Parley <chat@example.org>", or only the address',
})
