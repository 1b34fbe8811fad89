import { join } from 'node:path'

export interface CommandLineSettings {
  readonly dataDir: string
  readonly databaseUrl?: string
  readonly env?: Readonly<Record<string, string>>
}

/** Runs a command of the server, as an operator does on its machine. */
export const runCommand = async (
  { dataDir, databaseUrl, env: more = {} }: CommandLineSettings,
  ...words: string[]
): Promise<{ exitCode: number; out: string; err: string }> => {
  const command = [process.execPath, join(import.meta.dir, '..', 'main.ts'), ...words]
  const url = databaseUrl === undefined ? {} : { PARLEY_DATABASE_URL: databaseUrl }
  const env = { PATH: process.env.PATH ?? '', PARLEY_DATA_DIR: dataDir, ...url, ...more }
  const child = Bun.spawn(command, { env, stdout: 'pipe', stderr: 'pipe' })
  const [out, err] = await Promise.all([new Response(child.stdout).text(), new Response(child.stderr).text()])
  return { exitCode: await child.exited, out, err }
}
