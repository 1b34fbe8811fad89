// `npm start`: makes sure that Bun runs and that server and web client are built, then runs the server until either ends.
// Arguments go to the server's command line: `npm start -- admin grant alice`.
import { bunPath, requireBuildableRoot, requireBun, requireNode, stop } from './lib/bun.mjs'
import { freshServer, serverPath } from './lib/server-build.mjs'
import { endTogether, runTied } from './lib/tied.mjs'
import { freshWeb } from './lib/web-build.mjs'

requireNode()
requireBuildableRoot()
requireBun()
endTogether()

const args = process.argv.slice(2)
const asksForHelp = args.some((arg) => ['-h', '--help', '-v', '--version'].includes(arg))
const serves = !asksForHelp && (args.length === 0 || args[0] === 'serve' || args[0].startsWith('-'))
if (serves) await freshWeb().catch((error) => stop(error.message))

await freshServer().catch((error) => stop(error.message))

process.exit(
  await runTied(bunPath, [serverPath, ...args]).catch((error) => stop(`Bun could not run: ${error.message}`)),
)
