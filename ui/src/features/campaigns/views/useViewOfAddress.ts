import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { type SavedView, viewsQuery } from "./views";

/** A link that names a view and nothing else shows what the view keeps; later edits of the list stay. */
export function useViewOfAddress(viewId: string | undefined, bare: boolean, apply: (view: SavedView) => void): void {
  const { data: views } = useQuery(viewsQuery);
  const opened = useRef<string>(undefined);
  const view = views?.find((each) => each.id === viewId);
  useEffect(() => {
    if (!view || opened.current === view.id) return;
    opened.current = view.id;
    if (bare) apply(view);
  }, [view, bare, apply]);
}
