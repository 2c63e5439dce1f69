import { getRouteApi } from '@tanstack/react-router'
import { text } from '../locales/text.ts'
import { Page } from '../ui/page.tsx'
import { Tabs } from '../ui/tabs.tsx'
import { ProductsTab } from './products-tab.tsx'
import { shelves } from './queries.ts'
import { ShelfOf } from './shelf.tsx'

const route = getRouteApi('/signed-in/shell/library')
const tabs = [...shelves, 'products'] as const

/** What rules can hand out. */
export function LibraryPage() {
  const { tab } = route.useSearch()
  const navigate = route.useNavigate()
  return (
    <Page title={text('library.title')}>
      <Tabs
        label={text('library.title')}
        chosen={tabs.find((each) => each === tab) ?? tabs[0]}
        onChoose={(id) => void navigate({ search: { tab: id }, replace: true })}
        tabs={tabs.map((id) => ({
          id,
          name: text(`library.tabs.${id}`),
          body: () => (id === 'products' ? <ProductsTab /> : <ShelfOf key={id} shelf={id} />),
        }))}
      />
    </Page>
  )
}
