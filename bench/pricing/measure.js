// One interleaved run: every side prices the same cart in turn, so that what slows the machine down slows
// all of them. Works in Node and in a browser.

/** Times each side in turn for a while; returns the sorted times of each in microseconds. */
export const interleaved = (sides, { seconds, now }) => {
  const times = sides.map(() => []);
  const batches = sides.map(({ run }) => batchOf(run, now));
  const end = now() + seconds * 1000;
  do {
    sides.forEach(({ run }, side) => {
      const count = batches[side];
      // The one before has filled the caches with its own.
      run();
      const begun = now();
      for (let i = 0; i < count; i += 1) run();
      times[side].push(((now() - begun) * 1000) / count);
    });
  } while (now() < end || times[0].length < 5);
  return times.map((list) => list.sort((a, b) => a - b));
};

/** How many runs are timed at once: the clock of a browser ticks coarsely. */
const batchOf = (run, now) => {
  for (let i = 0; i < 20; i += 1) run();
  for (let count = 1; ; count *= 2) {
    const begun = now();
    for (let i = 0; i < count; i += 1) run();
    if (now() - begun >= 0.5) return count;
  }
};

export const at = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
