/** The token of a seeded person's session. It has the form of real ones and follows from the person's number. */
export const seededToken = (person: number): string =>
  new Bun.CryptoHasher('sha256').update(`parley bench person ${person}`).digest('base64url')
