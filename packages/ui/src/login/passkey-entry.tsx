import { Button } from "@mantine/core";
import { IconFingerprint } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Problem } from "../notices/problem.tsx";

type Answer<Person> =
  | { ok: true; person: Person }
  | { ok: false; code: "cancelled" | "refused" | "log-in-again" | "unreachable" | "unavailable" };

/** The way in without typing: her device makes sure that it is she. */
export function PasskeyEntry<Person>({
  enter,
  onEntered,
}: {
  enter: () => Promise<Answer<Person>>;
  onEntered: (person: Person) => void;
}) {
  const { t } = useTranslation("shared");
  const [refused, setRefused] = useState<"refused" | "unreachable" | "unavailable" | null>(null);
  const [busy, setBusy] = useState(false);

  async function start() {
    setBusy(true);
    const answer = await enter();
    setBusy(false);
    if (answer.ok) return onEntered(answer.person);
    // Whoever closes the browser's question knows that she did.
    if (answer.code === "cancelled") return setRefused(null);
    setRefused(answer.code === "log-in-again" ? "refused" : answer.code);
  }

  return (
    <>
      {refused && <Problem>{t(refused === "refused" ? "door.passkeyRefused" : `login.${refused}`)}</Problem>}
      <Button
        variant="default"
        leftSection={<IconFingerprint size={18} aria-hidden="true" />}
        loading={busy}
        onClick={() => void start()}
      >
        {t("door.passkey")}
      </Button>
    </>
  );
}
