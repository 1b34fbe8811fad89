import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { inRoot } from '../lib/root.mjs'
import { freshWeb } from '../lib/web-build.mjs'

const kB = 1000
/** `scripts` counts the files that an idle page loads ahead: each costs a request, and 3 ms of computing in the tests. */
const limits = { jsWarn: 178 * kB, jsFail: 200 * kB, cssFail: 16 * kB, scripts: 120 }

const dist = (file) => inRoot('packages', 'web', 'dist', file)
const gzipBytes = (file) => gzipSync(readFileSync(dist(file)), { level: 9 }).length
const total = (files) => [...files].reduce((bytes, file) => bytes + gzipBytes(file), 0)

/**
 * Files that the first chat needs: the start-up chunks and the larger of the two languages, without the words loaded
 * later.
 */
const firstScreen = ({ first }) => {
  const files = first.map((path) => path.slice(1)).filter((file) => !/\/(en|zh)-later-/.test(file))
  const words = files.filter((file) => /\/(en|zh)-[^/]*\.js$/.test(file))
  if (words.length !== 2)
    throw new Error('the build has no chunk for each language: fix scripts/checks/bundle-size.mjs')
  const [larger] = words.sort((a, b) => gzipBytes(b) - gzipBytes(a))
  return files.filter((file) => !words.includes(file) || file === larger)
}

/** Compares the compressed size of the web client's first load with the budget. */
export const bundleSize = async () => {
  await freshWeb()
  const built = JSON.parse(readFileSync(dist('build.json'), 'utf8'))
  const files = firstScreen(built)
  const scripts = built.files.filter((file) => file.endsWith('.js')).length
  const js = total(files.filter((file) => file.endsWith('.js')))
  const css = total(files.filter((file) => file.endsWith('.css')))
  const say = (bytes) => `${(bytes / kB).toFixed(1)} kB`
  return {
    problems: [
      ...(js > limits.jsFail ? [`initial JavaScript is ${say(js)}, more than ${say(limits.jsFail)}`] : []),
      ...(scripts > limits.scripts ? [`the client has ${scripts} scripts, more than ${limits.scripts}`] : []),
      ...(css > limits.cssFail ? [`CSS is ${say(css)}, more than ${say(limits.cssFail)}`] : []),
    ],
    notes: [
      `initial JavaScript ${say(js)}, CSS ${say(css)}, gzip; ${scripts} scripts`,
      ...(js > limits.jsWarn ? [`that is more than the target of ${say(limits.jsWarn)} of JavaScript`] : []),
    ],
  }
}
