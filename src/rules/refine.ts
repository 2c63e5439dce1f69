/** Users sorted by the distinct set of rules that match them. */
export interface Refined {
  /** For each user (by position), the node of the set of rules that match it; 0 is the empty set. */
  readonly nodeOf: Int32Array
  /** For each node, the node of the same set without its last rule. The parent of 0 is 0. */
  readonly parent: Int32Array
  /** For each node, the index of its last rule; −1 for node 0. */
  readonly lastRule: Int32Array
}

/**
 * Partition refinement: a trie of rule sets in typed arrays, exact and without hashing. Going through the rules by
 * rank, each user moves to the child of its node for that rule. A node's set is its parent's and one rule more, so
 * what a set of rules means is computed once a set and not once a user.
 *
 * Grows with the number of (rule, member) pairs; a member named twice for one rule counts once.
 *
 * @param members for each rule, best rank first, the positions of the users it matches; those from `users` on are left out
 */
export function refine(members: readonly Iterable<number>[], users: number): Refined {
  const nodeOf = new Int32Array(users)
  let parent = new Int32Array(1024)
  let lastRule = new Int32Array(1024).fill(-1)
  // The child of a node for the rule at hand: valid only where `childFor` says it was made for this rule.
  let child = new Int32Array(1024)
  let childFor = new Int32Array(1024).fill(-1)
  let nodes = 1

  const grow = (array: Int32Array<ArrayBuffer>, empty: number) => {
    const larger = new Int32Array(array.length * 2)
    if (empty !== 0) larger.fill(empty, array.length)
    larger.set(array)
    return larger
  }

  for (const [rule, positions] of members.entries()) {
    for (const position of positions) {
      if (position >= users) continue
      const node = nodeOf[position]!
      if (lastRule[node] === rule) continue
      if (childFor[node] !== rule) {
        if (nodes === parent.length) {
          parent = grow(parent, 0)
          lastRule = grow(lastRule, -1)
          child = grow(child, 0)
          childFor = grow(childFor, -1)
        }
        parent[nodes] = node
        lastRule[nodes] = rule
        childFor[node] = rule
        child[node] = nodes++
      }
      nodeOf[position] = child[node]!
    }
  }
  return { nodeOf, parent: parent.subarray(0, nodes), lastRule: lastRule.subarray(0, nodes) }
}
