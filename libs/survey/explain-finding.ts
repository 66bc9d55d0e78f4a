import { explainToEngineer } from "../failure/explain.ts";
import type { Finding } from "./finding.ts";
import type { PortPlace } from "./nest-map.ts";

/** A finding for people, fit for a terminal. */
export interface Explanation {
  /** What is wrong. */
  readonly problem: string;
  /** What to do, in the jig file's words where it is the file that is wrong. */
  readonly mend: string;
}

const list = (words: readonly string[]): string => words.join(", ");

const portName = ({ nest, field }: PortPlace): string => `${nest}'s ${field}`;

/** What a finding means and how it is mended. */
export const explainFinding = (finding: Finding): Explanation => {
  switch (finding.kind) {
    case "port-failed":
      return {
        problem: `${portName(finding.place)} cannot be used. ${explainToEngineer(finding.failure)}`,
        mend: "Mend the port; nothing of this nest is proven.",
      };
    case "relay-failed":
      return {
        problem: `${finding.nest} could not be switched. ${explainToEngineer(finding.failure)}`,
        mend: "Mend its power (or reset); nothing of this nest is proven.",
      };
    case "crossed":
      return explainCrossed(finding);
    case "relay-of-other":
      return {
        problem: `${finding.nest}'s relay switches the board at ${finding.board}'s ports.`,
        mend: `Give ${finding.nest} the power (and reset) of its own board, or its ports in place of ${finding.board}'s.`,
      };
    case "shared-relay":
      return {
        problem: `${finding.nest}'s relay switches ${finding.boards.length} boards: those at the ports of ${list(finding.boards)}.`,
        mend: "Wire each board's supply through a relay of its own.",
      };
    case "shared-board":
      return {
        problem: `The board at ${finding.nest}'s ports is switched by ${finding.relays.length} relays: those of ${list(finding.relays)}.`,
        mend: "Take its supply off the wrong one: it would be started in mid-run.",
      };
    case "dead-relay":
      return {
        problem: `${finding.nest}'s relay switches nothing: its board is switched by ${list(finding.movedBy)}.`,
        mend: `Give ${finding.nest} the power that its board hangs on; one relay is unused or dead.`,
      };
    case "inverted":
      return {
        problem: `${finding.nest}'s relay works the wrong way round: the board at ${finding.board}'s ports starts when it is switched off.`,
        mend: "Change activeLow in its power, or use the relay's other contact.",
      };
    case "no-answer":
      return explainSilence(finding);
    case "link-silent":
      return {
        problem: `${finding.nest}'s board starts, as ${portName(finding.log)} shows, but never answers.`,
        mend: "Check that TX and RX of its flashPort are crossed and reach UART1 (P10, P11).",
      };
    case "flash-is-log":
      return {
        problem: `${finding.nest}'s flashPort shows the boot log and never answers: it is wired to UART2.`,
        mend: "Wire it to UART1 (TX1 P11, RX1 P10), or name the port that is.",
      };
    case "ports-swapped":
      return {
        problem: `${finding.nest}'s flash and log ports are swapped: its board answers on logPort.`,
        mend: `Swap flashPort and logPort of ${finding.nest}.`,
      };
    case "log-answers":
      return {
        problem: `On ${finding.nest}'s logPort a board answers (with the relay of ${list(finding.relays)}): it is wired to a UART1.`,
        mend: "Name the port that is wired to UART2 (TX2, P0) of its board.",
      };
    case "log-silent":
      return {
        problem: `${finding.nest}'s ${finding.field} shows no log, though the board starts.`,
        mend: "Wire TX2 (P0) to it, load a board with firmware that logs, or take logPort out of the jig file.",
      };
    case "log-of-other":
      return {
        problem: `${finding.nest}'s log port speaks when the relay of ${list(finding.relays)} switches: it hears another board.`,
        mend: "Swap logPort with the nest that has the right one.",
      };
    case "split-wires":
      return explainSplit(finding);
    case "joined":
      return {
        problem: `${portName(finding.place)} hears what it sends: TX and RX are joined.`,
        mend: "Look for a bridge, or a board seated askew.",
      };
    case "alive-at-start":
      return {
        problem: `A board is heard on ${portName(finding.place)} with every relay off${livingOn(finding.feed)}.`,
        mend: mendLife(finding.feed),
      };
    case "stays-alive":
      return {
        problem: `${finding.nest}'s board goes on answering when its relay is off (${finding.forMs} ms and more)${livingOn(finding.feed)}.`,
        mend: mendLife(finding.feed),
      };
    case "slow-off":
      return {
        problem: `${finding.nest}'s board lives on for ${finding.lastMs} ms after its relay went off; offMs is ${finding.offMs}.`,
        mend: `Set offMs of ${finding.nest} to ${roundUp(finding.lastMs * 1.5)}, or let its supply discharge faster.`,
      };
    case "noise":
      return {
        problem: `${portName(finding.place)} receives noise (${finding.bytes} bytes) with every relay off.`,
        mend: "Its RX floats or picks something up: a pull-up or a shorter wire helps.",
      };
    case "unswitched":
      return {
        problem: `${finding.nest} has nothing that switches its board: which board is behind its ports is not proven.`,
        mend: "Wire a relay or CEN, or see to it yourself.",
      };
    case "unsteady":
      return {
        problem: `${finding.nest}'s board answered ${finding.answered} of ${finding.tries} times.`,
        mend: "Look at its contacts and at its supply as it rises.",
      };
    case "late":
      return {
        problem: `${finding.nest}'s board answers ${finding.afterMs} ms after power-on; linking waits 2000 ms.`,
        mend: "Look for a supply that rises slowly, or a relay that reports long after it switched.",
      };
  }
};

