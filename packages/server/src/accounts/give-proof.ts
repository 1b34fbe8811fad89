import type { Transaction } from '../storage/database'
import { updateUser } from '../users/user-rows'
import type { UserRow } from '../users/users'
import { newProof } from './no-password'

/**
 * Gives the owner of a locked account a proof, which takes the place of the password for ten minutes. An earlier proof becomes void.
 * @returns the proof
 */
export const giveProof = async (tx: Transaction, { key, password_hash: held }: UserRow): Promise<string> => {
  const { proof, stored } = newProof(held, tx.now)
  await updateUser(tx.db, key, { password_hash: stored })
  return proof
}
