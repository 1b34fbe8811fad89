import type { Addresses } from '../lib/listening-addresses'
import { demoPassword, demoUsers } from './demo/cast'

export interface Start {
  readonly version: string
  /** The database of the node, such as `SQLite in ./data`. */
  readonly database: string
  readonly bus: string
  readonly addresses: Addresses
  /** Where clients over TCP connect, such as `tcp://localhost:7001`. */
  readonly tcp: string | undefined
  /** The code that makes the first administrator, while there is none. */
  readonly setupCode: string | undefined
  readonly demo: boolean
}

/** The first text that the server prints, for the person who starts it. */
export const announcement = ({ version, database, bus, addresses, tcp, setupCode, demo }: Start): string => {
  const lines = [
    `Parley ${version} is running on ${database}, ${bus} bus.`,
    '',
    ...(addresses.open === addresses.local ? [] : [`  Public address    ${addresses.open}`]),
    `  On this machine   ${addresses.local}`,
    ...addresses.network.map((url, at) => `  ${at === 0 ? 'On the network ' : '               '}   ${url}`),
    ...(tcp === undefined ? [] : [`  Over TCP          ${tcp}`]),
  ]
  if (demo) lines.push('', `  This is a demo. Sign in as ${demoUsers.join(', ')} with the password ${demoPassword}.`)
  if (setupCode !== undefined)
    lines.push(
      '',
      '  There is no administrator yet. Open this link to create the first one:',
      '',
      `  ${addresses.open}/setup/${setupCode}`,
    )
  return `\n${lines.join('\n')}\n\n`
}
