const idPattern = /^[0-9a-f-]{36}$/
const keyPattern = /^[0-9a-f-]{36}\/[\w.-]{1,80}$/

/** Whether something is the id of blobs or of an upload. */
export const isId = (id: string): boolean => idPattern.test(id)

/** An id that is safe in paths and addresses. @throws {Error} */
export const checkedId = (id: string): string => {
  if (!isId(id)) throw new Error(`${id} is no id of blobs`)
  return id
}

/** Whether something is the key of a blob. Names of files that are still being written are none. */
export const isKey = (key: string): boolean => keyPattern.test(key) && !key.endsWith('.part')

/** The id and the name in a key. @throws {Error} when it is none */
export const partsOfKey = (key: string): { readonly id: string; readonly name: string } => {
  if (!isKey(key)) throw new Error(`${key} is no key of a blob`)
  const slash = key.indexOf('/')
  return { id: key.slice(0, slash), name: key.slice(slash + 1) }
}
