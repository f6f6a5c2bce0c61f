import { useEffect, useRef } from "react";
import { type ChartOption, init } from "./engine";

/** Draws an option and follows its frame's size. */
export function EChart({ option, label, className }: { option: ChartOption; label: string; className?: string }) {
  const frame = useRef<HTMLDivElement>(null);
  const chart = useRef<ReturnType<typeof init>>(null);

  useEffect(() => {
    const element = frame.current;
    if (!element) return;
    chart.current = init(element, null, { renderer: "svg" });
    const observer = new ResizeObserver(() => chart.current?.resize());
    observer.observe(element);
    return () => {
      observer.disconnect();
      chart.current?.dispose();
      chart.current = null;
    };
  }, []);

  useEffect(() => {
    chart.current?.setOption(option, { notMerge: true });
  }, [option]);

  return <div ref={frame} role="img" aria-label={label} className={className} />;
}
