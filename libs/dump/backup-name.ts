/** File name of a run's backup: a serial may hold characters that mean something in a path. */
export const backupName = (serial: string, run: string): string =>
  `${serial.replace(/[^A-Za-z0-9._-]/g, "_")}-${run}.bin`;
