import { Loading, Skeleton } from "@/components/ui/states";

/** The shell's shape while the session is being read. */
export function ShellSkeleton() {
  return (
    <Loading what="Adwright">
      <div className="flex min-h-dvh">
        <div className="hidden w-56 flex-col gap-3 border-r border-line bg-sunken p-4 lg:flex">
          <Skeleton className="mb-4 h-6 w-28" />
          {[0, 1, 2, 3, 4].map((line) => (
            <Skeleton key={line} className="h-4 w-36" />
          ))}
        </div>
        <div className="flex-1">
          <div className="h-14 border-b border-line" />
          <div className="grid gap-4 p-6">
            <Skeleton className="h-7 w-48" />
            <Skeleton className="h-40 w-full rounded-card" />
          </div>
        </div>
      </div>
    </Loading>
  );
}
