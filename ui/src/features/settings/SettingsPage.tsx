import { Link, getRouteApi } from "@tanstack/react-router";
import type { ComponentType } from "react";
import { Page } from "@/components/Page";
import { GuardrailsSection } from "@/features/guardrails/GuardrailsSection";
import { PolicySection } from "@/features/guardrails/PolicySection";
import { cn } from "@/lib/className";
import { useMay } from "@/lib/session";
import { AdvertisersSection } from "./AdvertisersSection";
import { ApiKeysSection } from "./ApiKeysSection";
import { AppearanceSection } from "./AppearanceSection";
import { MembersSection } from "./MembersSection";
import { NamingSection } from "./NamingSection";
import { OrganizationSection } from "./OrganizationSection";
import { ProfileSection } from "./ProfileSection";

const route = getRouteApi("/shell/settings");

type Key = "profile" | "appearance" | "organization" | "members" | "advertisers" | "naming" | "guardrails" | "approvals" | "api-keys";

interface Section {
  key: Key;
  label: string;
  of: "You" | "Organization";
  view: ComponentType;
  admin?: boolean;
}

const SECTIONS: readonly Section[] = [
  { key: "profile", label: "Profile and password", of: "You", view: ProfileSection },
  { key: "appearance", label: "Appearance", of: "You", view: AppearanceSection },
  { key: "organization", label: "Organization", of: "Organization", view: OrganizationSection },
  { key: "members", label: "Members", of: "Organization", view: MembersSection, admin: true },
  { key: "advertisers", label: "Advertisers", of: "Organization", view: AdvertisersSection },
  { key: "naming", label: "Names and links", of: "Organization", view: NamingSection },
  { key: "guardrails", label: "Guardrails", of: "Organization", view: GuardrailsSection },
  { key: "approvals", label: "Approval policy", of: "Organization", view: PolicySection },
  { key: "api-keys", label: "API keys", of: "Organization", view: ApiKeysSection, admin: true },
];

export function SettingsPage() {
  const { section } = route.useSearch();
  const mayAdmin = useMay("admin");
  const sections = SECTIONS.filter((each) => !each.admin || mayAdmin);
  const shown = sections.find((each) => each.key === section) ?? sections[0];
  if (!shown) return null;
  const View = shown.view;
  return (
    <Page title={`Settings: ${shown.label}`} heading="Settings" width="text">
      <div className="grid gap-6 md:grid-cols-[11rem_minmax(0,1fr)]">
        <nav aria-label="Settings" className="max-md:-mx-4 max-md:overflow-x-auto max-md:px-4">
          {(["You", "Organization"] as const).map((of) => (
            <div key={of} className="mb-4 max-md:mr-2 max-md:mb-0 max-md:inline-block">
              <h2 className="px-2.5 pb-1 font-sans text-xs tracking-normal text-ink-faint max-md:sr-only">{of}</h2>
              <ul className="max-md:flex max-md:gap-1 md:grid md:gap-0.5">
                {sections
                  .filter((each) => each.of === of)
                  .map((each) => (
                    <li key={each.key}>
                      <Link
                        to="/settings"
                        search={{ section: each.key }}
                        aria-current={each === shown ? "page" : undefined}
                        className={cn(
                          "flex h-8 items-center rounded-control px-2.5 font-semibold whitespace-nowrap pointer-coarse:h-11",
                          each === shown ? "bg-amber-ground text-ink" : "text-ink-soft hover:bg-hover hover:text-ink",
                        )}
                      >
                        {each.label}
                      </Link>
                    </li>
                  ))}
              </ul>
            </div>
          ))}
        </nav>
        <div className="grid min-w-0 content-start gap-4">
          <View />
        </div>
      </div>
    </Page>
  );
}
