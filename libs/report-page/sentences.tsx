import type { ReactNode } from "react";

/** What is said in words: one sentence as it is, several as a list. They must be safe to print. */
export const Sentences = ({ sentences }: { readonly sentences: readonly string[] }): ReactNode => {
  if (sentences.length < 2) return <p>{sentences[0]}</p>;
  return (
    <ul className="said">
      {sentences.map((sentence) => (
        <li key={sentence}>{sentence}</li>
      ))}
    </ul>
  );
};
