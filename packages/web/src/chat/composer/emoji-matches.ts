interface Named {
  readonly label: string
  readonly tags: readonly string[]
}

/**
 * Emojis whose name or tags begin with the query, or contain it as a word. Matches by the beginning of the name come
 * first.
 */
export const emojiMatches = <E extends Named>(emojis: readonly E[], query: string, most: number): readonly E[] => {
  const begins = query.toLowerCase().replaceAll(/[_-]/g, ' ')
  const ranked = emojis.flatMap((emoji) => {
    const words = [emoji.label.toLowerCase(), ...emoji.tags.map((tag) => tag.toLowerCase())]
    const rank = words.findIndex((word) => word.startsWith(begins) || word.split(' ').includes(begins))
    return rank === -1 ? [] : [{ emoji, rank: Math.min(rank, 1) }]
  })
  return ranked
    .sort((a, b) => a.rank - b.rank)
    .slice(0, most)
    .map(({ emoji }) => emoji)
}
