import { type ErrorName, limits } from '@parley/protocol'
import { fail, toWireError } from '../lib/fail'

/** One JSON-RPC call of a frame; without an id nothing is answered. */
export interface RpcCall {
  readonly id: string | number | null | undefined
  readonly method: string
  readonly params: unknown
}

export type RpcItem = { readonly call: RpcCall } | { readonly error: string }

/** What a frame holds: one item, or a batch whose answers go out together. */
export interface RpcFrame {
  readonly batch: boolean
  readonly items: readonly RpcItem[]
}

/** Reads a frame as JSON-RPC 2.0; what cannot be read becomes the answer that says so. */
export const parseFrame = (frame: string): RpcFrame => {
  let message: unknown
  try {
    message = JSON.parse(frame)
  } catch {
    return refusal('parse_error')
  }
  if (!Array.isArray(message)) return { batch: false, items: [toItem(message)] }
  if (message.length === 0) return refusal('invalid_request', 'A batch must hold at least one call.')
  if (message.length > limits.batchCalls)
    return refusal(
      'invalid_request',
      `A batch holds at most ${limits.batchCalls} calls; this one has ${message.length}.`,
    )
  return { batch: true, items: message.map(toItem) }
}

const refusal = (name: ErrorName, message?: string): RpcFrame => ({
  batch: false,
  items: [{ error: errorFrame(null, fail(name, message ? { message } : {})) }],
})

const toItem = (message: unknown): RpcItem => {
  if (typeof message !== 'object' || message === null || Array.isArray(message))
    return { error: errorFrame(null, fail('invalid_request')) }
  const { id, method, params } = message as Record<string, unknown>
  const answerable = id === undefined || id === null || typeof id === 'string' || typeof id === 'number'
  if (!answerable)
    return { error: errorFrame(null, fail('invalid_request', { message: 'The "id" must be a string or a number.' })) }
  if (typeof method !== 'string') return { error: errorFrame(id ?? null, fail('invalid_request')) }
  if (params !== undefined && (typeof params !== 'object' || params === null || Array.isArray(params)))
    return { error: errorFrame(id ?? null, fail('invalid_params', { message: 'The "params" must be an object.' })) }
  return { call: { id, method, params } }
}

/** The answer of a call. */
export const resultFrame = (id: string | number | null, result: unknown): string =>
  `{"jsonrpc":"2.0","id":${JSON.stringify(id)},"result":${JSON.stringify(result)}}`

/** The answer of a call that failed. */
export const errorFrame = (id: string | number | null, error: unknown): string =>
  `{"jsonrpc":"2.0","id":${JSON.stringify(id)},"error":${JSON.stringify(toWireError(error))}}`
