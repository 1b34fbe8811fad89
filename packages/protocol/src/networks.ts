import { z } from 'zod'
import { timeMs } from './rows'

/**
 * A network address such as `203.0.113.7`, or a network such as `203.0.113.0/24`. Networks have at least 16 bits for
 * IPv4, and at least 32 for IPv6.
 */
export const networkName = z
  .string()
  .trim()
  .min(2)
  .max(50)
  .regex(/^[\dA-Fa-f:.]+(\/\d{1,3})?$/)

/** A network whose people can't sign up or sign in for a time. */
export const NetworkBan = z.object({
  /** The network, such as `203.0.113.0/24`. A single address has no slash. */
  network: z.string(),
  /** When it was blocked. */
  createdAt: timeMs,
  /** When the block ends. */
  expiresAt: timeMs,
})
export type NetworkBan = z.output<typeof NetworkBan>
