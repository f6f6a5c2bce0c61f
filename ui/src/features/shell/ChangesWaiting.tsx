import { useQuery } from "@tanstack/react-query";
import { changesList } from "@/api";

/** How many changes wait for a decision, beside the navigation's word. */
export function ChangesWaiting() {
  const { data } = useQuery({
    queryKey: ["changes", "waiting"],
    queryFn: () => changesList({ query: { status: ["proposed"], limit: 1 } }),
  });
  if (!data || data.total === 0) return null;
  return (
    <span className="figures rounded-full bg-primary px-1.5 text-xs font-bold text-on-primary">
      {data.total}
      <span className="sr-only"> waiting</span>
    </span>
  );
}
