import { spawnSync } from 'node:child_process'

const calls = [
  'write,writev,pwrite64,pwritev,pwritev2,fallocate,sync_file_range,ftruncate',
  'fsync,fdatasync,unlink,sendto,sendmsg',
].join(',')

/** Why strace can't be used here; undefined when it can. */
export const whyNoStrace = (): string | undefined => {
  if (process.platform !== 'linux') return 'system calls are recorded with strace, which exists only on Linux'
  const run = spawnSync('strace', ['-f', '--seccomp-bpf', '-e', 'trace=write', '-o', '/dev/null', 'true'])
  if (run.error) return 'strace is not installed (Debian: apt-get install strace)'
  return run.status === 0 ? undefined : `strace may not trace here: ${run.stderr.toString().trim().split('\n')[0]}`
}

/**
 * The command line that runs `command` and records its system calls, with their buffers, into `output`. The started
 * process is `command` itself, so it receives signals. Its output ends only when the record is complete.
 */
export const traceCommand = (output: string, command: readonly string[]): string[] => [
  ...['strace', '-D', '-f', '--seccomp-bpf', '-y', '-xx', '-s', '1100000', '-e', 'signal=none'],
  ...['-e', `trace=${calls}`, '-o', output, ...command],
]
