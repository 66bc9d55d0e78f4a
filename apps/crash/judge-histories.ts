import type { JournalRun, RoundFacts, RoundJournal } from "./round-facts.ts";

/** Every run of a round once, in the order of their starts, whatever journals have it. */
export const unionOf = (journals: readonly RoundJournal[]): readonly JournalRun[] => {
  const byId = new Map<string, JournalRun>();
  for (const run of journals.flatMap(({ runs }) => runs)) {
    // One that a journal has without its end may have ended in another.
    if (byId.get(run.run)?.end === undefined) byId.set(run.run, run);
  }
  return [...byId.values()].sort((left, right) => (left.startedAt < right.startedAt ? -1 : 1));
};

/** Whether each serial's history is whole, and each journal's what the others say. */
export const judgeHistories = (facts: RoundFacts): readonly string[] => [
  ...facts.serials.flatMap((serial) => judgeSerial(serial, facts)),
  ...facts.journals.flatMap(judgeJournal),
  ...judgeUnion(facts.journals),
];

const judgeSerial = (serial: string, { journals }: RoundFacts): readonly string[] => {
  const runs = unionOf(journals).filter((run) => run.serial === serial);
  const violations: string[] = [];
  if (runs.length === 0) violations.push(`${serial} has no run`);
  const attempts = runs.map(({ attempt }) => attempt);
  if (attempts.some((attempt, index) => attempt !== index + 1))
    violations.push(`${serial} has the attempts ${attempts.join(", ")}`);
  const passed = runs.findIndex(({ end }) => end?.verdict === "pass");
  if (passed >= 0 && passed < runs.length - 1)
    violations.push(`${serial} was run again after its pass: ${runs[passed + 1]?.run}`);
  return violations;
};

const judgeJournal = ({ name, runs, faults }: RoundJournal): readonly string[] => [
  ...runs
    .filter(({ end }) => end === undefined)
    .map(({ run, serial }) => `${serial}'s run ${run} never ended in the ${name}'s journal`),
  ...repeated(runs.map(({ run }) => run)).map(
    (run) => `run ${run} is twice in the ${name}'s journal`,
  ),
  ...faults.map((fault) => `the ${name}'s journal is not whole: ${fault}`),
];

const repeated = (names: readonly string[]): readonly string[] => [
  ...new Set(names.filter((name, index) => names.indexOf(name) !== index)),
];

/** The line's journal has all that the others have, and the same of it. */
const judgeUnion = (journals: readonly RoundJournal[]): readonly string[] => {
  const line = journals.find(({ name }) => name === "line");
  const known = new Map(line?.runs.map((run) => [run.run, run]));
  return journals
    .filter((journal) => journal !== line)
    .flatMap(({ name, runs }) => runs.map((run) => ({ name, run })))
    .flatMap(({ name, run }) => {
      const other = known.get(run.run);
      const told = `${run.serial}'s run ${run.run} of the ${name}'s journal`;
      if (other === undefined) return [`${told} is not in the line's`];
      return isSame(other, run) ? [] : [`${told} is another one in the line's`];
    });
};

const isSame = (left: JournalRun, right: JournalRun): boolean =>
  JSON.stringify(contentOf(left)) === JSON.stringify(contentOf(right));

const contentOf = ({ run, serial, fixture, attempt, startedAt, end }: JournalRun) => [
  ...[run, serial, fixture, attempt, startedAt],
  ...[end?.endedAt, end?.verdict, end?.code],
];
