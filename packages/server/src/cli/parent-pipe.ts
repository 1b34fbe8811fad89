/** Where `scripts/lib/tied.mjs` names the pipe. */
const PIPE_VARIABLE = 'PARENT_PIPE'
const PIPE = 3

/**
 * `npm start` holds the other end of a pipe. Once the start script is gone, also by SIGKILL, nobody could stop this process any
 * more: it stops as on SIGTERM.
 */
export const endWithParent = (env: Record<string, string | undefined>): void => {
  const fd = Number(env[PIPE_VARIABLE])
  delete env[PIPE_VARIABLE]
  if (fd !== PIPE) return
  void untilClosed(fd).then(() => process.kill(process.pid, 'SIGTERM'))
}

const untilClosed = async (fd: number): Promise<void> => {
  const reader = Bun.file(fd).stream().getReader()
  // The other side writes nothing.
  while (!(await reader.read()).done);
}
