import { Plus } from "lucide-react";
import type { DiffLine } from "@/lib/changes";
import { byNode, depthOf } from "./diff";
import { fieldWords, levelWords } from "./words";

/** Every value before and after, side by side; on a phone one above the other. */
export function DiffTable({ diff }: { diff: readonly DiffLine[] }) {
  const fresh = diff.every((line) => line.before === null) && diff.some((line) => line.field === "node");
  return (
    <table className="w-full table-fixed text-left text-base max-sm:block">
      <caption className="sr-only">Before and after</caption>
      <thead className="max-sm:sr-only">
        <tr className="border-b border-line text-sm text-ink-soft">
          <th scope="col" className="w-[34%] py-2 pr-3 font-semibold">
            What
          </th>
          {!fresh && (
            <th scope="col" className="py-2 pr-3 font-semibold">
              Before
            </th>
          )}
          <th scope="col" className="py-2 font-semibold">
            {fresh ? "Will be made" : "After"}
          </th>
        </tr>
      </thead>
      <tbody className="max-sm:block">
        {byNode(diff).map((node, index) => node.lines.map((line) => (
          <tr key={`${index} ${line.field}`} className="border-b border-line align-top last:border-0 max-sm:block max-sm:py-2.5">
            <th
              scope="row"
              className="py-2.5 pr-3 font-normal break-words max-sm:block max-sm:py-0.5"
              style={{ paddingLeft: `${depthOf(node.level, diff) * 1.25}rem` }}
            >
              <span className="block font-semibold">{node.node}</span>
              <span className="block text-sm text-ink-soft">
                {levelWords(node.level)}
                {line.field !== "node" && ` · ${fieldWords(line.field)}`}
              </span>
            </th>
            {!fresh && <Value text={line.before} look="before" />}
            <Value text={line.after} look="after" fresh={line.before === null} />
          </tr>
        )))}
      </tbody>
    </table>
  );
}

function Value({ text, look, fresh }: { text: string | null; look: "before" | "after"; fresh?: boolean }) {
  if (text === null) return <td className="py-2.5 pr-3 text-ink-faint max-sm:block max-sm:py-0.5">not there</td>;
  const shown =
    look === "before" ? (
      <del className="rounded-xs bg-negative-ground px-1.5 py-0.5 break-words text-negative decoration-1">{text}</del>
    ) : (
      <ins className="rounded-xs bg-positive-ground px-1.5 py-0.5 break-words text-positive no-underline">
        {fresh && <Plus aria-label="new" className="mr-1 inline size-3.5" />}
        {text}
      </ins>
    );
  return <td className="py-2.5 pr-3 leading-relaxed max-sm:block max-sm:py-0.5">{shown}</td>;
}
