/**
 * A complete program with the SDK, which a test runs on Node. It signs up over TCP, writes a note to itself, and exits
 * when the note is stored. Its argument is the server's `tcp://` address.
 */
import { solveChallenge } from '@parley/sdk/challenge'
import { callTcp, createTcpClient } from '@parley/sdk/tcp-client'

const url = process.argv[2] ?? ''
const { user, session } = await callTcp({ url }, 'accounts.register', {
  username: 'node_bot',
  name: 'Node',
  password: 'plum tractor under seven clouds',
  challenge: await solveChallenge(await callTcp({ url }, 'accounts.challenge', {})),
})
const client = createTcpClient({ url, token: session.token })
await client.start()
const chatId = await client.openDirect(user.id)
client.send(chatId, { type: 'text', text: 'a note' })
const stored = () => client.state.get().chats.get(chatId)?.last?.seq
await new Promise<void>((resolve) => {
  const stop = client.state.subscribe(() => {
    if (stored() !== 1) return
    stop()
    resolve()
  })
})
await client.stop()
console.log(`stored as ${stored()}`)
