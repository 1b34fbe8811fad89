// `npm run build` builds the same as `npm start`, for starting without npm (docs/operating.md). With `--web` it always
// builds the web client, and nothing else.
import { requireBuildableRoot, requireBun, requireNode, stop } from './lib/bun.mjs'
import { endWithParent } from './lib/child-lifetime.mjs'
import { freshServer } from './lib/server-build.mjs'
import { buildWeb } from './lib/web-build.mjs'

requireNode()
requireBuildableRoot()
endWithParent()
await buildWeb().catch((error) => stop(error.message))
if (!process.argv.includes('--web')) {
  requireBun()
  await freshServer().catch((error) => stop(error.message))
}
