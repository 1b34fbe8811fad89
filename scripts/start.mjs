// `npm start` makes sure that Bun runs and that the server and the web client are built. Then it runs the server until
// either of them ends. It passes its arguments to the server's command line: `npm start -- admin grant alice`.
import { bunPath, requireBuildableRoot, requireBun, requireNode, stop } from './lib/bun.mjs'
import { endWithChild, runWithParent } from './lib/child-lifetime.mjs'
import { freshServer, serverPath } from './lib/server-build.mjs'
import { freshWeb } from './lib/web-build.mjs'

requireNode()
requireBuildableRoot()
requireBun()
endWithChild()

const args = process.argv.slice(2)
const asksForHelp = args.some((arg) => ['-h', '--help', '-v', '--version'].includes(arg))
const serves = !asksForHelp && (args.length === 0 || args[0] === 'serve' || args[0].startsWith('-'))
if (serves) await freshWeb().catch((error) => stop(error.message))

await freshServer().catch((error) => stop(error.message))

process.exit(
  await runWithParent(bunPath, [serverPath, ...args]).catch((error) => stop(`Bun could not run: ${error.message}`)),
)
