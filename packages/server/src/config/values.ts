/** How the texts of settings are read. */
import { limits } from '@parley/protocol/limits'
import { z } from 'zod'
import { keptFreeOf } from '../lib/free-space'
import { readProxies, type TrustedProxies } from '../lib/networks'
import { type BlobsAddress, type BlobsAddressError, readBlobsAddress } from './blobs-address'

export const onOff = z.enum(['on', 'off'], { error: 'must be on or off' }).transform((value) => value === 'on')
export const oneOf = <const T extends readonly string[]>(values: T) =>
  z.enum(values, { error: `must be one of ${values.join(', ')}` })
export const path = z.string().min(1, { error: 'must be a path' })
/** IPv6 as a URL has it, too. */
export const host = z
  .string()
  .min(1)
  .transform((text) => text.replace(/^\[(.*)\]$/, '$1'))
export const port = z
  .string()
  .regex(/^\d{1,5}$/)
  .transform(Number)
  .refine((value) => value < 65_536)
export const portOrOff = (byDefault: string) =>
  z
    .string()
    // A default after the transform would also replace `off`.
    .default(byDefault)
    .transform((text) => (text === 'off' ? undefined : Number(text)))
    .refine((value) => value === undefined || (Number.isInteger(value) && value >= 0 && value < 65_536))
export const origin = z.string().transform((text, context) => {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url && /^https?:$/.test(url.protocol) && url.pathname === '/' && !url.search && !url.hash) return url.origin
  context.addIssue({ code: 'custom', message: 'must be like https://chat.example, without a path' })
  return z.NEVER
})

/** Web pages, as browsers name them: origins, separated by commas. */
export const origins = z
  .string()
  .default('')
  .transform((text, context): readonly string[] => {
    const words = text.split(',').map((word) => word.trim())
    const read = words.filter((word) => word !== '').map((word) => origin.safeParse(word))
    const found = read.flatMap(({ success, data }) => (success ? [data] : []))
    if (found.length === read.length) return [...new Set(found)]
    context.addIssue({
      code: 'custom',
      message: 'must be like https://shop.example, without paths, separated by commas',
    })
    return z.NEVER
  })

export const toProxies = (text: string, context: z.RefinementCtx): TrustedProxies => {
  const proxies = readProxies(text)
  if (proxies !== undefined) return proxies
  context.addIssue({
    code: 'custom',
    message: 'must be off, the number of proxies from 1 to 9, or their networks, such as 10.0.0.5,192.168.0.0/16',
  })
  return z.NEVER
}

export const toBlobsAddress = (text: string, context: z.RefinementCtx): BlobsAddress => {
  try {
    return readBlobsAddress(text)
  } catch (error) {
    context.addIssue({ code: 'custom', message: (error as BlobsAddressError).message })
    return z.NEVER
  }
}

/** Everything that a node can do. */
export const allRoles = ['api', 'gateway', 'worker'] as const
/** The roles of a node. */
export type Role = (typeof allRoles)[number]
const isRole = (word: string): word is Role => (allRoles as readonly string[]).includes(word)
export const toRoles = (text: string, context: z.RefinementCtx): readonly Role[] => {
  const words = text.split(',').map((word) => word.trim())
  const roles = words.filter(isRole)
  if (roles.length === words.length) return roles
  context.addIssue({ code: 'custom', message: `must be some of ${allRoles.join(', ')}, separated by commas` })
  return z.NEVER
}

/** One or several URLs, separated by commas. */
export const address = (protocols: readonly string[]) =>
  z
    .string()
    .refine((text) => text.split(',').every((one) => URL.canParse(one) && protocols.includes(new URL(one).protocol)), {
      error: `must be like ${protocols[0]}//host`,
    })

/** An amount in megabytes as bytes; `off` is no limit. */
export const megabytes = (byDefault: number | 'off') =>
  z
    .string()
    .regex(/^(off|\d{1,9})$/, { error: 'must be a number of megabytes, or off' })
    // A default after the transform would take the place of `off` as well.
    .default(String(byDefault))
    .transform((text) => (text === 'off' ? undefined : Number(text) * 1_000_000))

/** A number of seconds, from 1 on, as milliseconds. */
export const seconds = ({ most }: { readonly most: number }) =>
  z
    .string()
    .regex(/^\d{1,5}$/, { error: 'must be a number of seconds' })
    .transform((text) => Number(text) * 1_000)
    .refine((ms) => ms > 0 && ms <= most * 1_000, { error: `must be between 1 and ${most}` })

/** A number of days, as milliseconds. */
export const days = z
  .string()
  .regex(/^\d{1,4}$/, { error: 'must be a number of days' })
  .transform((text) => Number(text) * 24 * 3_600_000)

/** A member limit of groups. */
export const groupMembers = z
  .string()
  .regex(/^\d{1,6}$/, { error: 'must be a number of people' })
  .transform(Number)
  .refine((count) => count >= 2 && count <= limits.groupMembersMax, {
    error: `must be between 2 and ${limits.groupMembersMax}`,
  })

/** Megabytes to leave free on disks. */
export const keptFree = z
  .string()
  .regex(/^\d{1,9}$/, { error: 'must be a number of megabytes' })
  .transform((text) => keptFreeOf(Number(text) * 1_000_000))
