// Inline in the page: signed-in users load their first screen while the base of the client still compiles. Until then,
// `start.css` shows the shapes of that screen.
{
  let signedIn = false
  try {
    signedIn = localStorage.getItem('parley.signedIn') !== null
  } catch {}
  const files = document.querySelector('meta[name=signed-in]').content.split(' ')
  const inChat = location.pathname.startsWith('/c/')
  const wanted = files.filter((file) => inChat || !file.includes('/chat-'))
  if (signedIn) document.documentElement.dataset.start = inChat ? 'chat' : 'list'
  if (signedIn)
    for (const href of wanted) {
      const link = document.createElement('link')
      const style = href.endsWith('.css')
      Object.assign(link, { rel: style ? 'preload' : 'modulepreload', href, crossOrigin: '' }, style && { as: 'style' })
      document.head.append(link)
    }
}
