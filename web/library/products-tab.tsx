import { getRouteApi, Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { Product } from '../../src/contract/product.ts'
import { list, number, text } from '../locales/text.ts'
import { Answer, Empty } from '../ui/answer.tsx'
import { Button, IconButton } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { Menu, MenuActions } from '../ui/menu.tsx'
import { Panel } from '../ui/page.tsx'
import { aboveRowLinkClass, type Column, rowLinkClass, Table } from '../ui/table.tsx'
import { Tag, Tags } from '../ui/tag.tsx'
import { DeletionDialog } from './deletion.tsx'
import { ProductForm } from './product-form.tsx'
import { useProducts } from './product-queries.ts'

const route = getRouteApi('/signed-in/shell/library')
const NEW = 'new'

/** What seats are for. */
export function ProductsTab() {
  const { edit } = route.useSearch()
  const navigate = route.useNavigate()
  const products = useProducts()
  const [deleting, setDeleting] = useState<Product>()
  const open = (id: string | undefined) =>
    void navigate({
      search: { tab: 'products', ...(id !== undefined && { edit: id }) },
      replace: true,
      resetScroll: false,
    })
  const adding = (
    <Button look="primary" icon="plus" onPress={() => open(NEW)}>
      {text('library.addProduct')}
    </Button>
  )
  return (
    <>
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p className="max-w-prose min-w-0 flex-1 basis-64 text-md text-ink-soft">{text('library.productsAbout')}</p>
        {products.data && products.data.products.length > 0 && adding}
      </div>
      <Answer to={products}>
        {({ products: all }) => (
          <>
            {all.length === 0 ? (
              <Empty
                icon="seats"
                title={text('library.noProducts')}
                about={text('library.noProductsHint')}
                actions={adding}
              />
            ) : (
              <Panel flush>
                <Table
                  label={text('library.tabs.products')}
                  columns={columnsFor(open, setDeleting)}
                  rows={all}
                  rowKey={({ id }) => id}
                />
              </Panel>
            )}
            {(edit === NEW || all.some(({ id }) => id === edit)) && (
              <ProductForm
                key={edit}
                products={all}
                product={all.find(({ id }) => id === edit)}
                onClose={() => open(undefined)}
              />
            )}
          </>
        )}
      </Answer>
      {deleting && (
        <DeletionDialog name={deleting.name} path={`products/${deleting.id}`} onClose={() => setDeleting(undefined)} />
      )}
    </>
  )
}

function columnsFor(onEdit: (id: string) => void, onDelete: (product: Product) => void): readonly Column<Product>[] {
  return [
    {
      id: 'name',
      name: text('library.name'),
      width: 'minmax(0, 18fr)',
      card: 'title',
      cell: ({ id, name, hasDevices }) => (
        <span className="flex min-w-0 items-center gap-x-2">
          <Link to="/library" search={{ tab: 'products', edit: id }} resetScroll={false} className={rowLinkClass}>
            <bdi>{name}</bdi>
          </Link>
          {hasDevices && (
            <span title={text('library.devices')} className="text-ink-soft">
              <Icon name="monitor" />
              <span className="sr-only">{text('library.devices')}</span>
            </span>
          )}
        </span>
      ),
    },
    {
      id: 'tiers',
      name: text('library.tiersOwned'),
      width: 'minmax(0, 22fr)',
      card: 'line',
      cell: ({ tiers }) => (
        <Tags>
          {tiers.map(({ id, name, owned }) => (
            <Tag key={id} look={owned === null ? 'outline' : 'solid'}>
              {owned === null ? name : text('library.tierOwned', { name, owned: number(owned) })}
            </Tag>
          ))}
        </Tags>
      ),
    },
    {
      id: 'includes',
      name: text('library.includes'),
      width: 'minmax(0, 12fr)',
      card: 'line',
      cell: ({ includes }) => <span className="block text-ink-soft">{list(includes.map(({ name }) => name))}</span>,
    },
    {
      id: 'connector',
      name: text('library.connector'),
      width: '8rem',
      card: 'plain',
      cell: ({ connector }) => (
        <span className="text-sm text-ink-soft">{text(connector ? 'library.told' : 'library.recordOnly')}</span>
      ),
    },
    {
      id: 'held',
      name: text('library.held'),
      width: '5rem',
      align: 'end',
      cell: ({ tiers }) => {
        const held = tiers.reduce((sum, tier) => sum + tier.held, 0)
        return <span className={held === 0 ? 'text-ink-soft' : ''}>{number(held)}</span>
      },
    },
    {
      id: 'grace',
      name: text('library.grace'),
      width: '6rem',
      align: 'end',
      cell: ({ graceSeconds }) => (
        <span className="text-ink-soft">
          {graceSeconds === 0 ? text('library.noGrace') : text('library.days', { count: graceSeconds / 86_400 })}
        </span>
      ),
    },
    {
      id: 'acts',
      name: text('library.acts'),
      quietName: true,
      width: '2rem',
      card: 'corner',
      cell: (product) => <Acts product={product} onEdit={onEdit} onDelete={onDelete} />,
    },
  ]
}

function Acts({
  product,
  onEdit,
  onDelete,
}: {
  readonly product: Product
  readonly onEdit: (id: string) => void
  readonly onDelete: (product: Product) => void
}) {
  const label = text('library.actsOf', { name: product.name })
  return (
    <Menu label={label} trigger={<IconButton icon="dots" label={label} className={aboveRowLinkClass} />}>
      <MenuActions
        actions={[
          { id: 'edit', icon: 'pen', name: text('library.edit'), onAction: () => onEdit(product.id) },
          {
            id: 'delete',
            icon: 'trash',
            danger: true,
            name: text('library.delete'),
            onAction: () => onDelete(product),
          },
        ]}
      />
    </Menu>
  )
}
