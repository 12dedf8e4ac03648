import { ActionIcon, Menu } from "@mantine/core";
import { IconFile, IconMapPin, IconMicrophone, IconPhoto, IconPhotoUp, IconPlus } from "@tabler/icons-react";
import { type ChangeEvent, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { WrittenRequest } from "../../handset/written.ts";

/** What can be sent besides text. The samples are the server's; an image can also be chosen here. */
export function Attachments({ send }: { send: (written: WrittenRequest) => void }) {
  const { t } = useTranslation();
  const picker = useRef<HTMLInputElement>(null);

  async function picked(event: ChangeEvent<HTMLInputElement>) {
    const [file] = event.currentTarget.files ?? [];
    event.currentTarget.value = "";
    if (file) send({ type: "image", data: await base64Of(file), mimeType: file.type });
  }

  return (
    <>
      <Menu position="top-start" shadow="md" returnFocus withInitialFocusPlaceholder={false}>
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" size={36} radius="xl" aria-label={t("composer.attach")}>
            <IconPlus size={20} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown aria-label={t("composer.attach")}>
          <Menu.Item
            leftSection={<IconPhoto size={16} aria-hidden />}
            onClick={() => send({ type: "image" })}
          >
            {t("composer.sampleImage")}
          </Menu.Item>
          <Menu.Item
            leftSection={<IconPhotoUp size={16} aria-hidden />}
            onClick={() => picker.current?.click()}
          >
            {t("composer.ownImage")}
          </Menu.Item>
          <Menu.Item
            leftSection={<IconMapPin size={16} aria-hidden />}
            onClick={() => send({ type: "location", name: t("composer.placeName") })}
          >
            {t("composer.location")}
          </Menu.Item>
          <Menu.Item
            leftSection={<IconMicrophone size={16} aria-hidden />}
            onClick={() => send({ type: "voice" })}
          >
            {t("composer.voice")}
          </Menu.Item>
          <Menu.Item
            leftSection={<IconFile size={16} aria-hidden />}
            onClick={() => send({ type: "document" })}
          >
            {t("composer.document")}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <input
        ref={picker}
        type="file"
        accept="image/jpeg,image/png"
        hidden
        aria-label={t("composer.ownImage")}
        onChange={(event) => void picked(event)}
      />
    </>
  );
}

function base64Of(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).split(",", 2)[1] ?? "");
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });
}
