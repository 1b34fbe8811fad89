// `npm run build`: builds what `npm start` would build, for a start without npm (docs/operating.md). With `--web`, only the web
// client, always.
import { requireBuildableRoot, requireBun, requireNode, stop } from './lib/bun.mjs'
import { freshServer } from './lib/server-build.mjs'
import { endWithParent } from './lib/tied.mjs'
import { buildWeb } from './lib/web-build.mjs'

requireNode()
requireBuildableRoot()
endWithParent()
await buildWeb().catch((error) => stop(error.message))
if (!process.argv.includes('--web')) {
  requireBun()
  await freshServer().catch((error) => stop(error.message))
}
