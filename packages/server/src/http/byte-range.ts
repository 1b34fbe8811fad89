/** A part of a file, its end not included. */
export interface ByteRange {
  readonly from: number
  readonly to: number
}

/**
 * The range of a `Range` header (RFC 9110, section 14). Anything but a single range of bytes is ignored, as the RFC
 * allows: the response is the whole file.
 */
export const byteRange = (header: string | null, size: number): ByteRange | 'whole' | 'unsatisfiable' => {
  const [, first = '', last = ''] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? '') ?? []
  if (first === '' && last === '') return 'whole'
  if (first === '') {
    const length = Math.min(Number(last), size)
    return length === 0 ? 'unsatisfiable' : { from: size - length, to: size }
  }
  const from = Number(first)
  const to = last === '' ? size : Math.min(Number(last) + 1, size)
  if (last !== '' && Number(last) < from) return 'whole'
  return from < size ? { from, to } : 'unsatisfiable'
}
