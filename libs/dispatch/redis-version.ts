/** Oldest server with everything BullMQ asks for. */
export const OLDEST_REDIS = "6.2";

/** Whether a server's version, such as 7.0.15, is too old; a text that is no version counts as too old. */
export const isTooOld = (version: string): boolean => {
  const [, major, minor] = /^(\d{1,4})\.(\d{1,4})/.exec(version) ?? [];
  return !(Number(major) > 6 || (Number(major) === 6 && Number(minor) >= 2));
};
