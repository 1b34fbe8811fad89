import type { Condition } from '../lib/condition'
import { json } from './respond'

/** `GET /health`: the process answers. */
export const health = (): Response => json('{"status":"ok"}')

/** `GET /ready`: 200 while it takes work, 503 before and after, and while it cannot do all of it. */
export const ready = (condition: Condition): Response =>
  json(JSON.stringify({ status: condition }), condition === 'serving' ? 200 : 503)
