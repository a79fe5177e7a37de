// Its limits of 10 s for a lock, and for an idle connection, need not be waited for at the end
const LIMIT = 10000
const setTimer = globalThis.setTimeout
globalThis.setTimeout = function (work, milliseconds, ...rest) {
  const timer = setTimer(work, milliseconds, ...rest)
  return milliseconds === LIMIT ? timer.unref() : timer
}