const roundUp = (time: number): number => Math.ceil(time / 100) * 100;

const explainCrossed = (finding: Finding & { readonly kind: "crossed" }): Explanation => {
  const [one, other] = finding.nests;
  const both = `${one} and ${other}`;
  if (finding.crossed === "flash-ports")
    return {
      problem: `The flash ports of ${both} are crossed: each relay starts the board at the other's flashPort, and logPort follows the relay.`,
      mend: `Swap flashPort of ${both}.`,
    };
  return {
    problem: `The relays of ${both} are crossed: ${one}'s relay starts the board at ${other}'s ports, and the other way round.`,
    mend:
      finding.crossed === "relays"
        ? `Swap power (and reset) of ${both}.`
        : `Swap power (and reset) of ${both}; or, if the relays are where they should be, flashPort.`,
  };
};

const explainSilence = (finding: Finding & { readonly kind: "no-answer" }): Explanation => {
  const { nest, allOn, noise, moves } = finding;
  if (allOn === "answered")
    return {
      problem: `No relay alone starts ${nest}'s board; with all of them on it answers.`,
      mend: "Its supply goes through more than one relay, or shares its ground: give it a path of its own.",
    };
  if (moves.length > 0)
    return {
      problem: `No relay starts a board at ${nest}'s ports; its own switches ${list(moves)}.`,
      mend: `Give ${nest} a relay of its own.`,
    };
  const heard = noise > 0 ? ` ${noise} bytes came that mean nothing: a bad level or ground.` : "";
  return {
    problem: `${nest} stays silent whatever is switched.${heard}`,
    mend: "Look for: no board, or not seated; no 3.3 V behind the relay; a relay that is dead or stuck closed (a board that is never off is never started); TX and RX of flashPort.",
  };
};

const explainSplit = (finding: Finding & { readonly kind: "split-wires" }): Explanation => {
  const { place } = finding;
  const hears = finding.hears.filter((it) => portName(it) !== portName(place));
  if (hears.length < finding.hears.length)
    return {
      problem: `The board that answers on ${portName(place)} also hears ${list(hears.map(portName))}: more than one TX goes to its RX.`,
      mend: `Take the TX wire of ${list(hears.map(portName))} off it.`,
    };
  const heard = hears.length === 0 ? "no port" : list(hears.map(portName));
  return {
    problem: `The board that answers on ${portName(place)} hears ${heard}: TX and RX go to different boards.`,
    mend: "Put the TX wire to the board that its RX wire comes from.",
  };
};

const livingOn = (feed: "line" | "supply" | undefined): string => {
  if (feed === undefined) return "";
  return feed === "line"
    ? ", and stops when its RX is held low: it is fed through its UART pins"
    : ", also while its RX is held low: it has a supply";
};

const mendLife = (feed: "line" | "supply" | undefined): string => {
  if (feed === "line")
    return "Put 1 kOhm into the TX line, or a buffer that loses its supply with the board; or wire CEN as reset, which is held while power is off.";
  if (feed === "supply")
    return "Look for a relay that sticks closed, a second supply (an adapter's 3.3 V pin), or power through the log port.";
  return "Look for a relay that sticks closed, a second supply, or power through the UART pins.";
};
