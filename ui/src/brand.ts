import {
  Activity,
  FileSpreadsheet,
  GitCompareArrows,
  GitPullRequestArrow,
  type LucideIcon,
  Megaphone,
  Plug,
  ScrollText,
  Settings,
} from "lucide-react";

/** Every brand value and the navigation, in one place. Colours are in styles/tokens.css under the same brand. */
export const brand = {
  name: "Adwright",
  claim: "The open-source workbench for paid media",
  mark: "/mark.svg",
  promises: [
    "Nothing touches a live account except through a reviewed change.",
    "No number without its currency, time zone, attribution and how settled it is.",
  ],
} as const;

/** What a person may do, as the API says it in `me`. */
export type Permission = "read" | "build" | "approve" | "admin" | "own";

export interface NavigationItem {
  label: string;
  to: string;
  icon: LucideIcon;
  /** Hidden from who may not. */
  needs?: Permission;
  /** Second key of the shortcut that starts with G. */
  shortcut?: string;
  /** Further words the command palette finds it by. */
  words?: string;
}

export interface NavigationSection {
  label: string;
  items: readonly NavigationItem[];
}

export const navigation: readonly NavigationSection[] = [
  {
    label: "Work",
    items: [
      { label: "Overview", to: "/overview", icon: Activity, shortcut: "o", words: "numbers performance dashboard" },
      { label: "Campaigns", to: "/campaigns", icon: Megaphone, shortcut: "c", words: "ads ad groups" },
      { label: "Changes", to: "/changes", icon: GitPullRequestArrow, shortcut: "h", words: "approve diff inbox" },
      { label: "Edited outside", to: "/drift", icon: GitCompareArrows, words: "drift adopt revert" },
    ],
  },
  {
    label: "Data",
    items: [
      { label: "Connections", to: "/connections", icon: Plug, shortcut: "n", words: "meta accounts token" },
      { label: "Import", to: "/imports", icon: FileSpreadsheet, shortcut: "i", words: "csv xlsx export ads manager" },
    ],
  },
  {
    label: "Organization",
    items: [
      { label: "Settings", to: "/settings", icon: Settings, shortcut: "s", words: "profile members keys password" },
      { label: "Audit log", to: "/audit", icon: ScrollText, shortcut: "a", words: "history who what", needs: "admin" },
    ],
  },
];
