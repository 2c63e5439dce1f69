import activity from './activity.json' with { type: 'json' }
import failures from './failures.json' with { type: 'json' }
import groups from './groups.json' with { type: 'json' }
import history from './history.json' with { type: 'json' }
import library from './library.json' with { type: 'json' }
import mine from './mine.json' with { type: 'json' }
import overview from './overview.json' with { type: 'json' }
import palette from './palette.json' with { type: 'json' }
import plans from './plans.json' with { type: 'json' }
import reports from './reports.json' with { type: 'json' }
import role from './role.json' with { type: 'json' }
import rule from './rule.json' with { type: 'json' }
import rules from './rules.json' with { type: 'json' }
import seats from './seats.json' with { type: 'json' }
import settings from './settings.json' with { type: 'json' }
import shell from './shell.json' with { type: 'json' }
import signin from './signin.json' with { type: 'json' }
import sources from './sources.json' with { type: 'json' }
import status from './status.json' with { type: 'json' }
import stopped from './stopped.json' with { type: 'json' }
import ui from './ui.json' with { type: 'json' }
import user from './user.json' with { type: 'json' }
import users from './users.json' with { type: 'json' }

/** Every text of the console in one language: a file a room. */
export default {
  ...activity,
  ...failures,
  ...groups,
  ...history,
  ...library,
  ...mine,
  ...overview,
  ...palette,
  ...plans,
  ...reports,
  ...role,
  ...rule,
  ...rules,
  ...seats,
  ...settings,
  ...shell,
  ...signin,
  ...sources,
  ...status,
  ...stopped,
  ...ui,
  ...user,
  ...users,
}
