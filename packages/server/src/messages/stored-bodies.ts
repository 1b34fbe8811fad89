import type { StoredBody, TextBody } from '@parley/protocol'
import { fail } from '../lib/fail'

/**
 * The body of a message whose text its sender may change.
 * @throws {Failure} `forbidden` for a kind without a text, `retracted` where the text is gone
 */
export const editable = (body: StoredBody): TextBody => {
  switch (body.type) {
    case 'text':
      return body
    case 'retracted':
    case 'withheld':
      throw fail('retracted')
    case 'system':
    case 'image':
    case 'video':
    case 'voice':
    case 'file':
    case 'album':
    case 'location':
    case 'contact':
      throw fail('forbidden', { field: 'id' })
    default:
      // A newer node stored it.
      body satisfies never
      throw fail('forbidden', { field: 'id' })
  }
}

/**
 * The body of a message that users may forward.
 * @throws {Failure} `forbidden` for what the server wrote, `retracted` where nothing is left
 */
export const forwardable = (body: StoredBody): StoredBody => {
  switch (body.type) {
    case 'text':
    case 'image':
    case 'video':
    case 'voice':
    case 'file':
    case 'album':
    case 'location':
    case 'contact':
      return body
    case 'retracted':
    case 'withheld':
      throw fail('retracted', { field: 'from' })
    case 'system':
      throw fail('forbidden', { field: 'from' })
    default:
      // A newer node stored it.
      body satisfies never
      throw fail('forbidden', { field: 'from' })
  }
}
