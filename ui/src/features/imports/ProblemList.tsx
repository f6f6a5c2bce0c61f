import { CircleX, TriangleAlert } from "lucide-react";
import { Card, CardHeader } from "@/components/ui/Card";
import { formatCount } from "@/lib/format";
import type { Understood } from "./queries";

/** What is wrong or worth knowing, with the line of the file. */
export function ProblemList({ preview }: { preview: Understood }) {
  const { problems, problem_count: count } = preview;
  if (problems.length === 0) return null;
  return (
    <Card>
      <CardHeader title="Problems and notes" description="Lines are counted as in the file." />
      <ul className="max-h-80 divide-y divide-line overflow-y-auto border-t border-line">
        {problems.map((problem, index) => (
          <li key={index} className="flex gap-3 px-5 py-2.5">
            {problem.severity === "error" ? (
              <CircleX aria-label="Error" className="mt-0.5 size-4 shrink-0 text-negative" />
            ) : (
              <TriangleAlert aria-label="Note" className="mt-0.5 size-4 shrink-0 text-warning" />
            )}
            <p className="min-w-0 break-words">
              {problem.line !== null && <span className="figures font-semibold">Line {problem.line}: </span>}
              {problem.column && <span className="text-ink-soft">{problem.column}: </span>}
              {problem.message}
            </p>
          </li>
        ))}
        {count > problems.length && (
          <li className="px-5 py-2.5 text-ink-soft">and {formatCount(count - problems.length)} more</li>
        )}
      </ul>
    </Card>
  );
}
