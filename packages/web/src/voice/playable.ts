/** The codecs of containers whose type alone doesn't tell. */
const codecs: Readonly<Record<string, string>> = {
  'audio/webm': '; codecs=opus',
  'audio/ogg': '; codecs=opus',
  'video/webm': '; codecs=opus',
}

const answers = new Map<string, boolean>()

/** Whether this browser may play a type. Parameters of the type don't matter. */
export const isPlayable = (mime: string): boolean => {
  const type = mime.replace(/;.*$/s, '').trim().toLowerCase()
  const known = answers.get(type)
  if (known !== undefined) return known
  const answer = document.createElement('audio').canPlayType(`${type}${codecs[type] ?? ''}`) !== ''
  answers.set(type, answer)
  return answer
}
