// Inline in the page, in syntax that old browsers can parse. Shows a notice if the client can't run there.
{
  const chinese = /^zh/i.test(navigator.language)
  const sentence = chinese
    ? '当前浏览器版本过旧，无法运行此页面。请使用 Chrome 或 Edge 120、Firefox 125、Safari 17.4 或更高版本。'
    : 'This browser is too old for this page. Use Chrome or Edge 120, Firefox 125, Safari 17.4, or a later version.'
  const hasSetsInPatterns = () => {
    try {
      return /[\p{L}--[a-z]]/v.test('é')
    } catch (_) {
      return false
    }
  }
  const canRun =
    hasSetsInPatterns() &&
    'withResolvers' in Promise &&
    'toWellFormed' in String.prototype &&
    'Segmenter' in Intl &&
    'canParse' in URL
  if (!canRun)
    addEventListener('DOMContentLoaded', () => {
      document.body.textContent = sentence
      document.body.style.padding = '24px'
      document.body.style.textAlign = 'center'
    })
}
