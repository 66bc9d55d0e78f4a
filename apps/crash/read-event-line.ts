/** An event as a program of the round printed it. A line that a killed one left half written is none. */
export const readEventLine = <Event>(line: string): Event | undefined => {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
};
