import { attachable } from "@liss/executive-routing/attachable";
import { formatBytes } from "@liss/ui";
import { ActionIcon } from "@mantine/core";
import { IconPaperclip } from "@tabler/icons-react";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import { nameOfKey } from "../desk/key-names.tsx";
import { useKeys } from "../desk/keys.ts";

const accepted = Object.values(attachable)
  .flatMap(({ mimeTypes }) => mimeTypes)
  .map((type) => type.split(";")[0])
  .join(",");

/** Chooses a file to go with the message, where there may be one. */
export function AttachButton({
  disabled,
  mayChoose,
  onFiles,
}: {
  disabled: boolean;
  mayChoose: () => boolean;
  onFiles: (files: Iterable<File>) => void;
}) {
  const { t } = useTranslation("desk");
  const input = useRef<HTMLInputElement>(null);
  const ask = () => {
    if (mayChoose()) input.current?.click();
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
          const files = [...(currentTarget.files ?? [])];
          // The same file again must be a choice too.
          currentTarget.value = "";
          onFiles(files);
        }}
      />
    </>
  );
}
