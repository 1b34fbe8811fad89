import { useState } from 'react'
import { useT } from '../i18n'
import { problemText } from '../ui/problem'
import { type Answer, run, type Transport } from './calls'
import { type Method, useDocument } from './contract-document'
import { recordResult, tryableParams, useKnown } from './known'
import { connect } from './live'
import { type Question, questionBefore, readParams } from './read-params'

/** The state of the form for trying a method out. */
export const useTry = (method: Method) => {
  const t = useT()
  const { openRpc } = useDocument()
  const known = useKnown()
  const example = () => JSON.stringify(tryableParams(method, openRpc['x-example-ids'], known), undefined, 2)
  const [text, setText] = useState(example)
  const [transport, setTransport] = useState<Transport>('x-connection-only' in method ? 'socket' : 'http')
  const [busy, setBusy] = useState(false)
  const [answer, setAnswer] = useState<Answer>()
  const [problem, setProblem] = useState<string>()
  const [question, setQuestion] = useState<Question>()

  const call = async (params: object) => {
    setBusy(true)
    setQuestion(undefined)
    try {
      if (transport === 'socket') await connect({ signedIn: known.me !== undefined })
      const got = await run(transport, method.name, params)
      setAnswer(got)
      if (got.ok) recordResult(method.name, got.body, transport)
    } catch (thrown) {
      setAnswer(undefined)
      setProblem(problemText(t, thrown))
    } finally {
      setBusy(false)
    }
  }
  const start = (sure: boolean) => {
    const read = readParams(t, text)
    setProblem('problem' in read ? read.problem : undefined)
    if ('problem' in read) return
    const question = questionBefore(method, transport)
    if (question && !sure) setQuestion(question)
    else void call(read.params)
  }
  return {
    ...{ text, transport, busy, answer, problem, question, setTransport },
    edit: (next: string) => {
      setText(next)
      setProblem(undefined)
      setQuestion(undefined)
    },
    reset: () => {
      setText(example())
      setProblem(undefined)
      setQuestion(undefined)
      setAnswer(undefined)
    },
    press: () => start(false),
    confirm: () => start(true),
    cancel: () => setQuestion(undefined),
  }
}
