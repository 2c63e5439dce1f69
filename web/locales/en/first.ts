import history from './history.json' with { type: 'json' }
import palette from './palette.json' with { type: 'json' }
import places from './places.json' with { type: 'json' }
import plans from './plans.json' with { type: 'json' }
import role from './role.json' with { type: 'json' }
import rule from './rule.json' with { type: 'json' }
import rules from './rules.json' with { type: 'json' }
import shell from './shell.json' with { type: 'json' }
import signin from './signin.json' with { type: 'json' }
import ui from './ui.json' with { type: 'json' }

/** What the frame, sign-in and Rules say: loaded before anything is shown. */
export default { ...history, ...palette, ...places, ...plans, ...role, ...rule, ...rules, ...shell, ...signin, ...ui }
