import { Monitor, Moon, Sun } from "lucide-react";
import { IconButton } from "@/components/ui/Button";
import { Menu, MenuChoice, MenuChoices, MenuContent, MenuTrigger } from "@/components/ui/DropdownMenu";
import { type ThemeChoice, chooseTheme, useShownTheme, useThemeChoice } from "@/lib/theme";

export function ThemeSwitch() {
  const choice = useThemeChoice();
  const shown = useShownTheme();
  return (
    <Menu>
      <MenuTrigger asChild>
        <IconButton label="Light or dark" className="max-sm:hidden">
          {shown === "dark" ? <Moon className="size-4" /> : <Sun className="size-4" />}
        </IconButton>
      </MenuTrigger>
      <MenuContent align="end">
        <MenuChoices value={choice} onValueChange={(next) => chooseTheme(next as ThemeChoice)}>
          <MenuChoice value="light">
            <Sun aria-hidden className="size-4" /> Light
          </MenuChoice>
          <MenuChoice value="dark">
            <Moon aria-hidden className="size-4" /> Dark
          </MenuChoice>
          <MenuChoice value="system">
            <Monitor aria-hidden className="size-4" /> As the system
          </MenuChoice>
        </MenuChoices>
      </MenuContent>
    </Menu>
  );
}
