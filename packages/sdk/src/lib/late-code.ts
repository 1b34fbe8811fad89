import { noResponseError } from './error'

/** Loads code that most visits do without. Throws ParleyError when it can't be loaded now. */
export const lateCode = async <Code>(load: () => Promise<Code>): Promise<Code> => {
  try {
    return await load()
  } catch {
    throw noResponseError()
  }
}
