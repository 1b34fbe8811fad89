import { Database as BunDatabase } from 'bun:sqlite'
import { existsSync } from 'node:fs'
import { limits, type PasskeyHost } from '@parley/protocol'
import { passkeyHosts } from '../../accounts/passkeys/passkey-hosts'
import { passkeyPlace } from '../../accounts/passkeys/place'
import type { Config } from '../../config/config'
import { databasePathIn } from '../../storage/data-directory'
import { connectPostgres } from '../../storage/postgres/connect'
import { ClientQueries } from '../../storage/postgres/dialect'
import { kyselyOver } from '../../storage/sqlite/bun-sqlite'
import { type Check, type Finding, good, warning } from './check'

const CONNECT_TIMEOUT_MS = 3_000

/** Whether the public URL still has the host that people made their passkeys for. */
export const passkeysCheck = (config: Pick<Config, 'databaseUrl' | 'dataDir' | 'publicUrl'>): Check => ({
  name: 'passkeys',
  run: async () => {
    const hosts = await readHosts(config)
    return hosts ? passkeyFindings(hosts, config.publicUrl) : []
  },
})

/** Undefined where the tables are missing or can't be read, which the check of the database says. */
const readHosts = async ({
  databaseUrl,
  dataDir,
}: Pick<Config, 'databaseUrl' | 'dataDir'>): Promise<PasskeyHost[] | undefined> => {
  try {
    return await (databaseUrl === undefined ? fromSqlite(databasePathIn(dataDir)) : fromPostgres(databaseUrl))
  } catch {
    return undefined
  }
}

const fromSqlite = async (path: string): Promise<PasskeyHost[] | undefined> => {
  if (!existsSync(path)) return undefined
  using database = new BunDatabase(path, { readonly: true })
  return await passkeyHosts(kyselyOver(database))
}

const fromPostgres = async (url: string): Promise<PasskeyHost[]> => {
  const client = await connectPostgres(url, { name: 'parley doctor', timeoutMs: CONNECT_TIMEOUT_MS })
  try {
    return await passkeyHosts(new ClientQueries().over(client))
  } finally {
    await client.end()
  }
}

const numberOf = (count: number): string => {
  if (count >= limits.passkeysCounted) return `${limits.passkeysCounted} passkeys or more`
  return count === 1 ? '1 passkey' : `${count} passkeys`
}

const list = (hosts: readonly PasskeyHost[]): string =>
  hosts.map(({ rpId, count }) => `${numberOf(count)} for ${rpId}`).join(', ')

/** The findings about passkeys under a public URL. */
export const passkeyFindings = (hosts: readonly PasskeyHost[], publicUrl: string | undefined): Finding[] => {
  if (hosts.length === 0) return []
  if (publicUrl === undefined)
    return hosts.length === 1
      ? [good(`There are ${list(hosts)}.`)]
      : [
          warning(
            `There are passkeys of several hosts: ${list(hosts)}. Each works only at its own host.`,
            'Set PARLEY_PUBLIC_URL to the address that people use.',
          ),
        ]
  const rpId = passkeyPlace(publicUrl)?.rpId
  const [here, others] = [hosts.filter((host) => host.rpId === rpId), hosts.filter((host) => host.rpId !== rpId)]
  const working = here.map((host) => good(`${numberOf(host.count)} for ${host.rpId}, the host of PARLEY_PUBLIC_URL.`))
  if (others.length === 0) return working
  return [
    ...working,
    warning(
      `Some passkeys don't work at ${publicUrl}: ${list(others)}.`,
      'Set PARLEY_PUBLIC_URL back to that host, or let people sign in with their passwords and add new passkeys.',
    ),
  ]
}
