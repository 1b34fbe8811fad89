// `npm run gallery` shows every component in every state in a browser and updates it as you edit. With --update it
// takes the reference screenshots of e2e/browser/looks.test.ts again, with this machine's Chromium.
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { requireNode } from './lib/bun.mjs'
import { inRoot } from './lib/root.mjs'
import { runInherit } from './lib/run.mjs'

const update = () =>
  runInherit(process.execPath, [inRoot('scripts', 'test.mjs'), 'browser', 'e2e/browser/looks.test.ts'], {
    env: { ...process.env, PARLEY_UPDATE_LOOKS: 'yes' },
  })

const look = async () => {
  const web = inRoot('packages', 'web')
  const vite = await import(pathToFileURL(createRequire(join(web, 'package.json')).resolve('vite')).href)
  const server = await vite.createServer({ configFile: join(web, 'gallery', 'vite.config.ts') })
  await server.listen()
  server.printUrls()
}

requireNode()
if (process.argv.includes('--update')) process.exit(await update())
await look()
