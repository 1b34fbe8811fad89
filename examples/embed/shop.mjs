// A shop with its own users, and a chat in a corner: node examples/embed/shop.mjs
//
// PARLEY_URL is the address of the server, PARLEY_TOKEN a service token, PORT that of the shop. Needs Node 20 alone.
import { randomBytes, randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'

const { PARLEY_URL = 'http://localhost:8080', PARLEY_TOKEN, PORT = '3000' } = process.env
if (!PARLEY_TOKEN) throw new Error('Set PARLEY_TOKEN. See examples/embed/README.md.')

// A real shop has them in its database, with hashes of the passwords.
const users = {
  anna: { name: 'Anna', password: 'apple' },
  ben: { name: 'Ben', password: 'banana' },
  sam: { name: 'Sam from the shop', password: 'strawberry' },
}
const page = readFileSync(new URL('shop.html', import.meta.url))
/** The users who are signed in, and the sessions of their chats, by the value of their cookie. */
const signedIn = new Map()
/** The ids of the greetings, so that a repeated call sends nothing twice. A real shop stores them. */
const greetings = new Map()

const parley = async (method, params) => {
  const headers = { authorization: `Bearer ${PARLEY_TOKEN}`, 'content-type': 'application/json' }
  const response = await fetch(`${PARLEY_URL}/api/${method}`, { method: 'POST', headers, body: JSON.stringify(params) })
  const answer = await response.json()
  if (!response.ok) throw new Error(`${method}: ${answer.error.message}`)
  return answer
}

/** A UUID of version 7: the time in milliseconds, then chance. */
const uuid7 = () => {
  const time = Date.now().toString(16).padStart(12, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`
}

/** The address of the user's chat with Sam; for Sam, of the chat with Anna. */
const chatOf = async (id) => {
  const peer = id === 'sam' ? 'anna' : 'sam'
  await parley('service.upsertUsers', { users: [id, peer].map((one) => ({ externalId: one, name: users[one].name })) })
  const chat = await parley('service.openDirect', { externalIds: [id, peer] })
  if (id !== 'sam' && !greetings.has(id)) greetings.set(id, uuid7())
  const body = { type: 'text', text: 'Hello! How can I help you?' }
  if (id !== 'sam') await parley('service.sendMessage', { as: 'sam', id: greetings.get(id), chatId: chat.id, body })
  return { name: users[id].name, chat: `${PARLEY_URL}/embed/${chat.id}` }
}

/** Pages that are loaded again get the same token while its session lasts. */
const tokenOf = async (user, { reason }) => {
  if (reason === 'ended' || !(user.session?.expiresAt > Date.now() + 60_000))
    user.session = (await parley('service.createSession', { externalId: user.id, ttlMs: 3_600_000 })).session
  return { token: user.session.token }
}

/** Signs a user of the shop in, and returns the cookie. */
const signIn = ({ name, password }) => {
  if (!Object.hasOwn(users, name) || users[name].password !== password) return undefined
  const secret = randomBytes(24).toString('hex')
  signedIn.set(secret, { id: name })
  return `shop=${secret}; HttpOnly; SameSite=Lax; Path=/`
}

const handle = async (request, response) => {
  const json = (status, value, headers = {}) =>
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(value))
  if (request.method === 'GET') return response.writeHead(200, { 'content-type': 'text/html' }).end(page)
  const secret = /shop=(\w+)/.exec(request.headers.cookie ?? '')?.[1]
  let body = ''
  for await (const chunk of request.setEncoding('utf8')) body += chunk
  if (request.url === '/sign-in') {
    const cookie = signIn(JSON.parse(body))
    return cookie ? json(200, {}, { 'set-cookie': cookie }) : json(403, {})
  }
  const user = signedIn.get(secret)
  if (user === undefined) return json(401, {})
  if (request.url === '/sign-out') return json(200, { done: signedIn.delete(secret) })
  if (request.url === '/chat') return json(200, await chatOf(user.id))
  return request.url === '/chat-token' ? json(200, await tokenOf(user, JSON.parse(body))) : json(404, {})
}

const server = createServer((request, response) =>
  handle(request, response).catch((error) => {
    console.error(error.message)
    response.writeHead(502).end()
  }),
)
server.listen(Number(PORT), '127.0.0.1', () => console.log(`The shop is at http://127.0.0.1:${PORT}`))
