import {
  type BinaryOperationNode,
  ColumnNode,
  type KyselyPlugin,
  type OperationNode,
  OperationNodeTransformer,
  type QueryId,
  RawNode,
  ReferenceNode,
  TableNode,
  UpdateQueryNode,
} from 'kysely'
import type { Database } from '../storage/database'

/** Compares a column with itself in place of what a query compares it with. */
class ForgetColumn extends OperationNodeTransformer {
  constructor(private readonly column: string) {
    super()
  }

  protected override transformBinaryOperation(node: BinaryOperationNode, queryId?: QueryId): BinaryOperationNode {
    const compared = super.transformBinaryOperation(node, queryId)
    const { leftOperand: left } = compared
    return this.names(left) ? { ...compared, rightOperand: left } : compared
  }

  /** Whether an operand is the column, or raw SQL around it, such as what hides it from an index. */
  private names(operand: OperationNode): boolean {
    if (RawNode.is(operand)) return operand.parameters.some((parameter) => this.names(parameter))
    return ReferenceNode.is(operand) && ColumnNode.is(operand.column) && operand.column.column.name === this.column
  }
}

const forgetIn = (table: string, column: string): KyselyPlugin => {
  const transformer = new ForgetColumn(column)
  return {
    transformQuery: ({ node, queryId }) => {
      const isOfTable =
        UpdateQueryNode.is(node) && node.table && TableNode.is(node.table) && node.table.table.identifier.name === table
      return isOfTable ? transformer.transformNode(node, queryId) : node
    },
    transformResult: async ({ result }) => result,
  }
}

/** For tests that plant a fault: a database whose updates of a table forget what they ask of a column. */
export const forgetfulDatabase = (database: Database, table: string, column: string): Database => {
  const plugin = forgetIn(table, column)
  return {
    epoch: database.epoch,
    get waiting() {
      return database.waiting
    },
    reachable: true,
    now: () => database.now(),
    write: (run) =>
      database.write((tx) =>
        run({
          db: tx.db.withPlugin(plugin),
          now: tx.now,
          lock: (rows) => tx.lock(rows),
          requireLocked: (row) => tx.requireLocked(row),
          publish: (publication) => tx.publish(publication),
          whenDurable: (effect) => tx.whenDurable(effect),
        }),
      ),
    appendMessage: (message) => database.appendMessage(message),
    read: (run) => database.read(run),
    stop: () => database.stop(),
  }
}
