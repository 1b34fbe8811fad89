import { limits, type ServiceToken } from '@parley/protocol'
import type { Config } from '../config/config'
import { Failure } from '../lib/fail'
import type { TokensCommand } from './tokens-arguments'
import { type Administered, withAdmin } from './with-admin'

/** Creates, lists or revokes service tokens, even while the server runs. Throws as `withAdmin` does. */
export const runTokens = (config: Config, command: TokensCommand): Promise<Administered> =>
  withAdmin(config, async (_admin, { serviceTokens }) => {
    switch (command.act) {
      case 'create': {
        const { token } = command
        const { secret } = await serviceTokens.create('command line', { ...token, scopes: [...token.scopes] })
        const advice = `Give this token to ${token.name}. It is shown only now. Keep it out of browsers and apps.`
        return { outcome: 'done', sentence: `${advice}\n\n  ${secret}\n` }
      }
      case 'list':
        return { outcome: 'done', sentence: listText(await serviceTokens.list(), command.form) }
      case 'revoke': {
        const found = await serviceTokens.find(command.which)
        if (!found) return { outcome: 'refused', sentence: `No token has the id ${command.which}.` }
        await serviceTokens.revoke('command line', found.id)
        return { outcome: 'done', sentence: `The token of ${found.name} is revoked.` }
      }
    }
  }).catch((error: unknown) => {
    if (!(error instanceof Failure) || error.failure !== 'too_many') throw error
    return { outcome: 'refused', sentence: `There are ${limits.serviceTokens} tokens already. Revoke one first.` }
  })

const day = (time: number | undefined, without: string): string =>
  time === undefined ? without : new Date(time).toISOString().slice(0, 16).replace('T', ' ')

const listText = (tokens: readonly ServiceToken[], form: 'table' | 'json'): string => {
  if (form === 'json') return JSON.stringify(tokens, null, 2)
  if (tokens.length === 0) return 'There are no service tokens. Create one with parley tokens create.'
  const rows = tokens.map(({ id, name, hint, scopes, expiresAt, lastUsedAt }) => [
    ...[id, name, `${hint}…`, scopes.join(',')],
    ...[day(lastUsedAt, 'never'), day(expiresAt, 'never')],
  ])
  const all = [['ID', 'NAME', 'TOKEN', 'SCOPES', 'LAST USED (UTC)', 'EXPIRES (UTC)'], ...rows]
  const widths = (all[0] ?? []).map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)))
  return all
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}
