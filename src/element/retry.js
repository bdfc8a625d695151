// Retries after a failure, with the same back-off as for feeds (`src/polling/backoff.rs`): the delay doubles
// up to five minutes, and ends when the page is visible and online again.

/** The longest and the shortest delay, in seconds. */
const MAX_DELAY = 300;
const MIN_DELAY = 5;

/** The functions to call. */
const pending = new Set();
let failures = 0;
let failedAt;
let due;
let timer;

/** Whether a file has arrived while the browser said that it is offline. */
let isWronglyOffline;
/** Notes that a file has arrived. */
export const noteResponse = () => (isWronglyOffline ||= !navigator.onLine);
window.addEventListener("offline", () => (isWronglyOffline = false));

const isActive = () => !document.hidden && (isWronglyOffline || navigator.onLine);

const retry = () => {
  clearTimeout(timer);
  timer = undefined;
  if (!isActive()) return;
  const starts = [...pending];
  pending.clear();
  starts.forEach((start) => start());
};

const retryNow = () => {
  if (pending.size && isActive() && Date.now() - failedAt > MIN_DELAY * 1000) retry();
};
document.addEventListener("visibilitychange", retryNow);
window.addEventListener("online", retryNow);
window.addEventListener("pageshow", retryNow);

/**
 * Calls `start` after the delay, together with all others. `interval` is the polling interval. Returns the
 * delay in seconds.
 */
export const retryLater = (start, interval) => {
  pending.add(start);
  if (!timer) {
    failedAt = Date.now();
    const max = Math.max(MAX_DELAY, interval);
    const delay = Math.min(Math.max(interval, MIN_DELAY) * 2 ** ++failures, max) * (0.9 + Math.random() / 5) * 1000;
    due = failedAt + delay;
    timer = setTimeout(retry, delay);
  }
  return Math.round((due - Date.now()) / 1000);
};

/** Cancels the retry of `start`. */
export const cancelRetry = (start) => pending.delete(start);

/** Resets the back-off after a success, and starts all pending elements. */
export const resetBackoff = () => {
  failures = 0;
  if (pending.size) retry();
};
