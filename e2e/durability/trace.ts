/**
 * Parses the output of `strace -f -y -xx`: the system calls of a process and all its threads, in the recorded order.
 */

/** One system call. It began at its line (or `<unfinished ...>` line), and ended at its result. */
export interface SystemCall {
  readonly name: string
  /** Its arguments, in strace's notation. */
  readonly args: string
  readonly result: number
}

/** A moment of the trace: the beginning or the end of a call. Every call has both, in this order. */
export type Moment = { readonly at: 'begin' | 'end'; readonly call: SystemCall }

const unfinished = ' <unfinished ...>'
const whole = /^(\d+) +([a-z0-9_]+)\((.*)\) += (-?\d+|\?)/s
const begun = /^(\d+) +([a-z0-9_]+)\((.*)$/s
const resumed = /^(\d+) +<\.\.\. ([a-z0-9_]+) resumed>(.*)\) += (-?\d+|\?)/s

/**
 * The moments of a trace. A call during which the process was killed has only a beginning. strace prints some arguments
 * of interrupted calls after their return. These are appended, so `args` is complete at the end.
 */
export function* readTrace(text: string): Generator<Moment> {
  const open = new Map<string, { name: string; args: string; result: number }>()
  for (let from = 0; from < text.length; ) {
    const end = text.indexOf('\n', from)
    const line = text.slice(from, end < 0 ? text.length : end)
    from = end < 0 ? text.length : end + 1
    if (line.endsWith(unfinished)) {
      const [, thread = '', name = '', args = ''] = begun.exec(line.slice(0, -unfinished.length)) ?? []
      const call = { name, args, result: Number.NaN }
      open.set(thread, call)
      yield { at: 'begin', call }
      continue
    }
    const [, thread, , rest = '', late] = resumed.exec(line) ?? []
    const call = thread === undefined ? undefined : open.get(thread)
    if (thread !== undefined && call) {
      open.delete(thread)
      call.args += rest
      call.result = Number(late)
      yield { at: 'end', call }
      continue
    }
    const [, , name, args = '', result] = whole.exec(line) ?? []
    if (name === undefined) continue
    const complete = { name, args, result: Number(result) }
    yield { at: 'begin', call: complete }
    yield { at: 'end', call: complete }
  }
}

const unhex = (text: string): Buffer => Buffer.from(text.replaceAll('\\x', ''), 'hex')

/** The path of the file descriptor in a call's first argument, as `-y` prints it. */
export const descriptorPath = (call: SystemCall): string => {
  const path = /^\d+<([^>]*)>/.exec(call.args)?.[1] ?? ''
  return path.startsWith('\\x') ? unhex(path).toString() : path
}

/** All quoted strings of a call, concatenated: its buffers or its path. */
export const quotedBytes = (call: SystemCall): Buffer => {
  const parts: Buffer[] = []
  for (const [, text = ''] of call.args.matchAll(/"([^"]*)"/g)) parts.push(unhex(text))
  return parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts)
}

/** The last argument as a number: the offset of a `pwrite64`, the length of an `ftruncate`. */
export const lastNumber = (call: SystemCall): number => Number(/(\d+)$/.exec(call.args)?.[1])
