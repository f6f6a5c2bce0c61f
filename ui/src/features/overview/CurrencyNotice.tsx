import { Coins } from "lucide-react";
import { Button } from "@/components/ui/Button";
import { Notice } from "@/components/ui/Badge";

/** Says that facts in other currencies are left out, and offers them: amounts of two currencies are never added. */
export function CurrencyNotice({ shown, others, onChoose }: {
  shown: string | null;
  others: string[];
  onChoose: (currency: string) => void;
}) {
  if (others.length === 0 || shown === null) return null;
  return (
    <Notice
      tone="info"
      className="mb-4"
      icon={<Coins aria-hidden className="size-4" />}
      action={others.map((currency) => (
        <Button key={currency} size="small" onClick={() => onChoose(currency)}>
          Show {currency}
        </Button>
      ))}
    >
      These are the accounts that bill in {shown}. Others bill in {others.join(", ")}; amounts of different currencies are
      not added up.
    </Notice>
  );
}
