import { attachable } from "@liss/executive-routing/attachable";
import type { PlanKnown } from "@liss/executive-routing/desk-api";
import { formatBytes } from "@liss/ui";
import { ActionIcon } from "@mantine/core";
import { IconPaperclip } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import { nameOfKey } from "../desk/key-names.tsx";
import { useKeys } from "../desk/keys.ts";

const accepted = Object.values(attachable)
  .flatMap(({ mimeTypes }) => mimeTypes)
  .map((type) => type.split(";")[0])
  .join(",");

/** Chooses a file to go with the message. Where her plan admits none, it says so before anybody looks for one. */
export function AttachButton({
  sessionId,
  disabled,
  onChoose,
  onNotAllowed,
}: {
  sessionId: string;
  disabled: boolean;
  onChoose: (file: File) => void;
  onNotAllowed: () => void;
}) {
  const { t } = useTranslation("desk");
  const queries = useQueryClient();
  const input = useRef<HTMLInputElement>(null);
  const ask = () => {
    // The plan stands beside the conversation; while it is not there the server decides.
    const plans = queries.getQueriesData<PlanKnown>({ queryKey: ["plan", sessionId] });
    const known = plans.map(([, data]) => data).findLast((data) => data !== undefined);
    if (known && (!known.plan.mayReceiveMedia || known.plan.readBy === "others")) return onNotAllowed();
    input.current?.click();
  };
  useKeys({ attach: disabled ? undefined : ask });
  const sizes = {
    image: formatBytes(attachable.image.maxBytes),
    audio: formatBytes(attachable.audio.maxBytes),
    document: formatBytes(attachable.document.maxBytes),
  };
  return (
    <>
      <ActionIcon
        variant="subtle"
        color="gray"
        size="lg"
        disabled={disabled}
        aria-label={t("attaching.attach")}
        aria-keyshortcuts={nameOfKey("attach")}
        title={`${t("attaching.attach")} (${nameOfKey("attach")}). ${t("attaching.limits", sizes)}`}
        onClick={ask}
      >
        <IconPaperclip size={20} stroke={1.6} aria-hidden="true" />
      </ActionIcon>
      <input
        ref={input}
        type="file"
        hidden
        accept={accepted}
        aria-label={t("attaching.attach")}
        onChange={({ currentTarget }) => {
          const file = currentTarget.files?.[0];
          // The same file again must be a choice too.
          currentTarget.value = "";
          if (file) onChoose(file);
        }}
      />
    </>
  );
}
