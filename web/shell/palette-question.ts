/** "why ada webinar": a name, and at its end perhaps how a word of a product begins. `whyWords` are what the language asks by. */
export function questionOf<Named extends { readonly name: string }>(
  typed: string,
  products: readonly Named[],
  whyWords: readonly string[],
) {
  const [first = '', ...rest] = typed.split(/\s+/)
  const isWhy = rest.length > 0 && whyWords.includes(first.toLowerCase())
  const last = rest.at(-1)?.toLowerCase() ?? ''
  const begins = ({ name }: Named) =>
    name
      .toLowerCase()
      .split(/\s+/)
      .some((word) => word.startsWith(last))
  const product = rest.length > 1 && last.length > 2 ? products.find(begins) : undefined
  return { isWhy, product, person: (product ? rest.slice(0, -1) : rest).join(' ') }
}
