import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Bookmark } from "lucide-react";
import { useState } from "react";
import { campaignViewsChange, campaignViewsDelete } from "@/api";
import { Button } from "@/components/ui/Button";
import { ConfirmDialog } from "@/components/ui/ConfirmDialog";
import { Menu, MenuContent, MenuItem, MenuLabel, MenuSeparator, MenuTrigger } from "@/components/ui/DropdownMenu";
import { toast, toastProblem } from "@/components/ui/toast";
import { ViewDialog } from "./ViewDialog";
import { type Looked, type SavedView, isAsKept, toView, viewsQuery } from "./views";

/** Named ways to look at the list: one's own, and those that others share. */
export function SavedViews({ viewId, looked, columns, onApply, onForget }: {
  viewId: string | undefined;
  looked: Looked;
  columns: string[] | null;
  onApply: (view: SavedView) => void;
  onForget: () => void;
}) {
  const queryClient = useQueryClient();
  const { data: views = [] } = useQuery(viewsQuery);
  const [naming, setNaming] = useState<{ view: SavedView | null } | null>(null);
  const [deleting, setDeleting] = useState<SavedView | null>(null);
  const current = views.find((view) => view.id === viewId);
  const changed = current ? !isAsKept(current, looked, columns) : false;
  const refresh = () => queryClient.invalidateQueries({ queryKey: viewsQuery.queryKey });
  const update = useMutation({
    mutationFn: (view: SavedView) => campaignViewsChange({ path: { view_id: view.id }, body: { search: toView(looked), columns } }),
    onSuccess: async (view) => {
      await refresh();
      toast.success(`“${view.name}” is as the list shows it now`);
    },
    onError: toastProblem,
  });
  const mine = views.filter((view) => view.own);
  const others = views.filter((view) => !view.own);
  return (
    <>
      <Menu>
        <MenuTrigger asChild>
          <Button busy={update.isPending} icon={<Bookmark aria-hidden className="size-4" />}>
            <span className="max-w-40 truncate">{current ? current.name : "Views"}</span>
            {changed && <span className="font-normal text-ink-faint">edited</span>}
          </Button>
        </MenuTrigger>
        <MenuContent align="end" className="max-h-[70dvh] overflow-y-auto">
          {mine.length > 0 && <MenuLabel>Your views</MenuLabel>}
          {mine.map((view) => (
            <ViewItem key={view.id} view={view} onApply={onApply} />
          ))}
          {others.length > 0 && <MenuLabel>Shared by others</MenuLabel>}
          {others.map((view) => (
            <ViewItem key={view.id} view={view} onApply={onApply} />
          ))}
          {views.length > 0 && <MenuSeparator />}
          <MenuItem onSelect={() => setNaming({ view: null })}>Save this view</MenuItem>
          {current?.own && (
            <>
              {changed && <MenuItem onSelect={() => update.mutate(current)}>Keep it as it is now</MenuItem>}
              <MenuItem onSelect={() => setNaming({ view: current })}>Rename or share</MenuItem>
              <MenuItem dangerous onSelect={() => setDeleting(current)}>
                Delete
              </MenuItem>
            </>
          )}
        </MenuContent>
      </Menu>
      {naming && (
        <ViewDialog
          view={naming.view}
          search={toView(looked)}
          columns={columns}
          onClose={() => setNaming(null)}
          onSaved={(view) => {
            setNaming(null);
            void refresh().then(() => !naming.view && onApply(view));
          }}
        />
      )}
      {deleting && (
        <ConfirmDialog
          open
          onOpenChange={(open) => !open && setDeleting(null)}
          title={`Delete the view “${deleting.name}”`}
          description={deleting.shared ? "It is gone for everybody who uses it. Campaigns are not touched." : "Campaigns are not touched."}
          action="Delete the view"
          dangerous
          onConfirm={async () => {
            await campaignViewsDelete({ path: { view_id: deleting.id } });
            onForget();
            await refresh();
          }}
        />
      )}
    </>
  );
}

function ViewItem({ view, onApply }: { view: SavedView; onApply: (view: SavedView) => void }) {
  return (
    <MenuItem onSelect={() => onApply(view)}>
      <span className="min-w-0 flex-1">
        <span className="block truncate">{view.name}</span>
        {!view.own && <span className="block text-xs text-ink-soft">{view.made_by}</span>}
        {view.own && view.shared && <span className="block text-xs text-ink-soft">Shared</span>}
      </span>
    </MenuItem>
  );
}
