import { inRoot } from '../lib/root.mjs'
import { runCollect } from '../lib/run.mjs'

/** Sentence length, banned forms, repeated words and spelling in Markdown, comments, doc strings and catalogs. */
export const prose = async () => {
  const { code, output } = await runCollect(process.execPath, [inRoot('scripts', 'checks', 'prose', 'run.mjs')])
  const lines = output.trim().split('\n')
  if (output.includes('ERR_MODULE_NOT_FOUND'))
    return { problems: ['a package of the check is missing: run `npm install`'] }
  return { problems: code === 0 ? [] : lines }
}
