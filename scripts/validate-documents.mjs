// Validates the documents that the server returns at /openapi.json, /openrpc.json and /asyncapi.json. It runs on Bun,
// which reads the TypeScript sources. `npm run check` starts it.
import { asyncApi } from '../packages/protocol/src/asyncapi.ts'
import { openApi } from '../packages/protocol/src/openapi.ts'
import { openRpc } from '../packages/protocol/src/openrpc.ts'
import { documentProblems } from './checks/contract-validators.mjs'

const documents = { openapi: openApi(), openrpc: openRpc(), asyncapi: asyncApi() }
const problems = []
for (const [name, document] of Object.entries(documents))
  problems.push(...(await documentProblems(name, JSON.parse(JSON.stringify(document)))))
for (const problem of problems) console.error(problem)
process.exit(problems.length === 0 ? 0 : 1)
