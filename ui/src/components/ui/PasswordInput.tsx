import { Eye, EyeOff } from "lucide-react";
import { useState } from "react";
import { IconButton } from "./Button";
import { Input, type InputProps } from "./Input";

/** A password that can be looked at while typing. */
export function PasswordInput(props: Omit<InputProps, "type" | "after">) {
  const [shown, setShown] = useState(false);
  return (
    <Input
      {...props}
      type={shown ? "text" : "password"}
      autoCapitalize="none"
      spellCheck={false}
      after={
        <IconButton size="small" label={shown ? "Hide password" : "Show password"} onClick={() => setShown(!shown)}>
          {shown ? <EyeOff className="size-4" /> : <Eye className="size-4" />}
        </IconButton>
      }
    />
  );
}
