import uPlot from './uplot.js';

const VERDICTS = {
  ready: ['good', 'Ready', 'Everything that this build needs is in the database.'],
  schema_pending: ['warn', 'Migrations are pending', 'Something that this build needs is still to be applied: run codex migrate.'],
  migrating: ['busy', 'Migrating', 'The service opens when the migrations are applied.'],
  schema_failed: ['bad', 'A migration failed', 'The log of the run says where and why.'],
  schema_modified: ['bad', 'A script was modified', 'It differs from what was applied: restore it, or add a new migration.'],
  schema_below_floor: ['bad', 'This build is too old', 'The schema has moved on to where it must not run: roll out the newer build.'],
  database_unavailable: ['bad', 'The database cannot be reached', 'The verdict returns when it answers again.'],
};
const DETAILS = {
  migrating: 'A migration is running; this build stays ready.',
  database_ahead: 'A newer build has applied more than this one knows, which is fine.',
  migration_failed: 'An attempt at a migration has failed and was not mended yet.',
  invalid_index: 'A concurrent build has left an invalid index.',
  database_unavailable: 'The database cannot be reached now: this is from before.',
};
const STATES = {
  applied: 'good', superseded: 'good', ahead: 'good', running: 'busy', pending: 'warn', out_of_order: 'warn', missing: 'warn',
  modified: 'bad',
};
const byId = id => document.getElementById(id);
const dark = matchMedia('(prefers-color-scheme: dark)');
const when = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });
let state = null;
let migrations = [];
let filter = 'all';
let heardAt = 0;
let plot = null;

