import { Monitor, Moon, Sun } from "lucide-react";
import { Card, CardBody, CardHeader } from "@/components/ui/Card";
import { SegmentedControl } from "@/components/ui/SegmentedControl";
import { chooseTheme, useThemeChoice } from "@/lib/theme";

export function AppearanceSection() {
  const choice = useThemeChoice();
  return (
    <Card>
      <CardHeader title="Appearance" description="Kept in this browser." />
      <CardBody>
        <SegmentedControl
          label="Theme"
          value={choice}
          onChange={chooseTheme}
          className="max-sm:w-full"
          segments={[
            { value: "light", label: "Light", icon: <Sun aria-hidden className="size-4" /> },
            { value: "dark", label: "Dark", icon: <Moon aria-hidden className="size-4" /> },
            { value: "system", label: "As the system", icon: <Monitor aria-hidden className="size-4" /> },
          ]}
        />
      </CardBody>
    </Card>
  );
}
