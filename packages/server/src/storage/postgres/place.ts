/** Describes the location of a database; never shows its password. */
export const placeOf = (url: string): { readonly where: string; readonly database: string; readonly user: string } => {
  const { hostname, port, pathname, username, searchParams } = new URL(url)
  const host = hostname || searchParams.get('host') || 'localhost'
  const user = decodeURIComponent(username) || process.env.USER || 'postgres'
  return { where: port ? `${host}:${port}` : host, database: decodeURIComponent(pathname.slice(1)) || user, user }
}
