/** Solves a challenge beside the page, which stays quick meanwhile. */
import type { Challenge } from '@parley/protocol/accounts'
import { solveChallenge } from '@parley/sdk/challenge'

/** What the worker says: how far it is, and at the end the solution. */
export type ChallengeWord = { readonly share: number } | { readonly solution: string }

const say = (word: ChallengeWord) => postMessage(word)

addEventListener('message', ({ data }: MessageEvent<Challenge>) => {
  void solveChallenge(data, { onProgress: (share) => say({ share }) }).then((solution) => say({ solution }))
})
