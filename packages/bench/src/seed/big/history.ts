import { Random } from '../random'
import type { Line, Person } from '../seeder'
import type { Uploaded } from './pictures'
import { someText } from './texts'

export interface HistoryPlan {
  readonly seed: number
  readonly count: number
  readonly people: readonly Person[]
  readonly firstMs: number
  readonly lastMs: number
  readonly pictures?: readonly Uploaded[]
}

/**
 * Shares of all messages; the rest is plain text. When voice messages, files and albums exist, their shares will reduce
 * those of texts and pictures.
 */
const shares = { pictures: 0.14, replies: 0.05, reactions: 0.05, edited: 0.006, retracted: 0.004 }
const emojis = ['👍', '❤️', '😂', '🎉', '🙏', '👀']
/** Most replies are to a recent message, and some to any message. */
const nearReplies = 40

/** The message that links and quotes in tests lead to. */
export const landmarkSeq = 137
export const landmarkText = 'Here stands message one hundred and thirty-seven.'

/** A conversation of several people: runs of several messages, mixed as in real chats. */
export const someHistory = (plan: HistoryPlan): Line[] => {
  const random = new Random(plan.seed)
  const stepMs = (plan.lastMs - plan.firstMs) / Math.max(1, plan.count)
  let sender = random.of(plan.people)
  return Array.from({ length: plan.count }, (_, index): Line => {
    if (random.chance(0.4)) sender = random.of(plan.people)
    const atMs = Math.floor(plan.firstMs + stepMs * (index + 1))
    const picture = plan.pictures?.length && random.chance(shares.pictures) ? random.of(plan.pictures) : undefined
    if (index + 1 === landmarkSeq) return { sender, atMs, body: { type: 'text', text: landmarkText } }
    if (picture) return { sender: picture.owner, atMs, body: picture.body }
    return { sender, atMs, ...said(random, index + 1, plan.people) }
  })
}

/** A text message, possibly edited or retracted. */
const said = (random: Random, seq: number, people: readonly Person[]): Omit<Line, 'sender' | 'atMs'> => {
  const body = { type: 'text', text: someText(random) }
  if (seq > 1 && random.chance(shares.replies)) {
    const near = random.chance(0.9) ? Math.max(1, seq - 1 - random.below(nearReplies)) : 1 + random.below(seq - 1)
    return { body, answers: near }
  }
  if (random.chance(shares.reactions)) return { body, reactions: someReactions(random, people) }
  if (random.chance(shares.edited)) return { body, changed: 'edited' }
  return random.chance(shares.retracted) ? { body: { type: 'retracted' }, changed: 'retracted' } : { body }
}

const someReactions = (random: Random, people: readonly Person[]) => {
  const kinds = new Set(Array.from({ length: 1 + random.below(3) }, () => random.of(emojis)))
  return [...kinds].map((emoji) => ({
    emoji,
    people: [...new Set(Array.from({ length: 1 + random.below(4) }, () => random.of(people)))],
  }))
}
