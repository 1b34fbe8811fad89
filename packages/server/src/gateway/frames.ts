import { type ErrorName, limits } from '@parley/protocol'
import { encode } from '../lib/encoded'
import { type Failure, fail, toWireError } from '../lib/fail'
import { parseJson } from '../lib/parse-json'

/** One JSON-RPC call of a frame; without an id it gets no response. */
export interface RpcCall {
  readonly id: string | number | null | undefined
  readonly method: string
  readonly params: unknown
  /** Its part of the frame, in bytes; calls of a batch share it equally. */
  readonly bytes: number
}

/** An invalid item has its error response. */
export type RpcItem = { readonly call: RpcCall } | { readonly error: string; readonly failure: Failure }

/** The contents of a frame: one item, or a batch whose responses go out together. */
export interface RpcFrame {
  readonly batch: boolean
  readonly items: readonly RpcItem[]
}

/** Parses a frame as JSON-RPC 2.0; invalid input becomes an error response. */
export const parseFrame = (frame: string): RpcFrame => {
  let message: unknown
  try {
    message = parseJson(frame)
  } catch {
    return refusal('parse_error')
  }
  const bytes = Buffer.byteLength(frame)
  if (!Array.isArray(message)) return { batch: false, items: [toItem(message, bytes)] }
  if (message.length === 0) return refusal('invalid_request', 'A batch must hold at least one call.')
  if (message.length > limits.batchCalls)
    return refusal(
      'invalid_request',
      `A batch holds at most ${limits.batchCalls} calls; this one has ${message.length}.`,
    )
  return { batch: true, items: message.map((item) => toItem(item, bytes / message.length)) }
}

const refusal = (name: ErrorName, message?: string): RpcFrame => ({
  batch: false,
  items: [refusedItem(null, fail(name, message ? { message } : {}))],
})

const refusedItem = (id: string | number | null, failure: Failure): RpcItem => ({
  error: errorFrame(id, failure),
  failure,
})

const toItem = (message: unknown, bytes: number): RpcItem => {
  if (typeof message !== 'object' || message === null || Array.isArray(message))
    return refusedItem(null, fail('invalid_request'))
  const { id, method, params } = message as Record<string, unknown>
  const answerable = id === undefined || id === null || typeof id === 'string' || typeof id === 'number'
  if (!answerable)
    return refusedItem(null, fail('invalid_request', { message: 'The "id" must be a string or a number.' }))
  if (typeof method !== 'string') return refusedItem(id ?? null, fail('invalid_request'))
  if (params !== undefined && (typeof params !== 'object' || params === null || Array.isArray(params)))
    return refusedItem(id ?? null, fail('invalid_params', { message: 'The "params" must be an object.' }))
  return { call: { id, method, params, bytes } }
}

/** The response to a call. */
export const resultFrame = (id: string | number | null, result: unknown): string =>
  `{"jsonrpc":"2.0","id":${JSON.stringify(id)},"result":${encode(result)}}`

/** The response to a failed call. */
export const errorFrame = (id: string | number | null, error: unknown): string =>
  `{"jsonrpc":"2.0","id":${JSON.stringify(id)},"error":${JSON.stringify(toWireError(error))}}`
