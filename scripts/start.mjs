// `npm start`: makes sure that Bun runs and that server and web client are built, then becomes the server.
// Arguments go to the server's command line: `npm start -- admin grant alice`.
import { bunPath, requireBun, requireNode, stop } from './lib/bun.mjs'
import { become } from './lib/run.mjs'
import { freshServer, serverPath } from './lib/server-build.mjs'
import { freshWeb } from './lib/web-build.mjs'

requireNode()
requireBun()

const args = process.argv.slice(2)
const asksForHelp = args.some((arg) => ['-h', '--help', '-v', '--version'].includes(arg))
const serves = !asksForHelp && (args.length === 0 || args[0] === 'serve' || args[0].startsWith('-'))
if (serves) await freshWeb().catch((error) => stop(error.message))

await freshServer().catch((error) => stop(error.message))

become(bunPath, [serverPath, ...args])
