import { json } from './respond'

/** `GET /health`: the process answers. */
export const health = (): Response => json('{"status":"ok"}')

/** `GET /ready`: 200 while it takes work, 503 before and after. */
export const ready = (state: 'serving' | 'starting' | 'stopping'): Response =>
  json(JSON.stringify({ status: state }), state === 'serving' ? 200 : 503)
