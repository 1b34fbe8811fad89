import type { Blobs } from '../blobs/blobs'

const refuse = (): never => {
  throw new Error('there are no files here')
}

/** For tests in which nobody sends a picture: nothing is there, and nothing can be. */
export const noFiles: { readonly blobs: Blobs; readonly incoming: string } = {
  blobs: {
    place: 'nowhere',
    put: async () => refuse(),
    get: async () => undefined,
    removeAll: async () => {},
    mark: async () => refuse(),
  },
  incoming: '/nowhere',
}
