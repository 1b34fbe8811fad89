// A real OpenID provider for tests. It runs on Node, for which it is made. Its settings are JSON on standard input, one line.
import { createServer } from 'node:http'
import { createInterface } from 'node:readline'
import Provider from 'oidc-provider'

/** The people whom the provider knows, with their claims. Tests change them while it runs. */
const people = new Map()
/** Whether it hides when people signed in, as some providers do. Tests change it while it runs. */
const hides = new Map()

/** Paths whose requests the server answers itself, with a status, headers and a body. Tests set them while it runs. */
const answers = new Map()

const replace = (map, entries) => {
  map.clear()
  for (const [name, value] of Object.entries(entries)) map.set(name, value)
}

const start = ({ port, clients }) => {
  const issuer = `http://127.0.0.1:${port}`
  const provider = new Provider(issuer, {
    clients,
    claims: {
      openid: ['sub'],
      profile: ['name', 'preferred_username'],
      email: ['email', 'email_verified'],
      groups: ['groups'],
    },
    scopes: ['openid', 'offline_access', 'profile', 'email', 'groups'],
    cookies: { keys: ['only for tests'] },
    features: { devInteractions: { enabled: true } },
    pkce: { required: () => true },
    rotateRefreshToken: true,
    issueRefreshToken: async (_context, client, code) =>
      client.grantTypeAllowed('refresh_token') && code.scopes.has('offline_access'),
    findAccount: async (_context, id) => {
      const claims = people.get(id)
      return claims && { accountId: id, claims: async () => ({ sub: id, ...claims }) }
    },
    ttl: {
      AccessToken: 60,
      AuthorizationCode: 60,
      IdToken: 60,
      RefreshToken: 3_600,
      Interaction: 600,
      Session: 3_600,
      Grant: 3_600,
    },
  })
  provider.use(async (context, next) => {
    if (hides.get('times')) {
      const { max_age: _age, prompt: _prompt, ...query } = context.query
      context.query = query
    }
    await next()
    if (!hides.get('claim') || context.oidc?.route !== 'discovery') return
    context.body.claims_supported = context.body.claims_supported.filter((claim) => claim !== 'auth_time')
  })
  const handle = provider.callback()
  const server = createServer((request, response) => {
    const answer = answers.get(request.url)
    if (answer) return response.writeHead(answer.status, answer.headers).end(answer.body)
    const set = { '/test/people': people, '/test/answers': answers, '/test/hides': hides }[request.url]
    if (!set) return handle(request, response)
    let text = ''
    request.on('data', (part) => {
      text += part
    })
    request.on('end', () => {
      replace(set, JSON.parse(text))
      response.end('ok')
    })
  })
  server.listen(port, '127.0.0.1', () => process.stdout.write('ready\n'))
}

const lines = createInterface({ input: process.stdin })
lines.once('line', (line) => start(JSON.parse(line)))
// The provider ends with the test that started it.
lines.once('close', () => process.exit(0))
