// Inline in the page: says so if the client's scripts fail to load, or take long.
{
  let language = navigator.language
  try {
    language = localStorage.getItem('parley.language') || language
  } catch {}
  const chinese = /^zh/i.test(language)
  const failed = chinese
    ? '页面加载失败。请检查网络连接，然后刷新页面。'
    : 'This page couldn’t be loaded. Check your connection, then reload the page.'
  const slow = chinese ? '网络较慢，仍在加载…' : 'Still loading. Your connection is slow.'
  const say = (sentence) => {
    const note = document.querySelector('#start p')
    if (note) note.textContent = sentence
  }
  const slowTimer = setTimeout(say, 10_000, slow)
  addEventListener(
    'error',
    ({ target }) => {
      if (!(target instanceof HTMLScriptElement)) return
      clearTimeout(slowTimer)
      say(failed)
    },
    true,
  )
}
