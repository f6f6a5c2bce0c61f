import { useQuery } from "@tanstack/react-query";
import { CircleAlert, CircleCheck, ImageOff, Monitor, Moon, Smartphone, Sun, TriangleAlert } from "lucide-react";
import { type ReactNode, useState } from "react";
import { Badge } from "@/components/ui/Badge";
import { SegmentedControl } from "@/components/ui/SegmentedControl";
import { cn } from "@/lib/className";
import { platformsQuery, textLimits } from "@/lib/platforms";
import { useShownTheme } from "@/lib/theme";
import { CombinationButton } from "./CombinationButton";
import { GoogleSearchPreview } from "./GoogleSearchPreview";
import { MetaFeedPreview } from "./MetaFeedPreview";
import { MetaStoryPreview } from "./MetaStoryPreview";
import { type ContentProblem, checkContent, checkCounts, hasTexts, problemsOf } from "./checks";
import type { PreviewDevice, PreviewLook, PreviewSubject } from "./model";

/** Both platforms at once, in their own looks, with what each would say of the content; an ad for one of them there alone. */
export function PreviewPanel({ subject, search = subject, className }: {
  subject: PreviewSubject;
  /** What Search shows, where an ad of its own stands beside the one on Meta. */
  search?: PreviewSubject;
  className?: string;
}) {
  const { data } = useQuery(platformsQuery);
  const theme = useShownTheme();
  const [device, setDevice] = useState<PreviewDevice>("mobile");
  const [look, setLook] = useState<PreviewLook | null>(null);
  const [placement, setPlacement] = useState<"feed" | "story">("feed");
  const [combination, setCombination] = useState(0);
  const limits = textLimits(data);
  const limitOf = (field: string) => limits.find((limit) => limit.platform === "google" && limit.field === field)?.limit;
  const onMeta = subject.platform !== "google";
  const onSearch = search.platform !== "meta";
  const problems = problemsOf(checkContent(subject.content, limits, subject.image !== null), "meta");
  const searchProblems = problemsOf(checkContent(search.content, limits, search.image !== null), "google");
  if (search.platform === "google") searchProblems.push(...checkCounts(search.content, data?.platforms.find((each) => each.platform === "google")?.count_limits ?? []));
  const shown = look ?? theme;
  const common = { subject, device, look: shown };
  return (
    <section aria-label="Previews" className={cn("@container flex flex-col gap-4", className)}>
      <div className="flex flex-wrap items-center justify-between gap-2">
        <SegmentedControl
          label="Screen"
          value={device}
          onChange={setDevice}
          segments={[
            { value: "mobile", label: "Phone", icon: <Smartphone aria-hidden className="size-3.5" /> },
            { value: "desktop", label: "Desktop", icon: <Monitor aria-hidden className="size-3.5" /> },
          ]}
        />
        <SegmentedControl
          label="Look of the platform"
          value={shown}
          onChange={setLook}
          segments={[
            { value: "light", label: "Light", icon: <Sun aria-hidden className="size-3.5" />, iconOnly: true },
            { value: "dark", label: "Dark", icon: <Moon aria-hidden className="size-3.5" />, iconOnly: true },
          ]}
        />
      </div>
      <div className={cn("grid items-start gap-4", device === "mobile" && onMeta && onSearch && "@xl:grid-cols-2")}>
        {onMeta && (
          <Placed
            title={placement === "feed" ? "Meta feed" : "Meta story"}
            problems={problems}
            written={hasTexts(subject.content)}
            aside={
              <SegmentedControl
                label="Placement on Meta"
                value={placement}
                onChange={setPlacement}
                segments={[
                  { value: "feed", label: "Feed" },
                  { value: "story", label: "Story" },
                ]}
              />
            }
          >
            {placement === "feed" ? <MetaFeedPreview {...common} /> : <MetaStoryPreview subject={subject} />}
          </Placed>
        )}
        {onSearch && (
          <Placed
            title="Google search"
            problems={searchProblems}
            written={hasTexts(search.content)}
            aside={<CombinationButton content={search.content} value={combination} onChange={setCombination} />}
          >
            <GoogleSearchPreview
              {...common}
              subject={search}
              combination={combination}
              headlineLimit={limitOf("headline") ?? Infinity}
              descriptionLimit={limitOf("primary_text") ?? Infinity}
            />
          </Placed>
        )}
      </div>
    </section>
  );
}

function Placed({ title, problems, written, aside, children }: {
  title: string;
  problems: ContentProblem[];
  written: boolean;
  aside?: ReactNode;
  children: ReactNode;
}) {
  const blocking = problems.filter((problem) => problem.severity === "error");
  const advice = problems.filter((problem) => problem.severity === "warning");
  return (
    <section aria-label={title} className="flex flex-col gap-2.5 rounded-card border border-line bg-sunken p-3 sm:p-4">
      <header className="flex flex-wrap items-center justify-between gap-2">
        <div className="flex flex-wrap items-center gap-2">
          <p className="font-heading text-base font-semibold">{title}</p>
          <Verdict blocking={blocking.length} advice={advice.length} written={written} />
        </div>
        {aside}
      </header>
      {children}
      {problems.length > 0 && (
        <ul className="flex flex-col gap-1.5 text-sm" aria-live="polite">
          {problems.map((problem) => (
            <ProblemLine key={`${problem.field} ${problem.message}`} problem={problem} />
          ))}
        </ul>
      )}
    </section>
  );
}

function Verdict({ blocking, advice, written }: { blocking: number; advice: number; written: boolean }) {
  if (blocking > 0) {
    return (
      <Badge tone="negative" icon={<CircleAlert aria-hidden className="size-3" />}>
        {blocking === 1 ? "1 error" : `${blocking} errors`}
      </Badge>
    );
  }
  if (advice > 0) {
    return (
      <Badge tone="warning" icon={<TriangleAlert aria-hidden className="size-3" />}>
        {advice === 1 ? "1 remark" : `${advice} remarks`}
      </Badge>
    );
  }
  if (!written) return <Badge>Not written yet</Badge>;
  return (
    <Badge tone="positive" icon={<CircleCheck aria-hidden className="size-3" />}>
      Fits
    </Badge>
  );
}

const marks = { error: CircleAlert, warning: TriangleAlert, note: ImageOff };
const tones = { error: "text-negative", warning: "text-warning", note: "text-ink-soft" };

function ProblemLine({ problem }: { problem: ContentProblem }) {
  const Mark = marks[problem.severity];
  return (
    <li className={cn("flex items-start gap-2", tones[problem.severity])}>
      <Mark aria-hidden className="mt-0.5 size-3.5 shrink-0" />
      <span className="min-w-0 flex-1">{problem.message}</span>
      {problem.length !== null && (
        <span className="figures shrink-0 font-bold">
          {problem.length}/{problem.limit}
        </span>
      )}
    </li>
  );
}
