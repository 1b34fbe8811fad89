import { describe, expect, test } from 'bun:test'
import { ConfigError, parseConfig } from './config'
import { readOidc } from './oidc-settings'

const sentencesOf = (toml: string, env: Record<string, string> = {}): readonly string[] => {
  try {
    parseConfig({ env, toml })
  } catch (error) {
    if (error instanceof ConfigError) return error.sentences
    throw error
  }
  return []
}

const google = '[oidc.google]\nissuer = "https://accounts.google.com"\nclient_id = "parley"\n'

describe('OpenID providers', () => {
  test('have defaults for everything but the issuer and the client', () => {
    const [provider] = parseConfig({ env: {}, toml: google }).oidc
    expect(provider).toEqual({
      name: 'google',
      title: 'Google',
      issuer: 'https://accounts.google.com',
      clientId: 'parley',
      clientSecret: undefined,
      authMethod: 'none',
      scopes: 'openid profile email',
      link: 'never',
      registration: 'server',
      groupsClaim: 'groups',
      adminGroup: undefined,
      secondFactor: 'ask',
      authTime: undefined,
      refreshMs: 900_000,
      sessionMs: undefined,
    })
  })

  test('are any number of tables, and the environment wins', () => {
    const toml = `port = 9000\n${google}client_secret = "in the file"\nscopes = ["openid", "email"]\n[oidc.work]\nissuer = "http://127.0.0.1:4000"\nclient_id = "x"\n`
    const env = {
      PARLEY_OIDC_GOOGLE_CLIENT_SECRET: 'secret',
      PARLEY_OIDC_THIRD_ISSUER: 'https://id.example',
      PARLEY_OIDC_THIRD_CLIENT_ID: 'y',
    }
    const { oidc, port } = parseConfig({ env, toml })
    expect(port).toBe(9000)
    expect(oidc.map(({ name }) => name)).toEqual(['google', 'work', 'third'])
    expect(oidc[0]?.clientSecret?.()).toBe('secret')
    expect(oidc[0]).toMatchObject({ scopes: 'openid email', authMethod: 'client_secret_basic' })
    expect(JSON.stringify(oidc)).not.toContain('secret"')
  })

  test('take the secret from a file', () => {
    const table = { work: { issuer: 'https://id.example', client_id: 'x', client_secret_file: '/run/secret' } }
    const read = readOidc({ env: {}, table, readSecret: (path) => `of ${path}\n` })
    expect(read.providers[0]?.clientSecret?.()).toBe('of /run/secret')
    expect(readOidc({ env: {}, table: { work: { ...table.work, client_secret_file: '/nowhere' } } }).sentences).toEqual(
      ['oidc.work: client_secret_file can’t be read (ENOENT).'],
    )
  })

  test.each([
    [
      google.replace('https:', 'http:'),
      'oidc.google.issuer in parley.toml: must be an https address without a query, such as https://id.example (plain http works for this machine only).',
    ],
    ['[oidc.google]\nclient_id = "x"\n', 'oidc.google.issuer: is missing.'],
    [`${google}link = "always"\n`, 'oidc.google.link in parley.toml: must be one of never, verified_email.'],
    [`${google}scopes = "profile"\n`, 'oidc.google.scopes in parley.toml: must contain openid.'],
    [`${google}refresh_minutes = 0\n`, 'oidc.google.refresh_minutes in parley.toml: must be between 1 and 1440.'],
    [
      `${google}auth_method = "client_secret_post"\n`,
      'oidc.google: auth_method client_secret_post needs client_secret.',
    ],
    [
      `${google}client_secret = "a"\nclient_secret_file = "b"\n`,
      'oidc.google: set client_secret or client_secret_file, not both.',
    ],
    [
      google.replace('google', 'Google'),
      'oidc.Google: the name must be at most 20 small letters and digits, and begin with a letter.',
    ],
    ['oidc = "google"\n', '[oidc] in parley.toml: write a table for each provider, such as [oidc.google].'],
    [
      `${google}[oidc.again]\nissuer = "https://accounts.google.com"\nclient_id = "parley"\n`,
      '[oidc]: two providers have the same issuer and client_id. Remove one.',
    ],
    [
      'passwords = false\n',
      'PARLEY_PASSWORDS is off, so no one could sign in: add a provider in [oidc.<name>], or set it to on.',
    ],
  ])('refuses a bad setting in one sentence: %s', (toml, sentence) => {
    expect(sentencesOf(toml)).toEqual([sentence])
  })

  test('names what an unknown setting could be', () => {
    expect(sentencesOf(`${google}colour = "red"\n`)[0]).toStartWith(
      'oidc.google.colour in parley.toml: there is no such setting. Remove it or use one of issuer, client_id,',
    )
    expect(sentencesOf('', { PARLEY_OIDC_GOOGLE_COLOUR: 'red' })[0]).toStartWith(
      'PARLEY_OIDC_GOOGLE_COLOUR: there is no',
    )
  })
})
