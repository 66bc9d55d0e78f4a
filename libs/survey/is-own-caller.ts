import type { Sender } from "./survey.ts";

/** Whether the board that answers on a port heard that port's calls, and no other's. */
export const isOwnCaller = (port: string, senders: readonly Sender[]): boolean => {
  const heard = senders.filter(({ answeredOn }) => answeredOn.includes(port));
  return heard.length === 1 && heard[0]?.from === port;
};
