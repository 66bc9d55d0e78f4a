import type { YAMLError } from "yaml";

/** What is wrong with a file that is no YAML, and what to do: both sentences, as in `InputError`. */
export interface YamlProblem {
  readonly problem: string;
  readonly remedy: string;
}

const LAYOUT = "Look for a wrong indent, a tab, a missing quote or bracket there or just above.";

/** What the parser found in `text`, in plain words. */
export const explainYaml = ({ code, message, pos }: YAMLError, text: string): YamlProblem => {
  switch (code) {
    case "DUPLICATE_KEY": {
      const [key = ""] = /^[^:\n]{1,60}/.exec(text.slice(pos[0])) ?? [];
      return { problem: `has ${key.trim()} twice.`, remedy: "Take one of the two out." };
    }
    case "MULTIPLE_DOCS":
      return {
        problem: "holds several documents: a line of --- begins a second one.",
        remedy: "Make a file of each.",
      };
    case "BAD_DQ_ESCAPE":
      return {
        problem: "is not valid YAML: between double quotes a backslash means more than itself.",
        remedy: "Write / in its place, or single quotes around the text.",
      };
    default: {
      const [sentence = ""] = message.split(";");
      return { problem: `is not valid YAML: ${sentence}.`, remedy: LAYOUT };
    }
  }
};
