import activity from './activity.json' with { type: 'json' }
import failures from './failures.json' with { type: 'json' }
import groups from './groups.json' with { type: 'json' }
import library from './library.json' with { type: 'json' }
import mine from './mine.json' with { type: 'json' }
import overview from './overview.json' with { type: 'json' }
import reports from './reports.json' with { type: 'json' }
import review from './review.json' with { type: 'json' }
import seats from './seats.json' with { type: 'json' }
import settings from './settings.json' with { type: 'json' }
import sources from './sources.json' with { type: 'json' }
import status from './status.json' with { type: 'json' }
import stopped from './stopped.json' with { type: 'json' }
import user from './user.json' with { type: 'json' }
import users from './users.json' with { type: 'json' }

/** What the other pages say: loaded with the first of them. */
export default {
  ...activity,
  ...failures,
  ...groups,
  ...library,
  ...mine,
  ...overview,
  ...reports,
  ...review,
  ...seats,
  ...settings,
  ...sources,
  ...status,
  ...stopped,
  ...user,
  ...users,
}
