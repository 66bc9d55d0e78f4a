/**
 * Waits in a thread of its own for the moment in `due[0]` (ms of `process.hrtime`), which others may
 * change at any time: `slots[0]` counts the changes and wakes the thread, `slots[1]` counts the
 * alarms and wakes who waits for them. A thread can wait to the microsecond, a loop's timers cannot.
 */
export const ALARM_THREAD = `
const { slots, due } = require("node:worker_threads").workerData;
for (;;) {
  const change = Atomics.load(slots, 0);
  const leftMs = due[0] - Number(process.hrtime.bigint()) / 1e6;
  if (leftMs > 0 && Atomics.wait(slots, 0, change, leftMs) !== "timed-out") continue;
  Atomics.add(slots, 1, 1);
  Atomics.notify(slots, 1);
  Atomics.wait(slots, 0, change);
}
`;
