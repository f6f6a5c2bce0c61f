import { Toaster as Sonner, toast } from "sonner";
import { sentenceOf } from "@/lib/problem";
import { useShownTheme } from "@/lib/theme";

/** Short news at the edge; never the only place of something that must be acted on. */
export function Toaster() {
  const theme = useShownTheme();
  return (
    <Sonner
      theme={theme}
      position="bottom-right"
      toastOptions={{
        style: { fontFamily: "var(--font-sans)" },
        classNames: {
          toast: "!rounded-card !border-line !bg-raised !text-ink !shadow-pop",
          description: "!text-ink-soft",
          actionButton: "!bg-primary !text-on-primary !font-semibold",
        },
      }}
    />
  );
}

export function toastProblem(error: unknown): void {
  toast.error(sentenceOf(error), { duration: 8000 });
}

export { toast };
