import { fileURLToPath } from 'node:url'

/** The program of the server that tests start: what `npm start` runs where `npm test` has built it, its source elsewhere. */
export const serverMain = process.env.TEST_SERVER || fileURLToPath(new URL('../main.ts', import.meta.url))
