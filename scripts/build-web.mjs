// Builds the web client into packages/web/dist, always.
import { requireNode, stop } from './lib/bun.mjs'
import { buildWeb } from './lib/web-build.mjs'

requireNode()
await buildWeb().catch((error) => stop(error.message))
