// A bot that rolls dice in the world: `npx bun examples/bot/bot.ts <name> <password> [tcp://localhost:7001]`
// Write "roll 2d6" there. The bot creates an account for a new name, and sends the lines that you type. Ctrl+D ends it.
import { WORLD_CHAT_ID } from '@parley/protocol/ids'
import { ParleyError } from '@parley/sdk'
import { solveChallenge, withProof } from '@parley/sdk/challenge'
import { callTcp, createTcpClient } from '@parley/sdk/tcp-client'

const [name, password, url = 'tcp://localhost:7001'] = process.argv.slice(2)
if (name === undefined || password === undefined) {
  console.error('Usage: npx bun examples/bot/bot.ts <name> <password> [tcp://localhost:7001]')
  process.exit(1)
}

const signIn = async () => {
  try {
    const challenge = await solveChallenge(await callTcp({ url }, 'accounts.challenge', {}))
    return await callTcp({ url }, 'accounts.register', { username: name, name, password, challenge })
  } catch (error) {
    if (!(error instanceof ParleyError) || error.code !== 'username_taken') throw error
    return withProof(
      (proof) => callTcp({ url }, 'accounts.login', { login: name, password, ...proof }),
      async () => solveChallenge(await callTcp({ url }, 'accounts.challenge', { login: name })),
    )
  }
}

const roll = (text: string): string | undefined => {
  const [, count, sides] = /^roll (\d{1,2})d(\d{1,3})$/.exec(text) ?? []
  if (count === undefined || Number(sides) < 1) return undefined
  const dice = Array.from({ length: Number(count) }, () => 1 + Math.floor(Math.random() * Number(sides)))
  return `${dice.join(' + ')} = ${dice.reduce((sum, one) => sum + one, 0)}`
}

const { user, session } = await signIn()
const client = createTcpClient({ url, token: session.token })
const say = (text: string) => client.send(WORLD_CHAT_ID, { type: 'text', text })
/** A delta may repeat a message, and the bot responds once. */
let answeredSeq = 0
client.on('chat.delta', ({ chatId, messages = [] }) => {
  for (const { seq, senderId, body } of messages) {
    if (chatId !== WORLD_CHAT_ID || senderId === user.id || body.type !== 'text' || seq <= answeredSeq) continue
    answeredSeq = seq
    console.log(body.text)
    const rolled = roll(body.text)
    if (rolled !== undefined) say(rolled)
  }
})
await client.start()
const live = () => client.state.get().connection.phase === 'live'
while (!live()) await Bun.sleep(10)
// Watched as long as it is open, over breaks of the connection too.
const timeline = client.timeline(WORLD_CHAT_ID)
await timeline.show('latest')
console.log('You hear the world.')
for await (const line of console) if (line.trim() !== '') say(line)
while ((client.state.get().chats.get(WORLD_CHAT_ID)?.queued ?? 0) > 0) await Bun.sleep(10)
timeline.close()
await client.stop()
process.exit(0)
