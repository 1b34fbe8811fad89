/** Solves a challenge in a worker, so that the page stays responsive. */
import type { Challenge } from '@parley/protocol/accounts'
import { solveChallenge } from '@parley/sdk/challenge'

/** The messages of the worker: its progress, and finally the solution. */
export type ChallengeWord = { readonly share: number } | { readonly solution: string }

const say = (word: ChallengeWord) => postMessage(word)

addEventListener('message', ({ data }: MessageEvent<Challenge>) => {
  void solveChallenge(data, { onProgress: (share) => say({ share }) }).then((solution) => say({ solution }))
})
