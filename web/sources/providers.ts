import type { Step } from '../../src/contract/traffic.ts'

/** The identity providers that the console knows its way around. */
export const providers = ['okta', 'entra', 'onelogin', 'jumpcloud', 'google', 'other'] as const
export type Provider = (typeof providers)[number]

/** Where to click in it: the names of its own pages and fields, as they stand there. They are not translated. */
interface Places {
  readonly name: string
  readonly app: string
  readonly address: string
  readonly token: string
  readonly test: string
  readonly allow: string
  readonly user: string
  readonly group: string
  readonly members: string
  readonly person: string
  readonly leave: string
  readonly remove: string
}

export const placesOf: Readonly<Record<Provider, Places>> = {
  okta: {
    name: 'Okta',
    app: 'Applications ▸ Create App Integration ▸ General ▸ Provisioning: SCIM',
    address: 'Provisioning ▸ Integration ▸ SCIM connector base URL',
    token: 'Authentication Mode: HTTP Header ▸ Authorization',
    test: 'Test Connector Configuration ▸ Save',
    allow: 'Provisioning ▸ To App ▸ Edit',
    user: 'Assignments ▸ Assign ▸ Assign to People',
    group: 'Push Groups ▸ Find groups by name',
    members: 'Directory ▸ Groups ▸ Assign people',
    person: 'Directory ▸ People ▸ Profile ▸ Edit',
    leave: 'Assignments ▸ Unassign',
    remove: 'Push Groups ▸ Unlink pushed group ▸ Delete the group in the target app',
  },
  entra: {
    name: 'Entra ID',
    app: 'Enterprise applications ▸ New application ▸ Create your own application',
    address: 'Provisioning ▸ Tenant URL',
    token: 'Provisioning ▸ Secret token',
    test: 'Test connection ▸ Save',
    allow: 'Provisioning ▸ Mappings',
    user: 'Provisioning ▸ Provision on demand',
    group: 'Users and groups ▸ Add user/group ▸ Provision on demand',
    members: 'Groups ▸ Members ▸ Add members',
    person: 'Users ▸ Properties ▸ Edit',
    leave: 'Users ▸ Account status ▸ Disabled',
    remove: 'Users ▸ Deleted users ▸ Delete permanently',
  },
  onelogin: {
    name: 'OneLogin',
    app: 'Applications ▸ Add App ▸ SCIM Provisioner with SAML (SCIM v2 Core)',
    address: 'Configuration ▸ SCIM Base URL',
    token: 'Configuration ▸ SCIM Bearer Token',
    test: 'Configuration ▸ API Status ▸ Enable',
    allow: 'Provisioning ▸ Enable provisioning',
    user: 'Users ▸ Applications ▸ +',
    group: 'Rules ▸ Set Groups in …',
    members: 'Users ▸ Roles',
    person: 'Users ▸ User Info',
    leave: 'Users ▸ More Actions ▸ Suspend',
    remove: 'Provisioning ▸ When users are deleted: Delete',
  },
  jumpcloud: {
    name: 'JumpCloud',
    app: 'SSO Applications ▸ Add New Application ▸ Custom Application',
    address: 'Identity Management ▸ Base URL',
    token: 'Identity Management ▸ Token Key',
    test: 'Identity Management ▸ Test Connection ▸ Activate',
    allow: 'Identity Management ▸ Group Management',
    user: 'User Groups ▸ Applications',
    group: 'User Groups ▸ Applications',
    members: 'User Groups ▸ Users',
    person: 'Users ▸ Details',
    leave: 'Users ▸ Suspend',
    remove: 'Users ▸ Delete',
  },
  google: {
    name: 'Google Workspace',
    app: 'Apps ▸ Web and mobile apps ▸ Add app',
    address: 'Auto-provisioning ▸ Endpoint URL',
    token: 'Auto-provisioning ▸ Access token',
    test: 'Auto-provisioning ▸ Configure ▸ Finish',
    allow: 'Auto-provisioning ▸ Attribute mapping',
    user: 'User access ▸ ON for everyone',
    group: 'Auto-provisioning ▸ Provisioning scope',
    members: 'Directory ▸ Groups ▸ Add members',
    person: 'Directory ▸ Users ▸ User information',
    leave: 'Directory ▸ Users ▸ Suspend user',
    remove: 'Directory ▸ Users ▸ Delete user',
  },
  other: {
    name: 'SCIM 2.0',
    app: 'SCIM 2.0',
    address: 'Base URL',
    token: 'Authorization: Bearer',
    test: 'GET /Users?count=1',
    allow: 'POST · PUT · PATCH · DELETE',
    user: 'POST /Users',
    group: 'POST /Groups',
    members: 'PATCH /Groups/…',
    person: 'PATCH /Users/…',
    leave: 'active: false',
    remove: 'DELETE /Users/…',
  },
}

/** Where in the provider the next click is that proves a step. */
export function placeOf(provider: Provider, step: Step): string {
  const places = placesOf[provider]
  const at: Readonly<Record<Step, string>> = {
    token: places.test,
    user: places.user,
    group: places.group,
    membership: places.members,
    rename: places.person,
    deactivate: places.leave,
    reactivate: provider === 'other' ? 'active: true' : places.user,
    delete: places.remove,
  }
  return at[step]
}

const clues: readonly (readonly [RegExp, Provider])[] = [
  [/okta/i, 'okta'],
  [/entra|azure|microsoft/i, 'entra'],
  [/onelogin/i, 'onelogin'],
  [/jumpcloud/i, 'jumpcloud'],
  [/google/i, 'google'],
]

/** The one that was chosen, else the one it plainly is: by what its requests say, or what the source is called. */
export function providerOf(chosen: string | undefined, ...hints: readonly (string | null | undefined)[]): Provider {
  const known = providers.find((provider) => provider === chosen)
  return known ?? clues.find(([clue]) => hints.some((hint) => hint && clue.test(hint)))?.[1] ?? 'other'
}
