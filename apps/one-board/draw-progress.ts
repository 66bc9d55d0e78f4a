const BAR = 24;
const KIB = 1024;

/** How far a reading is. `fresh`: bytes that came in this life, in `ms`. */
export interface Reading {
  readonly done: number;
  readonly total: number;
  readonly fresh: number;
  readonly ms: number;
}

/** KiB a second; 0 before anything came. */
export const rateOf = ({ fresh, ms }: Pick<Reading, "fresh" | "ms">): number =>
  ms > 0 ? (fresh / KIB / ms) * 1000 : 0;

/** One line, in ASCII: bar, share, size, rate and the time that is left. */
export const drawProgress = (reading: Reading): string => {
  const { done, total } = reading;
  const share = total === 0 ? 1 : done / total;
  const full = Math.floor(share * BAR);
  const bar = `[${"#".repeat(full)}${".".repeat(BAR - full)}]`;
  const percent = `${String(Math.floor(share * 100)).padStart(3)} %`;
  const size = `${kib(done)} of ${kib(total)} KiB`;
  const rate = rateOf(reading);
  const left = rate > 0 ? `, ${formatSeconds((total - done) / KIB / rate)} left` : "";
  return `${bar} ${percent}  ${size}  ${rate.toFixed(0)} KiB/s${left}`;
};

const kib = (bytes: number): string => (bytes / KIB).toFixed(0);

const formatSeconds = (seconds: number): string => {
  const whole = Math.ceil(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
};
