// Starting again after a failure, by the same back-off as a feed has (`src/polling/backoff.rs`): the wait doubles,
// up to five minutes, and starts over when the page is visible and online again.

/** How long to wait after the first failure at most, and how long between two requests at least, in seconds. */
const LONGEST = 300;
const SHORTEST = 5;

/** What to call to start again. */
const waiting = new Set();
let failures = 0;
let failedAt;
let due;
let timer;

const isHere = () => !document.hidden && navigator.onLine;

const retry = () => {
  clearTimeout(timer);
  timer = undefined;
  if (!isHere()) return;
  const starts = [...waiting];
  waiting.clear();
  starts.forEach((start) => start());
};

const comeBack = () => {
  if (waiting.size && isHere() && Date.now() - failedAt > SHORTEST * 1000) retry();
};
document.addEventListener("visibilitychange", comeBack);
window.addEventListener("online", comeBack);
window.addEventListener("pageshow", comeBack);

/** Calls `start` later, at the same time as all that wait; `interval` is the usual time between two requests. Returns after how many seconds. */
export const retryLater = (start, interval) => {
  waiting.add(start);
  if (!timer) {
    failedAt = Date.now();
    const longest = Math.max(LONGEST, interval);
    const delay = Math.min(Math.max(interval * 2 ** ++failures, SHORTEST), longest) * (0.9 + Math.random() / 5) * 1000;
    due = failedAt + delay;
    timer = setTimeout(retry, delay);
  }
  return Math.round((due - Date.now()) / 1000);
};

/** Calls nothing later. */
export const giveUp = (start) => waiting.delete(start);

/** The files are there: every element that waits can start. */
export const settle = () => {
  failures = 0;
  if (waiting.size) retry();
};
