{
  let choice = 'auto'
  try {
    choice = localStorage.getItem('parley.theme') || 'auto'
  } catch {}
  const dark = choice === 'dark' || (choice !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches)
  document.documentElement.dataset.theme = dark ? 'dark' : 'light'
  document.querySelector('meta[name=theme-color]')?.setAttribute('content', dark ? '#12151A' : '#F7F8FA')
}
