/** Where `scripts/lib/child-lifetime.mjs` names the pipe. */
const PIPE_VARIABLE = 'PARENT_PIPE'
const PIPE = 3

/**
 * `npm start` holds the other end of a pipe. When the start script ends, even by SIGKILL, nothing else would stop this process,
 * so it stops as on SIGTERM.
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
