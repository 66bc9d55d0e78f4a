import { explainToEngineer } from "../../libs/failure/explain.ts";
import type { FoundNest, MapProblem } from "../../libs/survey/map-nests.ts";

/** What was found of a nest, in one line. Ports are not escaped. */
export const describeFound = ({ control, flashPort, logPort, problem }: FoundNest): string => {
  if (problem !== undefined) return `${control}: ${describeProblem(problem)}`;
  if (logPort === undefined) return `${control}: flash port ${flashPort}, no log heard`;
  if (logPort === flashPort)
    return `${control}: flash port ${flashPort}, which also carries the log`;
  return `${control}: flash port ${flashPort}, log port ${logPort}`;
};

const describeProblem = (problem: MapProblem): string => {
  switch (problem.kind) {
    case "relay-failed":
      return explainToEngineer(problem.failure);
    case "silent":
      return "no board answered and none spoke. Is a board in the nest, does the relay switch it, are TX and RX crossed, is its adapter among the ports?";
    case "only-log":
      return `a board speaks on ${problem.ports.join(", ")} and answers nowhere. Is its UART1 wired, with TX and RX crossed?`;
    case "several":
      return `boards answer on ${problem.ports.join(", ")}: the relay switches several, or wires of boards touch.`;
    case "moved-by-others":
      return `the board on ${problem.port} also answers when ${problem.others.join(", ")} is switched.`;
    case "inverted":
      return `the board on ${problem.ports.join(", ")} starts when the relay is switched off. Use its other contact, or activeLow.`;
    case "split-wires":
      return `the board answers on ${problem.port} and hears ${problem.hears.join(", ")}: its RX and TX are on two adapters.`;
  }
};
