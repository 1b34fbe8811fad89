import type { Random } from '../random'

const english =
  'the quiet river carries a small paper boat past green hills and sleepy towns until evening comes while somebody on the bridge counts swallows and thinks of tea'.split(
    ' ',
  )
const chinese =
  '今天天气很好我们去河边走走吧晚上一起吃饭明天早上九点在车站见带上你的书和雨伞春天的花已经开了他说下个月会回来'
const endings = ['.', '.', '.', '!', '?', ' 👍', ' 😀', '']
const longest = 600

/** A text of 1 to 600 characters, mostly short. Two of five texts are Chinese. */
export const someText = (random: Random): string => {
  const length = 1 + Math.floor(random.next() ** 3 * longest)
  if (length <= 2) return random.of(['👍', '😀', '好', 'ok', '嗯'])
  return random.chance(0.4) ? inChinese(random, length) : inEnglish(random, length)
}

const inEnglish = (random: Random, length: number): string => {
  let text = ''
  while (text.length < length) text += `${text === '' ? '' : ' '}${random.of(english)}`
  const whole = text.slice(0, Math.max(1, length - 2)).trim()
  return `${whole.charAt(0).toUpperCase()}${whole.slice(1)}${random.of(endings)}`
}

const inChinese = (random: Random, length: number): string => {
  let text = ''
  while (text.length < length - 1) {
    const at = random.below(chinese.length - 9)
    text += `${chinese.slice(at, at + 4 + random.below(5))}，`
  }
  return `${text.slice(0, Math.max(1, length - 1)).replace(/，$/, '')}。`
}

const given =
  'Ada Boris Clara Dmitri Elena Farid Greta Hugo Irina Jonas Karin Luis Marta Nils Olga Pavel Rosa Sven Tara Uwe'
    .split(' ')
    .concat('伟 芳 娜 敏 静 磊 军 洋 勇 艳'.split(' '))
const family =
  'Andersson Brandt Costa Dvořák Eriksen Fontana Garcia Hoffmann Ivanova Jansen Keller Lindqvist Moreau Novák Okafor Petrov'.split(
    ' ',
  )
const chineseFamily = '李王张刘陈杨赵黄周吴'

/** The name of one of many people. */
export const someName = (random: Random): string => {
  const name = random.of(given)
  return /^\p{Script=Han}/u.test(name)
    ? `${chineseFamily.charAt(random.below(chineseFamily.length))}${name}`
    : `${name} ${random.of(family)}`
}