/** Text is only ever set as text: what comes from a script's name cannot become markup. */
function element(name, text, attributes = {}) {
  const made = document.createElement(name);
  if (text !== undefined && text !== null) made.textContent = text;
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

function set(id, text) {
  if (byId(id).textContent !== text) byId(id).textContent = text;
}

function duration(millis, digits = 1) {
  if (millis === null || millis === undefined) return '';
  if (millis < 1000 && digits) return `${millis} ms`;
  if (millis < 60000) return `${(millis / 1000).toFixed(millis % 1000 ? digits : 0)} s`;
  const seconds = Math.floor(millis / 1000);
  const minutes = Math.floor(seconds / 60);
  return minutes < 60 ? `${minutes} min ${seconds % 60} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

function showGlance() {
  const [tone, title, explanation] = VERDICTS[state.status];
  const outage = state.database === 'unreachable' && tone === 'good';
  byId('glance').dataset.tone = outage ? 'warn' : tone;
  set('verdict', title);
  const details = state.details.map(word => DETAILS[word]);
  set('explanation', [explanation, ...details].join(' '));
  set('version', state.version ?? '-');
  set('applied', String(state.applied ?? '-'));
  set('pending', String(state.pending ?? '-'));
  set('problem-count', String(state.problems));
  set('build', [state.release, state.build && `build ${state.build}`].filter(Boolean).join(', '));
  document.title = `${title} - Codex`;
}

function showRunning() {
  const run = state.running;
  byId('running').hidden = !run;
  if (!run) return;
  const own = run.by === 'this_process';
  const current = run.migration;
  const place = run.total ? ` ${Math.max(run.number, 1)} of ${run.total}` : '';
  const titles = {
    starting: 'Looking at the database',
    waiting_for_lock: 'Waiting: another process holds the migration lock',
    applying: own ? `Applying migration${place}` : 'Another process is migrating',
    reconnecting: 'The connection was lost, trying again',
  };
  set('running-title', titles[run.phase]);
  set('running-what', current
    ? [current.version, current.description, current.script && `(${current.script})`].filter(Boolean).join(' ')
    : run.application ?? (run.last_applied ? `Last applied: ${run.last_applied}` : ''));
  const bar = byId('bar');
  const percent = run.step?.percent;
  if (percent !== null && percent !== undefined && percent >= 0) {
    bar.value = percent;
  } else if (run.statement?.total) {
    bar.value = 100 * (run.statement.number - 1) / run.statement.total;
  } else if (run.total > 1) {
    bar.value = 100 * (run.number - (current ? 0.5 : 0)) / run.total;
  } else {
    bar.removeAttribute('value');
  }
  const at = run.statement;
  const statement = at && (at.last > at.number ? `statements ${at.number} to ${at.last}` : `statement ${at.number}`)
    + (at.total ? ` of ${at.total}` : '');
  const step = run.step && [run.step.phase, run.step.relation && `on ${run.step.relation}`,
    percent >= 0 && percent !== null ? `${percent} %` : null].filter(Boolean).join(', ');
  set('running-step', [statement, step].filter(Boolean).join('; '));
  byId('blockers').replaceChildren(...(run.blockers ?? []).map(blocker => element('li',
    `Blocked by pid ${blocker.pid}` + [blocker.application, blocker.state,
      blocker.transaction_seconds !== null && `in a transaction for ${blocker.transaction_seconds} s`]
      .filter(Boolean).map(text => `, ${text}`).join(''))));
  showElapsed();
}

/** Counted on here between two events. */
function showElapsed() {
  const run = state?.running;
  const base = run?.migration?.elapsed_millis ?? run?.elapsed_millis;
  if (base === null || base === undefined) return set('elapsed', '');
  set('elapsed', duration(base + performance.now() - heardAt, 0));
}

function showMigrations() {
  const shown = migrations.filter(each => filter === 'all' || ['pending', 'out_of_order', 'running'].includes(each.state));
  byId('migrations').replaceChildren(...shown.map(each => {
    const row = element('tr');
    row.append(element('td', each.version ?? 'R', { class: 'numbers nowrap' }));
    const name = element('td', each.description);
    name.title = each.script;
    const tag = element('td');
    tag.append(element('span', each.state.replaceAll('_', ' '), { class: 'tag', 'data-tone': STATES[each.state] ?? 'warn' }));
    row.append(name, tag, element('td', duration(each.execution_millis), { class: 'end' }),
      element('td', each.applied_at ? when.format(new Date(each.applied_at)) : '', { class: 'when' }));
    return row;
  }));
  byId('none').hidden = shown.length > 0;
  set('none', migrations.length === 0 ? 'Nothing is known yet.' : 'Nothing is pending.');
  showPlot();
}

function showPlot() {
  const timed = migrations.filter(each => each.execution_millis !== undefined);
  byId('plot-section').hidden = timed.length < 2;
  if (timed.length < 2) return;
  const style = getComputedStyle(document.documentElement);
  const colour = name => style.getPropertyValue(name).trim();
  plot?.destroy();
  const axis = { stroke: colour('--quiet'), grid: { stroke: colour('--line'), width: 1 }, ticks: { show: false } };
  plot = new uPlot({
    width: byId('plot').clientWidth, height: 200,
    legend: { show: false }, cursor: { y: false, drag: { x: false, y: false } },
    scales: { x: { time: false, range: [-0.6, timed.length - 0.4] }, y: { distr: 3, range: (self, low, high) => [0.5, Math.max(20, high * 1.6)] } },
    axes: [
      { ...axis, size: 28, grid: { show: false }, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000],
        values: (self, ticks) => ticks.map(tick => Number.isInteger(tick) ? timed[tick]?.version ?? (timed[tick] ? 'R' : '') : '') },
      { ...axis, size: 56, values: (self, ticks) => ticks.map(tick => duration(tick)),
        splits: (self, axisAt, low, high) => [1, 10, 100, 1e3, 1e4, 1e5, 1e6, 1e7].filter(tick => tick >= low && tick <= high) },
    ],
    series: [{}, { fill: colour('--accent'), stroke: colour('--accent'), points: { show: false },
      paths: uPlot.paths.bars({ size: [0.6, 60, 2] }) }],
    hooks: { setCursor: [self => {
      const at = timed[self.cursor.idx];
      set('plot-legend', at ? `${at.version ?? 'R'} ${at.description}: ${duration(at.execution_millis)}` : '');
    }] },
  }, [timed.map((each, index) => index), timed.map(each => Math.max(1, each.execution_millis))], byId('plot'));
}

function showProblems(problems) {
  byId('problems').hidden = problems.length === 0;
  byId('problem-list').replaceChildren(...problems.map(problem => {
    const item = element('li');
    item.append(element('strong', problem.fact), element('div', problem.advice));
    const place = problem.script && (problem.line ? `${problem.script}:${problem.line}` : problem.script);
    const text = [place, problem.build && `build ${problem.build}`, problem.at && when.format(new Date(problem.at))];
    if (text.some(Boolean)) item.append(element('code', text.filter(Boolean).join(' - ')));
    return item;
  }));
}

function showRuns(runs) {
  byId('runs-section').hidden = runs.length === 0;
  byId('runs').replaceChildren(...runs.map(run => {
    const row = element('tr');
    const what = run.applied === 1 ? run.to : `${run.applied} migrations, ${run.from} to ${run.to}`;
    row.append(element('td', when.format(new Date(run.started_at)), { class: 'nowrap' }), element('td', what),
      element('td', duration(run.execution_millis), { class: 'end' }), element('td', run.build ?? ''));
    return row;
  }));
}

async function read(name) {
  const answer = await fetch(`api/v1/${name}`);
  if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
  return answer.json();
}

let reading = false;
let readAgain = false;

/** The lists change seldom, and are read again when the state says that something has changed. */
async function readLists() {
  if (reading) {
    readAgain = true;
    return;
  }
  reading = true;
  try {
    const [list, problems, runs] = await Promise.all(['migrations', 'problems', 'runs'].map(read));
    migrations = list.migrations;
    showMigrations();
    showProblems(problems.problems);
    showRuns(runs.runs);
  } catch (failure) {
    setTimeout(readLists, 2000);
  } finally {
    reading = false;
    if (readAgain) {
      readAgain = false;
      setTimeout(readLists, 500);
    }
  }
}

/** What makes the lists another one; the steps of a running statement do not. */
function listKey(of) {
  return of && JSON.stringify([of.status, of.details, of.version, of.applied, of.pending, of.problems, of.running?.migration?.script]);
}

function heard(event) {
  const before = listKey(state);
  state = JSON.parse(event.data);
  heardAt = performance.now();
  showGlance();
  showRunning();
  if (listKey(state) !== before) readLists();
}

const events = new EventSource('api/v1/events');
events.addEventListener('state', heard);
events.addEventListener('open', () => {
  set('connection', 'live');
  readLists();
});
events.addEventListener('error', () => set('connection', 'not connected, trying again'));
setInterval(showElapsed, 1000);
document.querySelectorAll('[data-filter]').forEach(button => button.addEventListener('click', () => {
  filter = button.dataset.filter;
  document.querySelectorAll('[data-filter]').forEach(each => each.setAttribute('aria-pressed', String(each === button)));
  showMigrations();
}));
dark.addEventListener('change', showPlot);
let resizing = 0;
addEventListener('resize', () => {
  clearTimeout(resizing);
  resizing = setTimeout(showPlot, 150);
});
