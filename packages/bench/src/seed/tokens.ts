/** The secret of a seeded person's session: the form of real ones, made from the person's number. */
export const seededToken = (person: number): string =>
  new Bun.CryptoHasher('sha256').update(`parley bench person ${person}`).digest('base64url')
