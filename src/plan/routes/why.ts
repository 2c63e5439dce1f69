import Type from 'typebox'
import { ById } from '../../contract/reference.ts'
import { Why, WhyQuery, WhyValue } from '../../contract/why.ts'
import type { DeviceGroupId } from '../../library/library.ts'
import { namesOn } from '../../library/store.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Db } from '../../platform/db/db.ts'
import { Refused } from '../../platform/errors.ts'
import type { TypedRoutes } from '../../platform/http/typed.ts'
import { productNamed } from '../../products/edit.ts'
import type { ProductId } from '../../products/product.ts'
import { foldCase } from '../../scim/text.ts'
import { circumstancesOf, whyProduct } from '../store/why.ts'
import { userNamed } from './named.ts'
import { shownDevicesWhy } from './why-devices.ts'
import { shownWhy } from './why-product.ts'
import { shownStatusWhy } from './why-status.ts'
import { shownValueWhy } from './why-value.ts'

const tags = ['users']

/** Why, and why not, for any user and any field. */
export function whyRoutes(fastify: TypedRoutes, { clock }: { readonly clock: Clock }): void {
  fastify.get(
    '/users/:id/why',
    {
      schema: {
        tags,
        summary: 'Why somebody has a product or a value of a field, or why not',
        description:
          'Ask with `product` for one product (its seat, the line, grace, a stopped loss), or with `field` for any other ' +
          'field; of device groups one by `group`. The answer is a sentence and the tree below it: the rule or pin that ' +
          'decides, the ways to its group, the rules that lost and why, what is missing, since when, and who caused it.',
        params: ById,
        querystring: WhyQuery,
        response: { 200: Type.Union([Why, WhyValue]) },
      },
    },
    async ({ caller: { db }, params, query }): Promise<Why | WhyValue> => {
      const user = await userNamed(db, params.id)
      const { field, product, group } = asked(query)
      if (field === 'product') {
        const found = await productNamed(db, product)
        const circumstances = await circumstancesOf(db, user)
        return shownWhy(db, circumstances, found, await whyProduct(db, circumstances, found.id as ProductId))
      }
      const only = group === undefined ? null : await deviceGroupNamed(db, group)
      const circumstances = await circumstancesOf(db, user)
      if (field === 'device-groups') return shownDevicesWhy(db, circumstances, only)
      if (field === 'status' || field === 'access') return shownStatusWhy(db, circumstances, field, clock.now())
      return shownValueWhy(db, circumstances, field)
    },
  )
}

type Asked =
  | { readonly field: 'product'; readonly product: string; readonly group?: undefined }
  | { readonly field: WhyValue['field']; readonly product?: undefined; readonly group: string | undefined }

/** @throws {Refused} 400 where it is not clear what is asked, or two things are */
function asked({ field = 'product', product, group }: WhyQuery): Asked {
  if (field === 'product') {
    if (product === undefined) throw unclear('Say what: a product, or another field.', '/product')
    if (group !== undefined) throw unclear('A group is asked of device groups only: field=device-groups.', '/group')
    return { field, product }
  }
  if (product !== undefined) throw unclear(`A product is asked by itself, without field=${field}.`, '/product')
  if (group !== undefined && field !== 'device-groups')
    throw unclear('A group is asked of device groups only: field=device-groups.', '/group')
  return { field, group }
}

function unclear(text: string, pointer: string): Refused {
  return new Refused(400, 'INVALID', text, { pointer })
}

/** @throws {Refused} 422 */
async function deviceGroupNamed(db: Db, text: string): Promise<DeviceGroupId> {
  const wanted = foldCase(text.trim())
  const found = (await namesOn(db, 'device_groups')).find(({ id, name }) => id === wanted || foldCase(name) === wanted)
  if (!found) throw new Refused(422, 'UNKNOWN_DEVICE_GROUP', 'There is no such device group.', { pointer: '/group' })
  return found.id as DeviceGroupId
}
